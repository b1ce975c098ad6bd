import type {Listener} from '../facts/host.js';

/**
 * Where a port is opened, as `ss` shows it on a real k0s 1.34.1. `all`: on every address. `loopback`: 127.0.0.1. `node`: the
 * address that the node has. `node-and-loopback`: each of these two.
 */
export type Binding = 'all' | 'loopback' | 'node' | 'node-and-loopback';

/** A port that a k0s controller with workloads opens on one node (k0s 1.34 to 1.36). */
export type K0sPort = {
	readonly port: number;
	readonly protocol: 'tcp' | 'udp';
	readonly part: 'control-plane' | 'node' | 'network';
	readonly what: string;
	readonly binds: Binding;
};

const tcp = (port: number, part: K0sPort['part'], what: string, binds: Binding = 'all'): K0sPort => ({
	port,
	protocol: 'tcp',
	part,
	what,
	binds,
});

export const k0sPorts: readonly K0sPort[] = [
	tcp(6443, 'control-plane', 'kube-apiserver'),
	tcp(2379, 'control-plane', 'etcd client', 'loopback'),
	tcp(2380, 'control-plane', 'etcd peer', 'node'),
	tcp(9443, 'control-plane', 'k0s join API'),
	tcp(8132, 'control-plane', 'konnectivity server'),
	tcp(8133, 'control-plane', 'konnectivity admin', 'loopback'),
	tcp(8092, 'control-plane', 'konnectivity health', 'loopback'),
	tcp(10_257, 'control-plane', 'kube-controller-manager', 'loopback'),
	tcp(10_259, 'control-plane', 'kube-scheduler', 'loopback'),
	tcp(10_250, 'node', 'kubelet'),
	tcp(10_248, 'node', 'kubelet health', 'loopback'),
	tcp(10_249, 'node', 'kube-proxy metrics'),
	tcp(10_256, 'node', 'kube-proxy health'),
	tcp(179, 'network', 'kube-router BGP', 'node'),
	tcp(8080, 'network', 'kube-router metrics'),
	tcp(20_244, 'network', 'kube-router health'),
	tcp(50_051, 'network', 'kube-router GoBGP admin', 'node-and-loopback'),
];

/** Of a single node: kine instead of etcd, on the port of its peers on every address; no konnectivity, nobody joins. */
const notSingle: readonly number[] = [2379, 8132, 8133, 8092, 9443];
export const portsOf = (
	single: boolean,
	parts: ReadonlyArray<K0sPort['part']> = ['control-plane', 'node', 'network'],
): readonly K0sPort[] => allOf(single).filter(({part}) => parts.includes(part));

const allOf = (single: boolean): readonly K0sPort[] =>
	single
		? k0sPorts
				.filter(({port}) => !notSingle.includes(port))
				.map(port => (port.port === 2380 ? {...port, what: 'kine', binds: 'all'} : port))
		: k0sPorts;

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
/** Resolvers listen on other addresses of the loopback, as 127.0.0.53: they are in nobody's way. */
const isLocalhost = (address: string): boolean => /^(127\.0\.0\.1|\[?::1\]?|\[?::ffff:127\.0\.0\.1\]?)$/.test(address);

/** `8080`; with its address where it is not every one: `127.0.0.1:2379`. */
export const placeOf = ({address, port}: Pick<Listener, 'address' | 'port'>): string =>
	wildcards.includes(address) ? String(port) : `${address}:${port}`;

/** Whether this listener keeps k0s from binding the port. The node may take any address that is not of the loopback. */
export function blocks(listener: Listener, wanted: K0sPort): boolean {
	if (listener.port !== wanted.port || listener.protocol !== wanted.protocol) return false;
	if (wanted.binds === 'all' || wildcards.includes(listener.address)) return true;
	const {address} = listener;
	return (wanted.binds !== 'node' && isLocalhost(address)) || (wanted.binds !== 'loopback' && !isLoopback(address));
}
