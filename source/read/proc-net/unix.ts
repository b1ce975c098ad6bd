import type {Outcome} from '../../command/outcome.js';
import {readText} from '../file.js';
import {mapReading, type Reading} from '../../facts/reading.js';

/** Flag of a socket that accepts connections (`__SO_ACCEPTCON`). */
const accepts = 0x1_00_00;

/**
 * /proc/net/unix: paths of Unix sockets on which somebody listens. A socket's file that is not among them is a leftover.
 * `ffff8881: 00000002 00000000 00010000 0001 01 21570 /run/k0s/status.sock`.
 */
export const readUnixListeners = (outcome: Outcome): Reading<readonly string[]> =>
	mapReading(readText(outcome), text =>
		(text ?? '').split('\n').flatMap(line => {
			const match = /^[\da-fA-F]+: [\da-fA-F]+ [\da-fA-F]+ ([\da-fA-F]+) [\da-fA-F]+ [\da-fA-F]+ +\d+ (\/.*)$/.exec(
				line,
			);
			return match?.[2] !== undefined && (Number.parseInt(match[1] ?? '', 16) & accepts) !== 0 ? [match[2]] : [];
		}),
	);
