import type {LinkWithPeer, Namespace, Route, Topology} from '../model/network.js';
import type {Text} from '../text/text.js';
import {visible} from '../terminal/sanitise.js';
import {textColumns} from './text-columns.js';

type Words = Text['network'];

/** The human form of `network`: the host, then a row a namespace. */
export function networkLines(topology: Topology, text: Text): readonly string[] {
	const words = text.network;
	return [
		words.headings.hostLinks,
		...indented(linkTable(topology.links, words)),
		'',
		words.headings.hostRoutes,
		...indented(routeTable(topology.routes, words)),
		'',
		...namespaceLines(topology.namespaces, words),
		...topology.unread.map(unread => visible(words.partUnread[unread.part](words.reason(unread)))),
	];
}

/** The human form of `network NAME`: everything about one namespace. */
export function namespaceDetail(namespace: Namespace, text: Text): readonly string[] {
	const words = text.network;
	const {links, routes, processes, unread} = namespace;
	return [
		...namespaceLines([namespace], words),
		...(unread
			? []
			: [
					'',
					words.headings.links,
					...indented(linkTable(links, words)),
					'',
					words.headings.routes,
					...indented(routeTable(routes, words)),
				]),
		...(processes
			? [
					'',
					words.headings.processes,
					...indented(
						textColumns(
							[words.columns.pid, words.columns.command, words.columns.container],
							processes.map(({pid, command, container}) => [
								String(pid),
								command ?? words.unknown,
								container?.slice(0, 12) ?? words.none,
							]),
						),
					),
				]
			: []),
	];
}

function namespaceLines(namespaces: readonly Namespace[], words: Words): readonly string[] {
	if (namespaces.length === 0) return [words.headings.noNamespaces];
	const {namespace, id, state, pod, address, peer, processes, note} = words.columns;
	return [
		words.headings.namespaces(namespaces.length),
		...indented(
			textColumns(
				[namespace, id, state, pod, address, peer, processes, note],
				namespaces.map(item => [
					item.name ?? `${words.unnamed} net:[${item.inode ?? words.unknown}]`,
					item.id === null ? words.none : String(item.id),
					item.state,
					item.pod ? `${item.pod.namespace}/${item.pod.name}` : words.none,
					item.unread ? words.unknown : addressesOf(item.links).join(' ') || words.none,
					item.peer?.name ?? words.none,
					item.processes === null ? words.unknown : String(item.processes.length),
					words.note(item) ?? '',
				]),
			),
		),
	];
}

/** Addresses that tell namespaces apart: not the loopback's, not link-local ones. */
const addressesOf = (links: readonly LinkWithPeer[]): readonly string[] =>
	links
		.filter(({kind}) => kind !== 'loopback')
		.flatMap(({addresses}) => addresses)
		.filter(({scope}) => scope === 'global')
		.map(({local, prefixlen}) => `${local}/${prefixlen}`);

function linkTable(links: readonly LinkWithPeer[], words: Words): readonly string[] {
	const {link, kind, state, address, mac, mtu, master, peer} = words.columns;
	return textColumns(
		[link, kind, state, address, mac, mtu, master, peer],
		links.map(item => [
			item.name,
			item.kind,
			item.state,
			item.addresses.map(({local, prefixlen}) => `${local}/${prefixlen}`).join(' ') || words.none,
			item.mac ?? words.none,
			String(item.mtu),
			item.master ?? words.none,
			peerOf(item, words),
		]),
	);
}

function peerOf({peer}: LinkWithPeer, words: Words): string {
	if (!peer) return words.none;
	const namespace = peer.namespace === '' ? words.host : (peer.namespace ?? words.unnamed);
	return `${peer.name ?? `#${peer.index}`} ${namespace}`;
}

/** Without the link-local prefix that every link has: `--json` has all. */
function routeTable(routes: readonly Route[], words: Words): readonly string[] {
	const {to, via, dev, source, metric} = words.columns;
	return textColumns(
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
	);
}

const indented = (lines: readonly string[]): readonly string[] => lines.map(line => `  ${line}`);
