import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/** `sysctl -e NAME…` (procps 4.0): `name = value`; `-e` passes over names that this kernel does not have. */
export const readSysctls: Reader<ReadonlyMap<string, string>> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const values = new Map<string, string>();
	for (const line of outcome.stdout.split('\n')) {
		const match = /^(\S+)\s*=\s*(.*)$/.exec(line);
		if (match) values.set(match[1] ?? '', match[2] ?? '');
		else if (line !== '') return unknown('unreadable', line.slice(0, 200));
	}

	return known(values);
};
