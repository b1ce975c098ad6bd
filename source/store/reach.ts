import * as k0s from '../command/k0s.js';
import * as kubectl from '../command/kubectl.js';
import * as system from '../command/system.js';
import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {answer, unheardOf, type Answered, type Question} from '../model/reach/answer.js';
import type {Reached, ReachWorld} from '../model/reach/facts.js';
import type {Place} from '../model/reach/place.js';
import {allPlaces, matrixNeeds, matrixOf, type Matrix} from '../model/reach/matrix.js';
import {namesToResolve} from '../model/reach/targets.js';
import {createWalker} from '../model/packet-walk/packet-walk.js';
import type {Listeners, Need} from '../model/packet-walk/facts.js';
import {serviceEntries} from '../model/service-path/service-path.js';
import {topologyOf} from '../model/topology/topology.js';
import type {Pod} from '../facts/cluster.js';
import type {Labels} from '../model/chain-labels.js';
import type {NetworkFacts, Topology} from '../facts/network.js';
import {known, type Reading} from '../facts/reading.js';
import {readAllResolved} from '../read/hosts.js';
import {readK0sStatus} from '../read/k0s/status.js';
import {readPods, readServices} from '../read/kubectl/get.js';
import {readEndpointSlices} from '../read/kubectl/endpoint-slices.js';
import {readListenersAt} from './listeners.js';
import {readNetwork} from './network/read.js';
import type {Runner} from '../host/runner.js';
import {createPacketFilterReader, type PacketFilter} from './packet-filter/read.js';
import {inSlices} from './slices.js';
import {readSurroundings} from './surroundings.js';
import {readNeeds, usualNeeds} from './walk-needs.js';

type Ask = (command: Command) => Promise<Outcome>;

const nobodyHeard: Listeners = {host: null, namespaces: new Map()};

/** Reads once, side by side, all that an answer rests on. Unknown: the packet filter or the routes could not be read. */
export async function readReachWorld(
	runner: Runner,
	{signal, filter: given}: {readonly signal?: AbortSignal; readonly filter?: PacketFilter} = {},
): Promise<Reading<ReachWorld>> {
	const ask: Ask = async command => runner.run(command, signal ? {signal} : {});
	const [filter, around, topology, pods, services, slices, status] = await Promise.all([
		given ? known(given) : createPacketFilterReader(runner)(signal),
		readSurroundings(ask),
		readFacts(runner, signal),
		ask(kubectl.pods()).then(readPods),
		ask(kubectl.services()).then(readServices),
		ask(kubectl.endpointSlices()).then(readEndpointSlices),
		ask(k0s.status()).then(readK0sStatus),
	]);
	if (!filter.known) return filter;
	if (!around.known) return around;
	const {ruleset, labels, ipsets, whole} = filter.value;
	const walker = createWalker(ruleset, {...around.value, ipsets});
	const usual = usualNeeds(around.value.links.filter(({kind}) => kind !== 'veth').map(({name}) => name));
	walker.learn(await readNeeds(ask, usual), usual);
	const serviceRanges = status.known && status.value.serviceCidr !== null ? status.value.serviceCidr.split(',') : [];
	return known({
		...{walker, ruleset, filterWhole: whole, labels, ipsets, entries: serviceEntries(ruleset, labels)},
		topology: topology.known ? joined(topology.value, labels, pods) : topology,
		...{pods, services, slices, listeners: nobodyHeard, serviceRanges, names: new Map()},
	});
}

async function readFacts(runner: Runner, signal: AbortSignal | undefined): Promise<Reading<NetworkFacts>> {
	return readNetwork(runner, {limit: Number.MAX_SAFE_INTEGER, names: [], ...(signal && {signal})});
}

/** Namespaces with their pods: by the API, and where it does not answer by what kube-router's rules name. */
function joined(facts: NetworkFacts, labels: Labels, pods: Reading<readonly Pod[]>): Reading<Topology> {
	const rules = [...labels.pods].flatMap(([ip, pod]) => {
		const [namespace, name] = pod.split('/');
		return namespace !== undefined && name !== undefined ? [{ip, namespace, name}] : [];
	});
	return topologyOf(facts, {rules, ...(pods.known && {pods: pods.value})});
}

/** Names that the question needs, as this host's own resolver tells them. */
export async function withNames(world: ReachWorld, places: readonly Place[], ask: Ask): Promise<ReachWorld> {
	const wanted = namesToResolve(world, places).filter(name => !world.names.has(name));
	if (wanted.length === 0) return world;
	const found = await Promise.all(
		wanted.map(async name => [name, readAllResolved(await ask(system.resolveAll(name)))] as const),
	);
	return {...world, names: new Map([...world.names, ...found])};
}

/** Each round may come to a place of which the next fact is wanted; no way has more of them. */
const rounds = 8;

/** Answers a question; reads what its walks want to know, and who listens where its packets arrive. */
export async function askReach(
	before: ReachWorld,
	question: Question,
	ask: Ask,
): Promise<{readonly answered: Answered; readonly world: ReachWorld}> {
	let world = await withNames(before, [question.from, question.to], ask);
	const asked = new Set<string | null>();
	for (let round = 0; ; round++) {
		const answered = answer(world, question);
		const places = unheardOf(world, answered).filter(place => !asked.has(place));
		const needs = needsOf(answered.results);
		if ((places.length === 0 && needs.length === 0) || round >= rounds) return {answered, world};
		for (const place of places) asked.add(place);
		const [heard] = await Promise.all([
			places.length === 0 ? world : withListeners(world, places, ask),
			learn(world, needs, ask),
		]);
		world = heard;
	}
}

/** What the walks of these answers would have looked at, each once. */
export const needsOf = (results: readonly Reached[]): readonly Need[] => [
	...new Map(results.flatMap(({walk}) => (walk?.needs ?? []).map(need => [JSON.stringify(need), need]))).values(),
];

/** The walker keeps what it learns: for every world that has it. */
export async function learn({walker}: ReachWorld, needs: readonly Need[], ask: Ask): Promise<void> {
	if (needs.length > 0) walker.learn(await readNeeds(ask, needs), needs);
}

/** Answers all questions of a matrix: everybody's listeners once, then what the walks want to know. */
export async function askMatrix(
	before: ReachWorld,
	given: Parameters<typeof matrixOf>[1],
	ask: Ask,
	signal?: AbortSignal,
): Promise<{readonly matrix: Matrix; readonly world: ReachWorld}> {
	const heard = await withListeners(before, allPlaces(before), ask);
	const world = await withNames(heard, given.targets, ask);
	let matrix: Matrix = {senders: [], targets: [], cells: [], leftOut: 0};
	for (let round = 0; ; round++) {
		const next = await inSlices(matrixOf(world, given, round === 0 ? undefined : matrix), signal);
		if (!next) return {matrix, world};
		matrix = next;
		const needs = matrixNeeds(matrix);
		if (needs.length === 0 || round >= rounds) return {matrix, world};
		await learn(world, needs, ask);
	}
}

/** The same world, with who listens at these addresses (null: on this host). */
export async function withListeners(
	world: ReachWorld,
	places: ReadonlyArray<string | null>,
	ask: Ask,
): Promise<ReachWorld> {
	const topology = world.topology.known ? world.topology.value : undefined;
	const found = await readListenersAt(ask, topology, places, undefined, Number.MAX_SAFE_INTEGER);
	return {
		...world,
		listeners: {
			host: found.host ?? world.listeners.host,
			namespaces: new Map([...world.listeners.namespaces, ...found.namespaces]),
			spaces: new Map([...(world.listeners.spaces ?? []), ...(found.spaces ?? [])]),
		},
	};
}
