import type {Row, Rows, Listed, View} from './row.js';
import {labelText, type Labels} from '../../model/chain-labels.js';
import {ruleIdentity} from '../../model/rule-identity.js';
import {chainUse} from '../../model/chain-use.js';
import {isCanary} from '../../model/kube-chains.js';
import type {Chain, NamedSet, Rule, Ruleset, Table} from '../../facts/packet-filter.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import type {Ports} from '../../model/service-ports.js';
import {busier, hotRows, portRows, refusalRows} from './host-rows.js';
import {partsOf} from './picture.js';
import {chainKey, findPlace, tableKey} from './places.js';
import {isZero, labelWords, mostFound, narrowed, searched} from './search-rows.js';
import {foundIn, indexFits, type SearchIndex} from './search-index.js';
import type {Search} from './search.js';
import type {NftablesState, Place} from './state.js';

/** `before`: the view of the read before. While only counters move it gives what was made of the rules' words. */
export function viewOf(filter: PacketFilter, ports?: Ports, before?: View): View {
	const same = before?.filter.labels === filter.labels && before.filter.jumps === filter.jumps;
	return {
		filter,
		ports,
		uses: (table, chain) => chainUse(filter.jumps, table, chain),
		ruleKeys: same ? before.ruleKeys : createRuleKeys(filter.labels),
	};
}

/** Two equal rules of a chain are the first and the second. */
function createRuleKeys(labels: Labels): View['ruleKeys'] {
	const made = new Map<string, readonly string[]>();
	return (table, chain) => {
		const place = `${tableKey(table)}/${chain.name}`;
		const known = made.get(place);
		if (known?.length === chain.rules.length) return known;
		const seen = new Map<string, number>();
		const keys = chain.rules.map(({text}) => {
			const identity = ruleIdentity(table, chain, text, labels);
			const nth = seen.get(identity) ?? 0;
			seen.set(identity, nth + 1);
			return nth === 0 ? identity : `${identity} ${nth}`;
		});
		made.set(place, keys);
		return keys;
	};
}

export function rowsOf(
	view: View,
	place: Place,
	state: Pick<NftablesState, 'toggled' | 'hideZero' | 'hotFirst'>,
	search: Search | undefined,
	/** Rows of a search whose words these words go on from: nothing else can match. */
	within?: Rows,
	index?: SearchIndex,
): Rows {
	const {filter} = view;
	const found = findPlace(filter, place, view.ports);
	switch (found?.kind) {
		case 'chains':
			if (search && indexFits(index, filter)) return {...foundIn(index, filter, search.words, state, mostFound), found};
			// Looking through all words of a huge host takes longer than a key may wait: as soon as they are indexed.
			if (search && (within || index || !isHuge(filter.ruleset))) {
				return {...(within ? narrowed(within, filter, search) : searched(filter, state, search)), found};
			}

			return {...folded(filter, state), found};
		case 'chain':
			return {...rulesOf(found.table, found.chain, view, state, search), found};
		case 'map':
			return {...elementsOf(found.table, found.map, search), found};
		case 'targets':
			return {...targetsOf(found.table, found.rule, filter.labels, search), found};
		case 'services':
			return {...portRows(view, search), found};
		case 'drops':
			return {...refusalRows(view, state.hideZero, search), found};
		case 'hot':
			return {...hotRows(view, search), found};
		case 'service': {
			const parts = partsOf(found.picture);
			const keys = parts.map(({key}) => key);
			return {rows: parts.map(part => ({kind: 'part', part})), keys, total: parts.length, zeros: 0, more: false, found};
		}

		default:
			return {rows: [], keys: [], total: 0, zeros: 0, more: false, found: undefined};
	}
}

const hugeFrom = 5000;

const isHuge = ({tables}: Ruleset): boolean => tables.reduce((sum, {chains}) => sum + chains.length, 0) > hugeFrom;

/** Nothing ever came by: no base chain, and no rule with a counter that moved (or without one). */
const isQuiet = ({hook, rules}: Chain): boolean => hook === null && rules.every(isZero);

function folded(
	{ruleset: {tables}, labels}: PacketFilter,
	{toggled, hideZero}: Pick<NftablesState, 'toggled' | 'hideZero'>,
): Listed {
	const rows: Row[] = [];
	const keys: string[] = [];
	let zeros = 0;
	let total = 0;
	for (const table of canariesLast(tables)) {
		const key = tableKey(table);
		const isFolded = toggled.has(key);
		rows.push({kind: 'table', table, folded: isFolded});
		keys.push(key);
		total += table.chains.length;
		if (isFolded) continue;
		const canaries: Chain[] = [];
		for (const chain of table.chains) {
			if (chain.rules.length === 0 && isCanary(chain.name)) canaries.push(chain);
			else if (hideZero && table.kind !== 'unread' && isQuiet(chain)) zeros++;
			else {
				rows.push({kind: 'chain', table, chain});
				keys.push(chainKey(table, chain, labels));
			}
		}

		for (const map of table.sets) {
			if (map.kind !== 'map') continue;
			rows.push({kind: 'map', table, map});
			keys.push(`${key}@${map.name}`);
		}

		if (canaries.length === 0) continue;
		const group = `${key} canaries`;
		const open = toggled.has(group);
		rows.push({kind: 'canaries', table, count: canaries.length, folded: !open});
		keys.push(group);
		for (const chain of open ? canaries : []) {
			rows.push({kind: 'chain', table, chain});
			keys.push(chainKey(table, chain, labels));
		}
	}

	return {rows, keys, total, zeros, more: false};
}

/** Tables that hold nothing but canaries come last: nobody looks for them. */
function canariesLast(tables: readonly Table[]): readonly Table[] {
	const isBare = ({chains, kind}: Table): boolean =>
		kind !== 'unread' && chains.every(({name, rules}) => rules.length === 0 && isCanary(name));
	return [...tables.filter(table => !isBare(table)), ...tables.filter(isBare)];
}

function rulesOf(
	table: Table,
	chain: Chain,
	{filter: {labels, rates}, ruleKeys}: View,
	{hideZero, hotFirst}: Pick<NftablesState, 'hideZero' | 'hotFirst'>,
	search: Search | undefined,
): Listed {
	const found: Array<{readonly key: string; readonly row: Extract<Row, {kind: 'rule'}>}> = [];
	const keys = ruleKeys(table, chain);
	let zeros = 0;
	for (const [index, rule] of chain.rules.entries()) {
		if (search && !search(rule.text, searchable(rule, labels))) continue;
		if (hideZero && isZero(rule)) {
			zeros++;
			continue;
		}

		found.push({key: keys[index] ?? '', row: {kind: 'rule', table, chain, rule}});
	}

	if (hotFirst) {
		const before = busier(rates);
		found.sort((a, b) => before(a.row, b.row));
	}

	return {
		rows: found.map(({row}) => row),
		keys: found.map(({key}) => key),
		total: chain.rules.length,
		zeros,
		more: false,
	};
}

/** Beside its text: the comment (iptables-save's text has it too) and what stands behind its target. */
function searchable({verdict, comment}: Rule, {chains}: Labels): string {
	const label = 'chain' in verdict ? chains.get(verdict.chain) : undefined;
	return `${comment ?? ''} ${label ? labelText(label) : ''}`;
}

/** The key of a rule in its chain's list. */
export function ruleKey(view: View, table: Table, chain: Chain, rule: Rule): string | undefined {
	return view.ruleKeys(table, chain)[chain.rules.indexOf(rule)];
}

function elementsOf(table: Table, map: NamedSet, search: Search | undefined): Listed {
	const elements = map.elements.filter(({key, value, comment}) => !search || search(`${key} ${value ?? ''}`, comment));
	return {
		rows: elements.map(element => ({kind: 'element', table, element})),
		keys: elements.map(({key}) => key),
		total: map.elements.length,
		zeros: 0,
		more: false,
	};
}

function targetsOf(table: Table, {verdict}: Rule, labels: Labels, search: Search | undefined): Listed {
	const names = verdict.kind === 'vmap' ? verdict.chains : [];
	const chains = names.flatMap(name => {
		const chain = table.chains.find(each => each.name === name);
		return chain && (!search || search(name, labelWords(chain, labels))) ? [chain] : [];
	});
	return {
		rows: chains.map(chain => ({kind: 'target', table, chain})),
		keys: chains.map(({name}) => name),
		total: names.length,
		zeros: 0,
		more: false,
	};
}
