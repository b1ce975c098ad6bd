import type {TraceEvent, Chain, Family, Rule, Ruleset} from '../facts/packet-filter.js';
import type {Ending, Hop, Packet, Step, WalkVerdict} from './packet-walk/facts.js';
import {stepText} from './packet-walk/words.js';
import {onePacket, type PacketEvent} from './trace-packet.js';

/**
 * - delivered: it passed all chains, to this host itself or out of it, and nobody told that its sender got no answer.
 * - unanswered: it passed all chains, but whoever sent it for this trace got no connection.
 * - lost: no rule refused it, but it came to no further hook (no route, reverse path filter).
 * - silent: no such packet came by.
 */
export type TraceVerdict = 'delivered' | 'unanswered' | 'dropped' | 'rejected' | 'lost' | 'silent';

/** What the kernel told of one packet. */
export type LiveTrace = {
	readonly packet: Packet | null;
	readonly hops: readonly Hop[];
	readonly verdict: TraceVerdict;
	/** The rule or policy that refused it. */
	readonly by: Hop | null;
};

/** The handles of a chain's rules, in their order. */
export type Handles = ReadonlyMap<string, readonly (number | null)[]>;

export const chainKeyOf = (family: Family, table: string, chain: string): string => `${family} ${table} ${chain}`;

/**
 * Makes one way of the kernel's events: the first packet's, under all its trace ids. Rules are found by their handle (`handles` of xtables' chains, which iptables-save does not print).
 */
export function liveTrace(
	events: readonly TraceEvent[],
	ruleset: Ruleset,
	handles: Handles,
	own: string,
	protocol: string,
): LiveTrace {
	const chains = new Map<string, Chain>();
	for (const {family, name, chains: all} of ruleset.tables) {
		for (const chain of all) chains.set(chainKeyOf(family, name, chain.name), chain);
	}

	const mine = onePacket(events);
	const first = mine.find(event => event.kind === 'packet');
	const hops: Hop[] = [];
	let hook = first?.input === null ? 'output' : 'prerouting';
	let priority: number | null = null;
	let output: string | null = null;
	let arrived = false;
	for (const event of mine) {
		const {family, table, chain: name} = event;
		if (event.kind === 'packet') ({output} = event);
		if (table === own) {
			if (event.kind === 'packet') arrived ||= name === 'input' || (name === 'postrouting' && output !== 'lo');
			continue;
		}

		const chain = chains.get(chainKeyOf(family, table, name));
		if (chain?.hook) ({hook, priority} = {hook: chain.hook, priority: chain.priority});
		if (event.kind === 'packet') continue;
		const place = {hook, priority, family, table, chain: name, answer: 'yes' as const, share: 1};
		if (event.kind !== 'rule') {
			// Besides policies the kernel tells of a return at the end of a chain: that is no decision.
			if (event.kind !== 'policy') continue;
			const text = `policy ${event.verdict}`;
			hops.push({...place, kind: 'policy', index: null, handle: null, text, verdict: event.verdict});
			continue;
		}

		const rule = ruleOf(event, chain, handles);
		hops.push({
			...place,
			kind: 'rule',
			index: rule?.index ?? null,
			handle: event.handle ?? rule?.handle ?? null,
			text: rule?.text ?? event.text,
			verdict: verdictOf(event, rule),
		});
	}

	const last = hops.at(-1);
	const refused = last && /^(?:drop|reject)/.test(last.verdict) ? last : null;
	return {
		packet: first ? packetOf(first, protocol) : null,
		hops,
		verdict: refused
			? refused.verdict.startsWith('reject')
				? 'rejected'
				: 'dropped'
			: first === undefined
				? 'silent'
				: arrived
					? 'delivered'
					: 'lost',
		by: refused,
	};
}

type RuleEvent = Extract<TraceEvent, {kind: 'rule'}>;

const packetOf = (
	{source, destination, sourcePort, destinationPort, input}: PacketEvent,
	protocol: string,
): Packet => ({source: source ?? '', destination: destination ?? '', protocol, sourcePort, destinationPort, input});

/** By handle where it is known; else by nothing: the kernel's words are shown then. */
function ruleOf({family, table, chain: name, handle}: RuleEvent, chain: Chain | undefined, handles: Handles) {
	if (!chain || handle === null) return undefined;
	const native = chain.rules.find(rule => rule.handle === handle);
	if (native) return native;
	const order = handles.get(chainKeyOf(family, table, name));
	// Another number of rules: somebody wrote in between.
	if (order?.length !== chain.rules.length) return undefined;
	const index = order.indexOf(handle);
	return index === -1 ? undefined : chain.rules[index];
}

/** The kernel calls a translation `accept` and a refusal with an answer `drop`: the rule tells what it was. */
function verdictOf({verdict, text}: RuleEvent, rule: Rule | undefined): string {
	const own = rule?.verdict;
	if (verdict === 'drop' && (own ? own.kind === 'reject' : /\breject\b/.test(text))) return 'reject';
	if (verdict === 'accept' && own) {
		if (own.kind === 'dnat' || own.kind === 'snat') return own.to === null ? own.kind : `${own.kind} ${own.to}`;
		if (own.kind === 'masquerade') return stepText({kind: 'masquerade'} satisfies Step);
	}

	return verdict;
}

const passing: ReadonlySet<WalkVerdict> = new Set(['delivered', 'unheard', 'arrives', 'leaves', 'astray']);

/** No rule keeps the packet from where it goes. */
export const passes = (verdict: WalkVerdict): boolean => passing.has(verdict);

/** Whether the kernel did what the walk said: the same end, by the same rule. */
export function isAsExpected({verdict, by}: LiveTrace, expected: Ending): boolean {
	// Only the first packet is traced: of its answer tells whether the sender got a connection.
	if (expected.verdict === 'unanswered') {
		if (expected.back?.next) return by === null && verdict === 'delivered';
		return by === null && (verdict === 'unanswered' || (verdict === 'delivered' && expected.packet.protocol !== 'tcp'));
	}

	// What a setting or an odd address stops comes by no further hook: the kernel tells no rule of it.
	if (by === null && (expected.by?.kind === 'sysctl' || expected.by?.kind === 'route')) return verdict === 'lost';
	if (by !== null || expected.by !== null) {
		return verdict === expected.verdict && by?.chain === expected.by?.chain && by?.index === expected.by?.index;
	}

	if (verdict === 'delivered') return passes(expected.verdict) && expected.verdict !== 'unheard';
	if (verdict === 'unanswered') return passes(expected.verdict) && expected.verdict !== 'delivered';
	return verdict === 'lost' && expected.verdict === 'unreachable';
}
