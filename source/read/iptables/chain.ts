import type {Outcome} from '../../command/outcome.js';
import type {Rule} from '../../facts/packet-filter.js';
import {commentOf, createVerdictReader} from './verdict.js';
import type {SavedChain} from './save.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {notOk} from '../reading.js';

/**
 * `iptables -t TABLE -S CHAIN -v` (iptables 1.8.x): one chain with its counters, where the whole ruleset takes seconds:
 *
 *     -N KUBE-SVC-…                      or: -P PREROUTING ACCEPT -c 0 0
 *     -A KUBE-SVC-… -m comment --comment "…" -c 3 180 -j KUBE-SEP-…
 *
 * Rules get the words of iptables-save. Only lines that are `wanted` are taken; the others count for the index. Jumps to
 * chains of Kubernetes are known as such by their names, since other chains are not listed.
 */
export function readChainListing(outcome: Outcome, wanted?: (line: string) => boolean): Reading<SavedChain> {
	const bad = notOk(outcome);
	if (bad) return bad;
	const {stdout, stdoutCut, argv} = outcome;
	if (stdoutCut > 0) return unknown('cut', argv[0] ?? 'iptables');
	const verdict = createVerdictReader(name => name.startsWith('KUBE-'));
	const rules: Rule[] = [];
	let head: {readonly name: string; readonly policy: string | null} | undefined;
	let index = 0;
	for (let at = 0; at < stdout.length;) {
		let end = stdout.indexOf('\n', at);
		if (end === -1) end = stdout.length;
		const line = stdout.slice(at, end);
		at = end + 1;
		if (line.startsWith('-A ')) {
			if (!wanted || wanted(line)) rules.push(ruleOf(line, index, verdict));
			index++;
			continue;
		}

		const [, sign, name, policy = null] = /^-([NP]) (\S+)(?: (\S+))?/.exec(line) ?? [];
		if (name !== undefined) head = {name, policy: sign === 'P' ? (policy?.toLowerCase() ?? null) : null};
	}

	return head ? known({...head, rules}) : unknown('unreadable', stdout.slice(0, 200));
}

/** The counters stand just before the target, or at the end: a comment's words come before them. */
const counters = / -c (\d+) (\d+)(?= -[jg] [^"]*$|$)/;

function ruleOf(line: string, index: number, verdict: (line: string) => Rule['verdict']): Rule {
	const match = counters.exec(line);
	const text = match ? line.slice(0, match.index) + line.slice(match.index + match[0].length) : line;
	return {
		index,
		handle: null,
		text,
		comment: commentOf(text),
		verdict: verdict(text),
		packets: match ? Number(match[1]) : null,
		bytes: match ? Number(match[2]) : null,
	};
}
