import {clusterAddresses} from '../model/cluster-addresses.js';
import {shown} from '../command/command.js';
import {onNode} from '../model/away-pods.js';
import {awayNamed} from './away-pod.js';
import {anyLink, type Capture} from '../command/tcpdump.js';
import type {Link, Namespace} from '../facts/network.js';
import {mapReading} from '../facts/reading.js';
import {namespaceKey} from '../model/network-keys.js';
import {namespaceFile} from '../store/listeners.js';
import type {WholeNetwork} from '../store/topology-read.js';
import type {PacketsText} from '../text/packets.js';
import {findNamespaces} from './network-name.js';

/** Where packets are looked at. */
export type PacketsPlace = Pick<Capture, 'file' | 'link' | 'isBridge'> & {
	/** `host`, `NAMESPACE/POD`, or the namespace's own name. */
	readonly label: string;
	readonly namespace: string | null;
	readonly pod: {readonly namespace: string; readonly name: string} | null;
	/** The filter that what was named begins with: a service's address and ports. */
	readonly filter: string;
	readonly note: 'host-network' | 'service' | null;
};

export type NoPlace = {readonly code: 'no-such-target' | 'ambiguous' | 'other-node'; readonly message: string};

/**
 * `host` or nothing, a link of this host, a namespace as `network NAME` takes it, a pod in the host's network, or
 * `svc/NAMESPACE/NAME`. `link`: one of those there.
 */
export function packetsPlace(
	network: WholeNetwork & {readonly topology: {readonly known: true}},
	name: string | undefined,
	link: string | undefined,
	words: PacketsText,
): PacketsPlace | NoPlace {
	const {links, namespaces} = network.topology.value;
	const none = (message: string): NoPlace => ({code: 'no-such-target', message});
	const on = (own: readonly Link[], place: Omit<PacketsPlace, 'link' | 'isBridge'>): PacketsPlace | NoPlace => {
		if (link === undefined || link === anyLink) return {...place, link: anyLink};
		const found = own.find(each => each.name === link);
		// What is inside may not be known; whether it is there tcpdump says.
		if (!found && own.length > 0) return none(words.noLink(link));
		return {...place, link, isBridge: found?.kind === 'bridge'};
	};

	const host = {label: 'host', namespace: null, pod: null, filter: '', note: null};
	if (name === undefined || name === 'host') return on(links, host);
	const own = links.find(each => each.name === name);
	if (own && link === undefined) return {...host, link: own.name, isBridge: own.kind === 'bridge'};
	const service = /^svc\/([^/]+)\/([^/]+)$/.exec(name);
	if (service) {
		const filter = serviceFilter(network, service[1] ?? '', service[2] ?? '');
		return filter === undefined
			? none(words.noService(name))
			: on(links, {...host, label: name, filter, note: 'service'});
	}

	const found = findNamespaces(namespaces, name);
	if ('candidates' in found) {
		return {code: 'ambiguous', message: words.several(name, found.candidates.slice(0, 10).join(', '))};
	}

	const [space] = found;
	if (!space) {
		const pod = hostPod(network, name);
		return pod
			? on(links, {...host, label: `${pod.namespace}/${pod.name}`, pod, note: 'host-network'})
			: (elsewhere(network, name, words) ?? none(words.noTarget(name)));
	}

	const label = labelOf(space);
	const file = namespaceFile(space);
	if (file === undefined) return none(words.noWay(label));
	const pod = space.pod === null ? null : {namespace: space.pod.namespace, name: space.pod.name};
	return on(space.links, {...host, label, namespace: space.name, pod, file});
}

/** A pod of another node has its network there. */
function elsewhere(network: WholeNetwork, name: string, words: PacketsText): NoPlace | undefined {
	const away = awayNamed(network, name);
	return (
		away && {
			code: 'other-node',
			message: words.onOtherNode(away.pod, away.node, shown(onNode(away, ['packets', away.pod]))),
		}
	);
}

const labelOf = (space: Namespace): string =>
	space.pod ? `${space.pod.namespace}/${space.pod.name}` : namespaceKey(space);

/** A pod that has no network of its own: what it sends is this host's. */
function hostPod({cluster, topology}: WholeNetwork, name: string): PacketsPlace['pod'] | undefined {
	const here = new Set(
		(topology.known ? topology.value.links : []).flatMap(({addresses}) => addresses.map(({local}) => local)),
	);
	const pods = mapReading(cluster.pods, all => all.filter(pod => pod.hostNetwork && pod.ips.some(ip => here.has(ip))));
	const found = pods.known
		? pods.value.find(pod => [`${pod.namespace}/${pod.name}`, pod.name].includes(name))
		: undefined;
	return found && {namespace: found.namespace, name: found.name};
}

/** What asks for it: its own addresses with its ports, and its node ports. Undefined: no such service, or it has no address. */
function serviceFilter({cluster}: WholeNetwork, namespace: string, name: string): string | undefined {
	const services = cluster.services.known ? cluster.services.value : [];
	const found = services.find(each => each.namespace === namespace && each.name === name);
	if (!found) return undefined;
	const ports = [...new Set(found.ports.map(({port}) => `port ${port}`))].join(' or ');
	const hosts = clusterAddresses(found)
		.filter(own => /^[\da-f.:]+$/i.test(own))
		.map(own => `host ${own}`);
	const either = hosts.length > 1 ? `(${hosts.join(' or ')})` : hosts[0];
	const address = either === undefined ? [] : [`${either} and (${ports})`];
	const nodePorts = found.ports.flatMap(({nodePort}) => (nodePort === null ? [] : [`port ${nodePort}`]));
	const parts = [...address.map(part => (nodePorts.length > 0 ? `(${part})` : part)), ...nodePorts];
	return parts.length === 0 ? undefined : parts.join(' or ');
}
