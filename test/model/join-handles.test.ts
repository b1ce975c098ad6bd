import {describe, expect, it} from 'vitest';
import {joinHandles} from '../../source/model/join-handles.js';
import {readHandles} from '../../source/read/nft/handles.js';
import {ended, rulesetOf, sample} from '../support/packet-filter.js';

type Listed = {nftables: Array<Record<string, {family?: string; table?: string; chain?: string; handle?: number}>>};

describe('handles of xtables rules', () => {
	const listed = JSON.parse(sample('nft', 'full-ruleset.json')) as Listed;
	const listingOf = (table: string, chain: string): string =>
		JSON.stringify({
			nftables: listed.nftables.filter(
				({metainfo, rule}) => metainfo !== undefined || (rule?.table === table && rule.chain === chain),
			),
		});
	const handled = (text: string) => {
		const reading = readHandles(ended(text));
		if (!reading.known) throw new Error(reading.unknown.reason);
		return reading.value;
	};

	it('every rule of a recorded host joins', () => {
		let rules = 0;
		for (const table of rulesetOf('full').tables) {
			for (const chain of table.chains) {
				const handles = joinHandles(chain.rules, handled(listingOf(table.name, chain.name)));
				expect([chain.name, handles?.length]).toEqual([chain.name, chain.rules.length]);
				rules += chain.rules.length;
			}
		}

		expect(rules).toBe(198);
	});

	it('a rule more, or another at its place: no handles rather than wrong ones', () => {
		const nat = rulesetOf('full').tables.find(({name}) => name === 'nat');
		const chain = nat?.chains.find(({name}) => name === 'KUBE-POSTROUTING');
		const rules = handled(listingOf('nat', 'KUBE-POSTROUTING'));
		expect(joinHandles(chain?.rules ?? [], rules)).toHaveLength(3);
		expect(joinHandles(chain?.rules ?? [], rules.slice(1))).toBeUndefined();
		expect(joinHandles(chain?.rules ?? [], rules.toReversed())).toBeUndefined();
	});

	it.each(['', '{}', '{"nftables": [{"rule": {}}]}'])('%j has none', words => {
		expect(readHandles(ended(words)).known).toBe(false);
	});
});
