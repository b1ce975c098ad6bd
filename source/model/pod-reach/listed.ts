import type {FirewallPolicy, Zone} from '../../facts/host.js';
import {contains, overlaps, parseCidr, type Cidr} from '../cidr.js';
import {priorityOf, zoneInForce, type FirewallZones, type Way, type ZoneInForce} from '../firewall.js';
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
	const attempt = attemptOf(from, pods, question);
	const ways = zonesFor(listed, from, pods.bridge, 'ingress');
	const outs = question.kind === 'port' ? [null] : waysOut(listed, pods, question, attempt.to);
	const said = ways.flatMap(into => outs.map(out => betweenZones(listed, attempt, into, out)));
	const [first] = said;
	if (!first) return {answer: 'perhaps', by: null};
	return said.every(({answer}) => answer === first.answer) ? first : {answer: 'perhaps', by: first.by};
}

function betweenZones(listed: Listed, attempt: Attempt, into: ZoneInForce, out: ZoneInForce | null): Said {
	const zoneBlocker: Blocker = {kind: 'zone', name: into.zone.name};
	const own = (steps: readonly Step[]): Judged[] => steps.map(step => ({...step, blocker: zoneBlocker}));
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

/** The zones into which a packet may go: of its address, else of the interface that leads there. Null: none is known. */
function waysOut(listed: Listed, pods: Pods, {kind}: Question, to: string | null): ReadonlyArray<ZoneInForce | null> {
	const cidr = to === null ? undefined : parseCidr(to);
	const found = cidr && zonesFor(listed, cidr, kind === 'pods' ? pods.bridge : (pods.outward ?? ''), 'egress');
	return found === undefined || found.length === 0 ? [null] : found;
}

/**
 * The zone of the lowest priority; then source beats interface; of several sources the zone whose name comes first (the
 * sort key of firewalld 2.0 and newer; 1.3 has no priorities).
 */
export function zoneFor(
	firewall: FirewallZones,
	address: Cidr,
	interfaceName: string,
	way: Way = 'ingress',
): ZoneInForce | undefined {
	const holds = ({sources}: Zone): boolean =>
		sources.some(source => {
			const cidr = parseCidr(source);
			return cidr !== undefined && contains(cidr, address);
		});
	const [bySource] = firewall.zones
		.filter(holds)
		.toSorted((a, b) => priorityOf(a, way) - priorityOf(b, way) || (a.name < b.name ? -1 : 1));
	const byInterface = zoneInForce(firewall, interfaceName, way);
	if (!bySource) return byInterface;
	// The default zone takes what no other names, whatever its priority.
	const first = byInterface?.by === 'interface' && priorityOf(byInterface.zone, way) < priorityOf(bySource, way);
	return first ? byInterface : {zone: bySource, by: 'source'};
}

/** A MAC address is nobody's beyond its own link; pods have their own, which nobody knows before they are there. */
const isMac = (source: string): boolean => /^[\da-f]{2}(?::[\da-f]{2}){5}$/i.test(source);

/** That zone first; then those that may be it: they bind the same interface, or name a source that is not understood. */
function zonesFor(firewall: FirewallZones, address: Cidr, name: string, way: Way): readonly ZoneInForce[] {
	const found = zoneFor(firewall, address, name, way);
	if (!found) return [];
	const unclear = firewall.zones.filter(
		zone =>
			zone !== found.zone &&
			priorityOf(zone, way) <= (found.by === 'default' ? Infinity : priorityOf(found.zone, way)) &&
			zone.sources.some(source => parseCidr(source) === undefined && !isMac(source) && !source.startsWith('ipset:')),
	);
	return [
		found,
		...(found.perhaps ?? []).map((zone): ZoneInForce => ({zone, by: 'interface'})),
		...unclear.map((zone): ZoneInForce => ({zone, by: 'source'})),
	];
}
