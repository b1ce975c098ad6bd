import {comment, jump, type Maker} from './rule-maker.js';
import type {Match, Rule} from './rule.js';
import {externalChain, firewallChain, localChain, serviceChain, usage, type Port} from './service-ports.js';

/** The chains that all services share, as kube-proxy 1.34.1 fills them in its iptables mode. */

/** The order in which kube-proxy's map gave the guide's services to KUBE-SERVICES; others come after them. */
const dispatchOrder = [
	'kube-system/metrics-server:https',
	'default/kubernetes:https',
	'kube-system/kube-dns:metrics',
	'kube-system/kube-dns:dns',
	'kube-system/kube-dns:dns-tcp',
];

const to = (port: Port, number: number | null): Match => ({m: 'port', proto: port.proto, port: number});
const local: Match = {m: 'local', side: 'dst'};

export function dispatch(ports: readonly Port[], rule: Maker): Rule[] {
	const known = ports.filter(({key}) => dispatchOrder.includes(key));
	const others = ports.filter(({key}) => !dispatchOrder.includes(key));
	known.sort((a, b) => dispatchOrder.indexOf(a.key) - dispatchOrder.indexOf(b.key));
	return [
		...[...known, ...others].flatMap(port => dispatched(port, rule)),
		rule(
			'nat KUBE-SERVICES nodeports',
			[comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain'), local],
			jump('KUBE-NODEPORTS'),
		),
	];
}

/** By the cluster's address, external addresses and load balancers. */
function dispatched(port: Port, rule: Maker): Rule[] {
	const use = usage(port);
	const {clusterIp, wishes = {}} = port.service;
	const by = (address: string, words: string, chain: string, connections = 0): Rule =>
		rule(
			words === 'cluster IP' ? `nat KUBE-SERVICES ${port.key}` : '',
			[
				{m: 'dst', cidr: address},
				{m: 'proto', name: port.proto},
				comment(`${port.key} ${words}`),
				to(port, port.port.port),
			],
			jump(chain),
			connections,
		);
	const inside = wishes.internalTrafficPolicy === 'Local' ? localChain(port) : serviceChain(port);
	const balanced = use.firewall ? firewallChain(port) : externalChain(port);
	return [
		...(use.inside ? [by(clusterIp, 'cluster IP', inside, port.recent.cluster)] : []),
		...(use.some ? (wishes.externalIps ?? []).map(ip => by(ip, 'external IP', externalChain(port))) : []),
		...(use.some ? (wishes.balancerIps ?? []).map(ip => by(ip, 'loadbalancer IP', balanced)) : []),
	];
}

/** `nfacct`: the kernel counts what came to 127.0.0.0/8 in a rule of its own, which stands first. */
export function nodePorts(ports: readonly Port[], rule: Maker, nfacct: boolean): Rule[] {
	return ports
		.filter(port => port.port.nodePort !== null && usage(port).some)
		.flatMap(port => {
			const connections = port.recent.node;
			const matches: Match[] = [{m: 'proto', name: port.proto}, comment(port.key), to(port, port.port.nodePort)];
			const home: Match = {m: 'dst', cidr: '127.0.0.0/8'};
			const counter: Match = {m: 'nfacct', name: 'localhost_nps_accepted_pkts'};
			const target = jump(externalChain(port));
			// The simulated curl asks 127.0.0.1.
			return nfacct
				? [rule('', [home, ...matches, counter], target, connections), rule('', matches, target)]
				: [rule('', matches, target, connections)];
		});
}

export type Refusals = {internal: Rule[]; external: Rule[]; firewall: Rule[]; health: Rule[]};

/** filter: services that nobody answers, source ranges of load balancers, health check ports. */
export function refusals(ports: readonly Port[], rule: Maker): Refusals {
	const all: Refusals = {internal: [], external: [], firewall: [], health: []};
	for (const port of ports) {
		const use = usage(port);
		const {clusterIp, wishes = {}} = port.service;
		const words = use.some ? 'has no local endpoints' : 'has no endpoints';
		const refuse = (address: string | null, number: number): Rule =>
			rule(
				'',
				[
					...(address === null ? [] : [{m: 'dst' as const, cidr: address}]),
					{m: 'proto', name: port.proto},
					comment(`${port.key} ${words}`),
					...(address === null ? [local] : []),
					to(port, number),
				],
				{t: use.some ? 'drop' : 'reject'},
			);
		const balancers = wishes.balancerIps ?? [];
		if (!use.inside) all.internal.push(refuse(clusterIp, port.port.port));
		if (!use.external) {
			all.external.push(
				...[...(wishes.externalIps ?? []), ...balancers].map(ip => refuse(ip, port.port.port)),
				...(port.port.nodePort === null ? [] : [refuse(null, port.port.nodePort)]),
			);
		}

		if (use.firewall) {
			const says = comment(`${port.key} traffic not accepted by ${firewallChain(port)}`);
			for (const ip of balancers) {
				const matches: Match[] = [{m: 'dst', cidr: ip}, {m: 'proto', name: port.proto}, says, to(port, port.port.port)];
				all.firewall.push(rule('', matches, {t: 'drop'}));
			}
		}

		if (wishes.healthCheckNodePort !== undefined) {
			const says = comment(`${port.key} health check node port`);
			const number: Match = {m: 'port', proto: 'tcp', port: wishes.healthCheckNodePort};
			all.health.push(rule('', [{m: 'proto', name: 'tcp'}, says, number], {t: 'accept'}));
		}
	}

	return all;
}
