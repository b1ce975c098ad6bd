import {labelText, type Labels} from '../../model/chain-labels.js';
import {refusals, type Refusal} from '../../model/refusals.js';
import type {Rates} from '../../model/rule-rates.js';
import type {PortOfService} from '../../model/service-ports.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import type {Listed, Row, View} from './row.js';
import {chainKey} from './places.js';
import type {Search} from './search.js';

/** Lists over the whole host: service ports, what refuses packets, the busiest rules. */

export function portRows({ports, filter}: View, search: Search | undefined): Listed {
	const known = ports?.ports ?? [];
	if (ports?.mode === 'ipvs') {
		const sets = (filter.ipsets ?? []).filter(({name}) => name.startsWith('KUBE-') && (!search || search(name)));
		return listed(
			sets.map(set => ({kind: 'set', set})),
			sets.map(({name}) => name),
			sets.length,
		);
	}

	const shown = search ? known.filter(port => search(portWords(port))) : known;
	return listed(
		shown.map(port => ({kind: 'port', port})),
		shown.map(({key}) => key),
		known.length,
	);
}

const portWords = ({service, protocol, entries, verdict}: PortOfService): string =>
	`${service ?? ''} ${protocol} ${verdict} ${entries.map(({address, port}) => `${address ?? '*'}:${port}`).join(' ')}`;

const listed = (rows: readonly Row[], keys: readonly string[], total: number): Listed => ({
	rows,
	keys,
	total,
	zeros: 0,
	more: false,
});

const packetsOf = ({rule, element}: Refusal): number | null => (element ? null : (rule?.packets ?? null));

/** Packets a second; -1 for what did not move. A counter that was set back has moved, nobody knows how far. */
export function speedOf(rates: Rates, rule: Refusal['rule']): number {
	if (!rule || !rates.moved.has(rule)) return -1;
	return rates.moved.get(rule)?.packets ?? 0;
}

/** Tells a refusal from the others, over reads. */
export const refusalKey = ({table, chain, rule, element}: Refusal, labels: Labels): string =>
	`${chainKey(table, chain, labels)} ${rule === null ? 'policy' : `#${rule.index}`} ${element?.key ?? ''}`;

/** Moving ones first, then those that ever refused something, then in the order of the tables. */
export function refusalRows({filter}: View, hideZero: boolean, search: Search | undefined): Listed {
	const {ruleset, labels, rates} = filter;
	const all = refusals(ruleset, labels);
	const fitting = search ? all.filter(each => search(refusalWords(each), each.chain.name)) : all;
	const shown = hideZero ? fitting.filter(each => packetsOf(each) !== 0) : fitting;
	const speed = (each: Refusal): number => (each.element ? -1 : speedOf(rates, each.rule));
	const sorted = shown.toSorted((a, b) => speed(b) - speed(a) || (packetsOf(b) ?? -1) - (packetsOf(a) ?? -1));
	return {
		rows: sorted.map(refusal => ({kind: 'refusal', refusal})),
		keys: sorted.map(each => refusalKey(each, labels)),
		total: all.length,
		zeros: fitting.length - shown.length,
		more: false,
	};
}

const refusalWords = ({rule, element, meaning}: Refusal): string =>
	`${meaning.who} ${meaning.into ?? ''} ${meaning.id} ${element ? `${element.key} ${element.value ?? ''}` : (rule?.text ?? '')}`;

/** Nobody looks at more of the busiest. */
const mostShown = 500;

export function hotRows({filter}: View, search: Search | undefined): Listed {
	const {ruleset, labels, rates} = filter;
	const rows: Array<Extract<Row, {kind: 'rule'}>> = [];
	let least = 0;
	for (const table of ruleset.tables) {
		for (const chain of table.chains) {
			for (const rule of chain.rules) {
				if (!rule.packets || (rule.packets < least && !rates.moved.has(rule))) continue;
				if (search && !search(rule.text, wordsBehind(chain.name, labels))) continue;
				rows.push({kind: 'rule', table, chain, rule});
			}
		}

		// Keeps the heap of candidates small on a host with 100,000 rules.
		if (rows.length > mostShown) {
			rows.sort(busier(rates));
			rows.length = mostShown;
			least = Math.min(...rows.map(({rule}) => rule.packets ?? 0));
		}
	}

	rows.sort(busier(rates));
	return {
		rows,
		keys: rows.map(({table, chain, rule}) => `${chainKey(table, chain, labels)}#${rule.index}`),
		total: rows.length,
		zeros: 0,
		more: false,
	};
}

type RuleRow = Extract<Row, {kind: 'rule'}>;

export const busier =
	(rates: Rates) =>
	(a: RuleRow, b: RuleRow): number =>
		speedOf(rates, b.rule) - speedOf(rates, a.rule) || (b.rule.packets ?? -1) - (a.rule.packets ?? -1);

function wordsBehind(chain: string, {chains}: PacketFilter['labels']): string {
	const label = chains.get(chain);
	return label ? labelText(label) : chain;
}
