import {isDeepStrictEqual} from 'node:util';
import type {Runner} from '../../host/runner.js';
import type {Container, Pod} from '../../facts/cluster.js';
import type {PodRule, Topology, Inside, NetworkFacts} from '../../facts/network.js';
import {recounted, shapeOf, type LinkCounters} from '../../model/network-recount.js';
import {hostKey} from '../../model/network-keys.js';
import {counterSample, ratesOf, surges, type CounterSample, type LinkRate} from '../../model/network-rates.js';
import {topologyInPieces} from '../../model/topology/topology.js';
import type {PeerMemo} from '../../model/topology/peers.js';
import {globalAddresses} from '../../model/topology/pods.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {createNetworkNews} from './news.js';
import {readCounters, readNetwork, readOverview, readRules} from './read.js';
import {shareUnchanged} from './share.js';
import {joinNews, type News} from '../news.js';
import type {Pacer} from '../pacer.js';
import {createPoll} from '../poll.js';
import {inSlices} from '../slices.js';
import type {Snapshot, Source} from '../source.js';
import {createListeners} from '../../listeners.js';

export type NetworkState = {
	readonly topology: Topology;
	/** By `linkKey`; a link that is missing has no rate (yet). */
	readonly rates: ReadonlyMap<string, LinkRate>;
};

export interface NetworkSource extends Source<NetworkState> {
	/** Names of the namespaces that a person sees: with many of them only these are entered at every read. */
	look(names: readonly string[]): void;
}

export type NetworkSourceOptions = {
	readonly runner: Runner;
	readonly pacer: Pacer;
	/** Pods of the API and containers of containerd, as last read by whoever reads them; undefined: not known. */
	readonly pods?: (() => readonly Pod[] | undefined) | undefined;
	readonly containers?: (() => readonly Container[] | undefined) | undefined;
	/** Tells when these are other ones. */
	readonly others?: News;
	/** Up to so many namespaces all are entered at every read. */
	readonly limit?: number;
};

/** kube-router writes its rules anew every few minutes; reading them costs 70 ms. */
const rulesAge = 30_000;
/** Entered a read beside the visible ones until all are known once (3 ms each), and then to keep them fresh. */
const firstRound = 150;
const laterRound = 10;
/** Milliseconds after which all is read also where nobody told of a change: processes come and go unheard. */
const wholeAge = 300_000;
/** The interval doubles so far while the network stays as it is: counters go on. */
const slower = 16;

/** `at` 0: never. */
type Entered = {readonly inode: number | null; readonly inside: Reading<Inside> | undefined; readonly at: number};

/** The host's network, live: names, ids, host links and processes at every read, the inside of many in turns. */
export function createNetworkSource({
	runner,
	pacer,
	pods,
	containers,
	others,
	limit = 50,
}: NetworkSourceOptions): NetworkSource {
	const own = createNetworkNews(runner);
	const all = others ? joinNews(own, others) : own;
	const news: News = {
		subscribe: listener =>
			all.subscribe(() => {
				changed = true;
				listener();
			}),
		get live() {
			return all.live;
		},
	};
	/** Somebody told of a change, or nobody tells: counters alone are not enough. */
	let changed = true;
	let wholeAt = -Infinity;
	/** Counters as /proc/net/dev had them when all was read. */
	let base: LinkCounters | undefined;
	/** The same object while only counters move. */
	const shapes = new WeakMap<NetworkState, {readonly shape: unknown}>();
	let visible: readonly string[] = [];
	let entered = new Map<string, Entered>();
	let before: CounterSample = new Map();
	let rules: readonly PodRule[] | undefined;
	let rulesAt: number | undefined;

	const memo: PeerMemo = new WeakMap();
	let shared: NetworkState | undefined;
	/** Shown until the first read is whole. */
	let early: Snapshot<NetworkState> | undefined;
	/** Of what is shown early; the poll tells the rest. */
	const listeners = createListeners();

	const joined = async (facts: NetworkFacts, signal: AbortSignal): Promise<Reading<Topology>> => {
		const others = {pods: pods?.(), containers: containers?.(), rules};
		return (await inSlices(topologyInPieces(facts, others, memo), signal)) ?? unknown('aborted');
	};

	const showOverview = async (signal: AbortSignal): Promise<void> => {
		const facts = await readOverview(runner, signal);
		if (!facts.known) return;
		const topology = await joined(facts.value, signal);
		if (!topology.known) return;
		const value = {topology: topology.value, rates: new Map<string, LinkRate>()};
		early = {value, unknown: undefined, at: Date.now(), reading: true};
		listeners.tell();
	};

	const readWhole = async (signal: AbortSignal): Promise<Reading<NetworkState>> => {
		const at = performance.now();
		const asked = await readNetwork(runner, {limit, names: nextNames(visible, entered), signal});
		if (!asked.known) return asked;
		entered = remember(entered, asked.value, at);
		const facts = {...asked.value, insides: insidesOf(entered)};
		let topology = await joined(facts, signal);
		if (topology.known && wantsRules(topology.value) && at - (rulesAt ?? -Infinity) > rulesAge) {
			const reading = await readRules(runner, signal);
			rulesAt = at;
			rules = reading.known ? reading.value : undefined;
			topology = await joined(facts, signal);
		}

		if (!topology.known) return topology;
		const {value, notes} = topology;
		const after = counterSample(value, key => (key.startsWith('/') ? at : entered.get(key)?.at), before);
		const rates = ratesOf(before, after, value);
		before = after;
		await take({topology: value, rates}, signal);
		wholeAt = at;
		base = news.live ? await readCounters(runner, signal) : undefined;
		return known(shared ?? {topology: value, rates}, notes);
	};

	/** What did not change keeps its references. */
	const take = async (state: NetworkState, signal: AbortSignal): Promise<NetworkState> => {
		const old = shared;
		shared = (await inSlices(shareUnchanged(old, state), signal)) ?? state;
		if (shared === old) return shared;
		const shape = shapeOf(shared.topology);
		const before = old && shapes.get(old);
		shapes.set(shared, before && isDeepStrictEqual(before.shape, shape) ? before : {shape});
		return shared;
	};

	/** Undefined: it takes more than counters. */
	const recount = async (signal: AbortSignal): Promise<Reading<NetworkState> | undefined> => {
		if (!shared || !base || changed || !news.live || performance.now() - wholeAt > wholeAge) return undefined;
		if ([...entered.values()].some(({at}) => at === 0)) return undefined;
		const at = performance.now();
		const now = await readCounters(runner, signal);
		const topology = now && recounted(shared.topology, base, now);
		if (!topology) return undefined;
		const after = counterSample(topology, key => (key === hostKey ? at : undefined), before);
		const rates = ratesOf(before, after, topology);
		before = new Map([...before, ...after]);
		base = now;
		return known(await take({topology, rates}, signal));
	};

	let first = true;
	const read = async (signal: AbortSignal): Promise<Reading<NetworkState>> => {
		// Before the collector, which would take the processor from it; both are then no later than they must be.
		if (first) await showOverview(signal);
		first = false;
		const counted = await recount(signal);
		if (counted) return counted;
		changed = false;
		const reading = await readWhole(signal);
		if (!reading.known) changed = true;
		early = undefined;
		return reading;
	};

	// What did not change is the same reference: comparing it deeply again would be for nothing.
	const poll = createPoll({
		read,
		pacer,
		equal: (a, b) => a === b,
		steady: (a, b) => shapes.get(a) === shapes.get(b) && !surges(a.rates, b.rates),
		news,
		...(runner.follows && {slowest: pacer.interval * slower}),
	});
	return {
		get: () => (poll.get().value === undefined && early ? early : poll.get()),
		subscribe(listener) {
			const leaves = [listeners.add(listener), poll.subscribe(listener)];
			return () => {
				for (const leave of leaves) leave();
			};
		},
		refresh: async () => {
			changed = true;
			return poll.refresh();
		},
		look(names) {
			visible = names;
		},
	};
}

/** The visible ones, then those never entered, then those entered longest ago. */
export function nextNames(
	visible: readonly string[],
	entered: ReadonlyMap<string, {readonly at: number}>,
): readonly string[] {
	const seen = visible.filter(name => entered.has(name));
	const waiting = [...entered].filter(([name]) => !seen.includes(name)).sort((a, b) => a[1].at - b[1].at);
	const never = waiting.filter(([, {at}]) => at === 0);
	const more = never.length > 0 ? never.slice(0, firstRound) : waiting.slice(0, laterRound);
	return [...seen, ...more.map(([name]) => name)];
}

/** What was entered now, and what was entered before in a namespace that is still the same. */
function remember(before: ReadonlyMap<string, Entered>, facts: NetworkFacts, at: number): Map<string, Entered> {
	const files = facts.files.known ? facts.files.value : [];
	const inodes = new Map(files.map(({name, inode}) => [name, inode]));
	const names = new Set([...(facts.names.known ? facts.names.value.map(({name}) => name) : []), ...inodes.keys()]);
	return new Map(
		[...names].map((name): [string, Entered] => {
			const inode = inodes.get(name) ?? null;
			const inside = facts.insides.get(name);
			if (inside) return [name, {inode, inside, at}];
			const old = before.get(name);
			return [name, old?.inode === inode ? old : {inode, inside: undefined, at: 0}];
		}),
	);
}

const insidesOf = (entered: ReadonlyMap<string, Entered>): NetworkFacts['insides'] =>
	new Map([...entered].flatMap(([name, {inside}]) => (inside ? [[name, inside]] : [])));

/** Some namespace looks like a pod's and no better source names it. */
export const wantsRules = ({namespaces}: Topology): boolean =>
	namespaces.some(({pod, links, name}) => pod === null && name !== null && globalAddresses(links).length > 0);
