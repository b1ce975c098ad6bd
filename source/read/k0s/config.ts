import type {Outcome} from '../../command/outcome.js';
import {known, type Reading} from '../../facts/reading.js';
import {notOk} from '../reading.js';

/** Lines of k0s's log and of its libraries, which may stand before and between: `time="…"`, `W1130 01:36:03 …`. */
const logLine = /^(time=|[IWEF]\d{4} |\{)/;

/**
 * `k0s config validate --config FILE` (k0s 1.34 to 1.36): what it does not like; none: it takes the file. One error a line,
 * and only the first of them begins with `Error: `.
 */
export function readConfigErrors(outcome: Outcome): Reading<readonly string[]> {
	const denied = /permission denied/i.test(outcome.stderr);
	const lines = outcome.stderr.split('\n').filter(line => line.trim() !== '' && !logLine.test(line));
	const from = lines.findIndex(line => line.startsWith('Error: '));
	const judged = outcome.kind === 'failed' && !denied && from >= 0;
	if (judged) return known(lines.slice(from).map(line => line.replace(/^Error: /, '').trim()));
	return notOk(outcome) ?? known([]);
}
