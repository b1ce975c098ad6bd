import type {Container, Pod} from '../../facts/cluster.js';
import type {Namespace, Process, Topology, Unread} from '../../facts/network.js';
import type {Reading} from '../../facts/reading.js';
import {hostKey} from '../network-keys.js';
import {refusals, type Refusal} from '../refusals.js';
import {bareService, centreOf, fullOf, spacesIn, valueOf, type Centre} from './centre.js';
import {endpointChains} from './endpoints.js';
import type {Filter, Gap, Layer, LayerFacts, Row, Seen, Thing} from './facts.js';
import type {LayerSubject} from './subject.js';

/**
 * Everything that belongs to a subject on other layers, from the API down to the rules. A layer of which nothing was read says
 * so: "none" stands only where all of it was read.
 */
export function layersOf(subject: LayerSubject, facts: LayerFacts): readonly Row[] {
	const centre = centreOf(subject, facts);
	const isService = subject.kind === 'service' || subject.kind === 'endpoints';
	// Of many pods each has its own list: here they stand with their names alone.
	const [only] = centre.pods;
	const one = !isService && centre.pods.length === 1 ? only : undefined;
	const bare = !isService && centre.pods.length === 0;
	return [
		...(subject.kind === 'pod' ? [] : podRows(centre, facts)),
		...(one !== undefined || bare ? inside(subject, one, centre, facts) : []),
		...(subject.kind === 'address' || subject.kind === 'rule' ? addressRows(centre, facts) : []),
		...(subject.kind === 'service' ? [] : serviceRows(centre, facts)),
		...pathRows(centre, facts),
		...(isService || subject.kind === 'address' || subject.kind === 'rule'
			? endpointRows(isService, centre, facts)
			: []),
		...(one === undefined ? [] : ruleRows(one, facts)),
		...dropRows(subject, centre, facts),
	];
}

const gap = (layer: Layer, of: Gap): Row => ({layer, gap: of});
const things = (list: readonly Thing[]): readonly Row[] => list.map(thing => ({layer: thing.layer, thing}));

/** The rows where it is known; else why it is not. */
function given<T>(layer: Layer, seen: Seen<T>, rows: (value: T) => readonly Row[]): readonly Row[] {
	if (seen === undefined) return [gap(layer, {kind: 'reading'})];
	return seen.known ? rows(seen.value) : [gap(layer, {kind: 'unknown', why: seen.unknown})];
}

const orNone = (layer: Layer, list: readonly Thing[]): readonly Row[] =>
	list.length > 0 ? things(list) : [gap(layer, {kind: 'none'})];

/** Known together, or the first reason why not. */
function both<A, B>(a: Seen<A>, b: Seen<B>): Seen<readonly [A, B]> {
	if (a === undefined || b === undefined) return undefined;
	if (!a.known) return a;
	return b.known ? ({known: true, value: [a.value, b.value], notes: []} satisfies Reading<readonly [A, B]>) : b;
}

function podRows({pods}: Centre, facts: LayerFacts): readonly Row[] {
	const known = valueOf(facts.pods);
	const found = pods.map((name): Thing => ({layer: 'pod', name, pod: known?.find(pod => fullOf(pod) === name)}));
	if (found.length > 0) return things(found);
	// Which pod it is may come from any of the three.
	return given('pod', both(facts.pods, both(facts.topology, facts.filter)), () => [gap('pod', {kind: 'none'})]);
}

/** What stands behind one pod (or behind a namespace that is no pod's): containers, processes, namespace, links. */
function inside(subject: LayerSubject, name: string | undefined, {spaces}: Centre, facts: LayerFacts): readonly Row[] {
	const pod = valueOf(facts.pods)?.find(each => fullOf(each) === name);
	if (pod?.node && facts.node !== undefined && pod.node !== facts.node && spaces.length === 0) {
		return [gap('netns', {kind: 'elsewhere', node: pod.node})];
	}

	const containers = name === undefined ? [] : containerRows(name, subject, facts);
	if (name === undefined && spaces.length === 0) {
		return subject.kind === 'address' || subject.kind === 'rule' || subject.kind === 'workload'
			? []
			: given('netns', facts.topology, () => [gap('netns', {kind: 'none'})]);
	}

	return [
		...containers,
		...given('netns', facts.topology, topology => {
			if (spaces.length === 0) return [gap('netns', {kind: pod && isOver(pod) ? 'none' : 'not-found'})];
			const found = spacesIn(topology).filter(({key}) => spaces.includes(key));
			return found.flatMap(({key, namespace}) => [
				...processRows(key, namespace, pod, topology, facts),
				...(subject.kind === 'netns' && subject.space === key ? [] : things([{layer: 'netns', space: key, namespace}])),
				...vethRows(key, namespace, subject, topology),
			]);
		}),
	];
}

const isOver = ({over, phase}: Pod): boolean => over !== undefined || phase === 'Completed';

function containerRows(name: string, subject: LayerSubject, facts: LayerFacts): readonly Row[] {
	return given('container', facts.containers, all =>
		orNone(
			'container',
			all
				.filter(({pod, id}) => pod && fullOf(pod) === name && !(subject.kind === 'container' && subject.id === id))
				.toSorted((a, b) => Number(a.kind === 'sandbox') - Number(b.kind === 'sandbox'))
				.map((container): Thing => ({layer: 'container', container})),
		),
	);
}

function processRows(
	space: string,
	namespace: Namespace | null,
	pod: Pod | undefined,
	topology: Topology,
	facts: LayerFacts,
): readonly Row[] {
	const processes = namespace ? namespace.processes : topology.processes;
	if (processes === null) {
		return [gap('process', unreadGap(topology.unread.find(({part}) => part === 'processes') ?? namespace?.unread))];
	}

	const names = containerNames(namespace, valueOf(facts.containers) ?? []);
	// Many share the host's namespace: only those of the pod's own containers are its.
	const own = namespace
		? processes
		: processes.filter(each => pod !== undefined && isOfPod(each, pod, valueOf(facts.containers) ?? []));
	if (!namespace && !pod) return [];
	return orNone(
		'process',
		own.map((process): Thing => ({
			layer: 'process',
			space,
			process,
			container: names.get(process.container ?? '') ?? null,
		})),
	);
}

/** Without a word why: only root sees the processes of others. */
function unreadGap(unread: Unread | null | undefined): Gap {
	const {reason, detail} = unread ?? {reason: 'needs-root', detail: ''};
	if (reason === 'not-asked') return {kind: 'reading'};
	const known = reason === 'no-handle' || reason === 'partly' ? 'unreadable' : reason;
	return {kind: 'unknown', why: {reason: known, detail}};
}

function isOfPod({container, podUid}: Process, pod: Pod, containers: readonly Container[]): boolean {
	if (podUid !== null && podUid === pod.uid) return true;
	if (container === null) return false;
	return (
		pod.containers.some(({id}) => id === container) ||
		containers.some(each => each.id === container && each.pod !== null && fullOf(each.pod) === fullOf(pod))
	);
}

const containerNames = (
	namespace: Namespace | null,
	containers: readonly Container[],
): ReadonlyMap<string, string | null> =>
	new Map([
		...containers.map(({id, name}) => [id, name] as const),
		...(namespace?.containers ?? []).map(({id, name}) => [id, name] as const),
	]);

/** The host's end of a namespace's veth. */
function vethRows(
	space: string,
	namespace: Namespace | null,
	subject: LayerSubject,
	topology: Topology,
): readonly Row[] {
	if (!namespace) return [];
	const {peer} = namespace;
	if (!peer) return [gap('veth', {kind: namespace.unread ? 'not-found' : 'none'})];
	if (subject.kind === 'link' && subject.space === hostKey && subject.name === peer.name) {
		const inner = namespace.links.find(({peer: end}) => end?.name === peer.name);
		return inner ? things([{layer: 'veth', space, link: inner}]) : [];
	}

	const link = topology.links.find(({index, name}) => index === peer.index && name === peer.name);
	return link ? things([{layer: 'veth', space: hostKey, link}]) : [gap('veth', {kind: 'not-found'})];
}

function addressRows({addresses}: Centre, facts: LayerFacts): readonly Row[] {
	return given('address', facts.topology, topology => {
		const found = spacesIn(topology).flatMap(({key, links}) =>
			links.flatMap(link =>
				link.addresses
					.filter(({local}) => addresses.includes(local))
					.map(({local}): Thing => ({layer: 'address', space: key, link, address: local})),
			),
		);
		if (addresses.length === 0) return [];
		const isWhole = topology.namespaces.every(({unread}) => unread === null);
		return found.length > 0 || isWhole ? orNone('address', found) : [gap('address', {kind: 'not-found'})];
	});
}

function serviceRows({services}: Centre, facts: LayerFacts): readonly Row[] {
	const known = valueOf(facts.services);
	const found = services.map((name): Thing => ({
		layer: 'service',
		name,
		service: known?.find(service => fullOf(service) === name),
	}));
	if (found.length > 0) return things(found);
	return given('service', both(facts.services, facts.pods), () => [gap('service', {kind: 'none'})]);
}

function pathRows({services}: Centre, facts: LayerFacts): readonly Row[] {
	if (services.length === 0) return [];
	const unread = given('path', facts.filter, () => []);
	if (unread.length > 0) return unread;
	if (facts.ports === undefined) return [gap('path', {kind: 'reading'})];
	if (facts.ports.mode === 'ipvs') return [gap('path', {kind: 'ipvs'})];
	const found = facts.ports.ports.filter(({service}) => service !== null && services.includes(bareService(service)));
	const isWhole = valueOf(facts.filter)?.whole === true;
	if (found.length === 0 && !isWhole) return [gap('path', {kind: 'partly'})];
	return orNone(
		'path',
		found.map((port): Thing => ({layer: 'path', port})),
	);
}

/** Of a service all its endpoints, of an address those that have it. */
function endpointRows(isService: boolean, {services, addresses}: Centre, facts: LayerFacts): readonly Row[] {
	return given('endpoint', facts.filter, ({ruleset, labels, whole}) => {
		const pods = valueOf(facts.pods) ?? [];
		const found = endpointChains(ruleset, labels, ({service, address}) =>
			isService ? service !== null && services.includes(bareService(service)) : addresses.includes(address),
		).map(({at, target, service, address}): Thing => {
			const pod = pods.find(({ips, hostNetwork}) => !hostNetwork && ips.includes(address));
			return {
				...{layer: 'endpoint', at, address: target, service},
				pod: pod ? fullOf(pod) : (labels.pods.get(address) ?? null),
			};
		});
		if (found.length > 0) return things(found);
		if (!isService) return [];
		if (facts.ports?.mode === 'ipvs') return [gap('endpoint', {kind: 'ipvs'})];
		return [gap('endpoint', {kind: whole ? 'none' : 'partly'})];
	});
}

/** kube-router's own chains of a pod. */
function ruleRows(name: string, facts: LayerFacts): readonly Row[] {
	return given('rules', facts.filter, ({ruleset: {tables}, labels}) => {
		const found = tables.flatMap(({chains, family, name: table}, at) =>
			chains
				.filter(chain => {
					if (!chain.name.startsWith('KUBE-POD-FW-')) return false;
					const label = labels.chains.get(chain.name);
					return label?.kind === 'pod' && label.pod === name;
				})
				.map((chain): Thing => ({layer: 'rules', at: {table: at, chain: chain.name}, family, table})),
		);
		return things(found);
	});
}

/** Who drops it: the rules that name the subject, and how many more refuse on this host. */
function dropRows(subject: LayerSubject, centre: Centre, facts: LayerFacts): readonly Row[] {
	return given('drop', facts.filter, filter => {
		const all = refusals(filter.ruleset, filter.labels);
		const topology = valueOf(facts.topology);
		const links = (topology?.namespaces ?? [])
			.filter(({pod}) => pod && centre.pods.includes(fullOf(pod)))
			.flatMap(({peer}) => (peer ? [peer.name] : []));
		const own = all.filter(refusal => names(refusal, subject, centre, links));
		return [
			...things(own.map((refusal): Thing => ({layer: 'drop', refusal}))),
			...(isRead(filter) ? [] : [gap('drop', {kind: 'partly'})]),
			...things([{layer: 'drop', all: all.length, named: own.length}]),
		];
	});
}

const isRead = ({whole, ruleset}: Filter): boolean => whole && ruleset.tables.every(({kind}) => kind !== 'unread');

function names(
	{meaning: {id, who}, rule, element}: Refusal,
	subject: LayerSubject,
	{pods, services, addresses}: Centre,
	links: readonly string[],
): boolean {
	const isHost = subject.kind === 'netns' && subject.space === hostKey;
	if (isHost) return false;
	if (id === 'pod') return pods.includes(who);
	if (who !== '' && services.includes(bareService(who))) return true;
	const words = new Set(`${rule?.text ?? ''} ${element?.key ?? ''}`.split(/[\s{},"]+|\/32\b|\/128\b/));
	return [...addresses, ...links].some(word => words.has(word));
}
