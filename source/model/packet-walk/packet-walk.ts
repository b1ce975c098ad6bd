import {parseXtRule, type XtRule} from '../../read/iptables/rule.js';
import {parseCidr} from '../cidr.js';
import type {Chain, NamedSet, Rule, Ruleset, Table} from '../../facts/packet-filter.js';
import {
	doesNotApply,
	type Back,
	type Ending,
	type Need,
	type Packet,
	type Ruling,
	type Surroundings,
	type Walk,
} from './facts.js';
import {createArrivals, walkOf} from './arrival.js';
import {answerTo, backOf, goesOn, nextOf} from './back.js';
import {bridgeBases, bridgeIngress, createBases} from './bases.js';
import {eitherWay, nftRuling} from './nft.js';
import {createBeside, createQueues} from './beside.js';
import {createHeads} from './heads.js';
import {createRouting, type Routing} from './route.js';
import {indexOf, type NftIndex} from './sets.js';
import {begin, proceed} from './machine.js';
import {createNever, type Never} from './never.js';
import {createSettings} from './settings.js';
import {isEnding, type State} from './state.js';
import type {Terrain} from './terrain.js';
import {placeOf} from './words.js';
import {xtRuling} from './xt.js';

export type Walker = {
	readonly routing: Routing;
	/** Walks a packet to every ending that chance and unread rules allow. Total: ends also where chains lead in a circle. */
	readonly walk: (packet: Packet) => Walk;
	/** Takes in what was read since (`Walk.needs`), and wants what was asked no more; rules are not taken apart again. */
	readonly learn: (more: Partial<Surroundings>, asked: readonly Need[]) => void;
};

/** So many endings are followed; more (a service with hundreds of endpoints) are not, and said so. */
const maxEndings = 128;

/** Rules looked at in one walk; 10,000 services are 10,000 rules a pass. */
const maxSteps = 3_000_000;

/** Walks packets through rules as they were read. Rules are taken apart once, when a packet first comes to them. */
export function createWalker(ruleset: Ruleset, given: Surroundings): Walker {
	let wanted = new Map<string, Need>();
	const answered = new Set<string>();
	const want = (need: Need): void => {
		const key = JSON.stringify(need);
		if (!answered.has(key)) wanted.set(key, need);
	};

	const chainOf = createChains();
	const judge = createJudge(chainOf);
	const heads = createHeads();
	const bridges = bridgeBases(ruleset);
	const ingress = bridgeIngress(ruleset);
	let surroundings = given;
	let terrain = terrainOf();

	function terrainOf(): Terrain {
		const routing = createRouting(surroundings, want);
		const settings = createSettings(surroundings, want);
		return {
			routing,
			settings,
			beside: createBeside(surroundings, want),
			listens: createQueues(surroundings, want),
			arrival: createArrivals(ruleset, surroundings, routing),
			rule: judge({routing, ipsets: surroundings.ipsets, never: createNever(ruleset, surroundings, settings, want)}),
			nextRule: (table, {rules}, from, travel) =>
				table.kind === 'xtables' || table.kind === 'legacy' ? heads(rules, from, travel) : from,
			basesOf: createBases(ruleset, surroundings, routing, want),
			bridges,
			ingressOf: bridge =>
				ingress.filter(({table, chain}) => {
					const key = `${table.family} ${table.name} ${chain.name}`;
					const devices = chain.devices ?? surroundings.devices?.get(key);
					return devices?.some(name => name === bridge || name.endsWith('*')) ?? true;
				}),
			chainOf,
		};
	}

	return {
		get routing() {
			return terrain.routing;
		},
		learn(more, asked) {
			for (const need of asked) answered.add(JSON.stringify(need));
			const maps = {
				sysctls: joined(surroundings.sysctls, more.sysctls),
				devices: joined(surroundings.devices, more.devices),
			};
			surroundings = {...surroundings, ...more, ...maps} as Surroundings;
			terrain = terrainOf();
		},
		walk(packet) {
			wanted = new Map();
			const {endings, whole} = explore(begin(packet, terrain), terrain, {left: maxSteps});
			const budget = {left: maxSteps};
			// Endings that differ in their way alone are answered alike.
			const backs = new Map<string, Back>();
			const [main, ...others] = endings.map((ending): Ending => {
				const answer = answerTo(ending);
				if (!answer) return ending;
				const key = JSON.stringify([answer, ending.output, ending.connection]);
				const back = backs.get(key) ?? backFor(ending, answer, terrain, budget);
				backs.set(key, back);
				return {...ending, back};
			});
			return walkOf(packet, [main ?? nowhere(packet), ...others], whole, [...wanted.values()]);
		},
	};
}

/** Finds chains by their names: of 40,000 they are put in order once a table, when the first is looked for. */
function createChains(): Terrain['chainOf'] {
	const known = new Map<Table, Map<string, Chain>>();
	return (table, name) => {
		let chains = known.get(table);
		if (!chains) {
			chains = new Map();
			for (const chain of table.chains) chains.set(chain.name, chain);
			known.set(table, chains);
		}

		return chains.get(name);
	};
}

type Budget = {left: number};

/** The way of the answer, and then of what the sender says next. */
function backFor(ending: Ending, answer: Packet, terrain: Terrain, budget: Budget): Back {
	const {connection} = ending;
	const {endings, whole} = explore(begin(answer, terrain, {answers: connection}), terrain, budget);
	const back = backOf(connection.asked, endings, whole);
	if (back.verdict !== 'returns' || !goesOn(ending)) return back;
	const continues = {...connection, mark: markAfter(endings)};
	const next = explore(begin(connection.asked, terrain, {continues}), terrain, budget);
	const on = nextOf(ending, next.endings, next.whole);
	return on.verdict === 'returns' ? back : on;
}

/** The connection's mark, once its answer went by. */
const markAfter = (ways: readonly Ending[]): number | null => {
	const marks = new Set(ways.map(({connection}) => connection.mark));
	const [only = null] = marks;
	return marks.size === 1 ? only : null;
};

/** Follows every way to its end, as far as there are not too many. */
function explore(
	from: ReadonlyArray<State | Ending>,
	terrain: Terrain,
	budget: Budget,
): {readonly endings: readonly Ending[]; readonly whole: boolean} {
	const endings: Ending[] = [];
	const seen = new Set<string>();
	const open = from.toReversed();
	while (open.length > 0 && endings.length < maxEndings && budget.left > 0) {
		const way = open.pop();
		if (!way) break;
		const next = isEnding(way) ? way : proceed(way, terrain, budget);
		if (!('verdict' in next)) {
			open.push(...next.toReversed());
			continue;
		}

		// What would only be the same by another order, or with a limit reached, is no way of its own.
		const key = endKey(next);
		if (next.presumes.length > 0 && seen.has(key)) continue;
		seen.add(key);
		endings.push(next);
	}

	return {endings, whole: open.length === 0};
}

const joined = <T>(
	a: ReadonlyMap<string, T> | undefined,
	b: ReadonlyMap<string, T> | undefined,
): ReadonlyMap<string, T> | undefined => (a && b ? new Map([...a, ...b]) : (b ?? a));

const endKey = ({verdict, by, packet, output, unread, reasons}: Ending): string =>
	JSON.stringify([verdict, by && placeOf(by), packet, output, unread.map(placeOf), reasons]);

const nowhere = (packet: Packet): Ending => ({
	verdict: 'unknown',
	by: null,
	hops: [],
	packet,
	output: null,
	via: null,
	share: 1,
	assumed: [],
	unread: [],
	reasons: [],
	presumes: [],
	supposed: false,
	connection: {asked: packet, arrived: packet, tracked: true, mark: null, dnat: false, snat: false},
	back: null,
});

type Around = {readonly routing: Routing; readonly ipsets: readonly NamedSet[] | null; readonly never: Never};

/** What a rule says to a packet, whoever wrote it. */
function createJudge(chainOf: Terrain['chainOf']): (around: Around) => Terrain['rule'] {
	const parsed = new WeakMap<Rule, XtRule>();
	const indexes = new WeakMap<NamedSet, NftIndex>();
	return ({routing, ipsets, never}) =>
		(table, rule, travel, hook) => {
			switch (table.kind) {
				case 'xtables':
				case 'legacy': {
					const parts = parsed.get(rule) ?? parseXtRule(rule.text);
					parsed.set(rule, parts);
					const isChain = (name: string): boolean => chainOf(table, name) !== undefined;
					return xtRuling(parts, travel, {routing, ipsets, isChain, never});
				}

				case 'native': {
					const rules = travel.continues && rule.text.includes('tcp flags') ? eitherWay : nftRuling;
					return rules(rule.statements ?? [], travel, {
						...{routing, hook, never},
						table: table.name,
						family: table.family,
						set(name) {
							const set = table.sets.find(each => each.name === name);
							if (!set) return undefined;
							const index = indexes.get(set) ?? indexOf(set.elements);
							indexes.set(set, index);
							return {set, index};
						},
					});
				}

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
