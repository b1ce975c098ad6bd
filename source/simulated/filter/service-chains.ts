import {nodeAddress, podCidr} from '../seed/cluster.js';
import {comment, jump, type Maker} from './rule-maker.js';
import type {Chain, Match, Rule} from './rule.js';
import {
	endpointChain,
	externalChain,
	firewallChain,
	localChain,
	serviceChain,
	usage,
	type Endpoint,
	type Port,
} from './service-ports.js';

/** The chains of one service port (kube-proxy 1.34.1): KUBE-SVC, KUBE-SVL, KUBE-EXT, KUBE-FW, one KUBE-SEP an endpoint. */
export function portChains(port: Port, rule: Maker): Chain[] {
	const use = usage(port);
	const chain = (name: string, rules: Rule[]): Chain => ({name, hook: null, rules});
	const internalLocal = port.service.wishes?.internalTrafficPolicy === 'Local';
	const entry = use.inside ? [fromOutside(port, rule)] : [];
	const own = [
		...(use.cluster
			? [chain(serviceChain(port), [...(internalLocal ? [] : entry), ...spread(port, port.endpoints, rule)])]
			: []),
		...(use.local
			? [chain(localChain(port), [...(internalLocal ? entry : []), ...spread(port, use.locals, rule)])]
			: []),
		...(use.some && use.outside ? [chain(externalChain(port), externalRules(port, use.external, rule))] : []),
		...(use.some && use.firewall ? [chain(firewallChain(port), firewallRules(port, rule))] : []),
	];
	const answered = use.cluster || use.local ? use.reachable : [];
	return [...own, ...answered.map(one => chain(endpointChain(port, one), endpointRules(port, one, rule)))];
}

const connections = ({service}: Port): number => service.nodeConnections + service.clusterConnections;

/** Who is no pod and asks the cluster's address is masqueraded. */
function fromOutside({key, service, port, proto}: Port, rule: Maker): Rule {
	return rule(
		`nat SVC ${key} 0`,
		[
			{m: 'src', not: true, cidr: podCidr},
			{m: 'dst', cidr: service.clusterIp},
			{m: 'proto', name: proto},
			comment(`${key} cluster IP`),
			{m: 'port', proto, port: port.port},
		],
		jump('KUBE-MARK-MASQ'),
		service.clusterConnections,
	);
}

/** First where a client went before, then by chance. */
function spread(port: Port, endpoints: readonly Endpoint[], rule: Maker): Rule[] {
	const {affinity} = port.service.wishes ?? {};
	const says = ({address, port: number}: Endpoint): Match => comment(`${port.key} -> ${address}:${number}`);
	const sticky =
		affinity === undefined
			? []
			: endpoints.map(one => {
					const name = endpointChain(port, one);
					return rule('', [says(one), {m: 'recent', name, seconds: affinity}], jump(name));
				});
	const count = endpoints.length;
	return [
		...sticky,
		...endpoints.map((one, index) =>
			rule(
				`nat SVC ${port.key} 1`,
				[says(one), ...(index < count - 1 ? [{m: 'statistic' as const, among: count - index}] : [])],
				jump(endpointChain(port, one)),
				Math.floor(connections(port) / count),
			),
		),
	];
}

function externalRules(port: Port, answered: boolean, rule: Maker): Rule[] {
	const says = (words: string): Match => comment(`${words} traffic for ${port.key} external destinations`);
	const here: Match = {m: 'local', side: 'src'};
	const count = port.service.nodeConnections;
	if (port.service.wishes?.externalTrafficPolicy !== 'Local') {
		return [
			rule('', [says('masquerade')], jump('KUBE-MARK-MASQ'), count),
			rule('', [], jump(serviceChain(port)), count),
		];
	}

	return [
		rule('', [{m: 'src', cidr: podCidr}, says('pod')], jump(serviceChain(port))),
		rule('', [says('masquerade LOCAL'), here], jump('KUBE-MARK-MASQ'), count),
		rule('', [says('route LOCAL'), here], jump(serviceChain(port)), count),
		...(answered ? [rule('', [], jump(localChain(port)))] : []),
	];
}

const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

function within(address: string, cidr: string): boolean {
	const [base = '', bits = '32'] = cidr.split('/');
	const size = 2 ** (32 - Number(bits));
	return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

/** Who may come to the load balancer; the node itself where one of the ranges holds it. */
function firewallRules(port: Port, rule: Maker): Rule[] {
	const {sourceRanges = [], balancerIps = []} = port.service.wishes ?? {};
	const sources = [...sourceRanges, ...(sourceRanges.some(range => within(nodeAddress, range)) ? balancerIps : [])];
	return [
		...sources.map(cidr =>
			rule('', [{m: 'src', cidr}, comment(`${port.key} loadbalancer IP`)], jump(externalChain(port))),
		),
		rule('', [comment(`other traffic to ${port.key} will be dropped by KUBE-PROXY-FIREWALL`)], {t: 'none'}),
	];
}

function endpointRules(port: Port, one: Endpoint, rule: Maker): Rule[] {
	const {key, proto} = port;
	const remember: Match[] =
		port.service.wishes?.affinity === undefined ? [] : [{m: 'recent', name: endpointChain(port, one), seconds: null}];
	return [
		rule(`nat SEP ${key} 0`, [{m: 'src', cidr: one.address}, comment(key)], jump('KUBE-MARK-MASQ')),
		rule(
			`nat SEP ${key} 1`,
			[{m: 'proto', name: proto}, comment(key), ...remember, {m: 'port', proto, port: null}],
			{t: 'dnat', to: `${one.address}:${one.port}`},
			Math.floor(connections(port) / port.endpoints.length),
		),
	];
}
