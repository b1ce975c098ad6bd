import type {Outcome} from '../../source/command/outcome.js';
import {kernelModules, moduleNames} from '../../source/model/kernel-modules.js';
import type {Answers} from './fake-runner.js';

/** What one command answers: its standard output, or more; null: no such tool. The key is the command as typed, or how it begins. */
export type Given = Readonly<Record<string, string | Partial<Outcome> | null>>;

export const failing = (stderr: string, exit = 1, stdout = ''): Partial<Outcome> => ({
	kind: 'failed',
	exit,
	stdout,
	stderr,
});
export const absent = (path: string): Partial<Outcome> => failing(`${path}: No such file or directory\n`, 2);
export const refused: Partial<Outcome> = failing('Operation not permitted (you must be root)\n');

/** 2026-11-23 05:00:00 UTC. */
export const now = 1_795_410_000;
export const bootId = '31c25b24-44fe-4be0-a031-1e68c05aa4fd';
/** /proc/self/stat of a process that began so many milliseconds after the boot. */
export const stat = (ms: number): string =>
	`4411 (cat) R 4410 4411 871 34816 4411 4194304 104 0 0 0 0 0 0 0 20 0 1 0 ${ms / 10} 5832704 230\n`;

const kernel = '6.12.0-124.el10.x86_64';
export const unit = (name: string) =>
	`Id=${name}\nLoadState=not-found\nActiveState=inactive\nSubState=dead\nResult=success\nNRestarts=0\n`;

export const address = (name: string, index: number, local: string, rest = ''): string =>
	`{"ifindex":${index},"ifname":"${name}","flags":["UP"],"mtu":1500,"operstate":"UP","link_type":"ether","addr_info":[{"family":"inet","local":"${local}","prefixlen":24,"scope":"global"${rest},"label":"${name}"}]}`;

const loopback =
	'{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP"],"mtu":65536,"operstate":"UNKNOWN","link_type":"loopback","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host","label":"lo"}]}';
export const links = (...others: readonly string[]): string => `[${[loopback, ...others].join(',')}]`;

const ownRoutes = [
	'{"dst":"default","gateway":"192.168.122.1","dev":"enp1s0","protocol":"static","metric":100,"flags":[]}',
	'{"dst":"192.168.122.0/24","dev":"enp1s0","protocol":"kernel","scope":"link","prefsrc":"192.168.122.161","flags":[]}',
	'{"type":"local","dst":"192.168.122.161","dev":"enp1s0","table":"local","protocol":"kernel","scope":"host","flags":[]}',
];
export const routes = (...others: readonly string[]): string => `[${[...ownRoutes, ...others].join(',')}]`;
export const route = (dst: string, dev: string): string => `{"dst":"${dst}","dev":"${dev}","scope":"link","flags":[]}`;

type ZoneText = {
	readonly interfaces?: string;
	readonly sources?: string;
	readonly services?: string;
	readonly ports?: string;
	readonly masquerade?: 'yes' | 'no';
};

const zone = (header: string, target: string, text: ZoneText): string =>
	`${header}\n  target: ${target}\n  icmp-block-inversion: no\n  interfaces: ${text.interfaces ?? ''}\n  sources: ${text.sources ?? ''}\n  services: ${text.services ?? ''}\n  ports: ${text.ports ?? ''}\n  protocols: \n  forward: yes\n  masquerade: ${text.masquerade ?? 'no'}\n  forward-ports: \n  source-ports: \n  icmp-blocks: \n  rich rules: \n`;

/** `firewall-cmd --list-all-zones` of two zones. */
export const zones = (open: ZoneText = {}, trusted: ZoneText = {interfaces: 'kube-bridge'}): string =>
	[
		zone('public (default, active)', 'default', {interfaces: 'enp1s0', services: 'ssh', ...open}),
		zone('trusted', 'ACCEPT', trusted),
	].join('\n');

const builtIn =
	'CGROUPS CGROUP_SCHED CPUSETS MEMCG CGROUP_PIDS FAIR_GROUP_SCHED NAMESPACES UTS_NS IPC_NS PID_NS NET_NS NET INET NETFILTER PROC_FS';
const asModules = [
	'NETFILTER_XTABLES',
	'NETFILTER_XT_TARGET_REDIRECT',
	'EXT4_FS',
	...kernelModules.map(({option}) => option),
];
/** A kernel's configuration as EL10 has it: netfilter as modules. */
export const config = (without = ''): string =>
	[
		...builtIn.split(' ').map(option => (option === without ? `# CONFIG_${option} is not set` : `CONFIG_${option}=y`)),
		...asModules.map(option => (option === without ? `# CONFIG_${option} is not set` : `CONFIG_${option}=m`)),
	].join('\n');

export const modules = (missing: readonly string[] = []): Partial<Outcome> => ({
	kind: missing.length > 0 ? 'failed' : 'ok',
	exit: missing.length > 0 ? 1 : 0,
	stdout: moduleNames
		.filter(name => !missing.includes(name))
		.map(name => `/lib/modules/${kernel}/kernel/${name}.ko.xz\n`)
		.join(''),
	stderr: missing.map(name => `modinfo: ERROR: Module ${name} not found.\n`).join(''),
});

export const disk = (type = 'xfs', available = 14_000_000_000, inodesFree = 8_000_000, target = '/'): string =>
	`Filesystem Type 1B-blocks Avail Inodes IFree Mounted on\n/dev/vda3 ${type} 18000000000 ${available} 8910848 ${inodesFree} ${target}\n`;

/** It started an hour ago, by both clocks. */
export const controller = (active: string, sub = 'running', restarts = 0): string =>
	`${active === 'active' ? 'ActiveEnterTimestamp=Mon 2026-11-23 04:00:00 UTC\nActiveEnterTimestampMonotonic=400000000\n' : ''}Id=k0scontroller.service\nLoadState=loaded\nActiveState=${active}\nSubState=${sub}\nResult=success\nNRestarts=${restarts}\nFragmentPath=/etc/systemd/system/k0scontroller.service\n`;

export const chains = (...names: readonly string[]): string =>
	JSON.stringify({
		nftables: [
			{metainfo: {version: '1.0.6', json_schema_version: 1}},
			...names.map((name, handle) => ({chain: {family: 'ip', table: 'nat', name, handle}})),
		],
	});

/** A server of the EL10 family before k0s, with nothing wrong, seen by root. */
export const goodHost: Given = {
	'id -u': '0\n',
	'sudo -V': "Sudo version 1.9.15\nValue to override user's $PATH with: /usr/local/bin:/usr/bin\n",
	'cat -- /etc/os-release': 'ID=centos\nID_LIKE="rhel fedora"\nVERSION_ID="10"\nPRETTY_NAME="CentOS Stream 10"\n',
	'uname -srm': `Linux ${kernel} x86_64\n`,
	'cat -- /proc/1/comm': 'systemd\n',
	'cat -- /proc/cmdline': `BOOT_IMAGE=/vmlinuz-${kernel} root=/dev/vda3 ro\n`,
	'ls -1A -- /run/systemd/system': '',
	'ls -1d -- /run/openrc/softlevel': absent('/run/openrc/softlevel'),
	'cat -- /run/systemd/container': absent('/run/systemd/container'),
	'grep -a -o -e container=': failing('', 1),
	'cat -- /proc/meminfo': 'MemTotal:        3997184 kB\nMemAvailable:    3120044 kB\nSwapTotal:             0 kB\n',
	nproc: '4\n',
	'ls -1d -- /var/lib/k0s': failing(
		"ls: cannot access '/var/lib/k0s': No such file or directory\n",
		2,
		'/\n/var\n/var/lib\n',
	),
	'df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- /var/lib': disk(),
	'df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- /usr/local/bin': disk(),
	'cat -- /proc/self/limits': 'Max open files            1024                 524288               files     \n',
	'cat -- /proc/self/mounts': '/dev/vda3 / xfs rw,relatime 0 0\nproc /proc proc rw 0 0\n',
	[`ls -1A -- /lib/modules/${kernel}`]: 'kernel\nmodules.dep\n',
	[`modinfo -k ${kernel}`]: modules(),
	'ls -1A -- /sys/module': 'overlay\n',
	'ls -1d -- /boot/config-': `/boot/config-${kernel}\n`,
	[`cat -- /boot/config-${kernel}`]: config(),
	'stat -f -c %T -- /sys/fs/cgroup': 'cgroup2fs\n',
	'cat -- /sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory hugetlb pids rdma misc\n',
	'cat -- /proc/cgroups': '#subsys_name\thierarchy\tnum_cgroups\tenabled\n',
	'ls -1d -- /sbin/modprobe':
		'/usr/sbin/modprobe\n/usr/bin/mount\n/usr/bin/umount\n/usr/sbin/useradd\n/usr/bin/curl\n/usr/sbin/ipset\n',
	'uname -n': 'centos10.home.local\n',
	'getent hosts centos10.home.local': '192.168.122.161 centos10.home.local\n',
	'getent hosts localhost': '::1 localhost\n',
	'cat -- /etc/hosts': '127.0.0.1 localhost\n192.168.122.161 centos10.home.local\n',
	'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161')),
	'ip -j route show table all': routes(),
	'cat -- /etc/resolv.conf': 'nameserver 192.168.122.1\n',
	'sysctl -e': 'net.ipv4.ip_forward = 0\nnet.ipv6.conf.all.disable_ipv6 = 0\nfs.inotify.max_user_instances = 128\n',
	'firewall-cmd --state': 'running\n',
	'firewall-cmd --get-default-zone': 'public\n',
	'firewall-cmd --list-all-zones': zones(),
	'firewall-cmd --permanent --list-all-zones': zones(),
	// Read only where they are.
	'cat -- /etc/k0s/k0s.yaml': 'spec: {}\n',
	'cat -- /srv/k0s.yaml': 'spec: {}\n',
	'firewall-cmd --list-all-policies': '',
	'firewall-cmd --direct --get-all-rules': '',
	'firewall-cmd --direct --get-all-chains': '',
	'firewall-cmd --direct --get-all-passthroughs': '',
	'cat -- /etc/firewalld/direct.xml': absent('/etc/firewalld/direct.xml'),
	// Its rules are not shown: what it lists decides.
	'nft -j list table inet firewalld': failing('Error: No such file or directory\n'),
	'cat -- /etc/firewalld/firewalld.conf': 'FirewallBackend=nftables\n',
	'nft -j list chains': chains(),
	'cat -- /proc/net/ip_tables_names': absent('/proc/net/ip_tables_names'),
	'systemctl show k0scontroller.service --property Environment': 'Environment=\n',
	'systemctl show k0scontroller.service': unit('k0scontroller.service'),
	'systemctl show k0sworker.service': unit('k0sworker.service'),
	'systemctl show kubelet.service': 'Id=kubelet.service\nLoadState=not-found\nActiveState=inactive\n',
	'ls -1A -- /var/lib/k0s': absent('/var/lib/k0s'),
	'ls -1A -- /run/k0s': absent('/run/k0s'),
	'ls -1A -- /etc/cni/net.d': absent('/etc/cni/net.d'),
	'ss -Hltnup': 'tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1000,fd=3))\n',
	'cat -- /sys/fs/selinux/enforce': '1',
	'cat -- /sys/module/apparmor/parameters/enabled': absent('/sys/module/apparmor/parameters/enabled'),
	'timedatectl show': 'NTP=yes\nNTPSynchronized=yes\nCanNTP=yes\n',
	'date +%s': `${now}\n`,
	'cat -- /proc/self/stat': stat(4_000_000),
	'cat -- /proc/sys/kernel/random/boot_id': `${bootId}\n`,
	'grep -r -H -e  -- /var/lib/k0s-tui/reboot': failing('grep: /var/lib/k0s-tui/reboot: No such file or directory\n', 2),
	'ls -1d -- /run/reboot-required': absent('/run/reboot-required'),
	'ls -1d -- /etc/k0s/k0s.yaml': absent('/etc/k0s/k0s.yaml'),
	// No image here, and nobody who names one.
	'k0s ctr --connect-timeout 1s image list': 'REF TYPE DIGEST SIZE PLATFORMS LABELS\n',
	'k0s ctr --connect-timeout 1s container list': 'CONTAINER    IMAGE    RUNTIME    \n',
	'k0s kubectl get all': '{"apiVersion":"v1","kind":"List","items":[]}',
	'k0s status':
		'{"Version":"v1.34.1+k0s.0","Pid":1592,"Role":"controller","ClusterConfig":{"spec":{"storage":{"type":"etcd"},"network":{"provider":"kuberouter","kubeProxy":{"mode":"iptables"}}}},"K0sVars":{"DataDir":"/var/lib/k0s"}}',
	'ls -1A -- /var/lib/k0s/images': absent('/var/lib/k0s/images'),
	'ls -1A -- /var/lib/k0s/pki': absent('/var/lib/k0s/pki'),
	'ls -1A -- /var/lib/k0s/kubelet/pki': absent('/var/lib/k0s/kubelet/pki'),
	'ls -1A -- /lib/modules': `${kernel}\n`,
	'systemctl show firewalld.service':
		'Id=firewalld.service\nLoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\n',
	'firewall-cmd --query-panic': {kind: 'failed', exit: 1, stdout: 'no\n'},
	'grep -r -H -e  -- /etc/k0s/containerd.d': failing('grep: /etc/k0s/containerd.d: No such file or directory\n', 2),
	'cat -- /etc/k0s/containerd.toml': absent('/etc/k0s/containerd.toml'),
	curl: '401',
	'k0s version': null,
};

/** `kubectl get nodes -o json`, one node. */
export const node = (name: string, internalIp: string): string =>
	JSON.stringify({
		apiVersion: 'v1',
		kind: 'List',
		items: [
			{
				apiVersion: 'v1',
				kind: 'Node',
				metadata: {name, labels: {}, creationTimestamp: '2026-11-23T04:31:22Z'},
				status: {
					addresses: [{type: 'InternalIP', address: internalIp}],
					conditions: [{type: 'Ready', status: 'True'}],
					nodeInfo: {kubeletVersion: 'v1.34.1+k0s'},
				},
			},
		],
	});

/** Answers by the longest key that the command begins with. */
export function answering(given: Given): Answers {
	const keys = Object.keys(given).sort((a, b) => b.length - a.length);
	return argv => {
		const key = keys.find(each => argv.startsWith(each));
		return key === undefined ? undefined : (given[key] ?? undefined);
	};
}
