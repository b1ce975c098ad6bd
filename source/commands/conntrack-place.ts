import {clusterAddresses} from '../model/cluster-addresses.js';
import type {ConnectionFilter} from '../command/conntrack.js';
import {globalAddresses} from '../model/topology/pods.js';
import type {WholeNetwork} from '../store/topology-read.js';
import type {PacketsText} from '../text/packets.js';
import {findNamespaces} from './network-name.js';
import type {NoPlace} from './packets-place.js';

/** Whose connections: a pod's, a service's, or those of an address. */
export type ConnectionsPlace = {
	readonly label: string;
	readonly addresses: readonly string[];
	readonly filters: readonly ConnectionFilter[];
};

/** Each filter is one conntrack that runs: a service has some ports, and a pod two addresses. */
const mostFilters = 16;

const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4);
const any = {protocol: null, port: null} as const;
const protocols: readonly string[] = ['tcp', 'udp', 'sctp'];

/** `[NAMESPACE/]POD`, `svc/NAMESPACE/NAME`, or an address. */
export function connectionsPlace(
	network: WholeNetwork & {readonly topology: {readonly known: true}},
	name: string,
	words: PacketsText,
): ConnectionsPlace | NoPlace {
	const none = (message: string): NoPlace => ({code: 'no-such-target', message});
	const service = /^svc\/([^/]+)\/([^/]+)$/.exec(name);
	if (service) return servicePlace(network, name, service[1] ?? '', service[2] ?? '') ?? none(words.noService(name));
	if (/^[\d.]+$|^[\da-f]*:[\da-f:.]*$/i.test(name)) {
		const sides = ['source', 'destination', 'reply-source'] as const;
		const family = familyOf(name);
		return {label: name, addresses: [name], filters: sides.map(side => ({family, side, address: name, ...any}))};
	}

	const pods = network.cluster.pods.known ? network.cluster.pods.value : [];
	const pod = pods.find(each => [`${each.namespace}/${each.name}`, each.name].includes(name));
	if (pod?.hostNetwork) return none(words.hostNetwork(`${pod.namespace}/${pod.name}`));
	if (pod && pod.ips.length > 0) return podPlace(`${pod.namespace}/${pod.name}`, pod.ips);
	const found = findNamespaces(network.topology.value.namespaces, name);
	if ('candidates' in found) {
		return {code: 'ambiguous', message: words.several(name, found.candidates.slice(0, 10).join(', '))};
	}

	const [space] = found;
	const addresses = space ? globalAddresses(space.links) : [];
	if (!space || addresses.length === 0) return none(words.noConnectionsOf(name));
	return podPlace(space.pod ? `${space.pod.namespace}/${space.pod.name}` : name, addresses);
}

/** What it asked, and what it answers: behind a service that is the sender of the reply. */
const podPlace = (label: string, addresses: readonly string[]): ConnectionsPlace => ({
	label,
	addresses,
	filters: addresses
		.flatMap((address): ConnectionFilter[] =>
			(['source', 'reply-source'] as const).map(side => ({family: familyOf(address), side, address, ...any})),
		)
		.slice(0, mostFilters),
});

function servicePlace(
	{cluster}: WholeNetwork,
	label: string,
	namespace: string,
	name: string,
): ConnectionsPlace | undefined {
	const services = cluster.services.known ? cluster.services.value : [];
	const found = services.find(each => each.namespace === namespace && each.name === name);
	if (!found) return undefined;
	const own = [...clusterAddresses(found), ...found.externalIps];
	const addresses = own.filter(address => /^[\d.]+$|:/.test(address));
	const families = new Set<4 | 6>(addresses.length === 0 ? [4] : addresses.map(familyOf));
	const filters = found.ports.flatMap(({port, protocol, nodePort}): ConnectionFilter[] => {
		const spoken = protocol.toLowerCase();
		if (!protocols.includes(spoken)) return [];
		const asked = {side: 'destination', protocol: spoken as 'tcp' | 'udp' | 'sctp'} as const;
		return [
			...addresses.map(address => ({...asked, family: familyOf(address), address, port})),
			...(nodePort === null ? [] : [...families].map(family => ({...asked, family, address: null, port: nodePort}))),
		];
	});
	return filters.length === 0 ? undefined : {label, addresses, filters: filters.slice(0, mostFilters)};
}
