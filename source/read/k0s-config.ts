import type {Outcome} from '../command/outcome.js';
import {known, notOk, type Reading} from './reading.js';

/** `k0s config validate --config FILE` (k0s 1.34 to 1.36): what it does not like; none: it takes the file. */
export function readConfigErrors(outcome: Outcome): Reading<readonly string[]> {
	const lines = outcome.stderr.split('\n').filter(line => /^(Error: |\s+\*?\s*\S)/.test(line));
	const denied = /permission denied/i.test(outcome.stderr);
	const judged = outcome.kind === 'failed' && !denied && lines.length > 0;
	if (judged) return known(lines.map(line => line.replace(/^Error: /, '').trim()));
	return notOk(outcome) ?? known([]);
}
