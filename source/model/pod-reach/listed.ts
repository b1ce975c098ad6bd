import type {FirewallPolicy, Zone} from '../../facts/host.js';
import {contains, overlaps, parseCidr, type Cidr} from '../cidr.js';
import {zoneInForce, type FirewallZones, type ZoneInForce} from '../firewall.js';
import type {Attempt} from '../lock-out/rich-rule.js';
import {decide, stepsOf, targetStep, type Answer, type FirewallServices, type Step} from '../lock-out/zone.js';
import {otherPod, outsideAddress, type Blocker, type Pods, type Question, type Said} from './question.js';

/** What firewalld says of itself: its zones, its policies, and what services open. */
export type Listed = FirewallZones & {
	/** Null: not known; they may refuse what a zone accepts, and the other way round. */
	readonly policies: readonly FirewallPolicy[] | null;
	readonly services: FirewallServices;
};

type Judged = Step & {readonly blocker: Blocker};

/**
 * What firewalld does with a packet from pods, by its lists. Measured with 1.3.3 and 2.3.1: the policies before the zone,
 * the zone's rules, the policies behind it, the zone's target. Rules and ports of a zone are for this host alone; what it
 * forwards by itself goes between interfaces that are bound to it and between its sources.
 */
export function listedAnswer(listed: Listed, pods: Pods, question: Question): Said {
	const range = parseCidr(pods.cidr);
	if (!range) return {answer: 'perhaps', by: null};
	// A zone that holds a part of the range judges some pods in its own way.
	const parts = listed.zones.flatMap(({sources}) =>
		sources.flatMap(source => {
			const cidr = parseCidr(source);
			return cidr && cidr.length > range.length && overlaps(range, cidr) ? [cidr] : [];
		}),
	);
	const said = [range, ...parts].map(from => saidOf(listed, pods, from, question));
	const [first = {answer: 'perhaps', by: null} as const] = said;
	return said.every(({answer}) => answer === first.answer)
		? first
		: {answer: 'perhaps', by: said.find(({answer}) => answer === 'no')?.by ?? first.by};
}

function saidOf(listed: Listed, pods: Pods, from: Cidr, question: Question): Said {
	const into = zoneFor(listed, from, pods.bridge);
	if (!into) return {answer: 'perhaps', by: null};
	const attempt = attemptOf(from, pods, question);
	const zoneBlocker: Blocker = {kind: 'zone', name: into.zone.name};
	const own = (steps: readonly Step[]): Judged[] => steps.map(step => ({...step, blocker: zoneBlocker}));
	const out = question.kind === 'port' ? null : wayOut(listed, pods, question, attempt.to);
	const policies = (listed.policies ?? []).filter(
		({active, ingress, egress}) =>
			active &&
			ingress.some(each => each === 'ANY' || each === into.zone.name) &&
			egress.some(each => (out === null ? each === 'HOST' : each === 'ANY' || each === out.zone.name)),
	);
	const asked = (wanted: (priority: number) => boolean): Judged[] =>
		policies
			.filter(({priority}) => wanted(priority))
			.toSorted((a, b) => a.priority - b.priority)
			.flatMap(policy => policySteps(policy, attempt, listed.services));
	const between = out !== null && out.by !== 'default' && out.zone.name === into.zone.name && into.zone.forward;
	const {answer, by} = decide([
		...asked(priority => priority < 0),
		...own(out === null ? stepsOf(into.zone, attempt, listed.services) : between ? [accepts] : []),
		...asked(priority => priority >= 0),
		...own([targetStep(into.zone)]),
	]);
	return {answer: listed.policies === null ? 'perhaps' : answers[answer], by: by?.blocker ?? null};
}

const accepts: Step = {answer: 'accept', fit: 'yes'};
const answers: Readonly<Record<Answer, Said['answer']>> = {accept: 'yes', deny: 'no', unknown: 'perhaps'};

function policySteps(policy: FirewallPolicy, attempt: Attempt, services: FirewallServices): Judged[] {
	const target: readonly Step[] = policy.target === 'CONTINUE' ? [] : [targetStep(policy)];
	const blocker: Blocker = {kind: 'policy', name: policy.name};
	return [...stepsOf(policy, attempt, services), ...target].map(step => ({...step, blocker}));
}

function attemptOf({family, ...from}: Cidr, pods: Pods, question: Question): Attempt {
	const origin = {family, cidr: {family, ...from}};
	switch (question.kind) {
		case 'port':
			return {from: origin, to: null, port: Number.parseInt(question.port, 10)};
		case 'outside':
			return {from: origin, to: outsideAddress, port: 443};
		case 'pods':
			return {from: origin, to: otherPod(pods), port: 80};
	}
}

/** The zone into which a packet goes: of its address, else of the interface that leads there. */
const wayOut = (listed: Listed, pods: Pods, {kind}: Question, to: string | null): ZoneInForce | null => {
	const cidr = to === null ? undefined : parseCidr(to);
	return (cidr && zoneFor(listed, cidr, kind === 'pods' ? pods.bridge : (pods.outward ?? ''))) ?? null;
};

/** Source beats interface; of several sources the zone whose name comes first, or that with a priority of its own. */
export function zoneFor(firewall: FirewallZones, address: Cidr, interfaceName: string): ZoneInForce | undefined {
	const holds = ({sources}: Zone): boolean =>
		sources.some(source => {
			const cidr = parseCidr(source);
			return cidr !== undefined && contains(cidr, address);
		});
	const [zone] = firewall.zones
		.filter(holds)
		.toSorted((a, b) => (a.ingressPriority ?? 0) - (b.ingressPriority ?? 0) || (a.name < b.name ? -1 : 1));
	return zone ? {zone, by: 'source'} : zoneInForce(firewall, interfaceName);
}
