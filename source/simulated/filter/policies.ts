import {chainHash} from '../seed/names.js';
import type {PolicyRecord, PolicyRule} from '../state.js';
import {comment, type Maker} from './rule-maker.js';
import type {Chain, Match} from './rule.js';

/** Network policies as kube-router 2.6.1 writes them: a chain a policy, and sets of addresses that its rules match. */

export type IpSet = {name: string; type: 'hash:ip' | 'hash:net'; entries: string[]};
export type Policy = Pick<PolicyRecord, 'namespace' | 'name' | 'ingress' | 'egress'> & {targets: string[]};
type Addressed = {namespace: string; ip: string; labels: Readonly<Record<string, string>>};

const family = 'IPv4';
export const policyChainName = ({namespace, name}: {namespace: string; name: string}, version: string): string =>
	`KUBE-NWPLCY-${chainHash(namespace + name + version + family)}`;

const selects = (labels: Addressed['labels'], selector: Readonly<Record<string, string>>): boolean =>
	Object.entries(selector).every(([key, value]) => labels[key] === value);

/** The policies with the addresses of the pods that each selects. */
export function policiesFor(records: readonly PolicyRecord[], pods: readonly Addressed[]): Policy[] {
	return records.map(record => ({
		...record,
		targets: pods
			.filter(pod => pod.namespace === record.namespace && selects(pod.labels, record.podSelector))
			.map(({ip}) => ip),
	}));
}

const passed: Match = {m: 'mark', value: 0x1_00_00};

export function policyRules(
	policies: readonly Policy[],
	pods: readonly Addressed[],
	version: string,
	rule: Maker,
): {chains: Chain[]; sets: IpSet[]} {
	const sets: IpSet[] = [];
	const chains = policies.map((policy): Chain => {
		const setOf = (side: 'SRC' | 'DST', rest: string, type: IpSet['type'], entries: string[]): string => {
			const name = `KUBE-${side}-${chainHash(policy.namespace + policy.name + rest)}`;
			sets.push({name, type, entries});
			return name;
		};

		const sides = [
			{rules: policy.ingress, own: 'DST', other: 'SRC', word: 'ingressrule', words: fromWords},
			{rules: policy.egress, own: 'SRC', other: 'DST', word: 'egressrule', words: toWords},
		] as const;
		const rules = sides.flatMap(({rules: all, own, other, word, words}) => {
			if (all === null) return [];
			const target = setOf(own, family, 'hash:ip', policy.targets);
			return all.flatMap((one, index) =>
				peersOf(one, policy, pods).flatMap(({kind, type, entries}) => {
					const peers = kind === 'all' ? null : setOf(other, `${word}${index}${family}${kind}`, type, entries);
					const pair = own === 'DST' ? {src: peers, dst: target} : {src: target, dst: peers};
					const says = comment(`rule to ACCEPT traffic ${words[kind]}${policy.name} namespace ${policy.namespace}`);
					return portMatches(one).flatMap(({proto, port}) => {
						const matches: Match[] = [...proto, says, ...setMatches(pair), ...port];
						return [
							rule('', matches, {t: 'mark', op: 'or', value: 0x1_00_00}),
							rule('', [...matches, passed], {t: 'return'}),
						];
					});
				}),
			);
		});
		return {name: policyChainName(policy, version), hook: null, rules};
	});
	return {chains, sets};
}

const pods = 'from source pods to dest pods selected by policy name ';
const fromWords = {
	pod: pods,
	all: 'from all sources to dest pods selected by policy name: ',
	ipblock: 'from specified ipBlocks to dest pods selected by policy name: ',
};
const toWords = {
	pod: pods,
	all: 'from source pods to all destinations selected by policy name: ',
	ipblock: 'from source pods to specified ipBlocks selected by policy name: ',
};

type Peers = {kind: 'pod' | 'all' | 'ipblock'; type: IpSet['type']; entries: string[]};

/** Peers are pods of the policy's own namespace; a peer that selects no pod makes no rule. */
function peersOf({peers, blocks}: PolicyRule, {namespace}: Policy, all: readonly Addressed[]): Peers[] {
	if (peers === undefined && blocks === undefined) return [{kind: 'all', type: 'hash:ip', entries: []}];
	const chosen = all.filter(
		pod => pod.namespace === namespace && (peers ?? []).some(selector => selects(pod.labels, selector)),
	);
	const short = (cidr: string): string => cidr.replace(/\/32$/, '');
	const nets = (blocks ?? []).flatMap(({cidr, except}) => [
		...(cidr.endsWith('/0') ? ['0.0.0.0/1', '128.0.0.0/1'] : [short(cidr)]),
		...except.map(one => `${short(one)} nomatch`),
	]);
	return [
		...(chosen.length > 0 ? [{kind: 'pod' as const, type: 'hash:ip' as const, entries: chosen.map(({ip}) => ip)}] : []),
		...(nets.length > 0 ? [{kind: 'ipblock' as const, type: 'hash:net' as const, entries: nets}] : []),
	];
}

function setMatches({src, dst}: {src: string | null; dst: string | null}): Match[] {
	return [
		...(src === null ? [] : [{m: 'set' as const, name: src, side: 'src' as const}]),
		...(dst === null ? [] : [{m: 'set' as const, name: dst, side: 'dst' as const}]),
	];
}

function portMatches({ports}: PolicyRule): Array<{proto: Match[]; port: Match[]}> {
	if (ports === undefined) return [{proto: [], port: []}];
	return ports.map(({protocol, port, endPort}) => {
		const proto = protocol.toLowerCase();
		const range = endPort === undefined ? {} : {end: endPort};
		return {proto: [{m: 'proto', name: proto}], port: [{m: 'port', proto, port, ...range}]};
	});
}
