import type {Pod} from '../../facts/cluster.js';
import type {Link, Namespace, NodeWay, OtherNode, Route, RoutingRule} from '../../facts/network.js';
import {awayPods, isUnclear, type FarPod} from '../away-pods.js';
import {createRouting} from '../packet-walk/route.js';
import {isOver} from '../pod-state.js';

/** What tells which nodes there are beside this host, and how packets leave for them. */
export type Around = {
	/** Undefined: the API's pods are not known. */
	readonly pods: readonly Pod[] | undefined;
	readonly links: readonly Link[];
	/** Undefined: not known. */
	readonly routes: readonly Route[] | undefined;
	/** Null: not known. */
	readonly rules: readonly RoutingRule[] | null;
	readonly namespaces: ReadonlyArray<Pick<Namespace, 'pod'>>;
};

/** The other nodes by name, each with its pods and the routes to them. Null: which node this is cannot be told. */
export function otherNodes({pods, links, routes, rules, namespaces}: Around): readonly OtherNode[] | null {
	if (pods === undefined) return null;
	const own = new Set(links.flatMap(({addresses}) => addresses.map(({local}) => local)));
	const here = new Set(namespaces.flatMap(({pod}) => (pod ? [`${pod.namespace}/${pod.name}`] : [])));
	const around = {
		pods: pods.filter(pod => !isOver(pod)),
		isLocal: (address: string) => own.has(address),
		isFound: (pod: string) => here.has(pod),
	};
	if (isUnclear(around)) return null;
	const away = awayPods(around);
	if (away.length === 0) return [];
	const waysTo = routes && waysBy(links, routes, rules ?? []);
	return [...new Set(away.map(({node}) => node))].sort().map(name =>
		nodeOf(
			name,
			away.filter(({node}) => node === name),
			waysTo,
		),
	);
}

/** A route as `ip route` writes it, without its metric. */
export const wayWords = ({to, type, via, dev, protocol}: Omit<NodeWay, 'kind' | 'rule'>): string =>
	[
		...(type === 'unicast' ? [] : [type]),
		to,
		...(via === null ? [] : ['via', via]),
		...(dev === null ? [] : ['dev', dev]),
		...(protocol === null ? [] : ['proto', protocol]),
	].join(' ');

/** How packets leave for one address of a node, or for all of its pods. */
export const waysOf = (node: OtherNode, address?: string): NonNullable<OtherNode['ways']> =>
	(node.ways ?? []).filter(
		({pods}) =>
			address === undefined ||
			node.pods.length === 0 ||
			node.pods.some(each => each.ips.includes(address) && pods.includes(each.pod)),
	);

/** The node that an address is on: one of its pods', or its own. Undefined: none is known to be. */
export const nodeAt = (nodes: readonly OtherNode[], address: string): OtherNode | undefined =>
	nodes.find(node => node.address === address || node.pods.some(({ips}) => ips.includes(address)));

type WaysTo = (address: string) => readonly NodeWay[];

function nodeOf(name: string, all: readonly FarPod[], waysTo: WaysTo | undefined): OtherNode {
	const address = all[0]?.address ?? null;
	const pods = all
		.filter(({hostNetwork, ips}) => !hostNetwork && ips.length > 0)
		.map(({pod, ips}) => ({pod, ips}))
		.sort((a, b) => (a.pod < b.pod ? -1 : 1));
	if (!waysTo) return {name, address, pods, ways: null};
	const found = new Map<string, {readonly way: NodeWay; readonly pods: Set<string>}>();
	const put = (to: string, pod: string | undefined): void => {
		for (const way of waysTo(to)) {
			const key = JSON.stringify(way);
			const one = found.get(key) ?? {way, pods: new Set<string>()};
			if (pod !== undefined) one.pods.add(pod);
			found.set(key, one);
		}
	};

	for (const {pod, ips} of pods) for (const ip of ips) put(ip, pod);
	if (pods.length === 0 && address !== null) put(address, undefined);
	return {name, address, pods, ways: [...found.values()].map(({way, pods}) => ({...way, pods: [...pods]}))};
}

const usualTables = new Set(['local', 'main', 'default', '255', '254', '253']);

/** The table main's route, and those that a rule of policy routing chooses for some packets before it is asked. */
function waysBy(links: readonly Link[], routes: readonly Route[], rules: readonly RoutingRule[]): WaysTo {
	const kinds = new Map(links.map(({name, kind}) => [name, kind]));
	const tellOf = (table: string): ((address: string) => Route | undefined) =>
		createRouting({
			routes: routes.filter(route => route.table === table).map(route => ({...route, table: 'main'})),
			links: [],
		}).routeTo;
	const main = tellOf('main');
	const others = rules.flatMap(({rule}) => {
		const table = /\blookup (\S+)/.exec(rule)?.[1];
		return table === undefined || usualTables.has(table) ? [] : [{rule, routeTo: tellOf(table)}];
	});
	const wayOf = ({to, type, via, dev, protocol}: Route, rule: string | null): NodeWay => ({
		...{to, type, via, dev, protocol, rule},
		kind: dev === null ? null : (kinds.get(dev) ?? null),
	});
	return address => {
		const route = main(address);
		return [
			...others.flatMap(({rule, routeTo}) => {
				const chosen = routeTo(address);
				return chosen ? [wayOf(chosen, rule)] : [];
			}),
			route
				? wayOf(route, null)
				: {to: address, type: 'none', ...{via: null, dev: null, protocol: null, kind: null, rule: null}},
		];
	};
}
