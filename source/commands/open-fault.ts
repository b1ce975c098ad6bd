import type {OpenFault} from '../host/host-fault.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';

/** Why there is no host, in one sentence. */
export function openFaultWords(fault: OpenFault, {cli}: Text): string {
	switch (fault.kind) {
		case 'not-ours':
			return visible(cli.openFaults.notOurs(fault.path));
		case 'newer':
			return visible(cli.openFaults.newer(fault.path, fault.version, fault.reads));
		case 'unread':
			return visible(cli.openFaults.unread(fault.path, cli.fileFaults[fault.code] ?? fault.code));
		case 'exists':
			return visible(fault.what === 'debug' ? cli.openFaults.foreign(fault.path) : cli.openFaults.exists(fault.path));
		case 'unwritable':
			return visible(cli.openFaults.unwritable(fault.path, cli.fileFaults[fault.code] ?? fault.code));
		case 'failed':
			return visible(fault.message);
	}
}
