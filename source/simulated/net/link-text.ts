import {bridgeMac, type Inet, type SimulatedLink} from './links.js';

/** `ip -d link show` and `ip addr show` as iproute2 6.14 writes them, without trailing blanks. */

const offload = (segments: number): string =>
	`gso_max_size 65536 gso_max_segs 65535 tso_max_size ${segments} tso_max_segs 65535 gro_max_size 65536 gso_ipv4_max_size 65536 gro_ipv4_max_size 65536`;

const bridgeDetail = (id: string): string =>
	`bridge forward_delay 1500 hello_time 200 max_age 2000 ageing_time 30000 stp_state 0 priority 32768 vlan_filtering 0 vlan_protocol 802.1Q bridge_id ${id} designated_root ${id} root_port 0 root_path_cost 0 topology_change 0 topology_change_detected 0 hello_timer    0.00 tcn_timer    0.00 topology_change_timer    0.00 gc_timer  269.77 fdb_n_learned 3 fdb_max_learned 0 vlan_default_pvid 1 vlan_stats_enabled 0 vlan_stats_per_port 0 group_fwd_mask 0 group_address 01:80:c2:00:00:00 mcast_snooping 1 no_linklocal_learn 0 mcast_vlan_snooping 0 mst_enabled 0 mcast_router 1 mcast_query_use_ifaddr 0 mcast_querier 0 mcast_hash_elasticity 16 mcast_hash_max 4096 mcast_last_member_count 2 mcast_startup_query_count 2 mcast_last_member_interval 100 mcast_membership_interval 26000 mcast_querier_interval 25500 mcast_query_interval 12500 mcast_query_response_interval 1000 mcast_startup_query_interval 3125 mcast_stats_enabled 0 mcast_igmp_version 2 mcast_mld_version 1 nf_call_iptables 0 nf_call_ip6tables 0 nf_call_arptables 0`;

const portDetail = (port: number, id: string): string =>
	`bridge_slave state forwarding priority 32 cost 2 hairpin on guard off root_block off fastleave off learning on flood on port_id 0x80${port.toString(16).padStart(2, '0')} port_no 0x${port.toString(16)} designated_port ${32_768 + port} designated_cost 0 designated_bridge ${id} designated_root ${id} hold_timer    0.00 message_age_timer    0.00 forward_delay_timer    0.00 topology_change_ack 0 config_pending 0 proxy_arp off proxy_arp_wifi off mcast_router 1 mcast_fast_leave off mcast_flood on bcast_flood on mcast_to_unicast off neigh_suppress off neigh_vlan_suppress off group_fwd_mask 0 group_fwd_mask_str 0x0 vlan_tunnel off isolated off locked off mab off`;

export const bridgeId = `8000.${bridgeMac}`;

function head(link: SimulatedLink, mode: boolean): string {
	const flags = link.kind === 'loopback' ? 'LOOPBACK,UP,LOWER_UP' : 'BROADCAST,MULTICAST,UP,LOWER_UP';
	const name = link.peer === null ? link.name : `${link.name}@if${link.peer.index}`;
	const queue = link.port === null ? ' qlen 1000' : '';
	return `${link.index}: ${name}: <${flags}> mtu ${mtu(link)} qdisc ${link.qdisc}${
		link.master === null ? '' : ` master ${link.master}`
	} state ${link.state}${mode ? ' mode DEFAULT' : ''} group default${queue}`;
}

export const mtu = (link: SimulatedLink): number => (link.kind === 'loopback' ? 65_536 : 1500);

function hardware(link: SimulatedLink): string {
	const type = link.kind === 'loopback' || link.kind === 'ipip' ? link.kind : 'ether';
	const broadcast = link.kind === 'loopback' ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff';
	const peer =
		link.peer === null
			? ''
			: link.peer.netns === null
				? ` link-netnsid ${link.peer.netnsid}`
				: ` link-netns ${link.peer.netns}`;
	return `    link/${type} ${link.mac} brd ${broadcast}${peer}`;
}

export function linkText(link: SimulatedLink, details: boolean): string {
	if (!details) return [head(link, true), hardware(link), ...altname(link)].join('\n');
	const on = link.master === null ? 0 : 1;
	const limits = link.kind === 'loopback' ? 'minmtu 0 maxmtu 0' : 'minmtu 68 maxmtu 65535';
	const queues = link.kind === 'veth' ? 4 : 1;
	const genmode = link.kind === 'ether' ? 'none' : 'eui64';
	const rest = `addrgenmode ${genmode} numtxqueues ${queues} numrxqueues ${queues} ${offload(link.kind === 'ether' ? 65_536 : 524_280)}`;
	const line = `${hardware(link)} promiscuity ${on} allmulti ${on} ${limits}`;
	const body =
		link.kind === 'bridge'
			? [line, `    ${bridgeDetail(bridgeId)} ${rest}`]
			: link.kind === 'veth'
				? link.port === null
					? [line, `    veth ${rest}`]
					: [line, '    veth', `    ${portDetail(link.port, bridgeId)} ${rest}`]
				: [`${line} ${rest}${link.kind === 'ether' ? ' parentbus virtio parentdev virtio1' : ''}`];
	return [head(link, true), ...body, ...altname(link)].join('\n');
}

const altname = (link: SimulatedLink): string[] => (link.altname === null ? [] : [`    altname ${link.altname}`]);

function addressText(address: Inet): string {
	const broadcast = address.broadcast === null ? '' : ` brd ${address.broadcast}`;
	const life = address.lease === null ? 'forever' : `${address.lease}sec`;
	return [
		`    ${address.family} ${address.local}/${address.length}${broadcast} scope ${address.scope} ${address.words}`.trimEnd(),
		`       valid_lft ${life} preferred_lft ${life}`,
	].join('\n');
}

export function addressesText(link: SimulatedLink): string {
	return [
		head(link, false),
		hardware(link),
		...altname(link),
		...link.addresses.map(address => addressText(address)),
	].join('\n');
}
