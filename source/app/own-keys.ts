import {keyFaultIn} from '../commands/config-faults.js';
import {readConfig} from '../commands/config-file.js';
import {rebinding, type Rebinding} from '../keys/rebind.js';
import type {Text} from '../text/text.js';
import {allTables} from './screen-table.js';

/** The keys that the config file gives to actions, and a sentence for each that cannot be given. Loaded only for those. */
export function ownKeys(
	wanted: unknown,
	path: string,
	text: Text,
): {readonly rebind: Rebinding['rebind']; readonly faults: readonly string[]} {
	const {rebind, faults} = rebinding(wanted, allTables);
	const read = faults.length > 0 ? readConfig(path, true) : undefined;
	const content = (read?.ok ? read.content : null) ?? '';
	return {rebind, faults: faults.map(fault => keyFaultIn(fault, {path, content}, text))};
}
