import type {Rule} from '../facts/packet-filter.js';
import {isSaved} from './rule-jump.js';

/**
 * The rules of a chain whose words hold a text, in their order. Those of iptables-save are looked for in the bytes that all of
 * them share: 10,000 rules need not be made text for the one that is wanted.
 */
export function rulesWith(rules: readonly Rule[], words: string): readonly Rule[] {
	const [first] = rules;
	const last = rules.at(-1);
	if (!first || !last || !isSaved(first) || !isSaved(last) || first.source !== last.source) {
		return rules.filter(({text}) => text.includes(words));
	}

	// Not a byte behind them: the other rules of the host are ten times as many.
	const source = first.source.subarray(0, last.end);
	const wanted = Buffer.from(words);
	const found: Rule[] = [];
	for (let at = source.indexOf(wanted, first.start); at !== -1;) {
		const rule = ruleAt(rules, at);
		// Of another chain's rule among them, or of the counters before one.
		if (rule && isSaved(rule) && at >= rule.start && at + wanted.length <= rule.end) {
			found.push(rule);
			at = source.indexOf(wanted, rule.end);
		} else at = source.indexOf(wanted, at + 1);
	}

	return found;
}

/** The last rule that begins at a position or before it: rules stand in the bytes in their order. */
function ruleAt(rules: readonly Rule[], position: number): Rule | undefined {
	let [low, high] = [0, rules.length - 1];
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		const rule = rules[middle];
		if (rule && isSaved(rule) && rule.start <= position) low = middle;
		else high = middle - 1;
	}

	return rules[low];
}
