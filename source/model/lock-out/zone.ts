import {contains, parseCidr} from '../cidr.js';
import type {FirewallService} from '../../facts/host.js';
import {bindsInterface, type FirewallZones, type Zone} from '../firewall.js';
import {parseRichRule, portHolds, type Attempt, type Origin, type RichRule} from './rich-rule.js';

/** By name; undefined: nothing could be read about it. */
export type FirewallServices = ReadonlyMap<string, FirewallService | undefined>;

export type Answer = 'accept' | 'deny' | 'unknown';

/**
 * The zones that may judge what comes from there by this interface: one, unless it cannot be told which. Sources beat
 * interfaces; where sources of two zones hold it, the zone whose name comes first (measured with 1.3.3; the same in 2.x
 * while no zone has a priority of its own).
 */
export function judges(firewall: FirewallZones, from: Origin, interfaceName: string): readonly Zone[] {
	const byName = firewall.zones.toSorted((a, b) => (a.name < b.name ? -1 : 1));
	const {cidr} = from;
	const bySource = byName.filter(
		({sources}) => cidr !== undefined && sources.some(each => holds(parseCidr(each), cidr)),
	);
	// A MAC address or an ipset: whether the peer is one of them cannot be told.
	const perhaps = byName.filter(({sources}) => sources.some(source => parseCidr(source) === undefined));
	const byInterface = zoneOf(byName, firewall.defaultZone, interfaceName);
	const all = [...bySource, ...perhaps, ...byInterface];
	const winners = bySource.length > 0 ? bySource.slice(0, 1) : byInterface;
	const found = all.some(({ingressPriority = 0}) => ingressPriority !== 0) ? all : [...winners, ...perhaps];
	return [...new Set(found)];
}

const holds = (outer: ReturnType<typeof parseCidr>, inner: NonNullable<ReturnType<typeof parseCidr>>): boolean =>
	outer !== undefined && contains(outer, inner);

/** Those that bind it by its name or a pattern (`cali+`): which of several judges depends on the version. Else the default zone. */
function zoneOf(zones: readonly Zone[], defaultZone: string, name: string): readonly Zone[] {
	const bound = zones.filter(zone => bindsInterface(zone, name));
	return bound.length > 0 ? bound : zones.filter(zone => zone.name === defaultZone);
}

/** What this zone says to a new TCP connection, in the order in which firewalld asks: rich rules, ports and services, target. */
export const answerOf = (zone: Zone, attempt: Attempt, services: FirewallServices): Answer =>
	decide([...stepsOf(zone, attempt, services), targetStep(zone)]).answer;

/** One thing that is asked in turn, and what it says where it applies. */
export type Step = {readonly answer: Answer; readonly fit: 'yes' | 'no' | 'perhaps'};

/** What a zone and a policy have in common. */
type Asked = Pick<Zone, 'richRules' | 'ports' | 'services' | 'protocols' | 'forwardPorts' | 'sourcePorts'>;

/** All that is asked before the target. */
export function stepsOf(of: Asked, attempt: Attempt, services: FirewallServices): readonly Step[] {
	const rules = of.richRules.map(parseRichRule);
	if (rules.includes(undefined)) return [{answer: 'unknown', fit: 'yes'}];
	const rich = rules.filter(rule => rule !== undefined);
	const group = (wanted: (rule: RichRule) => boolean): Step[] =>
		rich
			.filter(wanted)
			.toSorted((a, b) => a.priority - b.priority)
			.map(rule => richStep(rule, attempt, services));
	return [
		...(redirects(of, attempt) ? [{answer: 'unknown', fit: 'yes'} as const] : []),
		...group(({priority}) => priority < 0),
		...group(({priority, action}) => priority === 0 && action !== 'accept'),
		...opens(of, attempt, services),
		...group(({priority, action}) => priority === 0 && action === 'accept'),
		...group(({priority}) => priority > 0),
	];
}

export const targetStep = ({target}: Pick<Zone, 'target'>): Step => ({
	answer: target === 'ACCEPT' ? 'accept' : 'deny',
	fit: 'yes',
});

/** The first step that applies decides. One that perhaps applies decides nothing, unless all that may follow say the same. */
export function decide<S extends Step>(steps: readonly S[]): {readonly answer: Answer; readonly by: S | undefined} {
	const possible: S[] = [];
	for (const step of steps) {
		if (step.fit !== 'no') possible.push(step);
		if (step.fit === 'yes') break;
	}

	const [by] = possible;
	return by && possible.every(({answer}) => answer === by.answer) ? {answer: by.answer, by} : {answer: 'unknown', by};
}

function richStep(rule: RichRule, attempt: Attempt, services: FirewallServices): Step {
	const fit = rule.applies(attempt, (name, port) => serviceOpens(name, {...attempt, port}, services));
	if (rule.action === 'none') return {answer: 'deny', fit: 'no'};
	if (rule.action === 'unclear') return {answer: 'unknown', fit};
	return {answer: rule.action, fit};
}

function opens(of: Asked, attempt: Attempt, services: FirewallServices): readonly Step[] {
	const ports = of.ports.some(port => opensPort(port, attempt.port));
	const protocols = of.protocols.some(each => each === 'tcp' || each === '6');
	if (ports || protocols) return [{answer: 'accept', fit: 'yes'}];
	const named = of.services.map((name): Step => {
		const open = serviceOpens(name, attempt, services);
		return {answer: 'accept', fit: open === undefined ? 'perhaps' : open ? 'yes' : 'no'};
	});
	return hasSourcePorts(of) ? [...named, {answer: 'accept', fit: 'perhaps'}] : named;
}

/** From which port somebody comes is his own choice: such a line may let him in. */
const hasSourcePorts = ({sourcePorts = []}: Pick<Zone, 'sourcePorts'>): boolean =>
	sourcePorts.some(each => each.endsWith('/tcp'));

const opensPort = (open: string, port: number): boolean => {
	const [range = '', protocol] = open.split('/');
	return protocol === 'tcp' && portHolds(range, port);
};

function serviceOpens(name: string, attempt: Attempt, services: FirewallServices, depth = 0): boolean | undefined {
	const service = services.get(name);
	if (service === undefined || depth > 8) return undefined;
	const own =
		service.ports.some(port => opensPort(port, attempt.port)) ||
		service.protocols.some(each => each === 'tcp' || each === '6');
	if (own) return service.destinations.length === 0 ? true : undefined;
	const taken = service.includes.map(each => serviceOpens(each, attempt, services, depth + 1));
	if (taken.includes(true)) return true;
	return taken.includes(undefined) || hasSourcePorts(service) ? undefined : false;
}

/** A forwarded port takes connections away before they are judged, or brings some that no port list shows. */
const redirects = ({forwardPorts}: Pick<Zone, 'forwardPorts'>, {port}: Attempt): boolean =>
	(forwardPorts ?? []).some(each => {
		const fields = new Map(each.split(':').map(field => field.split('=', 2) as [string, string]));
		const named = [fields.get('port') ?? '', fields.get('toport') ?? ''];
		return fields.get('proto') === 'tcp' && named.some(range => range !== '' && portHolds(range, port));
	});

/** The zone without its rich rules that say nothing about this connection. */
export const bearingOn = (zone: Zone, attempt: Attempt, services: FirewallServices): Zone => {
	const richRules = zone.richRules.filter(text => {
		const rule = parseRichRule(text);
		const holds = (name: string, port: number) => serviceOpens(name, {...attempt, port}, services);
		return rule === undefined || rule.applies(attempt, holds) !== 'no';
	});
	return richRules.length === zone.richRules.length ? zone : {...zone, richRules};
};

/** What decides about connections in a zone; the rest of it (masquerade, interfaces) does not. */
export const judgedBy = (zone: Zone) => ({
	name: zone.name,
	target: zone.target,
	ports: zone.ports.toSorted(),
	services: zone.services.toSorted(),
	protocols: zone.protocols.toSorted(),
	sources: zone.sources.toSorted(),
	richRules: zone.richRules,
	forwardPorts: zone.forwardPorts ?? [],
	sourcePorts: (zone.sourcePorts ?? []).toSorted(),
});

/** The same zone with nothing taken away that accepts. */
export function isWider(before: Zone, after: Zone): boolean {
	const same = (key: 'target' | 'richRules' | 'forwardPorts' | 'sourcePorts'): boolean =>
		JSON.stringify(judgedBy(before)[key]) === JSON.stringify(judgedBy(after)[key]);
	const more = (key: 'ports' | 'services' | 'protocols'): boolean =>
		before[key].every(each => after[key].includes(each));
	return (
		before.name === after.name &&
		(['target', 'richRules', 'forwardPorts', 'sourcePorts'] as const).every(same) &&
		(['ports', 'services', 'protocols'] as const).every(more)
	);
}
