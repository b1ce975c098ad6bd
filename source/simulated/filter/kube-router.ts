import {networkedPods, podPhase} from '../cluster/view.js';
import type {Moment} from '../moment.js';
import {serviceCidr} from '../seed/cluster.js';
import {chainHash} from '../seed/names.js';
import type {Cluster, PodRecord} from '../state.js';
import {policyChainName, type Policy} from './policies.js';
import {comment, jump, type Maker} from './rule-maker.js';
import type {Chain, Match, Rule} from './rule.js';
import {routerSynced} from './syncs.js';

/** The network policy firewall of kube-router 2.6.1: its frame, and one chain a pod. */

const passed: Match = {m: 'mark', value: 0x2_00_00};
const refused: Match = {m: 'mark', not: true, value: 0x1_00_00};

export type Guarded = Pick<PodRecord, 'namespace' | 'name' | 'ip' | 'labels'> & {firewallChain: string};

/** Pods that kube-router guards, as its last sync saw and named them. */
export function guardedPods(moment: Moment, cluster: Cluster): Guarded[] {
	const {at, named} = routerSynced(moment, cluster);
	const version = versionOf(at);
	return networkedPods(moment, cluster)
		.filter(pod => pod.firewallChain !== null && podPhase(moment, pod) !== 'creating')
		.map(pod => ({...pod, firewallChain: named ? (pod.firewallChain ?? '') : podChainName(pod, version)}));
}

/** The time of a sync in nanoseconds: part of every name that kube-router makes in it. */
export const versionOf = (at: number): string => `${Math.round(at)}000000`;
export const podChainName = ({namespace, name}: {namespace: string; name: string}, version: string): string =>
	`KUBE-POD-FW-${chainHash(namespace + name + version)}`;

/** A top rule's comment: with base32(sha256(chain + its arguments, one after the other)). */
function marked(chain: string, args: readonly string[]): Match {
	const words = args[args.indexOf('--comment') + 1] ?? '';
	return comment(`${words} - ${chainHash(chain + args.join(''))}`);
}

/** The jumps that kube-router puts into INPUT, FORWARD and OUTPUT. */
export function policyJump(hook: 'INPUT' | 'FORWARD' | 'OUTPUT', rule: Maker): Rule {
	const chain = `KUBE-ROUTER-${hook}`;
	const says = marked(hook, ['-m', 'comment', '--comment', 'kube-router netpol', '-j', chain]);
	return rule(`filter ${hook} 0`, [says], jump(chain));
}

const where = (pod: Guarded): string => `POD name:${pod.name} namespace: ${pod.namespace}`;

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
	const vip = marked('KUBE-ROUTER-INPUT', [
		...['-m', 'comment', '--comment', 'allow traffic to primary/secondary cluster IP range'],
		...['-d', serviceCidr, '-j', 'RETURN'],
	]);
	const range = (proto: 'tcp' | 'udp'): Rule => {
		const says = marked('KUBE-ROUTER-INPUT', [
			...['-p', proto, '-m', 'comment', '--comment', `allow LOCAL ${proto.toUpperCase()} traffic to node ports`],
			...['-m', 'addrtype', '--dst-type', 'LOCAL', '-m', 'multiport', '--dports', '30000:32767', '-j', 'RETURN'],
		]);
		const ports: Match = {m: 'multiport', proto, ports: '30000:32767'};
		return rule('', [{m: 'proto', name: proto}, says, {m: 'local', side: 'dst'}, ports], {t: 'return'});
	};

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
			rule('', [{m: 'dst', cidr: serviceCidr}, vip], {t: 'return'}),
			range('tcp'),
			range('udp'),
			...pods.map(pod => jumpTo(pod, 'from', `filter input-from ${pod.ip}`, rule)),
			accepted,
		]),
		chain('KUBE-ROUTER-OUTPUT', [
			...pods.flatMap(pod => [jumpTo(pod, 'to', `filter output-to ${pod.ip}`, rule), jumpTo(pod, 'from', '', rule)]),
			accepted,
		]),
	];
}

export function commonChains(rule: Maker): Chain[] {
	const icmp = (code: number, name: string, words: string): Rule =>
		rule('', [{m: 'proto', name: 'icmp'}, comment(words), {m: 'icmp', code, name}], {t: 'accept'});
	return [
		{
			name: 'KUBE-NWPLCY-COMMON',
			hook: null,
			rules: [
				rule('', [comment('"rule to drop invalid state for pod"'), {m: 'states', names: 'INVALID'}], {t: 'drop'}),
				rule(
					'filter KUBE-NWPLCY-COMMON 1',
					[comment('"rule for stateful firewall for pod"'), {m: 'states', names: 'RELATED,ESTABLISHED'}],
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

/** `policies`: those in force; each takes the place of the default for the directions that it speaks of. */
export function podChains(
	pods: readonly Guarded[],
	policies: readonly Policy[],
	version: string,
	rule: Maker,
): Chain[] {
	return pods.map(pod => {
		const mine = policies.filter(({targets}) => targets.includes(pod.ip));
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
				...(mine.some(({egress}) => egress !== null)
					? []
					: [
							rule('', [from, comment('run through default egress network policy chain')], jump('KUBE-NWPLCY-DEFAULT')),
						]),
				...(mine.some(({ingress}) => ingress !== null)
					? []
					: [rule('', [to, comment('run through default ingress network policy chain')], jump('KUBE-NWPLCY-DEFAULT'))]),
				// Each is put in at the head of the chain, so that the last stands first.
				...[...mine].reverse().map(policy => {
					const both = policy.ingress !== null && policy.egress !== null;
					const side = both ? [] : [policy.ingress === null ? from : to];
					const says = comment(`run through nw policy ${policy.name}`);
					return rule('', [...side, says], jump(policyChainName(policy, version)));
				}),
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
