import type {Pod, Service} from '../../facts/cluster.js';
import {outsideAddress} from '../pod-reach/question.js';
import {serviceParts, type Entry} from '../service-entry.js';
import {entryPath} from '../service-path/service-path.js';
import {namedService} from './cluster-name.js';
import type {Flow, ReachReason, ReachWorld, Sender} from './facts.js';
import type {Failure} from './failure.js';
import {addressesOf, homeOf, podsHere, type Space} from './homes.js';
import {netnsNamed} from './netns.js';
import type {Place} from './place.js';

export type Senders = {readonly senders: readonly Sender[]} | Failure;
export type Flows = {readonly flows: readonly Flow[]; readonly notes: readonly ResolveNote[]} | Failure;

/** What was taken as meant, or how a name came to its addresses. */
export type ResolveNote =
	| {readonly kind: 'default-port'; readonly what: 'listening' | 'echo'}
	| {readonly kind: 'name-cluster'; readonly name: string; readonly service: string}
	| {readonly kind: 'name-host'; readonly name: string; readonly addresses: readonly string[]}
	| {readonly kind: 'name-external'; readonly service: string; readonly name: string}
	| {readonly kind: 'headless'; readonly service: string; readonly by: 'slices' | 'selector' | 'rules'}
	| {readonly kind: 'outside-as'; readonly address: string};

export type Options = {readonly port: string | null; readonly protocol: string | null};

const blocked = (kind: ReachReason['kind'], about: readonly string[], command: readonly string[] | null): Failure => ({
	kind: 'blocked',
	reasons: [{kind, about, command}],
});

const notKnown = (kind: ReachReason['kind'], about: readonly string[], command: readonly string[] | null): Failure => ({
	kind: 'unknown',
	reasons: [{kind, about, command}],
});

const podsCommand = (namespace: string) => ['k0s', 'kubectl', 'get', 'pods', '-n', namespace, '-o', 'wide'];
const servicesCommand = (namespace: string) => ['k0s', 'kubectl', 'get', 'services', '-n', namespace];

/** `NAMESPACE/NAME` as what there is of that name. */
export function settled(world: ReachWorld, place: Place, sends = false): Place | Failure {
	if (place.kind !== 'object') return place;
	const {namespace, name, port} = place;
	const pods = podsNamed(world, namespace, name);
	const isService = serviceOf(world, namespace, name) !== undefined || entriesOf(world, namespace, name).length > 0;
	const exact = pods.find(pod => pod.name === name);
	// A service sends nothing itself: of the two the pod is meant.
	if (exact && isService && !sends) {
		return {kind: 'several', of: [`pod/${namespace}/${name}`, `svc/${namespace}/${name}`]};
	}

	if (exact || (sends && pods.length === 1)) return {kind: 'pod', namespace, name: pods[0]?.name ?? name, port};
	if (isService) return {kind: 'service', namespace, name, port};
	const [only, ...others] = pods;
	if (others.length > 0) return {kind: 'several', of: pods.map(pod => `${namespace}/${pod.name}`)};
	if (only) return {kind: 'pod', namespace, name: only.name, port};
	const about = [`${namespace}/${name}`];
	return world.pods.known && world.services.known
		? blocked('no-pod', about, podsCommand(namespace))
		: notKnown('pods-unknown', about, podsCommand(namespace));
}

export const isFailure = (value: object): value is Failure =>
	'kind' in value && ['blocked', 'unknown', 'several', 'usage'].includes(String(value.kind));

type PodFound = {readonly name: string; readonly pod: Pod | undefined; readonly space: Space | undefined};

/** By its name, or by the beginning of it (`web` of `web-7d9c-x2`); by what runs on this host and by the API. */
function podsNamed(world: ReachWorld, namespace: string, name: string): readonly PodFound[] {
	const found = new Map<string, PodFound>();
	for (const [key, space] of podsHere(world)) {
		const [in_ = '', own = ''] = key.split('/');
		if (in_ === namespace) found.set(own, {name: own, pod: undefined, space});
	}

	for (const pod of world.pods.known ? world.pods.value : []) {
		if (pod.namespace === namespace) found.set(pod.name, {name: pod.name, pod, space: found.get(pod.name)?.space});
	}

	const exact = found.get(name);
	if (exact) return [exact];
	return [...found.values()].filter(pod => pod.name.startsWith(`${name}-`));
}

export function sendersOf(world: ReachWorld, asked: Place): Senders {
	const place = settled(world, asked, true);
	if (isFailure(place)) return place;
	switch (place.kind) {
		case 'host':
			return {senders: [host]};
		case 'outside':
			return {senders: [outside]};
		case 'address':
			return {senders: [addressSender(world, place.address)]};
		case 'pod': {
			const sender = podSender(world, place.namespace, place.name);
			return isFailure(sender) ? sender : {senders: [sender]};
		}

		case 'service':
			return serviceSenders(world, place.namespace, place.name);
		case 'netns': {
			const sender = netnsSender(world, place.name);
			return isFailure(sender) ? sender : {senders: [sender]};
		}

		case 'name': {
			const own = netnsSender(world, place.name);
			if (!isFailure(own)) return {senders: [own]};
			const inside = namedService(place.name);
			if (inside) return serviceSenders(world, inside.namespace, inside.name);
			const resolved = world.names.get(place.name);
			if (!resolved?.known) return notKnown('name-unknown', [place.name], ['getent', 'ahosts', place.name]);
			if (resolved.value.length === 0) return noName(world, place.name, 'no-sender');
			return {senders: resolved.value.map(address => addressSender(world, address))};
		}

		default:
			return {kind: 'usage', what: 'cannot-send'};
	}
}

/** It does not resolve; named beside it: what the cluster or this host calls so, as it is asked for. */
export function noName(world: ReachWorld, name: string, kind: 'no-name' | 'no-sender' = 'no-name'): Failure {
	const services = world.services.known ? world.services.value.filter(each => each.name === name) : [];
	const namespaces = new Set(world.pods.known ? world.pods.value.map(({namespace}) => namespace) : []);
	const pods = [...namespaces].flatMap(namespace =>
		podsNamed(world, namespace, name).map(pod => `${namespace}/${pod.name}`),
	);
	const netns = isFailure(netnsNamed(world, name)) ? [] : [`netns/${name}`];
	const meant = [...netns, ...services.map(each => `${each.namespace}/${each.name}`), ...pods].slice(0, 4);
	return blocked(kind, [name, ...meant], ['getent', 'ahosts', name]);
}

export const host: Sender = {
	...{label: 'host', kind: 'host', addresses: [], file: undefined, canSend: true, routes: null, conditions: []},
};

export const outside: Sender = {
	...{label: 'outside', kind: 'outside', addresses: [outsideAddress, '2001:db8::1'], file: undefined},
	...{canSend: false, routes: null, conditions: []},
};

function addressSender(world: ReachWorld, address: string): Sender {
	const space = homeOf(world, address);
	if (space?.pod) return spaceSender(space.pod, space, address);
	const own = world.walker.routing.isLocal(address);
	return {
		label: address,
		kind: own ? 'host' : 'address',
		addresses: [address],
		file: space?.file,
		canSend: own || space !== undefined,
		routes: space?.namespace.unread === null ? space.namespace.routes : null,
		conditions: [],
	};
}

const spaceSender = (label: string, space: Space, address?: string): Sender => ({
	label,
	kind: 'pod',
	addresses: address === undefined ? addressesOf(space.namespace) : [address],
	file: space.file,
	canSend: space.file !== undefined,
	routes: space.namespace.unread === null ? space.namespace.routes : null,
	conditions: [],
});

/** A network namespace of this host: the pod in it, if one is known. */
export function netnsSender(world: ReachWorld, name: string): Sender | Failure {
	const space = netnsNamed(world, name);
	return isFailure(space) ? space : spaceSender(space.pod ?? `netns/${name}`, space);
}

/** A pod that runs here sends from its namespace; one in the host's network as this host. */
export function podSender(world: ReachWorld, namespace: string, name: string): Sender | Failure {
	const [found, ...others] = podsNamed(world, namespace, name);
	const label = `${namespace}/${name}`;
	if (others.length > 0 && found)
		return {kind: 'several', of: [found, ...others].map(pod => `${namespace}/${pod.name}`)};
	if (!found) {
		return world.pods.known
			? blocked('no-pod', [label], podsCommand(namespace))
			: notKnown('pods-unknown', [label], podsCommand(namespace));
	}

	const full = `${namespace}/${found.name}`;
	const {pod, space} = found;
	if (space) return spaceSender(full, space);
	if (!pod) return notKnown('pods-unknown', [full], podsCommand(namespace));
	if (pod.hostNetwork && isHere(world, pod)) return {...host, label: full};
	if (pod.ips.length === 0) return blocked('not-running', [full, pod.phase], podsCommand(namespace));
	return {
		...{label: full, kind: 'address', addresses: pod.ips, file: undefined, canSend: false, routes: null},
		conditions: [{kind: 'other-node', about: [full, pod.node ?? ''], command: podsCommand(namespace)}],
	};
}

const isHere = ({walker}: ReachWorld, {ips}: Pod): boolean => ips.some(ip => walker.routing.isLocal(ip));

/** A service sends nothing itself: those behind it do. */
function serviceSenders(world: ReachWorld, namespace: string, name: string): Senders {
	const behind = endpointsOf(world, namespace, name);
	if (isFailure(behind)) return behind;
	const senders = [...new Set(behind.endpoints.map(({address}) => address))].map(address =>
		addressSender(world, address),
	);
	return senders.length > 0
		? {senders}
		: blocked('no-endpoints', [`${namespace}/${name}`, ''], servicesCommand(namespace));
}

export function serviceOf(world: ReachWorld, namespace: string, name: string): Service | undefined {
	if (!world.services.known) return undefined;
	return world.services.value.find(service => service.namespace === namespace && service.name === name);
}

export const entriesOf = ({entries}: ReachWorld, namespace: string, name: string): readonly Entry[] =>
	entries.filter(({service}) => {
		const parts = service === null ? null : serviceParts(service);
		return parts?.namespace === namespace && parts.name === name;
	});

export type Endpoint = {
	readonly address: string;
	readonly port: number | null;
	readonly protocol: string;
	readonly portName: string | null;
	readonly ready: boolean | null;
};

/** Who stands behind a service: by its EndpointSlices, else by the pods that its selector takes. */
export function endpointsOf(
	world: ReachWorld,
	namespace: string,
	name: string,
): {readonly endpoints: readonly Endpoint[]; readonly by: 'slices' | 'selector' | 'rules'} | Failure {
	const label = `${namespace}/${name}`;
	if (world.slices.known) {
		const mine = world.slices.value.filter(slice => slice.namespace === namespace && slice.service === name);
		return {
			by: 'slices',
			endpoints: mine.flatMap(({endpoints, ports}) =>
				endpoints
					.filter(({ready}) => ready !== false)
					.flatMap(({addresses, ready}) =>
						addresses.flatMap(address =>
							ports.map(({port, protocol, name: portName}) => ({
								...{address, port, protocol: protocol.toLowerCase(), portName, ready},
							})),
						),
					),
			),
		};
	}

	const service = serviceOf(world, namespace, name);
	const byRules = service ? [] : rulesEndpoints(world, namespace, name);
	if (byRules.length > 0) return {by: 'rules', endpoints: byRules};
	if (!service) {
		return world.services.known
			? blocked('no-service', [label], servicesCommand(namespace))
			: notKnown('services-unknown', [label], servicesCommand(namespace));
	}

	if (!world.pods.known || Object.keys(service.selector).length === 0) {
		return notKnown('pods-unknown', [label], podsCommand(namespace));
	}

	const chosen = world.pods.value.filter(
		({namespace: own, labels, ready, total}) =>
			own === namespace &&
			ready === total &&
			Object.entries(service.selector).every(([key, value]) => labels[key] === value),
	);
	return {
		by: 'selector',
		endpoints: chosen.flatMap(({ips}) =>
			ips.flatMap(address =>
				service.ports.map(({targetPort, port, protocol, name: portName}) => ({
					...{address, protocol: protocol.toLowerCase(), portName, ready: true},
					// A named port is the container's to tell.
					port: targetPort === null ? port : /^\d+$/.test(targetPort) ? Number(targetPort) : null,
				})),
			),
		),
	};
}

/** Where kube-proxy's rules send what asks for the service: known with the API down, too. */
function rulesEndpoints(world: ReachWorld, namespace: string, name: string): readonly Endpoint[] {
	const {ruleset, labels, entries} = world;
	return entriesOf(world, namespace, name)
		.filter(({kind}) => kind === 'cluster-ip')
		.flatMap(entry =>
			entryPath(ruleset, entry, entries, labels).endpoints.map(({address, port}) => ({
				...{address, port, protocol: entry.protocol, ready: true},
				portName: /:(.*)$/.exec(entry.service ?? '')?.[1] ?? null,
			})),
		);
}
