import {networkedPods, podPhase} from '../cluster/view.js';
import type {Moment} from '../moment.js';
import {serviceCidr} from '../seed/cluster.js';
import type {Cluster, PodRecord} from '../state.js';
import type {Maker} from './kube-proxy.js';
import type {Chain, Match, Rule, Target} from './rule.js';

/** The network policy firewall of kube-router 2.6.1 on a node without policies. */

const comment = (text: string): Match => ({m: 'comment', text});
const jump = (chain: string): Target => ({t: 'jump', chain});
const passed: Match = {m: 'mark', value: 0x2_00_00};
const refused: Match = {m: 'mark', not: true, value: 0x1_00_00};

type Guarded = PodRecord & {firewallChain: string};

/** Pods that kube-router guards, as its last sync saw them. */
export function guardedPods(moment: Moment, cluster: Cluster): Guarded[] {
	return networkedPods(moment, cluster).filter(
		(pod): pod is Guarded & {net: NonNullable<PodRecord['net']>} =>
			pod.firewallChain !== null && podPhase(moment, pod) !== 'creating',
	);
}

const where = (pod: PodRecord): string => `POD name:${pod.name} namespace: ${pod.namespace}`;

/** The jumps into a pod's chain: `to` or `from` its address. */
function jumpTo(pod: Guarded, side: 'to' | 'from', key: string, rule: Maker, bridged = false): Rule {
	const words = `rule to jump traffic ${side === 'to' ? 'destined to' : 'from'} ${where(pod)} to chain ${pod.firewallChain}`;
	return rule(
		key,
		[{m: side === 'to' ? 'dst' : 'src', cidr: pod.ip}, ...(bridged ? [{m: 'bridged' as const}] : []), comment(words)],
		jump(pod.firewallChain),
	);
}

export function routerChains(pods: readonly Guarded[], rule: Maker): Chain[] {
	const chain = (name: string, rules: readonly Rule[]): Chain => ({name, hook: null, rules});
	const accepted = rule('', [comment('rule to explicitly ACCEPT traffic that comply to network policies'), passed], {
		t: 'accept',
	});
	const range = (proto: 'tcp' | 'udp', hash: string): Rule =>
		rule(
			'',
			[
				{m: 'proto', name: proto},
				comment(`allow LOCAL ${proto.toUpperCase()} traffic to node ports - ${hash}`),
				{m: 'local', side: 'dst'},
				{m: 'multiport', proto, ports: '30000:32767'},
			],
			{t: 'return'},
		);
	return [
		chain('KUBE-ROUTER-FORWARD', [
			...pods.flatMap(pod => [
				jumpTo(pod, 'to', `filter forward-to ${pod.ip}`, rule),
				jumpTo(pod, 'to', '', rule, true),
				jumpTo(pod, 'from', `filter forward-from ${pod.ip}`, rule),
				jumpTo(pod, 'from', '', rule, true),
			]),
			accepted,
		]),
		chain('KUBE-ROUTER-INPUT', [
			rule(
				'',
				[
					{m: 'dst', cidr: serviceCidr},
					comment('allow traffic to primary/secondary cluster IP range - 7FIFU442R64OQUMU'),
				],
				{t: 'return'},
			),
			range('tcp', 'QGBFVMCGJ4H4RAAX'),
			range('udp', 'FZVAKW6QMYFS2GPB'),
			...pods.map(pod => jumpTo(pod, 'from', `filter input-from ${pod.ip}`, rule)),
			accepted,
		]),
		chain('KUBE-ROUTER-OUTPUT', [
			...pods.flatMap(pod => [jumpTo(pod, 'to', `filter output-to ${pod.ip}`, rule), jumpTo(pod, 'from', '', rule)]),
			accepted,
		]),
	];
}

export function policyChains(rule: Maker): Chain[] {
	const icmp = (code: number, name: string, words: string): Rule =>
		rule('', [{m: 'proto', name: 'icmp'}, comment(words), {m: 'icmp', code, name}], {t: 'accept'});
	return [
		{
			name: 'KUBE-NWPLCY-COMMON',
			hook: null,
			rules: [
				rule('', [comment('rule to drop invalid state for pod'), {m: 'states', names: 'INVALID'}], {t: 'drop'}),
				rule(
					'filter KUBE-NWPLCY-COMMON 1',
					[comment('rule for stateful firewall for pod'), {m: 'states', names: 'RELATED,ESTABLISHED'}],
					{t: 'accept'},
				),
				icmp(8, 'echo-request', 'allow icmp echo requests'),
				icmp(3, 'destination-unreachable', 'allow icmp destination unreachable messages'),
				icmp(11, 'time-exceeded', 'allow icmp time exceeded messages'),
			],
		},
		{
			name: 'KUBE-NWPLCY-DEFAULT',
			hook: null,
			rules: [
				rule('', [comment('rule to mark traffic matching a network policy')], {
					t: 'mark',
					op: 'or',
					value: 0x1_00_00,
				}),
			],
		},
	];
}

export function podChains(pods: readonly Guarded[], rule: Maker): Chain[] {
	return pods.map(pod => {
		const to: Match = {m: 'dst', cidr: pod.ip};
		const from: Match = {m: 'src', cidr: pod.ip};
		return {
			name: pod.firewallChain,
			hook: null,
			rules: [
				rule(
					`filter pod-common ${pod.ip}`,
					[comment('common bi-directional traffic policy rules')],
					jump('KUBE-NWPLCY-COMMON'),
				),
				rule(
					`filter pod-local ${pod.ip}`,
					[
						to,
						comment("rule to permit the traffic traffic to pods when source is the pod's local node"),
						{m: 'local', side: 'src'},
					],
					{t: 'accept'},
				),
				rule('', [from, comment('run through default egress network policy chain')], jump('KUBE-NWPLCY-DEFAULT')),
				rule('', [to, comment('run through default ingress network policy chain')], jump('KUBE-NWPLCY-DEFAULT')),
				rule('', [comment(`rule to log dropped traffic ${where(pod)}`), refused, {m: 'limit'}], {t: 'log'}),
				rule('', [comment(`rule to REJECT traffic destined for ${where(pod)}`), refused], {t: 'reject'}),
				rule('', [], {t: 'mark', op: 'and', value: 0x1_00_00}),
				rule('', [comment('set mark to ACCEPT traffic that comply to network policies')], {
					t: 'mark',
					op: 'or',
					value: 0x2_00_00,
				}),
			],
		};
	});
}
