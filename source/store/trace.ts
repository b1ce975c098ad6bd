import {randomBytes} from 'node:crypto';
import type {Outcome} from '../command/outcome.js';
import * as nft from '../command/nft.js';
import {probeEnd, trace, traceTable, type ProbeEnd, type TraceRequest, type TraceSender} from '../command/trace.js';
import type {Runner} from '../host/runner.js';
import type {Topology} from '../facts/network.js';
import type {Ruleset, TraceEvent} from '../facts/packet-filter.js';
import {onePacket} from '../model/trace-packet.js';
import {chainKeyOf, liveTrace, type LiveTrace} from '../model/trace.js';
import {readNftTables} from '../read/nft/table.js';
import {readTraceLine} from '../read/nft/trace.js';
import {firstLine, lacksRight} from '../read/reading.js';
import type {Unknown} from '../facts/reading.js';
import {namespaceFile} from './listeners.js';

export type TraceState = 'marking' | 'listening' | 'sent' | 'ended';

export type TraceResult = LiveTrace & {
	/** Exit code of what sent it; null: nobody sent. */
	readonly sent: number | null;
	/** What that means: whether an answer came. Null: nobody sent. */
	readonly reply: ProbeEnd | null;
	/** A table that an earlier run had left behind was removed first. */
	readonly leftover: boolean;
	/** Our table is away again. */
	readonly gone: boolean;
};

/** Why no trace: another one is under way, or a reading's reason. */
export type TraceFailure = {readonly kind: 'busy'} | {readonly kind: 'failed'; readonly unknown: Unknown};

/**
 * Traces one packet. It changes the packet filter for a moment: whoever calls has shown `trace(…)` and was told to. Gives
 * hops as they come; settles when our table is gone (or could not be removed: `gone` is false).
 */
export async function runTrace(
	runner: Runner,
	request: TraceRequest,
	ruleset: Ruleset,
	options: {
		readonly signal?: AbortSignal;
		readonly onState?: (state: TraceState) => void;
		readonly onHops?: (trace: LiveTrace) => void;
	} = {},
): Promise<TraceResult | TraceFailure> {
	const {signal, onState, onHops} = options;
	const token = randomBytes(16).toString('hex');
	const mark = `@@${token} `;
	const events: TraceEvent[] = [];
	const said = new Map<string, string>();
	const make = (handles: Parameters<typeof liveTrace>[2]): LiveTrace =>
		liveTrace(events, ruleset, handles, traceTable, request.protocol);
	onState?.('marking');
	const outcome = await runner.run(trace(token, request), {
		...(signal && {signal}),
		onLine(line) {
			if (line.startsWith(mark)) {
				const [word = '', ...rest] = line.slice(mark.length).split(' ');
				said.set(word, rest.join(' '));
				if (word === 'listening' || word === 'sent') onState?.(word);
				return;
			}

			const event = readTraceLine(line);
			if (!event || events.length >= maxEvents) return;
			events.push(event);
			onHops?.(make(new Map()));
		},
	});
	onState?.('ended');
	if (said.has('busy')) return {kind: 'busy'};
	const failure = said.get('failed');
	if (failure !== undefined || !said.has('listening')) {
		const detail = failure ?? firstLine(outcome.stderr) ?? '';
		const reading = failureOf(outcome, detail || `exit ${outcome.exit ?? outcome.signal ?? '?'}`);
		return {kind: 'failed', unknown: reading};
	}

	const handles = await handlesOf(runner, events, ruleset);
	const sent = said.has('sent') ? Number(said.get('sent')) : null;
	const reply = sent === null ? null : probeEnd(request, sent);
	return {
		...judged(make(handles), request, reply),
		sent,
		reply,
		leftover: said.has('leftover'),
		gone: said.has('gone') || (await isGone(runner)),
	};
}

/** What arrived without a connection was not delivered; a receiver of udp need not answer. */
function judged(trace: LiveTrace, {protocol}: TraceRequest, reply: ProbeEnd | null): LiveTrace {
	const failed = reply === 'refused' || (reply === 'silent' && protocol === 'tcp');
	return trace.verdict === 'delivered' && failed ? {...trace, verdict: 'unanswered'} : trace;
}

/** A packet's way has some dozens of them; a flood ends here. */
const maxEvents = 5000;

function failureOf(outcome: Outcome, detail: string): Unknown {
	const {kind} = outcome;
	if (kind === 'not-found') return {reason: 'tool-missing', detail: 'sh'};
	if (kind === 'aborted' || kind === 'timed-out') return {reason: kind, detail};
	if (kind === 'not-permitted' || /not permitted|must be root/i.test(detail))
		return lacksRight(outcome, detail).unknown;
	if (/nft: (?:command )?not found/.test(detail)) return {reason: 'tool-missing', detail: 'nft'};
	return {reason: 'failed', detail};
}

/** Ended before it could say so: looked at once more. */
async function isGone(runner: Runner): Promise<boolean> {
	const {kind} = await runner.run(nft.table('inet', traceTable));
	return kind === 'failed';
}

/** iptables-save has no handles: of the chains on the way nft is asked for theirs. */
async function handlesOf(
	runner: Runner,
	events: readonly TraceEvent[],
	ruleset: Ruleset,
): Promise<Map<string, ReadonlyArray<number | null>>> {
	const wanted = new Map<string, {family: string; table: string; chain: string}>();
	for (const {kind, family, table, chain} of onePacket(events)) {
		const isXt = ruleset.tables.some(each => each.family === family && each.name === table && each.kind === 'xtables');
		if (kind === 'rule' && isXt) wanted.set(chainKeyOf(family, table, chain), {family, table, chain});
	}

	const found = await Promise.all(
		[...wanted].map(async ([key, {family, table, chain}]) => {
			const reading = readNftTables(await runner.run(nft.chain(family, table, chain)));
			const rules = reading.known ? (reading.value[0]?.chains.find(({name}) => name === chain)?.rules ?? []) : [];
			return [key, rules.map(({handle}) => handle)] as const;
		}),
	);
	return new Map(found);
}

/** Who can send from an address: this host, a process in a namespace that has it; else it can only be awaited. */
export function senderFor(source: string | null, topology: Topology): TraceSender {
	if (source === null) return {kind: 'host'};
	const has = (links: Topology['links']): boolean =>
		links.some(({addresses}) => addresses.some(({local}) => local === source));
	if (has(topology.links)) return {kind: 'address', address: source};
	const space = topology.namespaces.find(({links}) => has(links));
	const file = space && namespaceFile(space);
	return file === undefined ? {kind: 'nobody'} : {kind: 'namespace', file};
}
