import {keyFaultIn} from '../commands/config-faults.js';
import {readConfig} from '../commands/config-file.js';
import {keyLabel} from '../keys/key.js';
import {rebinding, type Rebinding} from '../keys/rebind.js';
import {withOwnKeys} from '../text/said-keys.js';
import type {Text} from '../text/text.js';
import {allTables} from './screen-table.js';

/**
 * The keys that the config file gives to actions, a sentence for each that cannot be given, and the catalogue whose sentences
 * name those keys. Loaded only for those.
 */
export function ownKeys(
	wanted: unknown,
	path: string,
	text: Text,
): {readonly rebind: Rebinding['rebind']; readonly faults: readonly string[]; readonly text: Text} {
	const {rebind, faults} = rebinding(wanted, allTables);
	const bound = new Map(
		allTables
			.flatMap(({bindings}) => rebind(bindings).map(({action, keys}) => [action, keys[0]] as const))
			.toReversed(),
	);
	const label = (action: string): string => {
		const key = bound.get(action);
		return key === undefined ? '' : keyLabel(key);
	};

	const read = faults.length > 0 ? readConfig(path, true) : undefined;
	const content = (read?.ok ? read.content : null) ?? '';
	return {
		rebind,
		faults: faults.map(fault => keyFaultIn(fault, {path, content}, text)),
		text: withOwnKeys(text, label),
	};
}
