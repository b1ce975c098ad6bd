import {SavedRule} from '../read/iptables/saved-rule.js';
import type {Rule} from '../facts/packet-filter.js';

export const isSaved = (rule: Rule): rule is SavedRule => rule instanceof SavedRule;

/** The chain to which a rule jumps, without a look at its words where they were not read yet. */
export function jumpOf(rule: Rule): string | undefined {
	const verdict = isSaved(rule) ? rule.jump : rule.verdict;
	return verdict?.kind === 'jump' || verdict?.kind === 'goto' ? verdict.chain : undefined;
}
