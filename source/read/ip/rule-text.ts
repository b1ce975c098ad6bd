import {known, type Note, type Reading} from '../../facts/reading.js';
import type {RoutingRule} from '../../facts/network.js';
import type {Outcome} from '../../command/outcome.js';
import {notOk} from '../reading.js';

/** A kernel without IPv6 has no rules of it (iproute2 6.1 to 7.3 say so in one of these ways). */
const noFamily = /Address family not supported|Operation not supported/;

/**
 * `ip -4 rule show`, `ip -6 rule show` (iproute2 6.1.0 to 7.3): `32765:	from 10.244.0.0/24 lookup 77`. The words stay as ip
 * writes them: a rule may ask for a mark, a device, a port or a user, and go to a table, another rule or nowhere.
 */
export function readRulesText(outcome: Outcome, family: 4 | 6): Reading<readonly RoutingRule[]> {
	if (family === 6 && outcome.kind === 'failed' && noFamily.test(outcome.stderr)) return known([]);
	const bad = notOk(outcome);
	if (bad) return bad;
	const rules: RoutingRule[] = [];
	const notes: Note[] = [];
	for (const line of outcome.stdout.split('\n')) {
		if (line.trim() === '') continue;
		const match = /^(\d+):\s+(\S.*?)\s*$/.exec(line);
		if (match) rules.push({family, priority: Number(match[1]), rule: match[2] ?? ''});
		else notes.push({line, reason: 'not a rule'});
	}

	return known(rules, notes);
}
