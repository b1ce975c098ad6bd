import {parseXtRule, type XtRule} from '../../read/iptables/rule.js';
import {parseCidr} from '../cidr.js';
import type {Chain, NamedSet, Rule, Ruleset, Table} from '../../facts/packet-filter.js';
import {
	doesNotApply,
	type Ending,
	type Packet,
	type Ruling,
	type Surroundings,
	type Travel,
	type Walk,
} from './facts.js';
import {createArrivals, walkOf} from './arrival.js';
import {nftRuling} from './nft.js';
import {createRouting, type Routing} from './route.js';
import {indexOf, type NftIndex} from './sets.js';
import {begin, proceed} from './machine.js';
import {isEnding, type State} from './state.js';
import type {Base, Terrain} from './terrain.js';
import {cannotApply, xtRuling} from './xt.js';

export type Walker = {
	readonly routing: Routing;
	/** Walks a packet to every ending that chance and unread rules allow. Total: ends also where chains lead in a circle. */
	readonly walk: (packet: Packet) => Walk;
};

/** So many endings are followed; more (a service with hundreds of endpoints) are not, and said so. */
const maxEndings = 128;

/** Rules looked at in one walk; 10,000 services are 10,000 rules a pass. */
const maxSteps = 3_000_000;

/** Walks packets through rules as they were read. Rules are taken apart once, when a packet first comes to them. */
export function createWalker(ruleset: Ruleset, surroundings: Surroundings): Walker {
	const routing = createRouting(surroundings);
	const rule = createJudge(ruleset, routing, surroundings.ipsets);
	const chains = new Map<Table, Map<string, Chain>>();
	const bases = new Map<string, readonly Base[]>();
	const terrain: Terrain = {
		routing,
		arrival: createArrivals(ruleset, surroundings, routing),
		rule,
		basesOf(hook, family) {
			const key = `${family} ${hook}`;
			const known = bases.get(key) ?? basesOf(ruleset, hook, family);
			bases.set(key, known);
			return known;
		},
		chainOf(table, name) {
			const known = chains.get(table) ?? new Map(table.chains.map(chain => [chain.name, chain]));
			chains.set(table, known);
			return known.get(name);
		},
	};
	return {
		routing,
		walk(packet) {
			const endings: Ending[] = [];
			const open: Array<State | Ending> = [begin(packet, terrain)];
			const budget = {left: maxSteps};
			while (open.length > 0 && endings.length < maxEndings && budget.left > 0) {
				const way = open.pop();
				if (!way) break;
				const next = isEnding(way) ? way : proceed(way, terrain, budget);
				if ('verdict' in next) endings.push(next);
				else open.push(...next.toReversed());
			}

			const [main = nowhere(packet), ...others] = endings;
			return walkOf(packet, [main, ...others], open.length === 0);
		},
	};
}

const nowhere = (packet: Packet): Ending => ({
	verdict: 'unknown',
	by: null,
	hops: [],
	packet,
	output: null,
	share: 1,
	assumed: [],
	unread: [],
	reasons: [],
	supposed: false,
});

/** Base chains of a hook as the kernel runs them: by priority over all tables of the family. */
function basesOf({tables}: Ruleset, hook: string, family: 'ip' | 'ip6'): Base[] {
	return tables
		.filter(table => table.family === family || table.family === 'inet')
		.flatMap(table => table.chains.filter(chain => chain.hook === hook).map(chain => ({table, chain})))
		.sort((a, b) => (a.chain.priority ?? 0) - (b.chain.priority ?? 0));
}

/** What a rule says to a packet, whoever wrote it. */
function createJudge(
	ruleset: Ruleset,
	routing: Routing,
	ipsets: readonly NamedSet[] | null,
): (table: Table, rule: Rule, travel: Travel) => Ruling {
	const parsed = new WeakMap<Rule, XtRule>();
	const indexes = new WeakMap<NamedSet, NftIndex>();
	const names = new Map(ruleset.tables.map(table => [table, new Set(table.chains.map(({name}) => name))]));
	return (table, rule, travel) => {
		switch (table.kind) {
			case 'xtables':
			case 'legacy': {
				if (cannotApply(rule.text, travel)) return doesNotApply;
				const parts = parsed.get(rule) ?? parseXtRule(rule.text);
				parsed.set(rule, parts);
				const isChain = (name: string): boolean => names.get(table)?.has(name) ?? false;
				return xtRuling(parts, travel, {routing, ipsets, isChain});
			}

			case 'native':
				return nftRuling(rule.statements ?? [], travel, {
					routing,
					set(name) {
						const set = table.sets.find(each => each.name === name);
						if (!set) return undefined;
						const index = indexes.get(set) ?? indexOf(set.elements);
						indexes.set(set, index);
						return {set, index};
					},
				});
			default:
				return unreadRuling(rule);
		}
	};
}

/** Rules of nft's text lost conditions on the way: none of them can be relied on. */
function unreadRuling({verdict, text}: Rule): Ruling {
	if (verdict.kind === 'none' || verdict.kind === 'log') return doesNotApply;
	const step =
		verdict.kind === 'jump' || verdict.kind === 'goto'
			? {kind: verdict.kind, chain: verdict.chain}
			: verdict.kind === 'accept' || verdict.kind === 'drop' || verdict.kind === 'return'
				? {kind: verdict.kind}
				: verdict.kind === 'reject'
					? verdict
					: {kind: 'unknown' as const, name: verdict.kind};
	return {answer: 'unread', ways: [{share: 1, step}], assumed: [], unread: [text]};
}

/** A packet from what a person types: the interface that the routes tell, the address that this host would take. */
export function completePacket(
	given: {
		readonly source: string | null;
		readonly destination: string;
		readonly protocol: string;
		readonly sourcePort?: number | null;
		readonly destinationPort: number | null;
		readonly input?: string | null;
	},
	routing: Routing,
): Packet {
	const {destination, protocol, sourcePort = null, destinationPort} = given;
	const source = given.source ?? routing.sourceFor(destination, null) ?? '0.0.0.0';
	const inferred = routing.isLocal(source) ? null : (routing.routeTo(source)?.dev ?? null);
	const input = given.input === undefined ? inferred : given.input;
	return {source, destination, protocol, sourcePort, destinationPort, input};
}

/** Undefined when both addresses are good and of one family. */
export function oddAddress(packet: Packet): string | undefined {
	const [source, destination] = [parseCidr(packet.source), parseCidr(packet.destination)];
	if (!source || packet.source.includes('/')) return packet.source;
	if (!destination || packet.destination.includes('/')) return packet.destination;
	return source.family === destination.family ? undefined : packet.source;
}
