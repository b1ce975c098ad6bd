import {expect} from 'vitest';
import {plain} from '../../../source/components/line.js';
import {labelChains} from '../../../source/model/chain-labels.js';
import {indexJumps} from '../../../source/model/chain-use.js';
import type {Rule, Ruleset} from '../../../source/facts/packet-filter.js';
import {noRates} from '../../../source/model/rule-rates.js';
import {servicePorts} from '../../../source/model/service-ports.js';
import {finish} from '../../../source/read/sliced.js';
import {rowsOf, viewOf} from '../../../source/screens/nftables/list-rows.js';
import type {View} from '../../../source/screens/nftables/row.js';
import {frameOf, nftablesLines} from '../../../source/screens/nftables/rows.js';
import {
	initialNftables,
	reduceNftables,
	type NftablesState,
	type Place,
} from '../../../source/screens/nftables/state.js';
import type {PacketFilter} from '../../../source/store/packet-filter/packet-filter.js';
import {catalogue} from '../../../source/text/text.js';
import {assemble, emptyParts} from '../../../source/model/ruleset.js';
import {readIptablesSave} from '../../../source/read/iptables/save.js';
import {ended, nativeRuleset, plainRule, rulesetOf, sample} from '../../support/packet-filter.js';

export const text = catalogue('en');

/** The sample with other words, as a host without nft tells it. */
export function savedRuleset(change: (words: string) => string): Ruleset {
	const saved = readIptablesSave(ended(change(sample('iptables', 'full.txt'))));
	if (!saved.known) throw new Error('unreadable');
	return finish(assemble({...emptyParts, saved: saved.value})).ruleset;
}

export function viewFor(ruleset: Ruleset, change: Partial<PacketFilter> = {}): View {
	const labels = finish(labelChains(ruleset));
	const filter = {
		ruleset,
		labels,
		jumps: finish(indexJumps(ruleset)),
		rates: noRates,
		loss: null,
		ipsets: null,
		notes: [],
		whole: true,
		...change,
	};
	return viewOf(filter, finish(servicePorts(ruleset, labels)));
}

export const at = (place: Place): NftablesState =>
	reduceNftables(initialNftables, {type: 'open', place, keys: [], height: 10});

/** The whole body for a place, as plain text without blanks at the ends. */
export function shown(view: View, place: Place, {width = 80, height = 20, state = at(place)} = {}): string[] {
	const rows = rowsOf(view, place, state, undefined);
	const size = {width, height};
	const frame = frameOf(rows, state, view, undefined, size, text);
	const lines = nftablesLines(rows, frame, state, view, size, text).map(line => plain(line).trimEnd());
	expect(lines).toHaveLength(height);
	return lines;
}

export const service = (view: View, name: string): Place => {
	const port = view.ports?.ports.find(each => each.service === name);
	if (!port) throw new Error(`no ${name}`);
	return {kind: 'service', port: port.key, name};
};

export const full = viewFor(rulesetOf('full'));
export const native = viewFor(nativeRuleset('kube-proxy'));

/** The ruleset after `change` counted on; rules that did not move stay the same objects. */
export function counted(ruleset: Ruleset, change: (rule: Rule, chain: string) => number | undefined): Ruleset {
	return {
		...ruleset,
		tables: ruleset.tables.map(table => ({
			...table,
			chains: table.chains.map(chain => ({
				...chain,
				rules: chain.rules.map(rule => {
					const packets = change(rule, chain.name);
					return packets === undefined ? rule : {...plainRule(rule), packets, bytes: packets * 60};
				}),
			})),
		})),
	};
}
