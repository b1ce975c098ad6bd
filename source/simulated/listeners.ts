import {controlPlane, isRunning} from './cluster/view.js';
import type {Moment} from './moment.js';
import {isWorker} from './unit-arguments.js';
import {nodeAddress, roleIn} from './seed/cluster.js';
import type {PodRecord, State} from './state.js';

type Listener = State['listeners'][number];

/** What k0s, kubelet, kube-proxy and kube-router listen on once they run (k0s 1.34 with etcd). */
const cluster: ReadonlyArray<readonly [address: string, port: number, process: string, offset: number]> = [
	['127.0.0.1', 2379, 'etcd', 9],
	[nodeAddress, 2379, 'etcd', 9],
	[nodeAddress, 2380, 'etcd', 9],
	['*', 6443, 'kube-apiserver', 24],
	['127.0.0.1', 10_259, 'kube-scheduler', 58],
	['127.0.0.1', 10_257, 'kube-controller', 63],
	['*', 8132, 'konnectivity-se', 71],
	['*', 8133, 'konnectivity-se', 71],
	['127.0.0.1', 8092, 'konnectivity-se', 71],
	['*', 9443, 'k0s', 0],
	['*', 10_250, 'kubelet', 133],
	['127.0.0.1', 10_248, 'kubelet', 133],
];
const proxy: typeof cluster = [
	['*', 10_249, 'kube-proxy', 296],
	['*', 10_256, 'kube-proxy', 296],
];
const router: typeof cluster = [
	['*', 179, 'kube-router', 719],
	['*', 8080, 'kube-router', 719],
	['*', 20_244, 'kube-router', 719],
	['*', 50_051, 'kube-router', 719],
];

export function listeners(moment: Moment): Listener[] {
	const {state} = moment;
	const all = [...state.listeners];
	const add = (rows: typeof cluster): void => {
		for (const [address, port, process, offset] of rows) {
			all.push({proto: 'tcp', address, port, process, pid: state.k0s.pid + offset});
		}
	};

	const {worker, konnectivity} = roleIn(state);
	// A single node has kine instead of etcd, and neither konnectivity nor the join API.
	const others = /^(etcd|konnectivity-se|k0s)$/;
	const open = cluster.filter(([, , process]) =>
		isWorker(state)
			? process === 'kubelet'
			: (konnectivity || !others.test(process)) && (worker || process !== 'kubelet'),
	);
	if (controlPlane(moment) === 'up') add(open);
	// What outlived its service holds its ports.
	const held = state.k0s.survivors ?? [];
	for (const [address, port, process] of open) {
		const holder = held.find(({name}) => name.slice(0, 15) === process);
		if (holder) all.push({proto: 'tcp', address, port, process, pid: holder.pid});
	}

	for (const pod of state.cluster?.pods ?? []) {
		if (!isRunning(moment, pod)) continue;
		if (pod.owner.name === 'kube-proxy') add(proxy);
		if (pod.owner.name === 'kube-router') add(router);
	}

	return all;
}

/** What the images of k0s and the demo's httpd open in their pods. */
const inPods: Readonly<Record<string, ReadonlyArray<readonly ['tcp' | 'udp', number]>>> = {
	coredns: [
		['udp', 53],
		['tcp', 53],
		['tcp', 8080],
		['tcp', 8181],
		['tcp', 9153],
	],
	'konnectivity-agent': [['tcp', 8093]],
	'metrics-server': [['tcp', 10_250]],
};

/** In a pod's own network namespace. */
export function podListeners(moment: Moment, pod: PodRecord): Listener[] {
	if (!isRunning(moment, pod)) return [];
	return pod.containers.flatMap(({name, image, pid}) => {
		const opened = inPods[name] ?? (/(^|\/)(httpd|nginx)(:|@|$)/.test(image) ? [['tcp', 80] as const] : []);
		return opened.map(([proto, port]) => ({proto, address: '*', port, process: name, pid: pid ?? 0}));
	});
}
