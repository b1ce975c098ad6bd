import {shown, type Command} from '../command/command.js';
import {traceProbe, traceRules, traceTable, type TraceRequest} from '../command/trace.js';
import {parseCidr} from '../model/cidr.js';
import {completePacket, createWalker, oddAddress, type Walker} from '../model/packet-walk/packet-walk.js';
import type {Topology} from '../facts/network.js';
import {arrivals, informed} from '../model/packet-walk/informed.js';
import {intoNamespaces} from '../model/packet-walk/within.js';
import type {Outcome} from '../command/outcome.js';
import type {Hop, Walk} from '../model/packet-walk/facts.js';
import {placeOf} from '../model/packet-walk/words.js';
import {meaningAt, meaningText} from '../model/refusals.js';
import {isAsExpected} from '../model/trace.js';
import {parseTarget, type Target} from '../model/service-target.js';
import {topologyOf} from '../model/topology/topology.js';
import {readListenersAt} from '../store/listeners.js';
import {readNetwork} from '../store/network/read.js';
import {rawLimit} from '../store/packet-filter/raw-limit.js';
import {createPacketFilterReader, type PacketFilter} from '../store/packet-filter/read.js';
import {readSurroundings} from '../store/surroundings.js';
import {runTrace, senderFor, type TraceFailure, type TraceResult} from '../store/trace.js';
import {walkKnowing} from '../store/walk-needs.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import {cannotRun, usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {string} from './option.js';
import {packageHint} from './nftables.js';
import {follow} from './path.js';
import {textColumns} from './text-columns.js';

/** Seconds that a trace lives at most; one that waits for somebody lives longer. */
const life = 20;
const waitingLife = 60;

/** `k0s-tui trace TARGET --yes`: one packet, and the rules that the kernel really applied to it. */
export const trace: HeadlessCommand = {
	name: 'trace',
	options: {from: {value: 'IP'}, await: {}},
	positionals: {min: 1, max: 1, name: 'TARGET'},
	changes: true,
	async run(invocation, values, [asked = '']) {
		const {runner, text, signal, say} = invocation;
		const words = text.trace;
		const target = parseTarget(asked);
		const source = string(values, 'from') ?? null;
		if (!target) return usage(text.nftables.path.badTarget(asked));
		if (source !== null && (!parseCidr(source) || source.includes('/'))) return usage(words.badSource(source));
		const filter = await createPacketFilterReader(runner)(signal);
		if (!filter.known) return unread(invocation, filter.unknown);
		const around = await readSurroundings(async command => runner.run(command, {signal}));
		if (!around.known) return unread(invocation, around.unknown);
		const walker = createWalker(filter.value.ruleset, {...around.value, ipsets: filter.value.ipsets});
		const flow = await flowOf(invocation, filter.value, target, walker);
		if (!flow) {
			return {exit: 1, json: {target: asked}, lines: [], error: {code: 'not-found', message: words.noService(asked)}};
		}

		const {address, port, protocol} = flow;
		if (protocol !== 'tcp' && protocol !== 'udp') return usage(words.sctp);
		const packet = completePacket({source, destination: address, protocol, destinationPort: port}, walker.routing);
		if (oddAddress(packet) !== undefined) return usage(words.badFamily(source ?? '', address));
		const sender =
			values['await'] === true
				? {kind: 'nobody' as const}
				: source === null
					? {kind: 'host' as const}
					: await find(invocation, source);
		const request: TraceRequest = {
			...{source, destination: address, protocol, port, sender},
			life: sender.kind === 'nobody' ? waitingLife : life,
		};
		if (runner.kind === 'simulated') say(words.simulated);
		for (const line of planLines(request, filter.value, text)) say(line);
		const stale =
			source !== null && sender.kind === 'nobody' && values['await'] !== true && isPodAddress(source, walker);
		const warned = stale ? [words.noPod(source)] : [];
		for (const line of warned) say(line);
		const result = await runTrace(runner, request, filter.value.ruleset, {
			signal,
			onState: state => say(words.states[state]),
		});
		if ('kind' in result) return noTrace(result, invocation);
		// The kernel's packet has the port that the sender took.
		const ask = async (command: Command) => runner.run(command, {signal});
		const walk = await withListeners(invocation, await walkKnowing(ask, walker, result.packet ?? packet, signal));
		const told = answer(asked, result, {walk, filter: filter.value}, request, text);
		return result.verdict === 'silent' ? {...told, lines: [...(told.lines ?? []), ...warned]} : told;
	},
};

/** A bridge of this host leads to it: it is a pod's, or was. */
function isPodAddress(address: string, {routing}: Walker): boolean {
	return routing.isBridge(routing.routeTo(address)?.dev ?? null) && !routing.isLocal(address);
}

function unread({text}: Invocation, {reason, detail}: {readonly reason: string; readonly detail: string}): Answer {
	const why = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
	return cannotRun(reason, text.nftables.couldNotRead(why), packageHint(text, reason, detail));
}

type Flow = {readonly address: string; readonly port: number; readonly protocol: string};

/** What a target is on the wire: of a service its first address, of a node port this node's address. */
async function flowOf(
	invocation: Invocation,
	filter: PacketFilter,
	target: Target,
	{routing}: Walker,
): Promise<Flow | undefined> {
	const own = routing.sourceFor('0.0.0.0', routing.routeTo('1.1.1.1')?.dev ?? null) ?? '127.0.0.1';
	switch (target.kind) {
		case 'address':
			return {address: target.address, port: target.port, protocol: target.protocol ?? 'tcp'};
		case 'node-port':
			return {address: own, port: target.port, protocol: target.protocol ?? 'tcp'};
		case 'service': {
			const [path] = await follow(invocation, filter, target);
			return path && {...path.entry, address: path.entry.address ?? own};
		}
	}
}

async function find(invocation: Invocation, source: string) {
	const topology = await topologyNow(invocation);
	return topology ? senderFor(source, topology) : {kind: 'nobody' as const};
}

async function topologyNow({runner, signal}: Invocation): Promise<Topology | undefined> {
	const facts = await readNetwork(runner, {limit: Number.MAX_SAFE_INTEGER, names: [], signal});
	const topology = facts.known ? topologyOf(facts.value) : facts;
	return topology.known ? topology.value : undefined;
}

/** Who listens is asked only where the packet arrives. */
async function withListeners(invocation: Invocation, walk: Walk): Promise<Walk> {
	const {runner, signal} = invocation;
	const ask = async (command: Command): Promise<Outcome> => runner.run(command, {signal});
	const isAsked =
		arrivals(walk).some(address => address !== null) || walk.endings.some(({verdict}) => verdict === 'leaves');
	const topology = isAsked ? await topologyNow(invocation) : undefined;
	const within = intoNamespaces(walk, topology);
	const addresses = arrivals(within);
	return addresses.length === 0 ? walk : informed(within, await readListenersAt(ask, topology, addresses));
}

/** Everything that is about to happen. */
function planLines(request: TraceRequest, {ruleset}: PacketFilter, {trace: words}: Text): string[] {
	const probe = traceProbe(request);
	const chains = ruleset.tables.reduce((sum, table) => sum + table.chains.length, 0);
	return [
		words.willRun,
		...traceRules(request)
			.replaceAll('\t', '  ')
			.split('\n')
			.map(line => `  ${line}`),
		probe
			? words.willSend(shown(probe))
			: request.source === null
				? words.willWaitAny(request.life)
				: words.willWait(request.source, request.life),
		words.guard(request.life),
		...(chains > rawLimit ? [words.slowStart(chains)] : []),
	];
}

function noTrace(failure: TraceFailure, {text}: Invocation): Answer {
	if (failure.kind === 'busy') return cannotRun('busy', text.trace.busy);
	const {reason, detail} = failure.unknown;
	const why = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
	return cannotRun(reason, text.trace.failed(why), packageHint(text, reason, detail));
}

type Known = {readonly walk: Walk; readonly filter: PacketFilter};

function answer(asked: string, result: TraceResult, known: Known, {protocol}: TraceRequest, text: Text): Answer {
	const words = text.trace;
	const {walk, filter} = known;
	const {main: expected, sureness} = walk;
	const {packet, hops, verdict, by, sent, reply, leftover, gone} = result;
	const remove = shown(['nft', 'delete', 'table', 'inet', traceTable]);
	return {
		exit: verdict === 'delivered' ? 0 : 1,
		json: {
			target: asked,
			packet: packet && {
				from: packet.source,
				fromPort: packet.sourcePort,
				to: packet.destination,
				port: packet.destinationPort,
				protocol: packet.protocol,
				interface: packet.input,
			},
			hops: hops.map(hopJson),
			verdict,
			by: by && {...byJson(by), meaning: meaningOf(by, filter, text)},
			sent,
			reply,
			leftover,
			gone,
			expected: {
				verdict: expected.verdict,
				by: expected.by && byJson(expected.by),
				unread: expected.unread.length,
				sureness: sureness.kind,
				dependsOn: sureness.kind === 'certain' ? [] : sureness.on,
			},
		},
		lines: resultLines(result, known, protocol, text),
		...(gone ? {} : {error: {code: 'not-gone', message: words.notGone(remove), command: remove}}),
	};
}

const hopJson = (hop: Hop): Record<string, unknown> => ({
	kind: hop.kind,
	hook: hop.hook,
	priority: hop.priority,
	...byJson(hop),
	verdict: hop.verdict,
});

const byJson = ({family, table, chain, index, handle, text}: Hop): Record<string, unknown> => ({
	family,
	table,
	chain,
	index,
	handle,
	text,
});

/** Whose rule it is that refused, in a sentence; null: its maker's words and places do not tell. */
function meaningOf(by: Hop, {ruleset, labels}: PacketFilter, text: Text): string | null {
	const meaning = meaningAt(ruleset, by, labels);
	return meaning ? meaningText(meaning, text.nftables.live.refusals) : null;
}

function resultLines(result: TraceResult, {walk, filter}: Known, protocol: string, text: Text): string[] {
	const {trace: words} = text;
	const expected = walk.main;
	const {packet, hops, verdict, by, reply, leftover} = result;
	const {columns} = words;
	const rows = hops.map(hop => [
		hop.hook,
		String(hop.priority ?? ''),
		`${hop.family} ${hop.table} ${hop.chain}`,
		hop.index === null ? '' : `#${hop.index + 1}`,
		hop.verdict,
		hop.text,
	]);
	const titles = [columns.hook, columns.priority, columns.chain, columns.rule, columns.verdict, columns.text];
	const expectedText = words.expected[expected.verdict];
	const meaning = by && meaningOf(by, filter, text);
	return [
		...(leftover ? [words.leftover] : []),
		...(packet
			? [
					visible(
						words.packet(
							packet.source,
							`${packet.destination}:${packet.destinationPort ?? '?'}`,
							packet.protocol,
							packet.input,
						),
					),
				]
			: []),
		...(hops.length > 0 ? ['', ...textColumns(titles, rows), ''] : []),
		visible(by ? words.decided(words.verdict[verdict], `${placeOf(by)}: ${by.text}`) : `${words.verdict[verdict]}`),
		...(meaning ? [visible(meaning)] : []),
		...(reply === null ? [] : [words.reply[protocol === 'udp' && reply === 'silent' ? 'silent-udp' : reply]]),
		...(packet
			? [
					isAsExpected(result, expected)
						? words.same
						: visible(words.other(expectedText, expected.by ? placeOf(expected.by) : '')),
				]
			: []),
	];
}
