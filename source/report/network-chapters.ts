import * as ip from '../command/ip.js';
import type {Namespace, Topology} from '../facts/network.js';
import {isPodUnknown} from '../model/topology/pods.js';
import {noNamespaces} from '../text/no-namespaces.js';
import type {Text} from '../text/text.js';
import {text as words, heading, typed, type Block, type Chapter} from './document.js';
import {drawing} from './drawing.js';
import {linkTable, namespaceName, namespaceTable, podOf, routeTable, ruleTable, type Table} from './network-tables.js';
import type {ReportFacts} from './read.js';

/** So many namespaces are told one by one: a node holds about 110 pods. */
const most = 250;

const block = ([titles, rows]: Table): Block => ({kind: 'table', titles, rows});

/** The list of namespaces with the map, then links, addresses and routes of the host and of each. */
export function networkChapters({topology, identity}: ReportFacts, text: Text): readonly Chapter[] {
	const {chapters, unnamedHost} = text.report;
	if (!topology.known) {
		const unknown: Block = {kind: 'unknown', text: text.report.unknown(text.network.reason(topology.unknown))};
		return [
			{id: 'namespaces', title: chapters.namespaces, blocks: [unknown]},
			{id: 'links', title: chapters.links, blocks: [unknown]},
		];
	}

	const {value} = topology;
	return [
		{
			id: 'namespaces',
			title: chapters.namespaces,
			blocks: overview(value, identity.name ?? unnamedHost, text),
		},
		{
			id: 'links',
			title: chapters.links,
			blocks: [...hostBlocks(value, text), ...value.namespaces.slice(0, most).flatMap(each => inside(each, text))],
		},
	];
}

function overview(topology: Topology, host: string, text: Text): readonly Block[] {
	const {network: told, byHand, notShown} = text.report;
	const {namespaces, unread} = topology;
	const shown = namespaces.slice(0, most);
	const none = namespaces.length === 0 ? noNamespaces(unread, text) : undefined;
	return [
		...unread.map(
			each => ({kind: 'unknown', text: text.network.partUnread[each.part](text.network.reason(each))}) as const,
		),
		...(namespaces.length === 0
			? none === undefined
				? []
				: [words(none)]
			: [block(namespaceTable(shown, text.network))]),
		...(shown.length < namespaces.length ? [words(notShown(namespaces.length - shown.length, 'k0s-tui network'))] : []),
		words(told.map),
		{kind: 'drawing', lines: drawing(topology, host, text)},
		...wires(shown, text),
		words(byHand),
		typed(ip.rawNamespaces().argv, ...named(shown).map(name => ip.namespacePids(name).argv)),
	];
}

const named = (namespaces: readonly Namespace[]): readonly string[] => namespaces.flatMap(({name}) => name ?? []);

/** The host's end of each wire, the bridge that it is a port of, and the end in the namespace. */
function wires(namespaces: readonly Namespace[], text: Text): readonly Block[] {
	const {network: told} = text.report;
	const {columns, none, unknown} = text.network;
	const rows = namespaces.flatMap(namespace => {
		const {peer, links, unread} = namespace;
		if (!peer) return [];
		const end = links.find(link => link.peer?.namespace === '' && link.peer.index === peer.index);
		return [
			[
				`${peer.name} (${peer.index})`,
				peer.bridge ?? none,
				end ? `${end.name} (${end.index})` : unread ? unknown : none,
				namespaceName(namespace, text.network),
				podOf(namespace, text.network),
			],
		];
	});
	if (rows.length === 0) return [];
	return [
		words(told.wires),
		{kind: 'table', titles: [told.hostEnd, columns.bridge, told.otherEnd, columns.namespace, columns.pod], rows},
	];
}

function hostBlocks({links, routes, rules, unread}: Topology, text: Text): readonly Block[] {
	const {network: told, byHand} = text.report;
	return [
		heading(told.host),
		block(linkTable(links, text.network)),
		...(unread.some(({part}) => part === 'routes') ? [] : [block(routeTable(routes, text.network))]),
		...(rules ? [block(ruleTable(rules, text.network))] : []),
		words(byHand),
		typed(ip.rawLinks().argv, ip.rawAddresses().argv, ip.rawRoutes().argv),
	];
}

function inside(namespace: Namespace, text: Text): readonly Block[] {
	const {network: told} = text.report;
	const {name, pod, unread, links, routes, processes} = namespace;
	const {columns, unknown, none} = text.network;
	const title = heading(told.namespace(namespaceName(namespace, text.network)));
	const note = text.network.note(namespace);
	const whose = pod
		? words(told.pod(podOf(namespace, text.network), text.network.podSource[pod.source]))
		: isPodUnknown(namespace)
			? ({kind: 'unknown', text: told.podUnknown} as const)
			: words(told.noPod);
	const oddity: readonly Block[] = note === null ? [] : [{kind: unread ? 'unknown' : 'text', text: note}];
	if (unread || namespace.state === 'stale') return [title, whose, ...oddity];
	return [
		title,
		whose,
		...oddity,
		block(linkTable(links, text.network)),
		block(routeTable(routes, text.network)),
		...(processes && processes.length > 0
			? [
					{
						kind: 'table',
						titles: [columns.pid, columns.command, columns.container],
						rows: processes.map(({pid, command, container}) => [
							String(pid),
							command ?? unknown,
							container?.slice(0, 12) ?? none,
						]),
					} as const,
				]
			: []),
		...(name === null ? [] : [typed(ip.rawLinks(name).argv, ip.rawAddresses(name).argv, ip.rawRoutes(name).argv)]),
	];
}
