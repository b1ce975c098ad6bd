import {describe, expect, test} from 'vitest';
import type {CheckId, Report, Result} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions, type CheckOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {
	absent,
	address,
	answering,
	bootId,
	chains,
	config,
	controller,
	disk,
	failing,
	goodHost,
	links,
	modules,
	node,
	now,
	refused,
	route,
	routes,
	stat,
	zones,
	type Given,
} from '../support/good-host.js';
import {sample} from '../support/samples.js';

const text = catalogue('en');

async function judge(given: Given = {}, options: Partial<CheckOptions> = {}): Promise<ReadonlyMap<CheckId, Report>> {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	const reports = await runChecks(allChecks, {
		ask: command => runner.run(command),
		options: {...defaultOptions, ...options},
		text,
	});
	return new Map(reports.map(report => [report.id, report]));
}

const good = await judge();

/** What is another than on the good host, and not fine: nothing else may turn. */
function turned(reports: ReadonlyMap<CheckId, Report>): Record<string, Result> {
	return Object.fromEntries(
		[...reports.values()]
			.filter(({id, result}) => result !== 'pass' && result !== good.get(id)?.result)
			.map(({id, result}) => [id, result]),
	);
}

const el10 = '6.12.0-124.el10.x86_64';
const df = 'df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- /var/lib';
const unitOf = 'systemctl show k0scontroller.service';
const others = 'systemctl show kubelet.service';
const running = {
	'k0s kubectl get nodes': node('centos10.home.local', '192.168.122.161'),
	[unitOf]: controller('active'),
	'sysctl -e': 'net.ipv4.ip_forward = 1\nnet.bridge.bridge-nf-call-iptables = 1\nfs.inotify.max_user_instances = 128\n',
};
/** k0s is placed, and its sysinfo finds nothing. */
const placed = {
	'k0s version': 'v1.34.1+k0s.0\n',
	'k0s sysinfo': '[{"path":["machine"],"displayName":"Machine","prop":"x","message":"","category":"pass"}]',
};
const certificate = (name: 'server' | 'ca', at: string): Given => ({
	'ls -1A -- /var/lib/k0s/pki': `${name}.crt\n${name}.key\n`,
	'ls -1A -- /var/lib/k0s/pki/etcd': absent('/var/lib/k0s/pki/etcd'),
	[`cat -- /var/lib/k0s/pki/${name}.crt`]: sample(`certificate/${name}.crt`),
	'date +%s': `${Date.parse(at) / 1000}\n`,
});
const listening = (...lines: readonly string[]): Given => ({
	'ss -Hltnup': lines.map(each => `tcp LISTEN 0 128 ${each}\n`).join(''),
});

const firewallSkips = Object.fromEntries(
	['pods', 'interface', 'default-zone', 'permanent', 'reload'].map(name => [`firewall-${name}`, 'skip'] as const),
);

type Case = readonly [
	what: string,
	given: Given,
	turns: Record<string, Result>,
	found?: string,
	options?: Partial<CheckOptions>,
];

const cases: readonly Case[] = [
	// privilege
	[
		'an ordinary user with sudo',
		{'id -u': '1001\n', 'sudo -n true': ''},
		{root: 'warn', 'secure-path': 'unknown'},
		'user 1001, sudo without a password',
	],
	[
		'an ordinary user whom sudo asks',
		{'id -u': '1001\n', 'sudo -n true': failing('sudo: a password is required\n')},
		{root: 'warn', 'secure-path': 'unknown'},
		'sudo asks',
	],
	[
		'an ordinary user without sudo',
		{'id -u': '1001\n', 'sudo -n true': null, 'sudo -V': null},
		{root: 'fail', 'secure-path': 'skip'},
		'sudo is not installed',
	],
	[
		'secure_path without /usr/local/bin',
		{'sudo -V': "Value to override user's $PATH with: /sbin:/bin\n"},
		{'secure-path': 'warn'},
		'/sbin:/bin',
	],
	// system
	['an unknown distribution', {'cat -- /etc/os-release': 'ID=void\nPRETTY_NAME=Void\n'}, {os: 'warn'}, 'Void'],
	['a machine without releases', {'uname -srm': `Linux ${el10} riscv64\n`}, {architecture: 'fail'}, 'riscv64'],
	[
		'another init system',
		{'cat -- /proc/1/comm': 'init\n', 'ls -1A -- /run/systemd/system': absent('/run/systemd/system')},
		{init: 'fail'},
		'init, not systemd',
	],
	[
		'no modprobe',
		{'ls -1d -- /sbin/modprobe': '/usr/bin/mount\n/usr/bin/umount\n/usr/sbin/useradd\n/usr/bin/curl\n'},
		{programs: 'warn'},
		'missing: modprobe',
	],
	// resources
	[
		'half a gigabyte of memory',
		{'cat -- /proc/meminfo': 'MemTotal: 500000 kB\nSwapTotal: 0 kB\n'},
		{memory: 'fail'},
		'488.3 MiB',
	],
	['a gigabyte of memory', {'cat -- /proc/meminfo': 'MemTotal: 1000000 kB\nSwapTotal: 0 kB\n'}, {memory: 'warn'}],
	[
		'a full disk',
		{[df]: disk('xfs', 1_500_000_000)},
		{'disk-space': 'fail', 'disk-share': 'fail'},
		'1.4 GiB free on /',
	],
	['a large disk with 10 % free', {[df]: disk('xfs', 2_000_000_001)}, {'disk-share': 'fail'}, '11 %'],
	['no inodes left', {[df]: disk('ext4', 14_000_000_000, 1000)}, {'disk-inodes': 'fail'}, '1,000 free (0 %)'],
	['a file system of overlays', {[df]: disk('overlay')}, {'disk-type': 'warn'}, 'overlay on /'],
	[
		'a data folder mounted noexec',
		{'cat -- /proc/self/mounts': '/dev/vda3 / xfs rw,noexec 0 0\n'},
		{'disk-type': 'fail'},
		'noexec',
	],
	[
		'a data folder mounted read-only',
		{'cat -- /proc/self/mounts': '/dev/vda3 / xfs ro 0 0\n'},
		{'disk-type': 'fail'},
		'read-only',
	],
	[
		'a low limit of open files',
		{'cat -- /proc/self/limits': 'Max open files  1024  4096  files\n'},
		{'file-descriptors': 'warn'},
		'up to 4,096',
	],
	[
		'few inotify instances',
		{'sysctl -e': 'net.ipv4.ip_forward = 0\nfs.inotify.max_user_instances = 8\n'},
		{inotify: 'warn'},
	],
	// kernel
	[
		'EL10 without kernel-modules-extra',
		{[`modinfo -k ${el10}`]: modules(['br_netfilter', 'ip_set', 'xt_comment'])},
		{'kernel-modules': 'fail'},
		'missing: br_netfilter, ip_set, xt_comment',
	],
	[
		'a useful module is missing',
		{[`modinfo -k ${el10}`]: modules(['xt_recent'])},
		{'kernel-modules': 'warn'},
		'xt_recent',
	],
	[
		'modules of another kernel than the running one',
		{[`ls -1A -- /lib/modules/${el10}`]: absent('/lib/modules')},
		{'kernel-modules': 'unknown'},
		'no /lib/modules/6.12.0-124.el10.x86_64',
	],
	[
		'an option left out',
		{[`cat -- /boot/config-${el10}`]: config('PID_NS')},
		{'kernel-config': 'fail'},
		'CONFIG_PID_NS',
	],
	// cgroups
	[
		'cgroup version 1',
		{
			'stat -f -c %T -- /sys/fs/cgroup': 'tmpfs\n',
			'cat -- /proc/cgroups':
				'#subsys_name\thierarchy\tnum_cgroups\tenabled\n' +
				'cpu cpuacct cpuset memory devices freezer pids'
					.split(' ')
					.map(name => `${name}\t1\t1\t1\n`)
					.join(''),
		},
		{'cgroup-version': 'warn'},
		'version 1',
	],
	[
		'cgroup version 1 and a k0s that refuses it',
		{
			'stat -f -c %T -- /sys/fs/cgroup': 'tmpfs\n',
			'cat -- /proc/cgroups':
				'#subsys_name\thierarchy\tnum_cgroups\tenabled\n' +
				'cpu cpuacct cpuset memory devices freezer pids'
					.split(' ')
					.map(name => `${name}\t1\t1\t1\n`)
					.join(''),
		},
		{'cgroup-version': 'fail'},
		'k0s v1.35.7+k0s.0 refuses',
		{k0sVersion: 'v1.35.7+k0s.0'},
	],
	[
		'no memory controller',
		{'cat -- /sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io pids\n'},
		{'cgroup-controllers': 'fail'},
		'missing: memory',
	],
	[
		'controllers that stayed with version 1',
		{'cat -- /sys/fs/cgroup/cgroup.controllers': '\n'},
		{'cgroup-controllers': 'fail'},
	],
	[
		'no control groups',
		{'stat -f -c %T -- /sys/fs/cgroup': 'ext2/ext3\n'},
		{'cgroup-version': 'fail', 'cgroup-controllers': 'skip'},
	],
	// names
	[
		'a bad host name',
		{'uname -n': 'bad_host\n', 'getent hosts bad_host': '1.2.3.4 bad_host\n'},
		{hostname: 'fail'},
		'bad_host',
	],
	['localhost as host name', {'uname -n': 'localhost\n'}, {hostname: 'warn'}],
	[
		'a host name without an address',
		{'getent hosts centos10.home.local': failing('', 2)},
		{'hostname-resolves': 'warn'},
		'has no address',
	],
	['localhost only by NSS', {'cat -- /etc/hosts': '1.2.3.4 x\n'}, {localhost: 'warn'}, 'not from /etc/hosts'],
	['no localhost', {'cat -- /etc/hosts': '1.2.3.4 x\n', 'getent hosts localhost': failing('', 2)}, {localhost: 'fail'}],
	[
		'a host name changed after the install',
		{...running, 'k0s kubectl get nodes': node('old.home.local', '192.168.122.161')},
		{'node-name': 'fail'},
		'the node old.home.local',
	],
	[
		'an address that is gone',
		{...running, 'k0s kubectl get nodes': node('centos10.home.local', '192.168.122.50')},
		{'node-address': 'fail'},
		'192.168.122.50 is on no interface',
	],
	// network
	['no default route', {'ip -j route show table all': '[]'}, {'default-route': 'fail', 'firewall-interface': 'skip'}],
	[
		'two default routes',
		{'ip -j route show table all': routes('{"dst":"default","gateway":"10.0.0.1","dev":"wg0","flags":[]}')},
		{'default-route': 'warn'},
		'enp1s0, wg0',
	],
	[
		'Docker’s bridge comes first',
		{'ip -j -d -s addr show': links(address('docker0', 2, '172.17.0.1'), address('enp1s0', 3, '192.168.122.161'))},
		{'first-address': 'warn'},
		'172.17.0.1 on docker0',
	],
	['no address', {'ip -j -d -s addr show': links()}, {'first-address': 'fail', 'address-dynamic': 'skip'}],
	[
		'an address by DHCP',
		{'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161', ',"dynamic":true'))},
		{'address-dynamic': 'warn'},
	],
	[
		'a route inside the pod range',
		{'ip -j route show table all': routes(route('10.244.8.0/24', 'wg0'))},
		{'pod-range': 'fail'},
		'10.244.8.0/24 (wg0)',
	],
	[
		'a route around the service range',
		{'ip -j route show table all': routes(route('10.0.0.0/8', 'wg0'))},
		{'pod-range': 'fail', 'service-range': 'fail'},
	],
	[
		'an address inside the service range',
		{'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161'), address('br0', 3, '10.100.0.1'))},
		{'service-range': 'fail'},
		'10.100.0.1/24 (br0)',
	],
	[
		'a resolver on this host',
		{'cat -- /etc/resolv.conf': 'nameserver 127.0.0.1\n'},
		{'resolv-conf': 'warn'},
		'127.0.0.1 is this host',
	],
	['no resolver', {'cat -- /etc/resolv.conf': '# none\n'}, {'resolv-conf': 'warn'}],
	[
		'forwarding turned off under k0s',
		{...running, 'sysctl -e': 'net.ipv4.ip_forward = 0\nfs.inotify.max_user_instances = 128\n'},
		{forwarding: 'fail'},
	],
	// firewall
	[
		'the iptables back end',
		{'cat -- /etc/firewalld/firewalld.conf': 'FirewallBackend=iptables\n'},
		{firewalld: 'warn'},
	],
	[
		'firewalld as it is delivered',
		{'firewall-cmd --list-all-zones': zones({}, {}), 'firewall-cmd --permanent --list-all-zones': zones({}, {})},
		{'firewall-pods': 'warn'},
		'keeps pods from',
	],
	[
		'the same while k0s runs',
		{
			...running,
			'firewall-cmd --list-all-zones': zones({}, {}),
			'firewall-cmd --permanent --list-all-zones': zones({}, {}),
		},
		{'firewall-pods': 'fail'},
	],
	[
		'a source zone that lets nothing out',
		{
			'firewall-cmd --list-all-zones': zones({services: 'ssh', interfaces: ''}, {interfaces: 'enp1s0'})
				.replace('sources: ', 'sources: 10.244.0.0/16')
				.replace('ports: ', 'ports: 6443/tcp 8132/tcp 10250/tcp'),
			'firewall-cmd --permanent --list-all-zones': zones({services: 'ssh', interfaces: ''}, {interfaces: 'enp1s0'})
				.replace('sources: ', 'sources: 10.244.0.0/16')
				.replace('ports: ', 'ports: 6443/tcp 8132/tcp 10250/tcp'),
		},
		{'firewall-pods': 'warn', 'firewall-interface': 'warn'},
		'lets nothing through',
	],
	[
		'a trusted default zone',
		{'firewall-cmd --get-default-zone': 'trusted\n'},
		{'firewall-default-zone': 'warn'},
		'trusted: lets everything in',
	],
	['other nodes are shut out', {}, {'firewall-nodes': 'warn'}, '6443/tcp', {profile: 'multi-node'}],
	[
		'kube-bridge bound only in force',
		{'firewall-cmd --permanent --list-all-zones': zones({}, {})},
		{'firewall-permanent': 'warn'},
		'trusted: interfaces',
	],
	['another interface bound only in force', {'firewall-cmd --permanent --list-all-zones': zones({interfaces: ''})}, {}],
	[
		'written down, not in force',
		{'firewall-cmd --permanent --list-all-zones': zones({ports: '6443/tcp'})},
		{'firewall-permanent': 'warn'},
		'public: ports',
	],
	[
		'the same over Kubernetes’ rules',
		{
			...running,
			'nft -j list chains': chains('KUBE-SERVICES'),
			'firewall-cmd --permanent --list-all-zones': zones({ports: '6443/tcp'}),
		},
		{'firewall-permanent': 'warn', 'firewall-reload': 'warn'},
	],
	[
		'rules wiped by a reload',
		{
			...running,
			'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161'), address('kube-bridge', 3, '10.244.0.1')),
		},
		{'firewall-reload': 'fail'},
		'its rules are gone',
	],
	[
		'ufw',
		{[others]: 'Id=ufw.service\nLoadState=loaded\nActiveState=active\n'},
		{'firewall-other': 'warn'},
		'ufw.service',
	],
	['old tables', {'cat -- /proc/net/ip_tables_names': 'filter\nnat\n'}, {'iptables-mix': 'warn'}, 'filter, nat'],
	[
		'old tables without a rule',
		{
			'cat -- /proc/net/ip_tables_names': 'filter\n',
			'iptables-legacy-save': '*filter\n:INPUT ACCEPT [0:0]\n:MINE - [0:0]\nCOMMIT\n',
		},
		{},
	],
	[
		'old tables with rules',
		{
			'cat -- /proc/net/ip_tables_names': 'filter\n',
			'iptables-legacy-save': '*filter\n:INPUT ACCEPT [0:0]\n[0:0] -A INPUT -j ACCEPT\nCOMMIT\n',
		},
		{'iptables-mix': 'warn'},
		'filter',
	],
	[
		'old tables beside Kubernetes’',
		{...running, 'cat -- /proc/net/ip_tables_names': 'filter\n', 'nft -j list chains': chains('KUBE-SERVICES')},
		{'iptables-mix': 'fail'},
	],
	// ports
	[
		'a web server on 8080',
		listening(
			'0.0.0.0:8080 0.0.0.0:* users:(("nginx",pid=812,fd=6))',
			'[::]:8080 [::]:* users:(("nginx",pid=812,fd=7))',
		),
		{'ports-network': 'fail'},
		'taken: 8080 by nginx (812)',
	],
	[
		'another API server',
		listening('*:6443 *:* users:(("kube-apiserver",pid=9,fd=6))'),
		{'ports-control-plane': 'fail'},
		'kube-apiserver (9)',
	],
	[
		'the same, by its service',
		{
			...listening('0.0.0.0:8080 0.0.0.0:* users:(("MainThread",pid=812,fd=6))'),
			'ps -ww -o pid=,unit=,args= -p 812': '    812 web.service                     /usr/bin/node /srv/web.js\n',
		},
		{'ports-network': 'fail'},
		'taken: 8080 by node (812, web.service)',
	],
	['another kubelet', listening('*:10250 *:* users:(("kubelet",pid=9,fd=6))'), {'ports-node': 'fail'}],
	['etcd’s port on another address', listening('192.168.122.161:2379 0.0.0.0:* users:(("x",pid=9,fd=6))'), {}],
	['a program in the NodePort range', listening('*:30080 *:* users:(("x",pid=9,fd=6))'), {'ports-nodeport': 'warn'}],
	['a port that nobody names', listening('*:6443 *:*'), {'ports-control-plane': 'fail'}, 'only root can name'],
	[
		'k0s’s own ports, unnamed',
		{...running, ...listening('*:6443 *:*')},
		{'ports-control-plane': 'unknown'},
		'needs root',
	],
	['k0s’s own ports', {...running, ...listening('*:6443 *:* users:(("kube-apiserver",pid=9,fd=6))')}, {}],
	// earlier installs
	['a stopped service', {...placed, [unitOf]: controller('inactive', 'dead')}, {'k0s-unit': 'warn'}, 'inactive'],
	['a failed service', {...placed, [unitOf]: controller('failed', 'failed')}, {'k0s-unit': 'warn'}, 'failed (success)'],
	['a unit whose program is gone', {[unitOf]: controller('inactive', 'dead')}, {'k0s-unit': 'warn'}, 'is left over'],
	[
		'a service that crashes again and again',
		{[unitOf]: controller('activating', 'auto-restart', 7)},
		{'k0s-unit': 'fail'},
		'7 times',
	],
	[
		'a worker',
		{'systemctl show k0sworker.service': 'Id=k0sworker.service\nLoadState=loaded\nActiveState=active\n'},
		{'k0s-unit': 'fail'},
	],
	[
		'data without a service',
		{'ls -1A -- /var/lib/k0s': 'bin\npki\n'},
		{'data-folder': 'warn'},
		'2 entries in /var/lib/k0s',
	],
	['an air-gap bundle laid there before', {'ls -1A -- /var/lib/k0s': 'images\n'}, {}],
	['a run folder without k0s', {'ls -1A -- /run/k0s': 'status.sock\n'}, {'run-folder': 'warn'}],
	[
		'Calico’s configuration',
		{'ls -1A -- /etc/cni/net.d': '10-calico.conflist\n'},
		{'cni-files': 'fail'},
		'10-calico.conflist',
	],
	[
		'a stale configuration of k0s',
		{'ls -1A -- /etc/cni/net.d': '10-kuberouter.conflist\n'},
		{'cni-files': 'warn'},
		'earlier install',
	],
	['podman’s configuration', {'ls -1A -- /etc/cni/net.d': '87-podman-bridge.conflist\n'}, {}],
	[
		'an old kube-bridge',
		{'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161'), address('kube-bridge', 3, '10.244.0.1'))},
		{'kube-bridge': 'warn'},
		'kube-bridge left over',
	],
	[
		'old rules',
		{'nft -j list chains': chains('KUBE-SERVICES', 'INPUT')},
		{'kube-chains': 'warn'},
		'1 KUBE chain left over',
	],
	[
		'old mounts',
		{
			'cat -- /proc/self/mounts':
				'/dev/vda3 / xfs rw 0 0\ntmpfs /var/lib/k0s/kubelet/pods/x tmpfs rw 0 0\nnsfs /run/netns/cni-1 nsfs rw 0 0\n',
		},
		{mounts: 'warn'},
		'2 left over',
	],
	[
		'k3s',
		{[others]: 'Id=k3s.service\nLoadState=loaded\nActiveState=active\n'},
		{'other-kubernetes': 'fail'},
		'k3s.service',
	],
	[
		'Docker',
		{
			[others]:
				'Id=docker.service\nLoadState=loaded\nActiveState=active\n\nId=containerd.service\nLoadState=loaded\nActiveState=active\n',
		},
		{'other-containers': 'warn'},
		'docker.service',
	],
	['containerd alone', {[others]: 'Id=containerd.service\nLoadState=loaded\nActiveState=active\n'}, {}],
	['KUBECONFIG', {}, {kubeconfig: 'warn'}, '/root/other', {environment: {KUBECONFIG: '/root/other'}}],
	[
		'sysinfo rejects',
		{
			'k0s version': 'v1.34.1+k0s.0\n',
			'k0s sysinfo': failing(
				'Error: sysinfo failed\n',
				1,
				sample('k0s/1.34.1/sysinfo.json').replace('"category": "pass"', '"category": "rejected"'),
			),
		},
		{'k0s-sysinfo': 'fail'},
		'Total memory',
	],
	[
		'sysinfo warns',
		{'k0s version': 'v1.34.1+k0s.0\n', 'k0s sysinfo': sample('k0s/1.34.1/sysinfo.json')},
		{'k0s-sysinfo': 'warn'},
		'Executable in PATH: modprobe',
	],
	// outside
	[
		'a clock that is not kept',
		{'timedatectl show': 'NTP=no\nNTPSynchronized=no\n'},
		{'time-sync': 'warn'},
		'no time service',
	],
	[
		'a proxy in the shell alone',
		{},
		{proxy: 'warn'},
		'http://p:3128 is set here',
		{environment: {HTTPS_PROXY: 'http://me:secret@p:3128'}},
	],
	[
		'a proxy without exceptions',
		{
			'systemctl show k0scontroller.service --property Environment':
				'Environment=HTTPS_PROXY=http://p:3128 NO_PROXY=10.0.0.0/12\n',
		},
		{proxy: 'warn'},
		'lacks 10.244.0.0/16',
	],
	[
		'a proxy with both ranges excepted',
		{
			'systemctl show k0scontroller.service --property Environment':
				'Environment=HTTPS_PROXY=http://p:3128 NO_PROXY=10.0.0.0/8\n',
		},
		{},
	],
	[
		'no Internet',
		{curl: failing('curl: (6) Could not resolve host: quay.io\n', 6, '000')},
		{'reach-download': 'warn', 'reach-quay': 'warn', 'reach-docker': 'warn'},
		'Could not resolve',
	],
	[
		'no Internet, but a bundle',
		{curl: failing('curl: (6) Could not resolve host: quay.io\n', 6, '000'), 'ls -1d -- /b': '/b\n'},
		{'reach-download': 'skip', 'reach-quay': 'skip', 'reach-docker': 'skip'},
		'bundle',
		{airgapBundle: '/b'},
	],
	[
		'a bundle that is not there',
		{'ls -1d -- /b': absent('/b')},
		{'airgap-bundle': 'fail', 'reach-download': 'skip', 'reach-quay': 'skip', 'reach-docker': 'skip'},
		'/b is not there',
		{airgapBundle: '/b'},
	],
	['a clock of another age', {'date +%s': '1262304000\n'}, {clock: 'fail'}, '2010-01-01'],
	[
		'a clock that was set forward under k0s',
		{...running, 'date +%s': `${now + 7200}\n`},
		{clock: 'warn'},
		'set forward by 2 hours',
	],
	[
		'a host that slept under k0s',
		{...running, 'cat -- /proc/self/stat': stat(3_400_000)},
		{clock: 'warn'},
		'10 minutes',
	],
	['certificates that are good for a while', certificate('server', '2027-01-01T00:00:00Z'), {}],
	[
		'a certificate near its end',
		certificate('server', '2027-11-10T00:00:00Z'),
		{certificates: 'warn'},
		'ends in 13 days',
	],
	[
		'a certificate that ended',
		certificate('server', '2027-12-01T00:00:00Z'),
		{certificates: 'fail'},
		'ended on 2027-11-23',
	],
	['an authority that ended', certificate('ca', '2036-12-01T00:00:00Z'), {certificates: 'fail'}, 'ca.crt ended'],
	[
		'a clock behind the certificates',
		certificate('server', '2026-01-01T00:00:00Z'),
		{certificates: 'fail'},
		'the clock is behind',
	],
	[
		'a certificate that is none',
		{...certificate('server', '2027-01-01T00:00:00Z'), 'cat -- /var/lib/k0s/pki/server.crt': 'no certificate\n'},
		{certificates: 'unknown'},
	],
	[
		'a node without room on its disk',
		{
			...running,
			'k0s kubectl get nodes': node('centos10.home.local', '192.168.122.161').replace(
				'{"type":"Ready","status":"True"}',
				'{"type":"DiskPressure","status":"True"},{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"True"}',
			),
		},
		{'node-pressure': 'fail'},
		'DiskPressure',
	],
	[
		'a configuration from before',
		{'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n'},
		{'k0s-config': 'warn'},
		'an install would use it',
	],
	[
		'a configuration with a misspelt field',
		{
			...placed,
			'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n',
			'k0s config validate': failing(
				'Error: failed to parse configuration: error unmarshaling JSON: while decoding JSON: json: unknown field "spce"\n',
			),
		},
		{'k0s-config': 'fail'},
		'unknown field "spce"',
	],
	[
		'a configuration that only root reads',
		{
			...placed,
			'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n',
			'k0s config validate': failing('Error: open /etc/k0s/k0s.yaml: permission denied\n'),
		},
		{'k0s-config': 'unknown'},
	],
	[
		'the configuration that the unit names',
		{
			...placed,
			[unitOf]: controller('inactive', 'dead'),
			'cat -- /etc/systemd/system/k0scontroller.service':
				'[Service]\nExecStart=/usr/local/bin/k0s controller --config=/srv/k0s.yaml --single=true\n',
			'ls -1d -- /srv/k0s.yaml': '/srv/k0s.yaml\n',
			'k0s config validate --config /srv/k0s.yaml': failing('Error: spec: api: address: invalid\n'),
		},
		{'k0s-config': 'fail', 'k0s-unit': 'warn'},
		'/srv/k0s.yaml: spec: api: address: invalid',
	],
	[
		'a repair that waits for a reboot',
		{'grep -r -H -e  -- /var/lib/k0s-tui/reboot': `/var/lib/k0s-tui/reboot/kernel-modules:${bootId}\n`},
		{reboot: 'warn'},
		'waits for: Kernel modules on disk',
	],
	[
		'a repair that waited, after the reboot',
		{'grep -r -H -e  -- /var/lib/k0s-tui/reboot': '/var/lib/k0s-tui/reboot/kernel-modules:another\n'},
		{},
	],
	['packages that ask for a reboot', {'ls -1d -- /run/reboot-required': '/run/reboot-required\n'}, {reboot: 'warn'}],
	[
		'a firewalld that is stopped',
		{'firewall-cmd --state': failing('not running\n', 252)},
		{firewalld: 'warn', ...firewallSkips},
		'every port is open',
	],
	[
		'a firewalld that is masked',
		{
			'firewall-cmd --state': failing('not running\n', 252),
			'systemctl show firewalld.service':
				'Id=firewalld.service\nLoadState=masked\nActiveState=inactive\nSubState=dead\nUnitFileState=masked\n',
		},
		{firewalld: 'skip', ...firewallSkips},
		'is masked',
	],
	[
		'a firewalld that runs, and is masked',
		{
			'systemctl show firewalld.service':
				'Id=firewalld.service\nLoadState=masked\nActiveState=active\nSubState=running\nUnitFileState=masked\n',
		},
		{firewalld: 'warn'},
		'gone after the next start',
	],
	['panic mode', {'firewall-cmd --query-panic': 'yes\n'}, {firewalld: 'fail'}, 'every packet is dropped'],
	[
		'bridge packets that no module brings to the rules',
		{...running, 'sysctl -e': 'net.ipv4.ip_forward = 1\nfs.inotify.max_user_instances = 128\n'},
		{forwarding: 'warn'},
		'br_netfilter is not loaded',
	],
];

test('a good host: nothing failed, nothing warned, nothing unknown', () => {
	const others_ = [...good.values()].filter(({result}) => result !== 'pass');
	expect(others_.map(({id, result}) => [id, result])).toEqual([
		['node-pressure', 'skip'],
		['node-name', 'skip'],
		['node-address', 'skip'],
		['firewall-nodes', 'skip'],
		['k0s-sysinfo', 'skip'],
		['certificates', 'skip'],
		['airgap-bundle', 'skip'],
	]);
});

describe('one thing is wrong: the right checks turn, and no other', () => {
	for (const [what, given, turns, found, options] of cases) {
		test(what, async () => {
			const reports = await judge(given, options);
			expect(turned(reports)).toEqual(turns);
			const [first] = Object.keys(turns) as CheckId[];
			if (found !== undefined && first !== undefined) expect(reports.get(first)?.found).toContain(found);
		});
	}

	test('every check that can fail or warn is turned by some case', () => {
		const judged = new Set(cases.flatMap(([, , turns]) => Object.keys(turns)));
		const never = allChecks.map(({id}) => id).filter(id => !judged.has(id));
		// Facts to know of: they are always fine, or have one bound that no host fails.
		expect(never).toEqual(['kernel-release', 'cpu', 'swap', 'ipv6', 'selinux', 'apparmor']);
	});
});

describe('could not read', () => {
	test('no tool at all: nothing passes that was not seen, nothing fails', async () => {
		const runner = fakeRunner(() => undefined);
		const reports = await runChecks(allChecks, {ask: command => runner.run(command), options: defaultOptions, text});
		const rest = reports.filter(({result}) => result !== 'unknown');
		expect(rest.map(({id, result}) => [id, result])).toEqual([
			['firewalld', 'pass'],
			['firewall-pods', 'skip'],
			['firewall-interface', 'skip'],
			['firewall-default-zone', 'skip'],
			['firewall-nodes', 'skip'],
			['firewall-permanent', 'skip'],
			['firewall-reload', 'skip'],
			['kubeconfig', 'pass'],
			['k0s-sysinfo', 'skip'],
			['airgap-bundle', 'skip'],
		]);
	});

	test('each command refused, slow or garbled: unknown says why, nothing throws', async () => {
		for (const key of Object.keys(goodHost)) {
			for (const outcome of [refused, {kind: 'timed-out', exit: null} as const]) {
				const reports = await judge({[key]: outcome});
				// What was not seen is never a verdict. curl that gets no answer in time is one.
				const verdicts = Object.entries(turned(reports)).filter(([, result]) => result !== 'unknown');
				expect(key === 'curl' ? [] : verdicts, key).toEqual([]);
				for (const {id, result, found} of reports.values()) {
					if (result === 'unknown') expect(found, `${key}: ${id}`).not.toBe('');
				}
			}

			for (const report of (await judge({[key]: '\0garbage'})).values()) expect(report.found).not.toBe('');
		}
	});

	test('an ordinary user is told what root would see', async () => {
		const reports = await judge({
			'id -u': '1001\n',
			'sudo -n true': failing('sudo: a password is required\n'),
			'firewall-cmd --state': failing('Authorization failed.\n    Make sure polkit agent is running\n', 253),
			'nft -j list chains': refused,
			'cat -- /proc/net/ip_tables_names': failing('cat: /proc/net/ip_tables_names: Permission denied\n'),
		});
		expect(reports.get('firewalld')).toMatchObject({result: 'unknown', found: 'needs root: Authorization failed.'});
		expect(reports.get('kube-chains')?.remedy?.note).toContain('as root');
		expect(reports.get('iptables-mix')?.result).toBe('unknown');
	});
});

describe('kernel modules without a module folder', () => {
	const without = {
		[`ls -1A -- /lib/modules/${el10}`]: absent('/lib/modules'),
		'ls -1d -- /boot/config-': failing("ls: cannot access '/boot/config-6': No such file or directory\n", 2),
	};

	test('neither configuration nor loaded modules: unknown, not failed', async () => {
		const reports = await judge(without);
		expect(reports.get('kernel-modules')).toMatchObject({result: 'unknown'});
		expect(reports.get('kernel-config')).toMatchObject({result: 'unknown'});
	});

	test('everything built in: passes, and counts them', async () => {
		const {kernelModules} = await import('../../source/model/kernel-modules.js');
		const builtIn = kernelModules.map(({option}) => `CONFIG_${option}=y`).join('\n');
		const reports = await judge({
			...without,
			'ls -1d -- /boot/config-': '/proc/config.gz\n',
			'gzip -dc -- /proc/config.gz': `${config()}\n${builtIn}\n`,
		});
		expect(reports.get('kernel-modules')).toMatchObject({
			result: 'pass',
			found: `all there: 0 as files, ${kernelModules.length} built in`,
		});
	});
});

describe('what a report shows', () => {
	test('the commands that were asked, and of their answers the lines that decided', async () => {
		const reports = await judge({'cat -- /proc/meminfo': 'MemTotal: 500000 kB\nMemFree: 1 kB\nSwapTotal: 0 kB\n'});
		expect(reports.get('memory')?.evidence).toEqual([
			{argv: ['cat', '--', '/proc/meminfo'], kind: 'ok', exit: 0, lines: ['MemTotal: 500000 kB']},
		]);
		expect(reports.get('default-route')?.evidence[0]?.lines[0]).toContain('"dst":"default"');
	});

	test('never a proxy’s password', async () => {
		const environment = {HTTPS_PROXY: 'http://me:s3cret@p:3128'};
		const reports = await judge(
			{
				'systemctl show k0scontroller.service --property Environment':
					'Environment=HTTPS_PROXY=http://me:s3cret@p:3128\n',
			},
			{environment},
		);
		expect(JSON.stringify([...reports.values()])).not.toContain('s3cret');
	});

	test('a remedy is an argv for the distribution that the host has', async () => {
		const missing = {[`modinfo -k ${el10}`]: modules(['ip_set'])};
		const el = await judge(missing);
		expect(el.get('kernel-modules')?.remedy?.commands.map(({argv}) => argv)).toEqual([
			['dnf', 'install', '-y', `kernel-modules-extra-${el10}`],
		]);
		const debian = await judge({...missing, 'cat -- /etc/os-release': 'ID=debian\nPRETTY_NAME=Debian\n'});
		expect(debian.get('kernel-modules')?.remedy).toMatchObject({
			commands: [],
			note: expect.stringContaining('Reboot') as string,
		});
	});
});

test('each command is asked once, and none of them changes anything', async () => {
	const asked: string[] = [];
	const runner = fakeRunner(answering(goodHost));
	await runChecks(allChecks, {
		async ask(command) {
			expect(command.changes).toBe(false);
			expect(text.why[command.why], command.why).toBeDefined();
			expect(command.deadline).toBeGreaterThan(0);
			asked.push(command.argv.join(' '));
			return runner.run(command);
		},
		options: defaultOptions,
		text,
	});
	expect(asked.length).toBeGreaterThan(40);
	expect(new Set(asked).size).toBe(asked.length);
});
