import {networkedPods} from '../cluster/view.js';
import {since, type Moment} from '../moment.js';
import {nodeAddress} from '../seed/cluster.js';
import {tunnel} from '../seed/second-node.js';
import {linkLocal, sha256} from '../seed/names.js';

/** Links and routes of the host and of each namespace, before a listing gives them its form. */

export type Inet = {
	family: 'inet' | 'inet6';
	local: string;
	length: number;
	broadcast: string | null;
	scope: 'host' | 'link' | 'global';
	/** Words after the scope, as text prints them. */
	words: string;
	/** Seconds left of a lease; null: forever. */
	lease: number | null;
};

export type Traffic = {bytes: number; packets: number; drops: number};

export type SimulatedLink = {
	index: number;
	name: string;
	kind: 'loopback' | 'ether' | 'bridge' | 'veth' | 'ipip';
	mac: string;
	qdisc: string;
	state: string;
	altname: string | null;
	master: string | null;
	/** A veth's other end: its index there, the namespace's id as seen from here, and its name where it has one. */
	peer: {index: number; netnsid: number; netns: string | null} | null;
	/** Position on its bridge, from 1. */
	port: number | null;
	addresses: readonly Inet[];
	rx: Traffic;
	tx: Traffic;
};

const inet6 = (local: string, words: string): Inet => ({
	family: 'inet6',
	local,
	length: local === '::1' ? 128 : 64,
	broadcast: null,
	scope: local === '::1' ? 'host' : 'link',
	words,
	lease: null,
});

const inet = (local: string, length: number, name: string, lease: number | null = null): Inet => ({
	family: 'inet',
	local,
	length,
	broadcast: length === 8 ? null : local.replace(/\d+$/, '255'),
	scope: length === 8 ? 'host' : 'global',
	words: lease === null ? name : `dynamic noprefixroute ${name}`,
	lease,
});

/** Packets a second, sized so that a quiet host still moves. */
function traffic(elapsed: number, perSecond: number, size: number, base = 0): Traffic {
	const packets = base + Math.floor((Math.max(0, elapsed) / 1000) * perSecond);
	return {bytes: packets * size, packets, drops: 0};
}

/** Packets a second of a pod: each its own, between 0.3 and 2. */
const busy = (veth: string): number => 0.3 + (Number.parseInt(sha256(veth).slice(0, 4), 16) / 0xff_ff) * 1.7;

const none: Traffic = {bytes: 0, packets: 0, drops: 0};

function loopback(words: string, elapsed: number): SimulatedLink {
	const both = traffic(elapsed, elapsed === 0 ? 0 : 40, 187);
	return {
		index: 1,
		name: 'lo',
		kind: 'loopback',
		mac: '00:00:00:00:00:00',
		qdisc: 'noqueue',
		state: 'UNKNOWN',
		altname: null,
		master: null,
		peer: null,
		port: null,
		addresses: [inet('127.0.0.1', 8, 'lo'), inet6('::1', words)],
		rx: both,
		tx: both,
	};
}

const ethernet = {qdisc: 'noqueue', state: 'UP', altname: null, master: null, peer: null, port: null} as const;
export const bridgeMac = '22:ef:53:73:aa:bd';

export function hostLinks(moment: Moment): SimulatedLink[] {
	return allLinks(moment).filter(({name}) => !moment.state.deletedLinks.includes(name));
}

function allLinks(moment: Moment): SimulatedLink[] {
	const up = since(moment, moment.state.bootedAt);
	const {cluster} = moment.state;
	const pods = cluster === null ? [] : networkedPods(moment, cluster);
	const bridged = bridgeAt(moment);
	const lease = 3600 - (Math.floor(up / 1000) % 1800);
	const links: SimulatedLink[] = [
		loopback('noprefixroute', up),
		{
			...ethernet,
			index: 2,
			name: 'enp1s0',
			kind: 'ether',
			mac: '52:54:00:da:28:19',
			qdisc: 'fq_codel',
			altname: 'enx525400da2819',
			addresses: [inet(nodeAddress, 24, 'enp1s0', lease), inet6('fe80::5054:ff:feda:2819', 'noprefixroute')],
			rx: traffic(up, 1.7, 612, 1200),
			tx: traffic(up, 1.3, 144, 900),
		},
	];
	if (bridged === null) return links;
	const since0 = since(moment, bridged);
	links.push({
		...ethernet,
		index: 3,
		name: 'kube-bridge',
		kind: 'bridge',
		mac: bridgeMac,
		addresses: [inet('10.244.0.1', 24, 'kube-bridge'), inet6('fe80::3c70:aeff:feed:177a', 'proto kernel_ll')],
		rx: traffic(since0, 0.9, 86),
		tx: traffic(since0, 1, 104),
	});
	if (moment.faults.secondNode === 'ipip') {
		links.push({
			...ethernet,
			...{index: tunnel.index, name: tunnel.name, kind: 'ipip', mac: nodeAddress, state: 'UNKNOWN'},
			...{addresses: [], rx: traffic(since0, 0.4, 92), tx: traffic(since0, 0.5, 104)},
		});
	}

	for (const pod of pods) {
		const made = since(moment, pod.at) - pod.sandboxAfter;
		links.push({
			...ethernet,
			index: pod.net.index,
			name: pod.net.veth,
			kind: 'veth',
			mac: pod.net.hostMac,
			master: 'kube-bridge',
			peer: {index: 2, netnsid: pod.net.id, netns: pod.net.name},
			port: pod.net.port,
			addresses: [inet6(linkLocal(pod.net.hostMac), 'proto kernel_ll')],
			rx: traffic(made, busy(pod.net.veth), 92, 4),
			tx: traffic(made, busy(pod.net.veth) * 1.1, 121, 9),
		});
	}

	return links;
}

/** When the first pod's CNI call made kube-bridge; null: there is none. A reset takes it away. */
export function bridgeAt(moment: Moment): number | null {
	const {cluster} = moment.state;
	if (cluster === null) return null;
	const made = cluster.pods.filter(({net}) => net !== null).map(pod => pod.at + pod.sandboxAfter / moment.speed);
	const first = Math.min(...made);
	return Number.isFinite(first) && first <= moment.now ? first : null;
}

/** Links inside a namespace; undefined: no such namespace. */
export function namespaceLinks(moment: Moment, name: string): SimulatedLink[] | undefined {
	const {cluster} = moment.state;
	const pod = cluster === null ? undefined : networkedPods(moment, cluster).find(({net}) => net.name === name);
	if (!pod) return undefined;
	const made = since(moment, pod.at) - pod.sandboxAfter;
	return [
		{...loopback('proto kernel_lo', 0), rx: none, tx: none},
		{
			...ethernet,
			index: 2,
			name: 'eth0',
			kind: 'veth',
			mac: pod.net.podMac,
			peer: {index: pod.net.index, netnsid: 0, netns: null},
			addresses: [inet(pod.ip, 24, 'eth0'), inet6(linkLocal(pod.net.podMac), 'proto kernel_ll')],
			rx: traffic(made, busy(pod.net.veth) * 1.1, 121, 9),
			tx: traffic(made, busy(pod.net.veth), 92, 4),
		},
	];
}

/** Named namespaces, newest first as the kernel's folder lists them in the guide. */
export function namespaces(moment: Moment): Array<{name: string; id: number; inode: number; pids: number[]}> {
	const {cluster} = moment.state;
	if (cluster === null) return [];
	const settled = [2, 0, 1];
	return networkedPods(moment, cluster)
		.map(pod => ({
			name: pod.net.name,
			id: pod.net.id,
			inode: pod.net.inode,
			pids: [
				pod.sandbox.pid,
				...(since(moment, pod.at) >= pod.runningAfter ? pod.containers.map(({pid}) => pid) : []),
			].filter(pid => pid !== null),
		}))
		.sort((a, b) => rank(a.id) - rank(b.id));

	function rank(id: number): number {
		const at = settled.indexOf(id);
		return at === -1 ? -id : at;
	}
}
