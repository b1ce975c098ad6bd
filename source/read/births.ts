import {known} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

const absent = /: No such file or directory$/;

/**
 * `stat -c '%W %n' -- PATH…` (coreutils 8.31 and newer): when each was made, milliseconds since the epoch; null where the
 * file system does not tell (0, `-` or `?`). What is not there is left out.
 */
export const readBirths: Reader<ReadonlyMap<string, number | null>> = outcome => {
	const others = outcome.stderr.split('\n').filter(line => line !== '' && !absent.test(line));
	const bad = outcome.kind === 'failed' && others.length === 0 ? undefined : notOk(outcome);
	if (bad) return bad;
	return known(
		new Map(
			outcome.stdout.split('\n').flatMap(line => {
				const [, born = '', path = ''] = /^(\S+) (\/.*)$/.exec(line) ?? [];
				return path === '' ? [] : [[path, Number(born) > 0 ? Number(born) * 1000 : null] as const];
			}),
		),
	);
};
