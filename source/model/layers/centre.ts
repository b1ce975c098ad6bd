import {clusterAddresses} from '../cluster-addresses.js';
import type {Pod, Service} from '../../facts/cluster.js';
import type {LinkWithPeer, Namespace, Topology} from '../../facts/network.js';
import {hostKey, namespaceKey} from '../network-keys.js';
import {serviceParts} from '../service-entry.js';
import {endpointChains} from './endpoints.js';
import type {LayerFacts, Seen} from './facts.js';
import type {LayerSubject} from './subject.js';

/** Who stands in the middle: the pods, services and so on that a subject is or belongs to. */
export type Centre = {
	/** `namespace/name` each. */
	readonly pods: readonly string[];
	readonly services: readonly string[];
	/** Keys of network namespaces. */
	readonly spaces: readonly string[];
	readonly addresses: readonly string[];
};

export const valueOf = <T>(seen: Seen<T>): T | undefined => (seen?.known ? seen.value : undefined);

export const fullOf = ({namespace, name}: {readonly namespace: string; readonly name: string}): string =>
	`${namespace}/${name}`;

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** `namespace/name` of `namespace/name:port`. */
export const bareService = (key: string): string => {
	const parts = serviceParts(key);
	return parts ? fullOf(parts) : key;
};

export const selects = (service: Service, pod: Pod): boolean => {
	const wanted = Object.entries(service.selector);
	return (
		wanted.length > 0 &&
		service.namespace === pod.namespace &&
		wanted.every(([label, value]) => pod.labels[label] === value)
	);
};

/** All namespaces with their keys, the host's first. */
export const spacesIn = (
	topology: Topology,
): ReadonlyArray<{
	readonly key: string;
	readonly namespace: Namespace | null;
	readonly links: readonly LinkWithPeer[];
}> => [
	{key: hostKey, namespace: null, links: topology.links},
	...topology.namespaces.map(namespace => ({key: namespaceKey(namespace), namespace, links: namespace.links})),
];

export function centreOf(subject: LayerSubject, facts: LayerFacts): Centre {
	switch (subject.kind) {
		case 'pod':
			return ofPods([fullOf(subject)], facts);
		case 'service':
		case 'endpoints':
			return ofService(fullOf(subject), facts);
		case 'workload': {
			const pods = (valueOf(facts.pods) ?? []).filter(pod => isOf(pod, subject));
			return ofPods(pods.map(fullOf), facts);
		}

		case 'container':
			return ofContainer(subject, facts);
		case 'netns':
			return ofSpace(subject.space, facts);
		case 'link':
			return ofLink(subject, facts);
		case 'address':
			return ofAddresses([subject.address], facts);
		case 'rule': {
			const of = ofAddresses(addressesIn(subject.text), facts);
			const pods = unique([...subject.pods, ...of.pods]);
			const {spaces, services} = ofPods(pods, facts);
			return {
				pods,
				// Of many pods each has its own.
				services: unique([...subject.services, ...of.services, ...(pods.length === 1 ? services : [])]),
				spaces: unique([...spaces, ...of.spaces]),
				addresses: of.addresses,
			};
		}
	}
}

/** The pod was made by it, by way of its replica set or job too. */
function isOf(pod: Pod, {workload, namespace, name}: Extract<LayerSubject, {kind: 'workload'}>): boolean {
	if (pod.namespace !== namespace || pod.owner === null) return false;
	const [kind = '', owner = ''] = pod.owner.split('/');
	if (kind === workload && owner === name) return true;
	const between = workload === 'Deployment' ? 'ReplicaSet' : workload === 'CronJob' ? 'Job' : undefined;
	return kind === between && owner.startsWith(`${name}-`) && !owner.slice(name.length + 1).includes('-');
}

function ofPods(names: readonly string[], facts: LayerFacts): Centre {
	const known = (valueOf(facts.pods) ?? []).filter(pod => names.includes(fullOf(pod)));
	const topology = valueOf(facts.topology);
	const spaces = topology
		? spacesIn(topology).filter(({key, namespace}) =>
				namespace?.pod ? names.includes(fullOf(namespace.pod)) : key === hostKey && known.some(pod => pod.hostNetwork),
			)
		: [];
	// The host's addresses are those of its pods too, but what leads to them need not be theirs.
	const addresses = unique(known.filter(({hostNetwork}) => !hostNetwork).flatMap(({ips}) => ips));
	const filter = valueOf(facts.filter);
	const behind =
		filter && addresses.length > 0
			? endpointChains(filter.ruleset, filter.labels, ({address}) => addresses.includes(address))
			: [];
	const selecting = (valueOf(facts.services) ?? []).filter(service => known.some(pod => selects(service, pod)));
	return {
		pods: names,
		services: unique([
			...selecting.map(fullOf),
			...behind.flatMap(({service}) => (service === null ? [] : [bareService(service)])),
		]),
		spaces: spaces.map(({key}) => key),
		addresses,
	};
}

function ofService(name: string, facts: LayerFacts): Centre {
	const filter = valueOf(facts.filter);
	const service = valueOf(facts.services)?.find(each => fullOf(each) === name);
	const pods = valueOf(facts.pods) ?? [];
	const selected = service ? pods.filter(pod => selects(service, pod)) : [];
	const behind = filter
		? endpointChains(filter.ruleset, filter.labels, each => each.service !== null && bareService(each.service) === name)
		: [];
	const reached = behind.flatMap(({address}) => {
		const pod = filter?.labels.pods.get(address) ?? podAt(pods, address);
		return pod === undefined ? [] : [pod];
	});
	return {
		pods: unique([...selected.map(fullOf), ...reached]),
		services: [name],
		spaces: [],
		addresses: service ? clusterAddresses(service) : [],
	};
}

const podAt = (pods: readonly Pod[], address: string): string | undefined => {
	const pod = pods.find(({ips, hostNetwork}) => !hostNetwork && ips.includes(address));
	return pod && fullOf(pod);
};

function ofContainer({id, pod}: Extract<LayerSubject, {kind: 'container'}>, facts: LayerFacts): Centre {
	if (pod) return ofPods([fullOf(pod)], facts);
	const topology = valueOf(facts.topology);
	if (id === null || !topology) return nothing;
	const holds = ({processes, containers}: Pick<Namespace, 'processes' | 'containers'>): boolean =>
		containers.some(each => each.id === id) || (processes ?? []).some(({container}) => container === id);
	const space = topology.namespaces.find(each => holds(each));
	if (space) return ofSpace(namespaceKey(space), facts);
	const onHost = (topology.processes ?? []).some(({container}) => container === id);
	return onHost ? {...nothing, spaces: [hostKey]} : nothing;
}

const nothing: Centre = {pods: [], services: [], spaces: [], addresses: []};

function ofSpace(key: string, facts: LayerFacts): Centre {
	const pods = valueOf(facts.pods) ?? [];
	if (key === hostKey) return {...nothing, pods: pods.filter(pod => isHere(pod, facts)).map(fullOf), spaces: [key]};
	const topology = valueOf(facts.topology);
	const space = topology && spacesIn(topology).find(each => each.key === key);
	if (space?.namespace?.pod) return ofPods([fullOf(space.namespace.pod)], facts);
	const of = ofAddresses(addressesOf(space?.links ?? []), facts);
	return {...of, spaces: [key]};
}

const isHere = ({hostNetwork, node}: Pod, facts: LayerFacts): boolean =>
	hostNetwork && node !== null && node === facts.node;

const addressesOf = (links: readonly LinkWithPeer[]): readonly string[] =>
	unique(links.flatMap(link => link.addresses.filter(({scope}) => scope === 'global').map(({local}) => local)));

function ofLink({space, name}: Extract<LayerSubject, {kind: 'link'}>, facts: LayerFacts): Centre {
	const topology = valueOf(facts.topology);
	if (!topology) return nothing;
	const beyond = topology.namespaces.filter(
		({peer}) => space === hostKey && (peer?.name === name || peer?.bridge === name),
	);
	if (beyond.length === 0) {
		const own = spacesIn(topology).find(({key}) => key === space);
		const link = own?.links.find(each => each.name === name);
		return space === hostKey ? ofAddresses(addressesOf(link ? [link] : []), facts) : ofSpace(space, facts);
	}

	const all = beyond.map(namespace => ofSpace(namespaceKey(namespace), facts));
	return {
		pods: unique(all.flatMap(({pods}) => pods)),
		services: unique(all.flatMap(({services}) => services)),
		spaces: unique(all.flatMap(({spaces}) => spaces)),
		addresses: unique(all.flatMap(({addresses}) => addresses)),
	};
}

/** Whatever has one of the addresses. */
function ofAddresses(addresses: readonly string[], facts: LayerFacts): Centre {
	if (addresses.length === 0) return nothing;
	const has = (address: string | null): boolean => address !== null && addresses.includes(address);
	const filter = valueOf(facts.filter);
	const topology = valueOf(facts.topology);
	const spaces = topology
		? spacesIn(topology).filter(({links}) => links.some(link => link.addresses.some(({local}) => has(local))))
		: [];
	const owners = spaces.flatMap(({namespace}) => (namespace?.pod ? [fullOf(namespace.pod)] : []));
	const pods = (valueOf(facts.pods) ?? []).filter(pod => pod.ips.some(has));
	const services = (valueOf(facts.services) ?? []).filter(service =>
		[...clusterAddresses(service), ...service.externalIps].some(has),
	);
	const ways = (facts.ports?.ports ?? []).filter(({entries}) => entries.some(({address}) => has(address)));
	const behind = filter ? endpointChains(filter.ruleset, filter.labels, ({address}) => has(address)) : [];
	return {
		pods: unique([...pods.map(fullOf), ...owners]),
		services: unique([
			...services.map(fullOf),
			...[...ways, ...behind].flatMap(({service}) => (service === null ? [] : [bareService(service)])),
		]),
		spaces: spaces.map(({key}) => key),
		addresses,
	};
}

/** Addresses that a rule's words name, networks of one among them. */
export function addressesIn(words: string): readonly string[] {
	// A comment may hold anything.
	const text = words.replaceAll(/(?<!-m )comment (?:"(?:[^"\\]|\\.)*"|\S+)/g, '');
	const v4 = text.match(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:\/32)?(?![\d./])/g) ?? [];
	const v6 = (text.match(/(?<![\w:.])[\da-f]*:[\da-f:]*:[\da-f]*(?:\/128)?(?![\w:./])/gi) ?? []).filter(
		each => each.replace(/\/128$/, '').length > 3,
	);
	return unique([...v4, ...v6].map(each => each.replace(/\/(?:32|128)$/, ''))).filter(each => each !== '0.0.0.0');
}
