import {arrivals} from '../packet-walk/informed.js';
import type {Failure} from './failure.js';
import type {Flow, Reached, ReachReason, ReachVerdict, ReachWorld, Sender} from './facts.js';
import {distinct, judge} from './judge.js';
import type {Place} from './place.js';
import {isFailure, sendersOf, settled, type Options, type ResolveNote} from './resolve.js';
import {flowsOf} from './targets.js';

export type Question = {readonly from: Place; readonly to: Place} & Options;

/** The answer to `can FROM reach TO`: all packets that the question means, together. */
export type Answered = {
	readonly question: Question;
	readonly verdict: ReachVerdict;
	readonly senders: readonly Sender[];
	readonly results: readonly Reached[];
	/** What blocks or what it depends on, over all packets. */
	readonly reasons: readonly ReachReason[];
	readonly notes: readonly ResolveNote[];
	/** The question has several meanings, or lacks a port: no answer. */
	readonly failure: Extract<Failure, {kind: 'several' | 'usage'}> | null;
};

export function answer(world: ReachWorld, question: Question): Answered {
	const base = {question, senders: [], results: [], reasons: [], notes: [], failure: null} as const;
	const fail = (failure: Failure, senders: readonly Sender[] = []): Answered =>
		failure.kind === 'several' || failure.kind === 'usage'
			? {...base, senders, verdict: 'unknown', failure}
			: {...base, senders, verdict: failure.kind, reasons: failure.reasons};
	const from = sendersOf(world, question.from);
	if (isFailure(from)) return fail(from);
	const results: Reached[] = [];
	const notes: ResolveNote[] = [];
	const failed: ReachReason[] = [];
	for (const sender of from.senders) {
		if (sender.kind === 'outside') notes.push({kind: 'outside-as', address: sender.addresses[0] ?? ''});
		const to = flowsOf(world, sender, question.to, question);
		if (isFailure(to)) return fail(to, from.senders);
		notes.push(...to.notes);
		results.push(...to.flows.map(flow => judge(world, flow)));
		failed.push(...dnsFor(world, sender, question.to));
	}

	const verdict = failed.length > 0 ? 'blocked' : together(results.map(result => result.verdict));
	return {
		...base,
		...{verdict, senders: from.senders, results},
		reasons: distinct([...failed, ...results.filter(each => each.verdict === verdict).flatMap(each => each.reasons)]),
		notes: notes.filter((note, at) => notes.findIndex(other => JSON.stringify(other) === JSON.stringify(note)) === at),
	};
}

/** One packet that is blocked blocks the whole; else one that is not known leaves it open. */
export function together(verdicts: readonly ReachVerdict[]): ReachVerdict {
	if (verdicts.length === 0) return 'unknown';
	if (verdicts.includes('blocked')) return 'blocked';
	return verdicts.includes('unknown') ? 'unknown' : 'reaches';
}

/** A pod that asks for a name asks the cluster's DNS first. */
function dnsFor(world: ReachWorld, sender: Sender, to: Place): readonly ReachReason[] {
	if (to.kind !== 'name' || sender.kind !== 'pod') return [];
	const dns = flowsOf(world, sender, dnsPlace, {port: '53', protocol: 'udp'});
	if (isFailure(dns)) return [];
	const asked = dns.flows.map((flow: Flow) => judge(world, flow));
	const closed = asked.filter(({verdict}) => verdict === 'blocked');
	return closed.length === asked.length && closed.length > 0
		? [
				{kind: 'dns', about: [sender.label, closed[0]?.flow.label ?? ''], command: null},
				...closed.flatMap(each => each.reasons),
			]
		: [];
}

/** Where k0s's CoreDNS answers. */
export const dnsPlace: Place = {kind: 'service', namespace: 'kube-system', name: 'kube-dns', port: null};
export const apiPlace: Place = {kind: 'service', namespace: 'default', name: 'kubernetes', port: null};

/** Where it matters who listens and that is not known yet: addresses of namespaces; null: this host itself. */
export function unheardOf(world: ReachWorld, {question, results, senders}: Answered): ReadonlyArray<string | null> {
	const wanted = new Set<string | null>();
	for (const {walk, reasons, flow} of results) {
		const [own] = flow.sender.addresses;
		if (flow.sender.kind === 'pod' && own !== undefined) wanted.add(own);
		for (const place of walk ? arrivals(walk) : []) wanted.add(place);
		if (!walk && reasons.some(({kind}) => kind === 'listeners')) wanted.add(flow.sender.addresses[0] ?? null);
	}

	// Without a port all that listens in the pod is asked for.
	const to = settled(world, question.to);
	if (!isFailure(to) && (to.kind === 'pod' || to.kind === 'netns') && question.port === null && to.port === null) {
		const receiver = sendersOf(world, to);
		if (!isFailure(receiver))
			for (const {addresses} of receiver.senders) for (const each of addresses) wanted.add(each);
	}

	const {host, namespaces} = world.listeners;
	return senders.length === 0
		? []
		: [...wanted].filter(place => (place === null ? host === null : !namespaces.has(place)));
}
