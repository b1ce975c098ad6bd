import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/**
 * `/proc/net/netfilter/nfnetlink_queue` (Linux 2.6.20 and newer, root alone): one line for each queue on which a program
 * listens, its number first. Without the file the kernel has no such queues, so that nobody listens.
 */
export const readQueues: Reader<readonly number[]> = outcome => {
	if (outcome.kind === 'failed' && /no such file or directory/i.test(outcome.stderr)) return known([]);
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'nfnetlink_queue');
	const lines = outcome.stdout.split('\n').filter(line => line.trim() !== '');
	const numbers = lines.map(line => Number(/^\s*(\d+)\s/.exec(line)?.[1] ?? Number.NaN));
	return numbers.every(Number.isInteger) ? known(numbers) : unknown('unreadable', lines[0]?.slice(0, 200) ?? '');
};
