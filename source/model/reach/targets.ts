import {outsideAddress} from '../pod-reach/question.js';
import {isV6} from '../cluster-addresses.js';
import {firstOfEach, ownAddresses} from './addresses.js';
import {namedService, searched, type NamedService} from './cluster-name.js';
import {doorsOf, fits} from './doors.js';
import type {Failure} from './failure.js';
import type {Flow, ReachReason, ReachWorld, Sender} from './facts.js';
import {homeOf} from './homes.js';
import type {Place} from './place.js';
import {
	endpointsOf,
	entriesOf,
	isFailure,
	netnsSender,
	noName,
	podSender,
	serviceOf,
	settled,
	type Flows,
	type Options,
	type ResolveNote,
} from './resolve.js';

/** The packets that a question is about: one for each port (and family, where only one of them is) that it names. */
export function flowsOf(world: ReachWorld, sender: Sender, asked: Place, given: Options): Flows {
	const place = settled(world, asked);
	if (isFailure(place)) return place;
	const port = given.port ?? ('port' in place && place.port !== null ? String(place.port) : null);
	const options: Options = {
		port,
		protocol: given.protocol ?? ('protocol' in place ? place.protocol : null),
	};
	const at: At = {world, sender, options};
	switch (place.kind) {
		case 'pod':
			return toReceiver(at, podSender(world, place.namespace, place.name));
		case 'netns':
			return toReceiver(at, netnsSender(world, place.name));
		case 'service':
			return toService(at, place.namespace, place.name);
		case 'node-port':
			return toAddresses(at, firstOfEach(ownAddresses(at.world), nodePortFamilies(at)), {conditions: [], each: true});
		case 'host':
			return toAddresses(at, ownAddresses(at.world), {conditions: []});
		case 'outside':
			return toAddresses({...at, options: {...options, port: port ?? '443'}}, [outsideAddress], {
				conditions: [],
				notes: [{kind: 'outside-as', address: outsideAddress}],
			});
		case 'address':
			return toAddresses(at, [place.address], {conditions: []});
		case 'name':
			return toName(at, place.name);
		case 'object':
			return {flows: [], notes: []};
	}
}

type At = {readonly world: ReachWorld; readonly sender: Sender; readonly options: Options};

const blocked = (kind: ReachReason['kind'], about: readonly string[], command: readonly string[] | null): Failure => ({
	kind: 'blocked',
	reasons: [{kind, about, command}],
});

/** Addresses that the sender can ask: of its own families. */
function reachable({sender}: At, addresses: readonly string[]): readonly string[] {
	if (sender.addresses.length === 0) return addresses;
	const fit = addresses.filter(address => sender.addresses.some(own => own.includes(':') === address.includes(':')));
	return fit.length > 0 ? fit : addresses;
}

/** Of which families (`isV6`) rules take this node port. */
function nodePortFamilies({world: {entries}, options}: At): ReadonlySet<boolean> {
	const mine = entries.filter(({kind, port}) => kind === 'node-port' && String(port) === options.port);
	return new Set(mine.map(({family}) => family === 'ip6').toSorted());
}

type More = {
	readonly conditions: readonly ReachReason[];
	readonly notes?: readonly ResolveNote[];
	/** Of all addresses one packet each; else of the first that fits (what is one thing with several addresses). */
	readonly each?: true;
};

function toAddresses(at: At, addresses: readonly string[], {conditions, notes = [], each}: More): Flows {
	const {options} = at;
	const fit = reachable(at, addresses);
	const echo = options.port === null;
	if (echo && options.protocol !== null && options.protocol !== 'icmp') return {kind: 'usage', what: 'no-port'};
	const port = numberOf(options.port);
	if (port === undefined) return {kind: 'usage', what: 'no-port'};
	const protocol = options.protocol ?? (echo ? 'icmp' : 'tcp');
	return {
		flows: (each ? fit : fit.slice(0, 1)).map(address =>
			flow(at, {address, port: protocol === 'icmp' ? null : port, protocol, conditions}),
		),
		notes: [...notes, ...(echo && options.protocol === null ? [{kind: 'default-port', what: 'echo'} as const] : [])],
	};
}

/** Undefined: a port's name, which only a service knows. */
function numberOf(port: string | null): number | null | undefined {
	return port === null ? null : /^\d+$/.test(port) ? Number(port) : undefined;
}

type Wanted = {
	readonly address: string;
	readonly port: number | null;
	readonly protocol: string;
	readonly conditions?: readonly ReachReason[];
};

const flow = ({sender}: At, {address, port, protocol, conditions = []}: Wanted): Flow => ({
	sender,
	label: `${address.includes(':') && port !== null ? `[${address}]` : address}${port === null ? '' : `:${port}`}/${protocol}`,
	destination: address,
	...{protocol, port, conditions},
});

/** To a pod or a namespace, which also are what sends. */
function toReceiver(at: At, receiver: Sender | Failure): Flows {
	if (isFailure(receiver)) return receiver;
	const {world, options} = at;
	const own = receiver.kind === 'host' ? ownAddresses(at.world) : receiver.addresses;
	// A pod of two families is asked by both: whoever asks by its name takes either.
	const addresses = firstOfEach(reachable(at, own), new Set(receiver.kind === 'host' ? [] : own.map(isV6)));
	const [first] = addresses;
	if (first === undefined) return blocked('no-address', [receiver.label], null);
	const conditions = receiver.conditions;
	if (options.port !== null || options.protocol === 'icmp') return toAddresses(at, addresses, {conditions, each: true});
	const sockets = receiver.kind === 'host' ? [] : (world.listeners.namespaces.get(first) ?? []);
	const heard = sockets.filter(
		socket => !/^127\.|^\[?::1\]?$/.test(socket.address) && (options.protocol ?? socket.protocol) === socket.protocol,
	);
	if (heard.length === 0) return toAddresses(at, addresses, {conditions, each: true});
	// A socket of IPv4 alone hears nothing of IPv6: that is not asked where a port is not named.
	const asked = addresses.flatMap(address =>
		heard
			.filter(socket => !isV6(address) || !/^\d+\./.test(socket.address))
			.map(({protocol, port}) => flow(at, {address, port, protocol, conditions})),
	);
	const rank = ({protocol, port}: Flow): string => `${protocol} ${String(port).padStart(5, '0')}`;
	return {
		flows: [...new Map(asked.map(each => [each.label, each])).values()].toSorted((a, b) =>
			rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0,
		),
		notes: [{kind: 'default-port', what: 'listening'}],
	};
}

function toService(at: At, namespace: string, name: string): Flows {
	const {world, options, sender} = at;
	const label = `${namespace}/${name}`;
	const command = ['k0s', 'kubectl', 'get', 'service', name, '-n', namespace, '-o', 'wide'];
	const service = serviceOf(world, namespace, name);
	if (service?.type === 'ExternalName') {
		const external = service.externalName ?? null;
		if (external === null) return {kind: 'unknown', reasons: [{kind: 'name-unknown', about: [label], command}]};
		const flows = toName(at, external);
		return 'flows' in flows
			? {...flows, notes: [{kind: 'name-external', service: label, name: external}, ...flows.notes]}
			: flows;
	}

	if (service?.clusterIp === 'None') return toEndpoints(at, namespace, name, null);
	const doors = doorsOf(sender, service, entriesOf(world, namespace, name));
	if (doors.length === 0) {
		return world.services.known && !service
			? blocked('no-service', [label], command)
			: {kind: 'unknown', reasons: [{kind: 'services-unknown', about: [label], command}]};
	}

	const fit = doors.filter(door => fits(door, doors, options));
	if (fit.length === 0) return blocked('no-such-port', [label, options.port ?? options.protocol ?? ''], command);
	const beyond = sender.kind === 'outside' || sender.kind === 'address';
	const open = fit.filter(({kind}) => kind !== 'cluster-ip');
	const chosen = beyond && open.length > 0 ? open : fit.filter(({kind}) => kind === 'cluster-ip');
	const used = chosen.length > 0 ? chosen : fit;
	const families = new Set(
		doors.flatMap(({kind, address}) => (kind === 'cluster-ip' && address ? [isV6(address)] : [])),
	);
	return {
		flows: used.flatMap(({kind, address, port, protocol}) =>
			(address === null ? firstOfEach(reachable(at, ownAddresses(at.world)), families) : reachable(at, [address])).map(
				to => {
					const conditions: ReachReason[] =
						beyond && kind === 'cluster-ip' ? [{kind: 'needs-route', about: [to], command: null}] : [];
					return flow(at, {address: to, port, protocol, conditions});
				},
			),
		),
		notes: [],
	};
}

/** A headless service is a name for its endpoints: nothing is translated. */
function toEndpoints(at: At, namespace: string, name: string, pod: string | null): Flows {
	const {world, options} = at;
	const label = `${namespace}/${name}`;
	const behind = endpointsOf(world, namespace, name);
	if (isFailure(behind)) return behind;
	const command = [
		'k0s',
		'kubectl',
		'get',
		'endpointslices',
		'-n',
		namespace,
		'-l',
		`kubernetes.io/service-name=${name}`,
	];
	const mine = behind.endpoints.filter(
		({address, protocol}) =>
			(pod === null || homeOf(world, address)?.pod === `${namespace}/${pod}`) &&
			(options.protocol === null || protocol === options.protocol),
	);
	const addresses = reachable(at, [...new Set(mine.map(({address}) => address))]);
	if (addresses.length === 0) return blocked('no-endpoints', [label, ''], command);
	const flows = mine
		.filter(({address}) => addresses.includes(address))
		.flatMap(({address, port, protocol, portName}) => {
			// Whoever asks a headless service by a number asks the endpoint's own.
			const asked = options.port === null ? port : options.port === portName ? port : (numberOf(options.port) ?? null);
			const conditions: ReachReason[] =
				asked === null ? [{kind: 'named-port', about: [label, portName ?? ''], command}] : [];
			return [flow(at, {address, port: asked, protocol, conditions})];
		});
	const distinct = [...new Map(flows.map(each => [each.label, each])).values()];
	return {flows: distinct, notes: [{kind: 'headless', service: label, by: behind.by}]};
}

/** A name: of the cluster as its DNS answers it, else as this host resolves it. */
function toName(at: At, name: string): Flows {
	const {world, sender} = at;
	const inside = clusterService(at, name);
	if (inside) {
		const label = `${inside.namespace}/${inside.name}`;
		const note: ResolveNote = {kind: 'name-cluster', name, service: label};
		const flows =
			inside.pod === null
				? toService(at, inside.namespace, inside.name)
				: toEndpoints(at, inside.namespace, inside.name, inside.pod);
		const foreign: readonly ReachReason[] =
			sender.kind === 'pod'
				? []
				: [{kind: 'resolver', about: [sender.label, name], command: ['getent', 'ahosts', name]}];
		return 'flows' in flows
			? {
					flows: flows.flows.map(each => ({...each, conditions: [...each.conditions, ...foreign]})),
					notes: [note, ...flows.notes],
				}
			: flows;
	}

	const command = ['getent', 'ahosts', name];
	const resolved = world.names.get(name);
	if (!resolved?.known) return {kind: 'unknown', reasons: [{kind: 'name-unknown', about: [name], command}]};
	if (resolved.value.length === 0) return noName(world, name);
	const conditions: readonly ReachReason[] =
		sender.kind === 'host' ? [] : [{kind: 'resolver', about: [sender.label, name], command}];
	const port = at.options.port ?? (at.options.protocol === 'icmp' ? null : '443');
	return toAddresses({...at, options: {...at.options, port}}, resolved.value, {
		conditions,
		notes: [{kind: 'name-host', name, addresses: resolved.value}],
	});
}

function clusterService({world, sender}: At, name: string): NamedService | undefined {
	const full = namedService(name);
	if (full) return full;
	if (sender.kind !== 'pod') return undefined;
	const [namespace = ''] = sender.label.split('/');
	return searched(name, namespace).find(
		tried =>
			serviceOf(world, tried.namespace, tried.name) !== undefined ||
			entriesOf(world, tried.namespace, tried.name).length > 0,
	);
}

/** Names that only this host's resolver can tell: asked for before the question is answered. */
export function namesToResolve(world: Pick<ReachWorld, 'services'>, places: readonly Place[]): readonly string[] {
	const external = (namespace: string, name: string): readonly string[] => {
		const service = world.services.known
			? world.services.value.find(each => each.namespace === namespace && each.name === name)
			: undefined;
		return service?.externalName ? [service.externalName] : [];
	};

	return [
		...new Set(
			places.flatMap(place => {
				if (place.kind === 'service' || place.kind === 'object') return external(place.namespace, place.name);
				if (place.kind !== 'name') return [];
				const inside = namedService(place.name);
				return inside ? external(inside.namespace, inside.name) : [place.name];
			}),
		),
	];
}
