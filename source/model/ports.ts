import type {Listener} from '../facts/host.js';

/** A port that a k0s controller with workloads opens on one node (k0s 1.34 to 1.36). */
export type K0sPort = {
	readonly port: number;
	readonly protocol: 'tcp' | 'udp';
	readonly part: 'control-plane' | 'node' | 'network';
	readonly what: string;
	/** False: it binds 127.0.0.1 only, so that a listener on another address is no clash. */
	readonly everywhere: boolean;
};

const tcp = (port: number, part: K0sPort['part'], what: string, everywhere = true): K0sPort => ({
	port,
	protocol: 'tcp',
	part,
	what,
	everywhere,
});

export const k0sPorts: readonly K0sPort[] = [
	tcp(6443, 'control-plane', 'kube-apiserver'),
	tcp(2379, 'control-plane', 'etcd client', false),
	tcp(2380, 'control-plane', 'etcd peer'),
	tcp(9443, 'control-plane', 'k0s join API'),
	tcp(8132, 'control-plane', 'konnectivity server'),
	tcp(8133, 'control-plane', 'konnectivity admin'),
	tcp(8092, 'control-plane', 'konnectivity health', false),
	tcp(10_257, 'control-plane', 'kube-controller-manager', false),
	tcp(10_259, 'control-plane', 'kube-scheduler', false),
	tcp(10_250, 'node', 'kubelet'),
	tcp(10_248, 'node', 'kubelet health', false),
	tcp(10_249, 'node', 'kube-proxy metrics'),
	tcp(10_256, 'node', 'kube-proxy health'),
	tcp(179, 'network', 'kube-router BGP'),
	tcp(8080, 'network', 'kube-router metrics'),
	tcp(20_244, 'network', 'kube-router health'),
	tcp(50_051, 'network', 'kube-router GoBGP admin'),
];

/** Of a single node: kine instead of etcd, on the port of its peers; no konnectivity, nobody joins. */
const notSingle: readonly number[] = [2379, 8132, 8133, 8092, 9443];
export const portsOf = (single: boolean): readonly K0sPort[] =>
	single ? k0sPorts.filter(({port}) => !notSingle.includes(port)) : k0sPorts;

/** Where NodePorts are taken from; no process listens there, packet rules answer. */
export const nodePorts = {from: 30_000, to: 32_767} as const;

/** Command names (the kernel keeps 15 characters) of k0s and of what it starts. */
const ownProcesses: readonly string[] = [
	'k0s',
	'etcd',
	'kine',
	'konnectivity-server',
	'kube-apiserver',
	'kube-controller-manager',
	'kube-scheduler',
	'kubelet',
	'kube-proxy',
	'kube-router',
	'containerd',
];

export const isK0sProcess = (name: string): boolean => ownProcesses.some(own => own.slice(0, 15) === name);

const wildcards: readonly string[] = ['*', '0.0.0.0', '[::]', '::'];
const isLoopback = (address: string): boolean => /^(127\.|\[?::1\]?$|\[?::ffff:127\.)/.test(address);

/** Whether this listener keeps k0s from binding the port. */
export function blocks(listener: Listener, wanted: K0sPort): boolean {
	if (listener.port !== wanted.port || listener.protocol !== wanted.protocol) return false;
	return wanted.everywhere || wildcards.includes(listener.address) || isLoopback(listener.address);
}
