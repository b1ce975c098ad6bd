import {createRouting, leads} from '../packet-walk/route.js';
import {informed} from '../packet-walk/informed.js';
import {intoNamespaces} from '../packet-walk/within.js';
import type {Ending, Packet, Walk} from '../packet-walk/facts.js';
import {completePacket} from '../packet-walk/packet-walk.js';
import type {Flow, Reached, ReachEnd, ReachVerdict, ReachWorld, ReachReason} from './facts.js';
import {awayAt, withNodes} from './away.js';
import {heardIn} from './own-space.js';
import {reasonsOf, walkReason} from './reasons.js';
import {inNamespace} from './show.js';
import {homeOf} from './homes.js';

/** What becomes of one packet, as far as this host can tell. Total: what is not known is in the answer. */
export function judge(world: ReachWorld, flow: Flow): Reached {
	const {walker} = world;
	const {sender, destination, conditions} = flow;
	const source = sourceFor(world, flow);
	const closed = (verdict: ReachVerdict, reasons: readonly ReachReason[], packet: Packet | null = null): Reached => ({
		...{flow, verdict, share: verdict === 'reaches' ? 1 : 0, blockedShare: verdict === 'blocked' ? 1 : 0},
		...{reasons, ends: [], packet, walk: null},
	});
	if (source === undefined) {
		return closed('blocked', [{kind: 'no-family', about: [sender.label, destination], command: null}]);
	}

	const protocol = flow.protocol === 'icmp' && destination.includes(':') ? 'icmpv6' : flow.protocol;
	const within = heardIn(world, flow, protocol);
	if (within)
		return {...closed(within.verdict, within.reasons), ends: [within], share: within.verdict === 'reaches' ? 1 : 0};
	// What its namespace tells itself is more than its routes.
	const blind = world.listeners.spaces?.get(source ?? '') ? undefined : ownRoute(flow);
	if (blind) return closed('blocked', [blind]);
	const packet = completePacket(
		{source, destination, protocol, destinationPort: flow.port, ...(sender.kind === 'host' && {input: null})},
		walker.routing,
	);
	if (packet.input === null && sender.kind !== 'host' && !walker.routing.isLocal(packet.source)) {
		return closed('unknown', [
			{kind: 'needs-route', about: [packet.source], command: ['ip', 'route', 'get', packet.source]},
		]);
	}

	// Nothing between two places out there passes this host.
	if (sender.kind === 'outside' && destination === packet.source) {
		return closed('unknown', [{kind: 'elsewhere', about: [], command: null}], packet);
	}

	const walked = intoNamespaces(walker.walk(packet), world.topology.known ? world.topology.value : undefined);
	const walk = informed(walked, world.listeners, world.serviceRanges);
	return answerOf(world, flow, walk, [...sender.conditions, ...conditions]);
}

/** Null: the address that the routes tell; undefined: it has none of this family. */
function sourceFor({walker}: ReachWorld, {sender, destination}: Flow): string | null | undefined {
	const v6 = destination.includes(':');
	if (sender.addresses.length > 0) return sender.addresses.find(address => address.includes(':') === v6);
	return walker.routing.sourceFor(destination, null) ?? (walker.routing.isLocal(destination) ? destination : null);
}

/** A pod whose own namespace has no way there sends nothing. */
function ownRoute({sender, destination}: Flow): ReachReason | undefined {
	if (sender.routes === null) return undefined;
	const {routeTo} = createRouting({routes: sender.routes, links: []});
	if (leads(routeTo(destination))) return undefined;
	return {
		kind: 'own-route',
		about: [sender.label, destination],
		command: inNamespace(sender.file, ['ip', 'route', 'get', destination]),
	};
}

function answerOf(world: ReachWorld, flow: Flow, walk: Walk, conditions: readonly ReachReason[]): Reached {
	const ends = merged(walk.endings.map(ending => endOf(world, ending, walk)));
	const shareOf = (verdict: ReachVerdict): number =>
		ends.reduce((sum, end) => sum + (end.verdict === verdict ? end.share : 0), 0);
	const told = ends.flatMap(({reasons}) => reasons);
	const open: readonly ReachReason[] = distinct([
		...ends.filter(({verdict}) => verdict === 'unknown').flatMap(({reasons}) => reasons),
		...(walk.sureness.kind === 'certain' || agreesByChance(walk) ? [] : walk.sureness.on.map(each => walkReason(each))),
		...(walk.whole ? [] : [{kind: 'too-many', about: [], command: null} as const]),
		...(world.filterWhole ? [] : [{kind: 'filter-part', about: [], command: ['k0s-tui', 'nftables']} as const]),
		...withNodes(world, flow, conditions, told),
	]);
	const blockedShare = shareOf('blocked');
	const base = {flow, share: shareOf('reaches'), blockedShare, ends, packet: walk.packet, walk};
	// Where all was read, what is blocked is blocked, on whatever else the rest depends.
	const isSure = world.filterWhole && (walk.certain || agreesByChance(walk));
	if (blockedShare > 0 && isSure) {
		const blockers = ends.filter(({verdict}) => verdict === 'blocked');
		return {...base, verdict: 'blocked', reasons: distinct(blockers.flatMap(({reasons}) => reasons))};
	}

	if (open.length > 0 || blockedShare > 0) {
		const why = open.length > 0 ? open : distinct(ends.flatMap(({reasons}) => reasons));
		return {...base, blockedShare: 0, verdict: 'unknown', reasons: why};
	}

	return {...base, verdict: 'reaches', reasons: []};
}

/** Its endings differ by chance alone (endpoints): nothing on the way was left unread. */
const agreesByChance = ({whole, endings}: Walk): boolean =>
	whole &&
	endings.length > 0 &&
	endings.every(
		({supposed, unread, reasons, verdict}) =>
			!supposed && unread.length === 0 && reasons.length === 0 && verdict !== 'unknown',
	);

const verdicts: Readonly<Record<string, ReachVerdict>> = {
	delivered: 'reaches',
	unheard: 'blocked',
	unanswered: 'blocked',
	dropped: 'blocked',
	rejected: 'blocked',
	unreachable: 'blocked',
	astray: 'blocked',
};

function endOf(world: ReachWorld, ending: Ending, walk: Walk): ReachEnd {
	const {packet, share} = ending;
	const away = awayAt(world, packet.destination);
	// What the walk names beside its verdict may turn it.
	const verdict = ending.reasons.length > 0 ? 'unknown' : (verdicts[ending.verdict] ?? 'unknown');
	return {
		verdict,
		address: packet.destination,
		port: packet.destinationPort,
		pod: homeOf(world, packet.destination)?.pod ?? away?.pod ?? null,
		node: away?.node ?? null,
		share,
		reasons: verdict === 'reaches' ? [] : reasonsOf(world, ending, walk),
	};
}

/** Endings that differ in nothing that matters here, together. */
function merged(ends: readonly ReachEnd[]): readonly ReachEnd[] {
	const found = new Map<string, ReachEnd>();
	for (const end of ends) {
		const key = JSON.stringify([end.verdict, end.address, end.port, end.reasons.map(keyOf)]);
		const before = found.get(key);
		found.set(key, before ? {...before, share: before.share + end.share} : end);
	}

	return [...found.values()];
}

const keyOf = ({kind, about, hop}: ReachReason): string =>
	JSON.stringify([kind, about, hop && [hop.family, hop.table, hop.chain, hop.index]]);

export function distinct(reasons: readonly ReachReason[]): readonly ReachReason[] {
	const seen = new Set<string>();
	return reasons.filter(reason => {
		const key = keyOf(reason);
		return !seen.has(key) && seen.add(key);
	});
}
