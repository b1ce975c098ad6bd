import {liveServices, endpoints} from '../cluster/view.js';
import type {Moment} from '../moment.js';
import {nodeAddress, podCidr} from '../seed/cluster.js';
import {chainHash} from '../seed/names.js';
import type {Cluster, ServicePortRecord, ServiceRecord} from '../state.js';
import {counted} from './counters.js';
import type {Chain, Match, Rule, Target} from './rule.js';

/** The rules that kube-proxy 1.34 writes in its iptables mode, as handbooks of its source give them. */

export type Port = {
	/** `ns/name:port`, or `ns/name` for a port without a name: what comments and chain names are made from. */
	key: string;
	service: ServiceRecord;
	port: ServicePortRecord;
	proto: 'tcp' | 'udp';
	endpoints: ReturnType<typeof endpoints>;
};

export function servicePorts(moment: Moment, cluster: Cluster): Port[] {
	return liveServices(moment, cluster).flatMap(service =>
		service.ports.map(port => ({
			key: `${service.namespace}/${service.name}${port.name === null ? '' : `:${port.name}`}`,
			service,
			port,
			proto: port.protocol === 'TCP' ? ('tcp' as const) : ('udp' as const),
			endpoints: endpoints(moment, cluster, service, port, nodeAddress),
		})),
	);
}

const suffix = ({key, proto}: Port): string => chainHash(key + proto);
export const serviceChain = (port: Port): string => `KUBE-SVC-${suffix(port)}`;
export const externalChain = (port: Port): string => `KUBE-EXT-${suffix(port)}`;
export const endpointChain = (port: Port, address: string): string =>
	`KUBE-SEP-${chainHash(`${port.key}${port.proto}${address}`)}`;

/** A rule whose counter follows the guide's pace. */
export type Maker = (key: string, matches: readonly Match[], target: Target, extra?: number) => Rule;

/** Bytes of a connection's first packet: the nat table sees no other. */
const first = 60;

export function maker(elapsed: number): Maker {
	return (key, matches, target, extra = 0) => {
		const {packets, bytes} = counted(key, elapsed);
		return {matches, target, packets: packets + extra, bytes: bytes + extra * first};
	};
}

const comment = (text: string): Match => ({m: 'comment', text});
const jump = (chain: string): Target => ({t: 'jump', chain});

/** The order in which kube-proxy's map gave the guide's services to KUBE-SERVICES; others come after them. */
const dispatchOrder = [
	'kube-system/metrics-server:https',
	'default/kubernetes:https',
	'kube-system/kube-dns:metrics',
	'kube-system/kube-dns:dns',
	'kube-system/kube-dns:dns-tcp',
];

export function dispatch(ports: readonly Port[], rule: Maker): Rule[] {
	const known = ports.filter(({key}) => dispatchOrder.includes(key));
	const others = ports.filter(({key}) => !dispatchOrder.includes(key));
	known.sort((a, b) => dispatchOrder.indexOf(a.key) - dispatchOrder.indexOf(b.key));
	return [
		...[...known, ...others]
			.filter(port => port.endpoints.length > 0)
			.map(port =>
				rule(
					`nat KUBE-SERVICES ${port.key}`,
					[
						{m: 'dst', cidr: port.service.clusterIp},
						{m: 'proto', name: port.proto},
						comment(`${port.key} cluster IP`),
						{m: 'port', proto: port.proto, port: port.port.port},
					],
					jump(serviceChain(port)),
					port.service.clusterConnections,
				),
			),
		rule(
			'nat KUBE-SERVICES nodeports',
			[
				comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain'),
				{m: 'local', side: 'dst'},
			],
			jump('KUBE-NODEPORTS'),
		),
	];
}

export function nodePorts(ports: readonly Port[], rule: Maker): Rule[] {
	return ports
		.filter(({port, endpoints: all}) => port.nodePort !== null && all.length > 0)
		.map(port =>
			rule(
				'',
				[{m: 'proto', name: port.proto}, comment(port.key), {m: 'port', proto: port.proto, port: port.port.nodePort}],
				jump(externalChain(port)),
				port.service.nodeConnections,
			),
		);
}

/** The chains of one service port: KUBE-EXT (node ports only), KUBE-SVC, one KUBE-SEP an endpoint. */
export function portChains(port: Port, rule: Maker): Chain[] {
	if (port.endpoints.length === 0) return [];
	const {service, key, proto} = port;
	const all = service.nodeConnections + service.clusterConnections;
	const count = port.endpoints.length;
	const svc: Chain = {
		name: serviceChain(port),
		hook: null,
		rules: [
			rule(
				`nat SVC ${key} 0`,
				[
					{m: 'src', not: true, cidr: podCidr},
					{m: 'dst', cidr: service.clusterIp},
					{m: 'proto', name: proto},
					comment(`${key} cluster IP`),
					{m: 'port', proto, port: port.port.port},
				],
				jump('KUBE-MARK-MASQ'),
				service.clusterConnections,
			),
			...port.endpoints.map(({address, port: number}, index) =>
				rule(
					`nat SVC ${key} 1`,
					[
						comment(`${key} -> ${address}:${number}`),
						...(index < count - 1 ? [{m: 'statistic' as const, among: count - index}] : []),
					],
					jump(endpointChain(port, `${address}:${number}`)),
					Math.floor(all / count),
				),
			),
		],
	};
	const seps = port.endpoints.map(({address, port: number}): Chain => ({
		name: endpointChain(port, `${address}:${number}`),
		hook: null,
		rules: [
			rule(`nat SEP ${key} 0`, [{m: 'src', cidr: address}, comment(key)], jump('KUBE-MARK-MASQ')),
			rule(
				`nat SEP ${key} 1`,
				[{m: 'proto', name: proto}, comment(key), {m: 'port', proto, port: null}],
				{t: 'dnat', to: `${address}:${number}`},
				Math.floor(all / count),
			),
		],
	}));
	if (port.port.nodePort === null) return [svc, ...seps];
	const ext: Chain = {
		name: externalChain(port),
		hook: null,
		rules: [
			rule(
				'',
				[comment(`masquerade traffic for ${key} external destinations`)],
				jump('KUBE-MARK-MASQ'),
				service.nodeConnections,
			),
			rule('', [], jump(serviceChain(port)), service.nodeConnections),
		],
	};
	return [svc, ext, ...seps];
}

/** filter KUBE-SERVICES and KUBE-EXTERNAL-SERVICES: services that nobody answers. */
export function rejections(ports: readonly Port[], rule: Maker): {internal: Rule[]; external: Rule[]} {
	const empty = ports.filter(port => port.endpoints.length === 0);
	const internal = empty.map(port =>
		rule(
			'',
			[
				{m: 'dst', cidr: port.service.clusterIp},
				{m: 'proto', name: port.proto},
				comment(`${port.key} has no endpoints`),
				{m: 'port', proto: port.proto, port: port.port.port},
			],
			{t: 'reject'},
		),
	);
	const external = empty
		.filter(({port}) => port.nodePort !== null)
		.map(port =>
			rule(
				'',
				[
					{m: 'proto', name: port.proto},
					comment(`${port.key} has no endpoints`),
					{m: 'local', side: 'dst'},
					{m: 'port', proto: port.proto, port: port.port.nodePort},
				],
				{t: 'reject'},
			),
		);
	return {internal, external};
}
