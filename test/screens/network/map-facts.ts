import type {LinkWithPeer, Namespace, Topology} from '../../../source/facts/network.js';
import type {MapAction} from '../../../source/screens/network/map/state.js';
import {hostKey, linkKey} from '../../../source/model/network-keys.js';
import type {LinkRate} from '../../../source/model/network-rates.js';
import {topologyOf} from '../../../source/model/topology/topology.js';
import {readCollected} from '../../../source/read/collector/collector.js';
import {readPodRules} from '../../../source/read/pod-rules.js';
import {emptyFilter} from '../../../source/components/filter.js';
import {type Line, plain} from '../../../source/components/line.js';
import {mapOf} from '../../../source/model/map.js';
import {mapFrame, mapLines, selectedOnMap, type MapFrame} from '../../../source/screens/network/map/rows.js';
import {filteredMap, podNames, spacesOf} from '../../../source/screens/network/spaces.js';
import {initialNetwork, reduceNetwork, type NetworkState} from '../../../source/screens/network/state.js';
import {catalogue} from '../../../source/text/text.js';
import {outcomeOf, sample} from '../../support/samples.js';

export const text = catalogue('en');

const rules = readPodRules(outcomeOf({stdout: sample('iptables/1.8.9/pod-rules.txt')}));

/** A recorded lab, with the pods that the rules' comments tell. */
export function topologyFrom(name: string): Topology {
	const argv = ['sh', '-s', '--', 'TOKEN', '50'];
	const facts = readCollected(outcomeOf({argv, stdout: sample(`collector/iproute2-6.1.0/${name}.txt`)}));
	const reading = facts.known ? topologyOf(facts.value, {rules: rules.known ? rules.value : undefined}) : facts;
	if (!reading.known) throw new Error(reading.unknown.detail);
	return reading.value;
}

const base = topologyFrom('four-pods');

export const linkOf = (parts: Partial<LinkWithPeer>): LinkWithPeer => {
	const [, first] = base.links;
	if (!first) throw new Error('no link');
	return {
		...first,
		master: null,
		linkIndex: null,
		linkNetnsid: null,
		peer: null,
		bridgePort: null,
		addresses: [],
		...parts,
	};
};

export const address = (local: string): LinkWithPeer['addresses'][number] => ({
	family: 'inet',
	local,
	prefixlen: 24,
	scope: 'global',
	broadcast: null,
	dynamic: false,
});

export const namespaceOf = (parts: Partial<Namespace>): Namespace => ({
	name: null,
	id: null,
	inode: null,
	state: 'live',
	links: [],
	routes: [],
	neighbours: null,
	processes: [{pid: 7, command: 'app', container: null, podUid: null}],
	pod: null,
	containers: [],
	peer: null,
	unread: null,
	...parts,
});

export const rateOf = (rx: number, tx: number, dropped = 0): LinkRate => ({
	rx: {bytes: rx, packets: 1},
	tx: {bytes: tx, packets: 1},
	...{dropped, perMinute: dropped, share: 0, since: dropped > 0 ? 0 : null},
});

/** `count` pods on one bridge, in three Kubernetes namespaces, each wire with a rate. */
export function manyPods(count: number): {readonly topology: Topology; readonly rates: ReadonlyMap<string, LinkRate>} {
	const pods = Array.from({length: count}, (_, at) => {
		const [veth, name] = [`veth${at.toString(16).padStart(8, '0')}`, `cni-${at.toString(16).padStart(8, '0')}`];
		const inside = linkOf({
			index: 2,
			name: 'eth0',
			kind: 'veth',
			addresses: [address(`10.244.${at >> 8}.${at & 255}`)],
			peer: {namespace: '', index: at + 10, name: veth, verified: true},
		});
		const peer = {name: veth, index: at + 10, bridge: 'kube-bridge'};
		const pod = {
			namespace: ['default', 'kube-system', 'shop'][at % 3] ?? '',
			name: `pod-${at}`,
			source: 'pod-ip',
		} as const;
		const namespace = namespaceOf({name, id: at, inode: at + 1000, links: [inside], pod, peer});
		const end = {namespace: name, index: 2, name: 'eth0', verified: true};
		return {namespace, link: linkOf({index: at + 10, name: veth, kind: 'veth', master: 'kube-bridge', peer: end})};
	});
	const links = [...base.links.slice(0, 3), ...pods.map(({link}) => link)];
	return {
		topology: {...base, links, namespaces: pods.map(({namespace}) => namespace)},
		rates: new Map(pods.map(({link}, at) => [linkKey(hostKey, link), rateOf(at * 1000, at * 10)])),
	};
}

/** The map as a person sees it, moved by actions; also the state and the frame behind it. */
export function mapped(
	topology: Topology,
	width: number,
	height: number,
	{
		rates = new Map(),
		actions = [],
		filter = '',
		from = null,
	}: {
		readonly rates?: ReadonlyMap<string, LinkRate>;
		readonly actions?: readonly MapAction[];
		readonly filter?: string;
		readonly from?: string | null;
	} = {},
): {
	readonly lines: readonly Line[];
	readonly rows: readonly string[];
	readonly state: NetworkState;
	readonly frame: MapFrame;
	readonly title: string;
} {
	const context = {text, width, rates, pods: podNames(topology)};
	let state: NetworkState = {...initialNetwork, filter: {...emptyFilter, text: filter}};
	state = reduceNetwork(state, {type: 'map', space: from});
	const whole = mapOf(topology);
	const frame = mapFrame(whole, filteredMap(whole, state.filter), topology, state.filter, [], context, height);
	for (const action of actions) state = reduceNetwork(state, {type: 'map-move', action, picture: frame.picture});
	const selected = selectedOnMap(frame.picture, state, spacesOf(topology), topology, context);
	const lines = mapLines(frame, selected, state, context, height);
	return {lines, rows: lines.map(line => plain(line).trimEnd()), state, frame, title: selected.title};
}
