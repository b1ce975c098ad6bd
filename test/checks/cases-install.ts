import {address, chains, controller, failing, links} from '../support/good-host.js';
import {sample} from '../support/samples.js';
import {listening, ofK0s, others, placed, running, unitOf, type Case} from './case.js';

/** /proc/net/unix: a header, and each path with somebody who listens there. */
export const unixSockets = (...paths: readonly string[]): string =>
	[
		'Num       RefCount Protocol Flags    Type St Inode Path',
		...paths.map(path => `0000000000000000: 00000002 00000000 00010000 0001 01 21570 ${path}`),
		'0000000000000000: 00000003 00000000 00000000 0001 03 21571 /run/k0s/connected-only',
		'',
	].join('\n');

/** What is asked for k0s's processes. */
const processes = 'sh -s -- k0s-processes list';

export const installCases: readonly Case[] = [
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
	[
		'BGP of another on the loopback, konnectivity’s admin port on another address',
		listening(
			'127.0.0.1:179 0.0.0.0:* users:(("bird",pid=9,fd=6))',
			'192.168.122.161:8133 0.0.0.0:* users:(("x",pid=8,fd=6))',
		),
		{},
	],
	[
		'etcd’s peer port on the address of the node',
		listening('192.168.122.161:2380 0.0.0.0:* users:(("etcd",pid=9,fd=6))'),
		{'ports-control-plane': 'fail'},
		'taken: 192.168.122.161:2380 by etcd (9)',
	],
	['a program in the NodePort range', listening('*:30080 *:* users:(("x",pid=9,fd=6))'), {'ports-nodeport': 'warn'}],
	['a port that nobody names', listening('*:6443 *:*'), {'ports-control-plane': 'fail'}, 'only root can identify'],
	[
		'k0s’s own ports, unnamed',
		{...running, ...listening('*:6443 *:*')},
		{'ports-control-plane': 'unknown'},
		'root is needed',
	],
	[
		'k0s’s own ports',
		{
			...{...running, ...ofK0s([9, 'control-plane', 'kube-apiserver'])},
			...listening('*:6443 *:* users:(("kube-apiserver",pid=9,fd=6))'),
		},
		{},
	],
	[
		'k0s’s own ports, where its processes could not be looked at',
		{...running, ...listening('*:6443 *:* users:(("kube-apiserver",pid=9,fd=6))')},
		{'ports-control-plane': 'unknown'},
	],
	[
		'two programs on one port: the one that is not k0s’s counts',
		{
			...{...running, ...ofK0s([9, 'pod', 'kube-router'])},
			...listening(
				'127.0.0.1:8080 *:* users:(("kube-router",pid=9,fd=6))',
				'*:8080 *:* users:(("nginx",pid=812,fd=6))',
			),
		},
		{'ports-network': 'fail'},
		'taken: 8080 by nginx (812)',
	],
	[
		'another’s etcd while k0s runs: a name is not an owner',
		{
			...running,
			...listening('127.0.0.1:2379 0.0.0.0:* users:(("etcd",pid=77,fd=6))'),
			[processes]: '9 100 1 control-plane k0scontroller.service /usr/local/bin/k0s\n',
		},
		{'ports-control-plane': 'fail'},
		'taken: 127.0.0.1:2379 by etcd (77)',
	],
	[
		'an etcd that outlived a failed k0s',
		{
			...placed,
			[unitOf]: controller('failed', 'failed'),
			...listening('127.0.0.1:2379 0.0.0.0:* users:(("etcd",pid=22520,fd=6))'),
			[processes]: '22520 48211 1 control-plane k0scontroller.service /var/lib/k0s/bin/etcd\n',
		},
		{'ports-control-plane': 'fail', 'k0s-unit': 'fail'},
		'left over from k0s (its service is stopped): 127.0.0.1:2379 by etcd (22520',
	],
	[
		'kube-proxy that goes on while k0s is stopped',
		{
			...placed,
			[unitOf]: controller('inactive', 'dead'),
			...listening('*:10249 *:* users:(("kube-proxy",pid=3999,fd=11))'),
			[processes]: '3999 48999 3649 pod - /usr/local/bin/kube-proxy\n',
		},
		{'k0s-unit': 'warn'},
	],
	// earlier installs
	['a stopped service', {...placed, [unitOf]: controller('inactive', 'dead')}, {'k0s-unit': 'warn'}, 'inactive'],
	['a failed service', {...placed, [unitOf]: controller('failed', 'failed')}, {'k0s-unit': 'fail'}, 'failed (success)'],
	[
		'a failure that systemd keeps though the unit is gone',
		{
			[unitOf]:
				'Id=k0scontroller.service\nLoadState=not-found\nActiveState=failed\nSubState=failed\nResult=exit-code\n',
		},
		{'k0s-unit': 'fail'},
		'failed (exit-code); k0s refuses to start or stop it',
	],
	[
		'a masked service',
		{...placed, [unitOf]: 'Id=k0scontroller.service\nLoadState=masked\nActiveState=inactive\nSubState=dead\n'},
		{'k0s-unit': 'fail'},
		'is masked',
	],
	['a unit whose program is gone', {[unitOf]: controller('inactive', 'dead')}, {'k0s-unit': 'warn'}, 'is left over'],
	[
		'a service that crashes again and again',
		{[unitOf]: controller('activating', 'auto-restart', 7)},
		{'k0s-unit': 'fail'},
		'7 times',
	],
	[
		'a worker whose program is gone',
		{
			'systemctl show k0sworker.service':
				'Id=k0sworker.service\nLoadState=loaded\nActiveState=inactive\nSubState=dead\nResult=success\nNRestarts=0\n',
		},
		{'k0s-unit': 'warn'},
		'k0sworker.service is left over',
	],
	[
		'a worker beside a controller',
		{
			[unitOf]: controller('inactive', 'dead'),
			'systemctl show k0sworker.service': 'Id=k0sworker.service\nLoadState=loaded\nActiveState=active\n',
		},
		{'k0s-unit': 'fail'},
	],
	[
		'data without a service',
		{'ls -1A -- /var/lib/k0s': 'bin\npki\n'},
		{'data-folder': 'warn'},
		'2 entries in /var/lib/k0s',
	],
	['an air-gap bundle laid there before', {'ls -1A -- /var/lib/k0s': 'images\n'}, {}],
	[
		'a run folder without k0s',
		{'ls -1A -- /run/k0s': 'status.sock\n', ...ofK0s(), 'cat -- /proc/net/unix': unixSockets()},
		{'run-folder': 'warn'},
		'1 entry in /run/k0s, but no service',
	],
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
];
