import type {FirewallZones} from '../model/firewall.js';
import {cidrText, parseCidr} from '../model/cidr.js';
import type {PodFirewall, PodReach} from '../model/pod-reach/pod-reach.js';
import type {Blocker, Pods} from '../model/pod-reach/question.js';
import type {Text} from '../text/text.js';
import {bridge} from '../command/k0s-paths.js';
import {outwardOf, zoneLines} from './firewall-zones.js';
import type {Finding, Remedy} from './check.js';
import type {Facts} from './facts.js';
import {advice} from './remedies.js';

/** What the check says of how far pods come. */
export function podFinding(
	reach: PodReach,
	runs: boolean,
	trust: Remedy,
	words: Text['checks']['items']['firewall-pods'],
): Finding {
	const {zone, by} = reach.by;
	const how = words.by[by];
	// Before k0s runs it is something to do, not something broken: the guided install does it.
	const bad = runs ? 'fail' : 'warn';
	const refused = reach.closed.length > 0 || reach.forwards.answer === 'no';
	if (refused) {
		const [first] = reach.closed;
		const blocker = first ? first.by : reach.forwards.by;
		const ports = reach.closed.map(({port}) => port);
		// A zone is set right by its items; what else refuses is for a person to change.
		const other = blocker && isOther(blocker) ? blocker : undefined;
		const name = other
			? blockerName(other, words)
			: words.zone(blocker?.kind === 'zone' ? blocker.name : zone.name, how);
		const shows = [...zoneLines(zone), ...(other ? piecesOf(other) : [])];
		const remedy = other ? advice(words.blockerNote[other.kind]) : trust;
		return {result: bad, found: first ? words.closed(name, ports) : words.noForward(name), shows, remedy};
	}

	const shows = zoneLines(zone);
	if (reach.perhaps.length > 0 || reach.forwards.answer === 'perhaps') {
		const remedy = {commands: [], note: words.perhapsNote};
		return {result: 'unknown', found: words.perhaps(zone.name, reach.perhaps), shows, remedy};
	}

	return {result: 'pass', found: reach.hidesClients ? words.hides(zone.name) : words.good(zone.name, how), shows};
}

type OtherBlocker =
	Exclude<Blocker, {readonly kind: 'zone' | 'policy'}> | {readonly kind: 'policy'; readonly name: string};

function isOther(blocker: Blocker): blocker is OtherBlocker {
	return blocker.kind !== 'zone';
}

/** A direct rule is told as iptables-save writes it; firewalld prints it as it was typed, so its chain finds the line. */
function piecesOf(blocker: OtherBlocker): readonly string[] {
	if (blocker.kind === 'policy') return [blocker.name];
	const [, chain = '', rule = blocker.text] = /^-A (\S+) (.*)$/.exec(blocker.text) ?? [];
	return blocker.kind === 'direct' && chain !== '' ? [` ${chain} `] : [rule];
}

function blockerName(blocker: OtherBlocker, words: Text['checks']['items']['firewall-pods']): string {
	switch (blocker.kind) {
		case 'policy':
			return words.blocker.policy(blocker.name);
		case 'direct':
			return words.blocker.direct(blocker.text);
		case 'rule':
			return words.blocker.rule(blocker.chain, blocker.text);
	}
}

type PodReadings = Pick<
	Facts,
	'policies' | 'directRules' | 'firewallTable' | 'firewallSets' | 'firewallServices' | 'links' | 'routes'
>;

/** What was read of the firewall; what was not is null, and then only what the rest says for certain counts. */
export const podFirewall = (zones: FirewallZones, readings: PodReadings): PodFirewall => ({
	...zones,
	policies: readings.policies.known ? readings.policies.value : null,
	direct: readings.directRules.known ? readings.directRules.value : null,
	table: readings.firewallTable.known ? readings.firewallTable.value : null,
	ipsets: readings.firewallSets.known ? readings.firewallSets.value : new Map(),
	services: readings.firewallServices.known ? readings.firewallServices.value : new Map(),
	ground:
		readings.links.known && readings.routes.known ? {links: readings.links.value, routes: readings.routes.value} : null,
});

/** The range of this host's own pods where its bridge is up, else that of all pods. */
export function podsOf(podCidr: string, {links, routes}: Pick<Facts, 'links' | 'routes'>): Pods {
	const own = links.known ? links.value.find(({name}) => name === bridge)?.addresses : undefined;
	const address = own?.find(({local}) => local.includes('.'));
	const cidr = address ? parseCidr(`${address.local}/${address.prefixlen}`) : undefined;
	return {cidr: cidr ? cidrText(cidr) : podCidr, bridge, outward: outwardOf(routes)};
}
