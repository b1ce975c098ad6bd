import type {DirectRules, FirewallPolicy, FirewallService} from '../../facts/host.js';
import type {Table} from '../../facts/packet-filter.js';
import {contains, parseCidr} from '../cidr.js';
import {knownServices, portsForPods, type FirewallZones, type ZoneInForce} from '../firewall.js';
import {directTables} from './direct.js';
import {listedAnswer, zoneFor} from './listed.js';
import {podAddress, type Blocker, type Pods, type Question, type Said} from './question.js';
import {walkedAnswer, type Ground} from './walked.js';

/** All that decides about packets from pods. Null: not known. */
export type PodFirewall = FirewallZones & {
	readonly policies: readonly FirewallPolicy[] | null;
	readonly direct: DirectRules | null;
	/** What each ipset holds that a zone names as its source. */
	readonly ipsets: ReadonlyMap<string, readonly string[]>;
	/** What services open that a zone or a policy names; those that are missing are taken from `knownServices`. */
	readonly services?: ReadonlyMap<string, FirewallService | undefined>;
	/** `table inet firewalld` as the kernel has it; null too where the back end makes none. */
	readonly table: Table | null;
	/** Null: links or routes are not known, so no packet can be walked. */
	readonly ground: Ground | null;
};

/** Can pods work behind this firewall? */
export type PodReach = {
	/** The zone that judges packets from pods. */
	readonly by: ZoneInForce;
	/** Ports of this host that pods cannot reach, and what refuses each. */
	readonly closed: ReadonlyArray<{readonly port: string; readonly by: Blocker | null}>;
	/** Ports of which it cannot be told. */
	readonly perhaps: readonly string[];
	/** Packets between pods, and from pods to the network, pass. */
	readonly forwards: Said;
	/** The zone masquerades what goes to its sources too: pods then see the bridge's address as the client. */
	readonly hidesClients: boolean;
};

/**
 * Walks packets through firewalld's rules where the kernel gave them; else judges by what firewalld lists. Undefined: no
 * zone that could judge pods was listed.
 */
export function podReach(firewall: PodFirewall, pods: Pods): PodReach | undefined {
	const range = parseCidr(pods.cidr);
	const zones = resolved(firewall);
	const by = range && zoneFor(zones, range, pods.bridge);
	if (!by) return undefined;
	const answers = portsForPods.map(port => ({port, ...answerTo(firewall, zones, pods, {kind: 'port', port})}));
	const ways = (['pods', 'outside'] as const).map(kind => answerTo(firewall, zones, pods, {kind}));
	const forwards =
		ways.find(({answer}) => answer === 'no') ??
		ways.find(({answer}) => answer === 'perhaps') ??
		({answer: 'yes', by: null} as const);
	return {
		by,
		closed: answers.filter(({answer}) => answer === 'no').map(({port, by: blocker}) => ({port, by: blocker})),
		perhaps: answers.filter(({answer}) => answer === 'perhaps').map(({port}) => port),
		forwards,
		hidesClients: by.by === 'source' && by.zone.masquerade,
	};
}

/** Zones whose ipsets are replaced by what they hold. */
const resolved = ({zones, defaultZone, ipsets}: PodFirewall): FirewallZones => ({
	defaultZone,
	zones: zones.map(zone => ({
		...zone,
		sources: zone.sources.flatMap(source => ipsets.get(source.replace(/^ipset:/, '')) ?? [source]),
	})),
});

function answerTo(firewall: PodFirewall, zones: FirewallZones, pods: Pods, question: Question): Said {
	const {policies, table, ground, services} = firewall;
	const listed = listedAnswer(
		{...zones, policies, services: services ? new Map([...knownServices, ...services]) : knownServices},
		pods,
		question,
	);
	const direct = firewall.direct && directTables(firewall.direct);
	const sources = sampleSources(zones, pods);
	if (table && direct?.unread.length === 0 && ground) {
		const walked = walkedAnswer([...direct.tables, table], ground, pods, sources, question);
		// The lists name zone and policy in the words in which they are changed.
		const byList = walked.by?.kind === 'rule' && listed.answer !== 'yes' ? listed.by : null;
		// The lists may not tell one pod from another; the rules did.
		if (walked.answer !== 'perhaps' || walked.split) return {answer: walked.answer, by: byList ?? walked.by};
	}

	const unresolved = zones.zones.some(({sources: all}) => all.some(source => source.startsWith('ipset:')));
	if (unresolved) return {answer: 'perhaps', by: listed.by};
	if (listed.answer === 'no') return listed;
	if (direct === null || direct.unread.length > 0)
		return {answer: 'perhaps', by: direct ? {kind: 'direct', text: direct.unread[0] ?? ''} : null};
	if (direct.tables.length > 0) {
		const walked = ground && walkedAnswer(direct.tables, ground, pods, sources, question);
		if (walked?.answer !== 'yes') return walked ?? {answer: 'perhaps', by: null};
	}

	return listed;
}

/** Pods at both ends of the range, and one of each part of it that a zone names. */
function sampleSources({zones}: FirewallZones, pods: Pods): readonly string[] {
	const range = parseCidr(pods.cidr);
	const parts = zones.flatMap(({sources}) =>
		sources.flatMap(source => {
			const cidr = parseCidr(source);
			const [address = ''] = source.split('/');
			return range && cidr && cidr.length > range.length && contains(range, cidr) ? [address] : [];
		}),
	);
	return [podAddress(pods, 2), podAddress(pods, -6), ...parts];
}
