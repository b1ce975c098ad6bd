import type {OpenFault} from '../host/host-fault.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';

/** Why there is no host, in one sentence. */
export function openFaultWords(fault: OpenFault, text: Text): string {
	const {cli} = text;
	switch (fault.kind) {
		case 'not-ours':
			return visible(cli.openFaults.notOurs(fault.path));
		case 'newer':
			return visible(cli.openFaults.newer(fault.path, fault.version, fault.reads));
		case 'unread':
			return visible(cli.openFaults.unread(fault.path, fileFaultWords(fault.code, text)));
		case 'exists':
			return visible(fault.what === 'debug' ? cli.openFaults.foreign(fault.path) : cli.openFaults.exists(fault.path));
		case 'unwritable':
			return visible(cli.openFaults.unwritable(fault.path, fileFaultWords(fault.code, text)));
		case 'failed':
			return visible(fault.message);
	}
}

/** Why a file is not read or written, of a word of ours or the system's code. */
export const fileFaultWords = (code: string, {cli}: Text): string => cli.fileFaults[code] ?? code;
