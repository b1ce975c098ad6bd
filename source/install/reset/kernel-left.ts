import * as ip from '../../command/leftovers.js';
import {contains, parseCidr} from '../../model/cidr.js';
import {usersOf} from './beside.js';
import type {ResetAnswers, ResetFacts} from './facts.js';
import {joined, mayRun, nothing, type Kept, type Left, type Leftover} from './left.js';

/** What a reset leaves in the kernel beside packet rules: a routing rule, control groups, settings. */
export const kernelLeft = (facts: ResetFacts, answers: ResetAnswers): Left =>
	joined([routing(facts, answers), groups(facts), settings(facts)]);

/** kube-router's own routing table: pods' packets are looked up there. */
const table = '77';

/** Its rule asks for the pods' addresses and nothing else; whatever else leads to a table 77 is somebody's own. */
function routing({ipRules, routes}: ResetFacts, {podRanges}: ResetAnswers): Left {
	const ranges = podRanges.flatMap(range => parseCidr(range) ?? []);
	const leftovers: Leftover[] = [];
	const kept: Kept[] = [];
	for (const [index, reading] of ipRules.entries()) {
		const family = index === 0 ? 4 : 6;
		for (const rule of reading.known ? reading.value : []) {
			if (rule.table !== table) continue;
			const from = parseCidr(rule.from);
			const name = `${rule.priority}: from ${rule.from} lookup ${table}`;
			if (rule.plain && from && ranges.some(range => contains(range, from))) {
				leftovers.push({kind: 'ip-rule', name, command: ip.deleteIpRule(family, rule)});
			} else kept.push({kind: 'ip-rule', name, why: 'owner', detail: ''});
		}
	}

	const own = leftovers.length > 0 && kept.length === 0;
	for (const {to, dev, table: where} of routes.known ? routes.value : []) {
		if (where !== table) continue;
		const name = `${to}${dev === null ? '' : ` dev ${dev}`} table ${table}`;
		const family = to.includes(':') ? 6 : 4;
		if (own && dev !== null) leftovers.push({kind: 'route', name, command: ip.deleteRoute(family, to, dev, table)});
		else kept.push({kind: 'route', name, why: 'owner', detail: ''});
	}

	return {leftovers, kept};
}

/** The kubelet makes a group for its pods in each tree of control groups. Another kubelet has the same. */
function groups({groups: found, beside, shims}: ResetFacts): Left {
	if (!found.known || !beside.known) return nothing;
	const others = usersOf('kubelet', beside.value);
	const pods = mayRun(shims);
	const own = found.value.map(({path}) => path).filter(path => /\/kubepods(\.slice)?$/.test(path));
	if (others.length === 0 && !pods) {
		return {leftovers: own.map(name => ({kind: 'cgroup', name, command: ip.removeGroups(name)})), kept: []};
	}

	const why = pods ? 'pods' : 'shared';
	return {leftovers: [], kept: own.map(name => ({kind: 'cgroup', name, why, detail: pods ? '' : others.join(', ')}))};
}

/** Settings that the kernel does not have by itself and that k0s, the kubelet and kube-proxy write. */
const written: Readonly<Record<string, string>> = {
	'net.ipv4.conf.all.route_localnet': '1',
	'net.ipv4.ip_forward': '1',
	'net.ipv6.conf.all.forwarding': '1',
	'vm.overcommit_memory': '1',
	'kernel.panic': '10',
	'kernel.panic_on_oops': '1',
};
export const settingNames: readonly string[] = Object.keys(written);

const settings = ({settings: now}: ResetFacts): Left => ({
	leftovers: [],
	kept: (now.known ? [...now.value] : [])
		.filter(([name, value]) => written[name] === value)
		.map(([name, value]) => ({kind: 'setting', name: `${name} = ${value}`, why: 'setting', detail: ''})),
});
