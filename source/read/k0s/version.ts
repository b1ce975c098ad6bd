import {firstLine, notOk, type Reader} from '../reading.js';
import {known, unknown} from '../../facts/reading.js';

const tag = /^v\d+\.\d+\.\d+(?:-[\w.]+)?\+k0s\.\d+\S*$/;

/**
 * `k0s version` (k0s 1.34 to 1.36): one line, the release tag. `not-installed` when there is no k0s. A file that was cut
 * off while downloading exits 0 and prints nothing: that is `unreadable`, never a version.
 */
export const readK0sVersion: Reader<string> = outcome => {
	if (outcome.kind === 'not-found') return unknown('not-installed', 'k0s');
	const bad = notOk(outcome);
	if (bad) return bad;
	const line = firstLine(outcome.stdout);
	return tag.test(line) ? known(line) : unknown('unreadable', line.slice(0, 200));
};
