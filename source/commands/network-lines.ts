import type {Namespace, OtherNode, Topology} from '../facts/network.js';
import {linkTable, namespaceTable, nodeTable, routeTable, ruleTable} from '../report/network-tables.js';
import {unseenOf} from '../report/node-ways.js';
import {noNamespaces} from '../text/no-namespaces.js';
import type {Text} from '../text/text.js';
import {visible} from '../terminal/sanitise.js';
import {textColumns} from './text-columns.js';

type Words = Text['network'];

/** The human form of `network`: the host, then a row a namespace. */
export function networkLines(topology: Topology, text: Text): readonly string[] {
	const words = text.network;
	return [
		words.headings.hostLinks,
		...indented(textColumns(...linkTable(topology.links, words))),
		'',
		words.headings.hostRoutes,
		...indented(textColumns(...routeTable(topology.routes, words))),
		'',
		...(topology.rules
			? [words.headings.hostRules, ...indented(textColumns(...ruleTable(topology.rules, words))), '']
			: []),
		...(topology.namespaces.length === 0
			? [noNamespaces(topology.unread, text) ?? []].flat()
			: namespaceLines(topology.namespaces, words)),
		...nodeLines(topology.nodes ?? [], words),
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
					...indented(textColumns(...linkTable(links, words))),
					'',
					words.headings.routes,
					...indented(textColumns(...routeTable(routes, words))),
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
	return [words.headings.namespaces(namespaces.length), ...indented(textColumns(...namespaceTable(namespaces, words)))];
}

/** The other nodes: a row each, and what cannot be seen from here. */
function nodeLines(nodes: readonly OtherNode[], words: Words): readonly string[] {
	if (nodes.length === 0) return [];
	return [
		'',
		words.nodes.count(nodes.length),
		...indented(textColumns(...nodeTable(nodes, words))),
		...nodes.map(node => visible(unseenOf(node, words))),
	];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map(line => `  ${line}`);
