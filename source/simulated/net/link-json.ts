import {secondNode} from '../seed/second-node.js';
import {bridgeId, mtu} from './link-text.js';
import type {Inet, SimulatedLink, Traffic} from './links.js';

/** One element of `ip -j [-d] [-s] addr|link show` (iproute2 6.x). JSON names no namespace: only its id. */

const forever = 4_294_967_295;

export type LinkForm = {details: boolean; statistics: boolean; addresses: boolean};

export function linkJson(link: SimulatedLink, form: LinkForm): Record<string, unknown> {
	const loop = link.kind === 'loopback';
	const on = link.master === null ? 0 : 1;
	return {
		ifindex: link.index,
		...(link.peer === null ? {} : {link_index: link.peer.index}),
		ifname: link.name,
		flags: loop ? ['LOOPBACK', 'UP', 'LOWER_UP'] : ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
		mtu: mtu(link),
		qdisc: link.qdisc,
		...(link.master === null ? {} : {master: link.master}),
		operstate: link.state,
		...(form.addresses ? {} : {linkmode: 'DEFAULT'}),
		group: 'default',
		...(link.port === null ? {txqlen: 1000} : {}),
		link_type: loop ? 'loopback' : link.kind === 'ipip' ? 'ipip' : 'ether',
		address: link.mac,
		broadcast: loop ? link.mac : 'ff:ff:ff:ff:ff:ff',
		...(link.peer === null ? {} : {link_netnsid: link.peer.netnsid}),
		...(form.details ? {promiscuity: on, allmulti: on, min_mtu: loop ? 0 : 68, max_mtu: loop ? 0 : 65_535} : {}),
		...(form.details ? details(link) : {}),
		...(link.altname === null ? {} : {altnames: [link.altname]}),
		...(form.addresses ? {addr_info: link.addresses.map(address => addressJson(address, link.name))} : {}),
		...(form.statistics ? {stats64: {rx: received(link.rx), tx: sent(link.tx)}} : {}),
	};
}

function details(link: SimulatedLink): Record<string, unknown> {
	const queues = link.kind === 'veth' ? 4 : 1;
	return {
		...(link.kind === 'ipip'
			? {
					linkinfo: {
						info_kind: 'ipip',
						info_data: {local: link.mac, remote: secondNode.address, ttl: 0, pmtudisc: true},
					},
				}
			: {}),
		...(link.kind === 'bridge' ? {linkinfo: {info_kind: 'bridge', info_data: bridgeData}} : {}),
		...(link.kind === 'veth' ? {linkinfo: {info_kind: 'veth', ...(link.port === null ? {} : slave(link.port))}} : {}),
		num_tx_queues: queues,
		num_rx_queues: queues,
		gso_max_size: 65_536,
		gso_max_segs: 65_535,
		tso_max_size: link.kind === 'ether' ? 65_536 : 524_280,
		tso_max_segs: 65_535,
		gro_max_size: 65_536,
		gso_ipv4_max_size: 65_536,
		gro_ipv4_max_size: 65_536,
		...(link.kind === 'ether' ? {parentbus: 'virtio', parentdev: 'virtio1'} : {}),
	};
}

const bridgeData = {
	forward_delay: 1500,
	hello_time: 200,
	max_age: 2000,
	ageing_time: 30_000,
	stp_state: 0,
	priority: 32_768,
	vlan_filtering: 0,
	vlan_protocol: '802.1Q',
	bridge_id: bridgeId,
	root_id: bridgeId,
	root_port: 0,
	root_path_cost: 0,
	fdb_n_learned: 3,
	mcast_snooping: 1,
	nf_call_iptables: 0,
	nf_call_ip6tables: 0,
	nf_call_arptables: 0,
};

function slave(port: number): Record<string, unknown> {
	return {
		info_slave_kind: 'bridge',
		info_slave_data: {
			state: 'forwarding',
			priority: 32,
			cost: 2,
			hairpin: true,
			guard: false,
			learning: true,
			flood: true,
			id: `0x80${port.toString(16).padStart(2, '0')}`,
			no: `0x${port.toString(16)}`,
			bridge_id: bridgeId,
			root_id: bridgeId,
			isolated: false,
			locked: false,
		},
	};
}

function addressJson(address: Inet, name: string): Record<string, unknown> {
	const life = address.lease ?? forever;
	return {
		family: address.family,
		local: address.local,
		prefixlen: address.length,
		...(address.broadcast === null ? {} : {broadcast: address.broadcast}),
		scope: address.scope,
		...(address.words.includes('dynamic') ? {dynamic: true} : {}),
		...(address.words.includes('noprefixroute') ? {noprefixroute: true} : {}),
		...(address.words.startsWith('proto') ? {protocol: address.words.split(' ')[1]} : {}),
		...(address.family === 'inet' ? {label: name} : {}),
		valid_life_time: life,
		preferred_life_time: life,
	};
}

const received = ({bytes, packets, drops}: Traffic): Record<string, number> => ({
	bytes,
	packets,
	errors: 0,
	dropped: drops,
	over_errors: 0,
	multicast: 0,
});

const sent = ({bytes, packets, drops}: Traffic): Record<string, number> => ({
	bytes,
	packets,
	errors: 0,
	dropped: drops,
	carrier_errors: 0,
	collisions: 0,
});
