import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/** One thing in a folder. `kind` as `find` prints it: `f` a file, `d` a folder, `l` a link, `s` a socket. */
export type Entry = {readonly kind: string; readonly path: string};

const absent = /: No such file or directory$/;

/** `find FOLDER… -printf '%y%p\\0'` (findutils): all that is there; folders that are not there are left out. */
export const readFound: Reader<readonly Entry[]> = outcome => {
	const others = outcome.stderr.split('\n').filter(line => line !== '' && !absent.test(line));
	const bad = outcome.kind === 'failed' && others.length === 0 ? undefined : notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'find');
	return known(
		outcome.stdout
			.split('\0')
			.filter(entry => entry.length > 1)
			.map(entry => ({kind: entry.slice(0, 1), path: entry.slice(1)})),
	);
};
