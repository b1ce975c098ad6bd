import {type FilterState, matcher} from '../../components/filter.js';
import type {NetworkMap} from '../../model/map.js';
import type {
	LinkWithPeer,
	Namespace,
	Neighbour,
	OtherNode,
	Process,
	Route,
	RoutingRule,
	Topology,
} from '../../facts/network.js';
import {hostKey, namespaceKey} from '../../model/network-keys.js';
import {netnsText} from '../../model/reach/netns.js';
import {globalAddresses} from '../../model/topology/pods.js';
import {narrowed} from './map/stops.js';

/** A row of the list: the host, one of its namespaces, or another node. */
export type Space = {
	readonly key: string;
	/** Undefined: the host, or a node. */
	readonly namespace: Namespace | undefined;
	/** Another node, of which only the way to it is known here. */
	readonly node?: OtherNode;
	readonly links: readonly LinkWithPeer[];
	/** Null: not known. */
	readonly routes: readonly Route[] | null;
	readonly neighbours: readonly Neighbour[] | null;
	/** Of the host alone; null: not known. */
	readonly rules?: readonly RoutingRule[] | null;
	readonly processes: readonly Process[] | null;
	readonly inode: number | null;
};

/** The host first; then pods by namespace and name, other names, those without a name; the other nodes last. */
export function spacesOf(topology: Topology): readonly Space[] {
	const {links, neighbours, rules, processes, inode, namespaces, unread} = topology;
	const routes = unread.some(({part}) => part === 'routes') ? null : topology.routes;
	return [
		{key: hostKey, namespace: undefined, links, routes, neighbours, rules, processes, inode},
		...namespaces
			.map((namespace): Space => ({...namespace, key: namespaceKey(namespace), namespace}))
			.map(space => ({space, rank: rankOf(space)}))
			.sort((a, b) => compare(a.rank, b.rank))
			.map(({space}) => space),
		...(topology.nodes ?? []).map(node => nodeSpace(node)),
	];
}

const nodeSpace = (node: OtherNode): Space => ({
	...{key: `node ${node.name}`, namespace: undefined, node, links: [], inode: null},
	...{routes: null, neighbours: null, processes: null},
});

/** What `R` asks of a space: what its pod reaches; where no pod is known, what the namespace does; or this host. */
export function subjectOf(space: Space | undefined): {readonly from?: string} {
	if (!space || space.node) return {};
	const {namespace} = space;
	if (!namespace) return {from: 'host'};
	if (namespace.pod) return {from: `pod/${namespace.pod.namespace}/${namespace.pod.name}`};
	const from = netnsText(namespace);
	return from === undefined ? {} : {from};
}

/** What `t` shows of a space: its own packets, those of the link that leads to a node, of this host where nothing is selected. */
export function watchedOf(space: Pick<Space, 'namespace' | 'node'> | undefined): {
	readonly name: string;
	readonly link?: string;
} {
	const {namespace, node} = space ?? {};
	const link = node?.ways?.find(({dev}) => dev !== null)?.dev;
	if (link) return {name: 'host', link};
	if (!namespace) return {name: 'host'};
	if (namespace.pod) return {name: `${namespace.pod.namespace}/${namespace.pod.name}`};
	return {name: namespaceKey(namespace)};
}

const rankOf = ({namespace, key}: Space): string => {
	if (namespace?.pod) return `0 ${namespace.pod.namespace}/${namespace.pod.name} ${key}`;
	return namespace?.name === null ? `2 ${key}` : `1 ${key}`;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Those that the filter finds: by name, pod, address, peer, link, process, container. */
export function filtered(spaces: readonly Space[], filter: FilterState): readonly Space[] {
	if (filter.text === '') return spaces;
	const matches = matcher(filter);
	return spaces.filter(space => matches(wordsOf(space)));
}

/** What the map leaves: the same, and wires by the names of their own link and bridge. */
export function filteredMap(map: NetworkMap, filter: FilterState): NetworkMap {
	if (filter.text === '') return map;
	const matches = matcher(filter);
	return narrowed(map, (link, namespace) =>
		matches(
			[
				link?.name ?? '',
				link?.master ?? '',
				...(link?.addresses ?? []).map(({local}) => local),
				namespace ? wordsOf({...namespace, key: namespaceKey(namespace), namespace}) : '',
			].join(' '),
		),
	);
}

const wordsOf = ({key, namespace, node, links, processes}: Space): string =>
	[
		key,
		...(node ? [node.address ?? '', ...node.pods.flatMap(({pod, ips}) => [pod, ...ips])] : []),
		...(node?.ways ?? []).map(({dev}) => dev ?? ''),
		namespace?.pod ? `${namespace.pod.namespace}/${namespace.pod.name}` : '',
		namespace?.peer?.name ?? '',
		namespace?.state ?? '',
		...globalAddresses(links),
		...links.map(({name}) => name),
		...(processes ?? []).flatMap(({pid, command, container}) => [String(pid), command ?? '', container ?? '']),
	].join(' ');

/** Names of pods by the name of their namespace. */
export const podNames = ({namespaces}: Topology): ReadonlyMap<string, string> =>
	new Map(namespaces.flatMap(({name, pod}) => (name !== null && pod ? [[name, pod.name]] : [])));
