import {file, folder} from '../file-entry.js';
import type {FileEntry} from '../state.js';

/** The kernel of CentOS Stream 10: its release, its configuration and its modules, kernel-modules-extra included. */

export const kernelRelease = '6.12.0-124.el10.x86_64';

/** Where the module files lie, below /lib/modules/RELEASE/kernel. */
const folders: Readonly<Record<string, string>> = {
	'fs/overlayfs': 'overlay',
	'drivers/net': 'veth',
	'drivers/net/vxlan': 'vxlan',
	'net/bridge': 'bridge br_netfilter',
	'net/netfilter':
		'nf_conntrack nf_tables nf_nat nft_compat nft_ct nft_masq nft_nat nft_reject nft_fib nfnetlink nfnetlink_log xt_set xt_comment xt_addrtype xt_conntrack xt_limit xt_mark xt_multiport xt_nat xt_physdev xt_recent xt_statistic xt_tcpudp xt_nfacct xt_NFLOG xt_MASQUERADE xt_REDIRECT',
	'net/netfilter/ipset': 'ip_set ip_set_hash_ip ip_set_hash_net ip_set_hash_ipport',
	'net/netfilter/ipvs': 'ip_vs ip_vs_rr ip_vs_sh ip_vs_wrr',
	'net/ipv4/netfilter': 'ip_tables iptable_filter iptable_mangle iptable_nat ipt_REJECT nf_reject_ipv4',
	'net/ipv6/netfilter': 'ip6_tables ip6table_filter ip6t_REJECT nf_reject_ipv6',
};

export const moduleFiles: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(folders).flatMap(([path, names]) =>
		names.split(' ').map(name => [name, `/lib/modules/${kernelRelease}/kernel/${path}/${name}.ko.xz`]),
	),
);

/** Modules in memory of a server on which only firewalld uses the packet filter. */
export const loadedAtBoot = ['nf_tables', 'nf_conntrack', 'nf_nat', 'nft_ct', 'nft_reject', 'nfnetlink'] as const;

const builtIn =
	'CGROUPS CGROUP_SCHED FAIR_GROUP_SCHED CFS_BANDWIDTH BLK_CGROUP CGROUP_PIDS CGROUP_DEVICE CGROUP_FREEZER CPUSETS MEMCG NAMESPACES UTS_NS IPC_NS PID_NS NET_NS USER_NS NET INET IPV6 NETFILTER NETFILTER_ADVANCED NETFILTER_INGRESS PROC_FS CGROUP_BPF BPF_SYSCALL SECURITY_SELINUX';
const modular =
	'NF_CONNTRACK NETFILTER_XTABLES NETFILTER_XT_TARGET_REDIRECT NETFILTER_XT_MATCH_COMMENT NETFILTER_XT_MARK NETFILTER_XT_SET NETFILTER_XT_TARGET_MASQUERADE NETFILTER_XT_NAT NETFILTER_XT_MATCH_ADDRTYPE NETFILTER_XT_MATCH_CONNTRACK NETFILTER_XT_MATCH_MULTIPORT NETFILTER_XT_MATCH_RECENT NETFILTER_XT_MATCH_STATISTIC NETFILTER_XT_MATCH_LIMIT NETFILTER_XT_MATCH_PHYSDEV NETFILTER_XT_TARGET_NFLOG NETFILTER_NETLINK NF_NAT NF_TABLES NFT_COMPAT IP_SET IP_SET_HASH_IP IP_SET_HASH_NET IP_VS IP_VS_NFCT IP_VS_SH IP_VS_RR IP_VS_WRR NF_REJECT_IPV4 IP_NF_IPTABLES IP_NF_FILTER IP_NF_TARGET_REJECT IP_NF_NAT IP_NF_MANGLE NF_DEFRAG_IPV4 IP6_NF_IPTABLES IP6_NF_FILTER IP6_NF_MANGLE IP6_NF_NAT NF_DEFRAG_IPV6 BRIDGE BRIDGE_NETFILTER LLC STP EXT4_FS XFS_FS OVERLAY_FS VETH VXLAN';

const configuration = [
	...builtIn.split(' ').map(name => `CONFIG_${name}=y\n`),
	...modular.split(' ').map(name => `CONFIG_${name}=m\n`),
].join('');

/** One line of /proc/modules. */
export const moduleLine = (name: string): string => `${name} 32768 1 - Live 0x0000000000000000\n`;

export function kernelFiles(at: number): Record<string, FileEntry> {
	const text = (content: string): FileEntry => file(content, 0o644, at);
	return {
		[`/boot/config-${kernelRelease}`]: text(configuration),
		[`/lib/modules/${kernelRelease}/modules.builtin`]: text('kernel/fs/proc/proc.ko\n'),
		'/proc/modules': text(loadedAtBoot.map(name => moduleLine(name)).join('')),
		...Object.fromEntries(loadedAtBoot.map(name => [`/sys/module/${name}`, folder(0o755, at)])),
		'/proc/version': text(`Linux version ${kernelRelease} (mockbuild@builder) #1 SMP PREEMPT_DYNAMIC\n`),
		'/proc/cmdline': text(`BOOT_IMAGE=(hd0,gpt2)/vmlinuz-${kernelRelease} root=/dev/mapper/cs-root ro\n`),
	};
}

/** /lib/modules/RELEASE/modules.dep, without the modules whose files are not there. */
export function modulesDep(missing: readonly string[]): string {
	return Object.entries(moduleFiles)
		.filter(([name]) => !missing.includes(name))
		.map(([, path]) => `${path.slice(path.indexOf('kernel/'))}:\n`)
		.join('');
}
