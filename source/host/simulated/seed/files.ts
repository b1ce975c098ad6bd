import {file, folder} from '../k0s.js';
import type {FileEntry} from '../state.js';
import {moduleLine} from './module-line.js';

/** The files of a freshly installed CentOS Stream 10 that somebody asks for. */

export const kernelRelease = '6.12.0-124.el10.x86_64';

const osRelease = `NAME="CentOS Stream"
VERSION="10 (Coughlan)"
RELEASE_TYPE=stable
ID="centos"
ID_LIKE="rhel fedora"
VERSION_ID="10"
PLATFORM_ID="platform:el10"
PRETTY_NAME="CentOS Stream 10 (Coughlan)"
ANSI_COLOR="0;31"
LOGO="fedora-logo-icon"
CPE_NAME="cpe:/o:centos:centos:10"
HOME_URL="https://centos.org/"
VENDOR_NAME="CentOS"
VENDOR_URL="https://centos.org/"
BUG_REPORT_URL="https://issues.redhat.com/"
REDHAT_BUGZILLA_PRODUCT="Red Hat Enterprise Linux 10"
REDHAT_BUGZILLA_PRODUCT_VERSION=10
REDHAT_SUPPORT_PRODUCT="Red Hat Enterprise Linux"
REDHAT_SUPPORT_PRODUCT_VERSION="CentOS Stream"
`;

const meminfo = `MemTotal:        3997184 kB
MemFree:         2411208 kB
MemAvailable:    3120044 kB
Buffers:            4320 kB
Cached:           872544 kB
SwapCached:            0 kB
Active:           598112 kB
Inactive:         611360 kB
SwapTotal:       2097148 kB
SwapFree:        2097148 kB
Dirty:                84 kB
HugePages_Total:       0
Hugepagesize:       2048 kB
`;

const processor = (index: number): string => `processor\t: ${index}
vendor_id\t: GenuineIntel
cpu family\t: 6
model\t\t: 94
model name\t: Intel Core Processor (Skylake, IBRS)
cpu MHz\t\t: 3407.998
cache size\t: 16384 KB
physical id\t: ${index}
cpu cores\t: 1
flags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat clflush mmx fxsr sse sse2 ss syscall nx lm

`;

const passwd = `root:x:0:0:Super User:/root:/bin/bash
bin:x:1:1:bin:/bin:/usr/sbin/nologin
daemon:x:2:2:daemon:/sbin:/usr/sbin/nologin
nobody:x:65534:65534:Kernel Overflow User:/:/usr/sbin/nologin
sshd:x:74:74:Privilege-separated SSH:/usr/share/empty.sshd:/usr/sbin/nologin
chrony:x:996:994:chrony system user:/var/lib/chrony:/sbin/nologin
`;

const mounts = `proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
sysfs /sys sysfs rw,seclabel,nosuid,nodev,noexec,relatime 0 0
cgroup2 /sys/fs/cgroup cgroup2 rw,seclabel,nosuid,nodev,noexec,relatime,nsdelegate,memory_recursiveprot 0 0
tmpfs /run tmpfs rw,seclabel,nosuid,nodev,size=799440k,nr_inodes=819200,mode=755,inode64 0 0
/dev/mapper/cs-root / xfs rw,seclabel,relatime,attr2,inode64,logbufs=8,logbsize=32k,noquota 0 0
/dev/vda2 /boot xfs rw,seclabel,relatime,attr2,inode64,logbufs=8,logbsize=32k,noquota 0 0
`;

/** Kernel settings below /proc/sys, as they are before k0s changes some. */
const sysctls: Readonly<Record<string, string>> = {
	'fs/inotify/max_user_instances': '128',
	'fs/inotify/max_user_watches': '31141',
	'fs/file-max': '9223372036854775807',
	'fs/nr_open': '1073741816',
	'kernel/osrelease': kernelRelease,
	'kernel/ostype': 'Linux',
	'kernel/pid_max': '4194304',
	'kernel/panic': '0',
	'kernel/keys/root_maxkeys': '1000000',
	'net/ipv4/ip_forward': '0',
	'net/ipv4/conf/all/forwarding': '0',
	'net/ipv4/conf/default/forwarding': '0',
	'net/ipv4/conf/all/rp_filter': '0',
	'net/ipv4/conf/default/rp_filter': '1',
	'net/ipv4/ip_local_port_range': '32768\t60999',
	'net/ipv6/conf/all/forwarding': '0',
	'net/ipv6/conf/default/forwarding': '0',
	'net/ipv6/conf/all/disable_ipv6': '0',
	'net/netfilter/nf_conntrack_max': '131072',
	'vm/max_map_count': '1048576',
	'vm/overcommit_memory': '0',
	'vm/swappiness': '60',
};

/** Where the module files of a stock kernel with kernel-modules-extra lie. */
export const moduleFiles: Readonly<Record<string, string>> = {
	overlay: 'fs/overlayfs',
	br_netfilter: 'net/bridge',
	bridge: 'net/bridge',
	nf_conntrack: 'net/netfilter',
	nf_tables: 'net/netfilter',
	nf_nat: 'net/netfilter',
	nft_compat: 'net/netfilter',
	ip_tables: 'net/ipv4/netfilter',
	ip_set: 'net/netfilter/ipset',
	ip_set_hash_ip: 'net/netfilter/ipset',
	ip_set_hash_net: 'net/netfilter/ipset',
	xt_set: 'net/netfilter',
	xt_comment: 'net/netfilter',
	xt_addrtype: 'net/netfilter',
	xt_conntrack: 'net/netfilter',
	xt_mark: 'net/netfilter',
	xt_multiport: 'net/netfilter',
	xt_nat: 'net/netfilter',
	xt_statistic: 'net/netfilter',
	xt_recent: 'net/netfilter',
	xt_limit: 'net/netfilter',
	xt_physdev: 'net/netfilter',
	xt_NFLOG: 'net/netfilter',
	xt_MASQUERADE: 'net/netfilter',
	xt_REDIRECT: 'net/netfilter',
	ipt_REJECT: 'net/ipv4/netfilter',
	veth: 'drivers/net',
	vxlan: 'drivers/net/vxlan',
	ip_vs: 'net/netfilter/ipvs',
};

export const modulePath = (name: string): string =>
	`/lib/modules/${kernelRelease}/kernel/${moduleFiles[name] ?? 'extra'}/${name}.ko.xz`;

export function baseFiles(hostname: string, at: number): Record<string, FileEntry> {
	const text = (content: string, mode = 0o644): FileEntry => file(content, mode, at);
	const files: Record<string, FileEntry> = {
		'/etc/os-release': text(osRelease),
		'/usr/lib/os-release': text(osRelease),
		'/etc/redhat-release': text('CentOS Stream release 10 (Coughlan)\n'),
		'/etc/hostname': text(`${hostname}\n`),
		'/etc/hosts': text(
			'127.0.0.1   localhost localhost.localdomain localhost4 localhost4.localdomain4\n::1         localhost localhost.localdomain localhost6 localhost6.localdomain6\n',
		),
		'/etc/resolv.conf': text('# Generated by NetworkManager\nsearch home.local\nnameserver 192.168.122.1\n'),
		'/etc/nsswitch.conf': text('hosts:      files myhostname dns\n'),
		'/etc/machine-id': text('37d6d90c7f5d4d3b9e05610a67134c4a\n', 0o444),
		'/etc/passwd': text(passwd),
		'/etc/fstab': text('/dev/mapper/cs-root / xfs defaults 0 0\n/dev/mapper/cs-swap none swap defaults 0 0\n'),
		'/etc/selinux/config': text('SELINUX=enforcing\nSELINUXTYPE=targeted\n'),
		'/sys/fs/selinux/enforce': text('1'),
		'/sys/fs/cgroup/cgroup.controllers': text('cpuset cpu io memory hugetlb pids rdma misc dmem\n'),
		'/sys/fs/cgroup/cgroup.subtree_control': text('cpuset cpu io memory hugetlb pids rdma misc\n'),
		'/proc/meminfo': text(meminfo),
		'/proc/cpuinfo': text([0, 1, 2, 3].map(index => processor(index)).join('')),
		'/proc/mounts': text(mounts),
		'/proc/self/mounts': text(mounts),
		'/proc/swaps': text(
			'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/dm-1                               partition\t2097148\t\t0\t\t-2\n',
		),
		'/proc/modules': text(['nf_tables', 'nf_conntrack', 'nf_nat', 'xfs'].map(name => moduleLine(name)).join('')),
		'/proc/version': text(`Linux version ${kernelRelease} (mockbuild@builder) #1 SMP PREEMPT_DYNAMIC\n`),
		'/proc/1/comm': text('systemd\n'),
		'/proc/cmdline': text(`BOOT_IMAGE=(hd0,gpt2)/vmlinuz-${kernelRelease} root=/dev/mapper/cs-root ro\n`),
		'/etc/firewalld/firewalld.conf': text('DefaultZone=public\nFirewallBackend=nftables\n'),
		'/etc/ssh/sshd_config': text(
			'Include /etc/ssh/sshd_config.d/*.conf\nSubsystem sftp /usr/libexec/openssh/sftp-server\n',
			0o600,
		),
		'/proc/sys/kernel/random/boot_id': text('31c25b24-44fe-4be0-a031-1e68c05aa4fd\n'),
		'/usr/local/bin': folder(0o755, at),
		'/var/lib': folder(0o755, at),
		'/etc/systemd/system': folder(0o755, at),
		'/run/systemd/system': folder(0o755, at),
		'/usr/lib/systemd/systemd': text(''),
		[`/boot/config-${kernelRelease}`]: text(
			'CONFIG_CGROUPS=y\nCONFIG_NAMESPACES=y\nCONFIG_BRIDGE_NETFILTER=m\nCONFIG_OVERLAY_FS=m\n',
		),
	};
	for (const [name, value] of Object.entries(sysctls)) files[`/proc/sys/${name}`] = text(`${value}\n`);
	return files;
}
