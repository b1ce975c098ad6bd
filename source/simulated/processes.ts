import {controlPlane} from './cluster/view.js';
import {isWorker, unitArguments} from './unit-arguments.js';
import type {Moment} from './moment.js';
import type {State} from './state.js';
import {containerEntries} from './tool/ctr.js';

/** Processes of the host that somebody may ask for, with the namespace that they are in. */
export type Process = {
	pid: number;
	comm: string;
	command: string[];
	cgroup: string;
	/** Inode of its network namespace. */
	netns: number;
};

export const hostNamespace = 4_026_531_840;

const daemons: ReadonlyArray<readonly [pid: number, comm: string, command: string, unit: string]> = [
	[1, 'systemd', '/usr/lib/systemd/systemd --switched-root --system --deserialize=48', 'init.scope'],
	[612, 'systemd-journal', '/usr/lib/systemd/systemd-journald', 'system.slice/systemd-journald.service'],
	[741, 'dbus-broker', 'dbus-broker --log 4 --controller 9', 'system.slice/dbus-broker.service'],
	[748, 'chronyd', '/usr/sbin/chronyd -F 2', 'system.slice/chronyd.service'],
	[762, 'firewalld', '/usr/bin/python3 -sP /usr/sbin/firewalld --nofork --nopid', 'system.slice/firewalld.service'],
	[803, 'NetworkManager', '/usr/sbin/NetworkManager --no-daemon', 'system.slice/NetworkManager.service'],
	[871, 'sshd', 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', 'system.slice/sshd.service'],
];

/** What k0s runs beside itself, with the offset of its process id from k0s's own, and the user. */
export const children: ReadonlyArray<readonly [offset: number, name: string, user: string]> = [
	[9, 'etcd', 'etcd'],
	[24, 'kube-apiserver', 'kube-apiserver'],
	[58, 'kube-scheduler', 'kube-scheduler'],
	[63, 'kube-controller-manager', 'kube-apiserver'],
	[71, 'konnectivity-server', 'konnectivity-server'],
	[96, 'containerd', 'root'],
	[133, 'kubelet', 'root'],
];

/** What of these a worker runs. */
const onWorker: ReadonlySet<string> = new Set(['containerd', 'kubelet']);

export const childrenOf = (state: State): typeof children =>
	isWorker(state) ? children.filter(([, name]) => onWorker.has(name)) : children;

const serviceOf = (state: State): string => `/system.slice/${isWorker(state) ? 'k0sworker' : 'k0scontroller'}.service`;

export function processes(moment: Moment): Process[] {
	const {state} = moment;
	const service = serviceOf(state);
	const all: Process[] = daemons.map(([pid, comm, command, unit]) => ({
		pid,
		comm,
		command: command.split(' '),
		cgroup: `/${unit}`,
		netns: hostNamespace,
	}));
	const plane = controlPlane(moment);
	if (plane !== 'stopped' && plane !== 'crashing') {
		const cgroup = service;
		const {pid} = state.k0s;
		const args = unitArguments(state) ?? [];
		all.push({
			pid,
			comm: 'k0s',
			command: ['/usr/local/bin/k0s', isWorker(state) ? 'worker' : 'controller', ...args],
			cgroup,
			netns: hostNamespace,
		});
		if (plane === 'up') {
			for (const [offset, name] of childrenOf(state)) {
				const command = [`/var/lib/k0s/bin/${name}`];
				all.push({pid: pid + offset, comm: name.slice(0, 15), command, cgroup, netns: hostNamespace});
			}
		}
	}

	for (const {pid, name} of state.k0s.survivors ?? []) {
		const command = [`/var/lib/k0s/bin/${name}`];
		all.push({pid, comm: name.slice(0, 15), command, cgroup: service, netns: hostNamespace});
	}

	if (state.cluster === null) return all;
	for (const {id, pid, pod, name} of containerEntries(moment, state.cluster)) {
		if (pid === null) continue;
		if (name === null) all.push(shimOf(id, pid, service));
		const command = name === null ? '/pause' : (commands[name] ?? name);
		all.push({
			pid,
			comm: (command.split(' ')[0]?.split('/').at(-1) ?? '').slice(0, 15),
			command: command.split(' '),
			cgroup: `/kubepods/${pod.qos}/pod${pod.uid}/${id}`,
			netns: pod.net?.inode ?? hostNamespace,
		});
	}

	return all.sort((a, b) => a.pid - b.pid);
}

/** Its process number is the one before its pause container's: it starts that. */
const shimOf = (sandbox: string, pid: number, cgroup: string): Process => ({
	pid: pid - 1,
	comm: 'containerd-shim',
	command:
		`/var/lib/k0s/bin/containerd-shim-runc-v2 -namespace k8s.io -id ${sandbox} -address /run/k0s/containerd.sock`.split(
			' ',
		),
	cgroup,
	netns: hostNamespace,
});

/** What the containers run. */
const commands: Readonly<Record<string, string>> = {
	coredns: '/coredns -conf /etc/coredns/Corefile',
	'konnectivity-agent': '/proxy-agent --logtostderr=true --proxy-server-host=192.168.122.161 --proxy-server-port=8132',
	'kube-proxy': '/usr/local/bin/kube-proxy --config=/var/lib/kube-proxy/config.conf',
	'kube-router': '/usr/local/bin/kube-router --run-router=true --run-firewall=true --run-service-proxy=false',
	'metrics-server': '/metrics-server --secure-port=10250 --kubelet-use-node-status-port',
	httpd: 'httpd -DFOREGROUND',
};
