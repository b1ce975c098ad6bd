import {isHarmless, reachProbe, reachProbeEnd, type ReachProbe} from '../command/reach-probe.js';
import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {ProbeEnd} from '../command/trace.js';
import {outsideAddress} from '../model/pod-reach/question.js';
import type {Reached} from '../model/reach/facts.js';

/** What one real packet told beside the prediction. */
export type Probed = {
	/** Null: nothing can send it from there (another machine, a protocol that nothing here sends). */
	readonly argv: readonly string[] | null;
	readonly end: ProbeEnd;
	/** The prediction says otherwise. */
	readonly differs: boolean;
	/** It may do something where it comes to, and nobody said yes: not sent. */
	readonly wantsYes: boolean;
	/** It was not sent since this program is not installed; null: that is not why. */
	readonly missing: string | null;
};

const unsent: Probed = {argv: null, end: 'unsent', differs: false, wantsYes: false, missing: null};

/** Sends one packet as the flow's sender; `yes`: also one that may do something where it comes to. */
export async function probeFlow(
	reached: Reached,
	ask: (command: Command) => Promise<Outcome>,
	yes: boolean,
): Promise<Probed> {
	const probe = probeOf(reached);
	const command = probe && reachProbe(probe);
	if (!probe || !command) return unsent;
	const {argv} = command;
	if (!yes && !isHarmless(probe)) return {...unsent, argv, wantsYes: true};
	const outcome = await ask(command);
	const sent = outcome.kind === 'ok' || outcome.kind === 'failed' || outcome.kind === 'timed-out';
	const end = sent
		? reachProbeEnd(probe, outcome.kind === 'timed-out' ? null : outcome.exit, outcome.stdout)
		: 'unsent';
	return {
		...{argv, end, differs: differs(reached, end), wantsYes: false},
		missing: end === 'unsent' ? missingIn(outcome) : null,
	};
}

/** nsenter (util-linux 2.38) and timeout (coreutils 9.1) name the program that they could not start. */
function missingIn({kind, argv, exit, stderr}: Outcome): string | null {
	if (kind === 'not-found') return argv[0] ?? null;
	if (exit !== 127) return null;
	return /failed to (?:execute|run command) [‘'"]?([\w.-]+)/.exec(stderr)?.[1] ?? null;
}

/** What `probeFlow` would run, for the question before it; undefined: nothing can send such a packet from there. */
export function probeCommand(reached: Reached): Command | undefined {
	const probe = probeOf(reached);
	return probe && reachProbe(probe);
}

function probeOf({flow}: Reached): ReachProbe | undefined {
	const {sender, destination, protocol, port} = flow;
	const [own] = sender.addresses;
	// `outside` stands for every address: one of them says nothing of the others.
	if (!sender.canSend || destination === outsideAddress) return undefined;
	if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'icmp') return undefined;
	const from: ReachProbe['sender'] =
		sender.file !== undefined
			? {kind: 'namespace', file: sender.file}
			: own === undefined || sender.kind === 'pod'
				? {kind: 'host'}
				: {kind: 'address', address: own};
	return {sender: from, destination, protocol, port};
}

/** A service with endpoints of which some answer may do either; a receiver of udp need not answer. */
function differs({verdict, share, flow, reasons}: Reached, end: ProbeEnd): boolean {
	// A connect alone says nothing of what the sender says next.
	const isLater = reasons.some(({kind}) => kind === 'way-on');
	if (end === 'answered') return verdict === 'blocked' && share === 0 && !isLater;
	if (end === 'refused') return verdict === 'reaches';
	return end === 'silent' && verdict === 'reaches' && (flow.protocol !== 'udp' || flow.port === 53);
}
