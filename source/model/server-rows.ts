import type {ServerRow} from '../facts/browse.js';

const keys = new WeakMap<ServerRow, string>();

/** What tells a row from the others of its list. Made once a row: a list of 2,000 is asked ten times a second. */
export function rowKey(row: ServerRow): string {
	let key = keys.get(row);
	if (key === undefined) {
		key = `${row.namespace ?? ''}/${row.name}`;
		keys.set(row, key);
	}

	return key;
}
