import type {LinkWithPeer, Namespace, OtherNode, Route, RoutingRule} from '../facts/network.js';
import {isPodUnknown} from '../model/topology/pods.js';
import type {Text} from '../text/text.js';
import {wayTexts} from './node-ways.js';

type Words = Text['network'];

/** Titles and rows. */
export type Table = readonly [titles: readonly string[], rows: ReadonlyArray<readonly string[]>];

export function namespaceTable(namespaces: readonly Namespace[], words: Words): Table {
	const {namespace, id, state, pod, address, peer, processes, note} = words.columns;
	return [
		[namespace, id, state, pod, address, peer, processes, note],
		namespaces.map(item => [
			namespaceName(item, words),
			item.id === null ? words.none : String(item.id),
			item.state,
			podOf(item, words),
			item.unread ? words.unknown : addressesOf(item.links).join(' ') || words.none,
			item.peer?.name ?? words.none,
			item.processes === null ? words.unknown : String(item.processes.length),
			words.note(item) ?? '',
		]),
	];
}

export function nodeTable(nodes: readonly OtherNode[], words: Words): Table {
	const {node, address, pods, leaves} = words.nodes.columns;
	return [
		[node, address, pods, leaves],
		nodes.map(item => [
			item.name,
			item.address ?? words.unknown,
			String(item.pods.length),
			wayTexts(item, words).join('; '),
		]),
	];
}

export const namespaceName = ({name, inode}: Namespace, words: Words): string =>
	name ?? `${words.unnamed} net:[${inode ?? words.unknown}]`;

export function podOf(namespace: Namespace, words: Words): string {
	const {pod} = namespace;
	if (pod) return `${pod.namespace}/${pod.name}`;
	return isPodUnknown(namespace) ? words.unknown : words.none;
}

/** Addresses that tell namespaces apart: not the loopback's, not link-local ones. */
export const addressesOf = (links: readonly LinkWithPeer[]): readonly string[] =>
	links
		.filter(({kind}) => kind !== 'loopback')
		.flatMap(({addresses}) => addresses)
		.filter(({scope}) => scope === 'global')
		.map(({local, prefixlen}) => `${local}/${prefixlen}`);

export function linkTable(links: readonly LinkWithPeer[], words: Words): Table {
	const {link, kind, state, address, mac, mtu, master, peer} = words.columns;
	return [
		[link, kind, state, address, mac, mtu, master, peer],
		links.map(item => [
			item.name,
			item.kind,
			item.state,
			item.addresses.map(({local, prefixlen}) => `${local}/${prefixlen}`).join(' ') || words.none,
			// The loopback has none; a listing that does not even tell the kind does not tell this.
			item.mac ?? (item.kind === 'unknown' ? words.unknown : words.none),
			item.mtu === null ? words.unknown : String(item.mtu),
			item.master ?? words.none,
			peerOf(item, words),
		]),
	];
}

function peerOf({peer}: LinkWithPeer, words: Words): string {
	if (!peer) return words.none;
	const namespace = peer.namespace === '' ? words.host : (peer.namespace ?? words.unnamed);
	return `${peer.name ?? `#${peer.index}`} ${namespace}`;
}

/** Of table main, without the link-local prefix that every link has. */
export function routeTable(routes: readonly Route[], words: Words): Table {
	const {to, via, dev, source, metric} = words.columns;
	return [
		[to, via, dev, source, metric],
		routes
			.filter(({table, to}) => table === 'main' && to !== 'fe80::/64')
			.map(route => [
				route.type === 'unicast' ? route.to : `${route.type} ${route.to}`,
				route.via ?? words.none,
				route.dev ?? words.none,
				route.source ?? words.none,
				route.metric === null ? words.none : String(route.metric),
			]),
	];
}

/** In the order in which the kernel asks them, as `ip rule` writes them. */
export const ruleTable = (rules: readonly RoutingRule[], words: Words): Table => [
	[words.columns.family, words.columns.priority, words.columns.rule],
	rules.map(({family, priority, rule}) => [`IPv${family}`, String(priority), rule]),
];
