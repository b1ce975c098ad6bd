import type {Address, Counters, LinkWithPeer, Namespace, OtherNode, Route, Topology} from '../facts/network.js';
import {readTopology} from '../store/topology-read.js';
import {awayNamed, awayWords} from './away-pod.js';
import {cannotRun, type HeadlessCommand, type Invocation} from './headless.js';
import {namespaceDetail, networkLines} from './network-lines.js';
import {nodeCommand} from '../report/node-ways.js';
import {findNamespaces} from './network-name.js';

/** Names in one line of an error; `--json` has all of them. */
const mostNamed = 10;

export const network: HeadlessCommand = {
	name: 'network',
	options: {},
	positionals: {min: 0, max: 1, name: 'NAME'},
	changes: false,
	async run(invocation, _values, [name]) {
		const words = invocation.text.network;
		const {runner, signal, settings} = invocation;
		const whole = await readTopology(runner, settings.interval, signal);
		const {topology: reading} = whole;
		if (!reading.known) {
			return cannotRun(reading.unknown.reason, words.couldNotRead(words.reason(reading.unknown)));
		}

		const topology = reading.value;
		const found = name === undefined ? topology.namespaces : findNamespaces(topology.namespaces, name);
		if ('candidates' in found) {
			const {candidates} = found;
			const message = words.severalNamespaces(name ?? '', candidates.slice(0, mostNamed), candidates.length);
			return {exit: 2, json: {candidates}, lines: [], error: {code: 'ambiguous', message}};
		}

		if (name !== undefined && found.length === 0) {
			const away = awayNamed(whole, name);
			if (away !== undefined) {
				const message = awayWords(away, ['network', away.pod], invocation.text);
				const {pod, node, address} = away;
				return {exit: 1, json: {pod, node, address}, lines: [], error: {code: 'other-node', message}};
			}

			const node = topology.nodes?.find(each => each.name === name);
			if (node !== undefined) {
				const {address} = node;
				const command = nodeCommand(node);
				const json = {node: name, address};
				return {exit: 1, json, lines: [], error: {code: 'other-node', message: words.nodes.unseen(name, command)}};
			}

			const message = words.noSuchNamespace(name);
			return {exit: 1, json: {}, lines: [], error: {code: 'no-such-namespace', message}};
		}

		const shown = {...topology, namespaces: found};
		const {text} = invocation;
		return {
			exit: isWhole(shown) ? 0 : 1,
			json: networkJson(shown, text),
			lines:
				name === undefined
					? networkLines(shown, text)
					: shown.namespaces.flatMap(namespace => namespaceDetail(namespace, text)),
		};
	},
};

/** A namespace that cannot be entered by anything, and a leftover file, are fully read: there is nothing more. */
const isWhole = ({unread, namespaces}: Topology): boolean =>
	unread.length === 0 &&
	namespaces.every(({unread: why, processes}) => why?.reason === 'no-handle' || (why === null && processes !== null));

type Words = Invocation['text'];

/** The keys of the contract. Unknown is null: a list that was not read is null, never empty. */
function networkJson(topology: Topology, text: Words): Record<string, unknown> {
	const unread = new Set(topology.unread.map(({part}) => part));
	return {
		interfaces: topology.links.map(linkJson),
		routes: unread.has('routes') ? null : topology.routes.map(routeJson),
		rules: topology.rules,
		namespaces: unread.has('namespaces') ? null : topology.namespaces.map(item => namespaceJson(item, text)),
		nodes: topology.nodes?.map(nodeJson) ?? null,
		unread: topology.unread,
	};
}

function namespaceJson(namespace: Namespace, text: Words): Record<string, unknown> {
	const {name, id, inode, state, processes, pod, containers, links, routes, neighbours, peer, unread} = namespace;
	const inside = unread === null;
	return {
		name,
		id,
		inode,
		state,
		pids: processes && processes.map(({pid}) => pid),
		pod,
		containers: processes && containers,
		links: inside ? links.map(linkJson) : null,
		routes: inside ? routes.map(routeJson) : null,
		neighbours: inside ? neighbours : null,
		peer,
		note: text.network.note(namespace),
	};
}

/** `ways` null: the routes are not known. Pods in the network of their node have its address and are left out. */
const nodeJson = ({name, address, pods, ways}: OtherNode): Record<string, unknown> => ({
	...{name, address},
	pods: pods.map(({pod, ips}) => ({pod, addresses: ips})),
	ways,
});

const linkJson = (link: LinkWithPeer): Record<string, unknown> => ({
	index: link.index,
	name: link.name,
	kind: link.kind,
	mac: link.mac,
	mtu: link.mtu,
	state: link.state,
	master: link.master,
	peer: link.peer,
	addresses: link.addresses.map(cidr),
	rx: countersJson(link.rx),
	tx: countersJson(link.tx),
});

const cidr = ({local, prefixlen}: Address): string => `${local}/${prefixlen}`;
const countersJson = (counters: Counters | null): Counters | null => counters;

const routeJson = (route: Route): Record<string, unknown> => ({
	to: route.to,
	via: route.via,
	dev: route.dev,
	source: route.source,
	table: route.table,
	type: route.type,
});
