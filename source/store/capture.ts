import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {checkFilter, packets, tcpdumpVersion, type Capture} from '../command/tcpdump.js';
import type {CaptureCounts} from '../facts/packets.js';
import {unknown, type Unknown} from '../facts/reading.js';
import {needsRoot, notOk} from '../read/reading.js';
import {complaintOf, readCounts} from '../read/tcpdump.js';

/** How the host is asked. */
export type Asking = {
	readonly ask: (command: Command, signal?: AbortSignal) => Promise<Outcome>;
	readonly follow: (
		command: Command,
		onLine: (line: string, stream: 'stdout' | 'stderr') => void,
		signal: AbortSignal,
	) => Promise<Outcome>;
};

/** Why there is no capture: a filter that cannot be compiled, in tcpdump's words, or a reading's reason. */
export type CaptureFailure =
	{readonly kind: 'bad-filter'; readonly words: string} | {readonly kind: 'failed'; readonly unknown: Unknown};

/**
 * - count: as many packets as were asked for. - time: its seconds are over. - stopped: by us.
 * - broken: tcpdump ended by itself, `why` in its words: what came before may be not all.
 */
export type CaptureEnd = {
	readonly kind: 'ended';
	readonly by: 'count' | 'time' | 'stopped' | 'broken';
	readonly why: string;
	readonly counts: CaptureCounts;
};

/** coreutils' timeout: its time was over. */
const timeIsOver = 124;

/** Whether tcpdump is there and takes the filter; undefined: it does. Changes nothing, and captures nothing. */
export async function captureFault(
	{ask}: Pick<Asking, 'ask'>,
	capture: Capture,
	signal?: AbortSignal,
): Promise<CaptureFailure | undefined> {
	const there = await ask(tcpdumpVersion(), signal);
	// Older ones print their version and end with 1.
	if (there.kind !== 'ok' && there.kind !== 'failed') return failed(there);
	const checked = await ask(checkFilter(capture), signal);
	if (checked.kind === 'ok') return undefined;
	const words = complaintOf(checked.stderr);
	const isFilter = capture.filter !== '' && checked.kind === 'failed' && !notOfFilter.test(checked.stderr);
	return isFilter ? {kind: 'bad-filter', words} : failed(checked);
}

/** What tcpdump and nsenter say where it is not the filter that they mind. */
const notOfFilter = new RegExp(
	`${needsRoot.source}|no such device|no such file|device is not up|reassociate|cannot open|socket:`,
	'i',
);

function failed(outcome: Outcome): CaptureFailure {
	const bad = notOk({...outcome, stderr: complaintOf(outcome.stderr) || outcome.stderr});
	const reason = bad?.unknown ?? unknown('failed').unknown;
	// Of a tool that enters a namespace it is tcpdump that may not.
	return {kind: 'failed', unknown: reason.reason === 'needs-root' ? {...reason, detail: 'tcpdump'} : reason};
}

/** Shows packets line by line until it ends; what is asked first says whether it can. */
export async function runCapture(
	asking: Asking,
	capture: Capture,
	options: {
		readonly signal: AbortSignal;
		/** tcpdump listens: `listening on eth0, link-type …`. */
		readonly onStart?: (line: string) => void;
		readonly onLine: (line: string) => void;
	},
): Promise<CaptureEnd | CaptureFailure> {
	const {signal, onStart, onLine} = options;
	const fault = await captureFault(asking, capture, signal);
	if (fault) return fault;
	let began = false;
	const outcome = await asking.follow(
		packets(capture),
		(line, stream) => {
			if (stream === 'stdout') return onLine(line);
			if (began || !line.includes('listening on ')) return;
			began = true;
			onStart?.(line.slice(line.indexOf('listening on ')));
		},
		signal,
	);
	return began || outcome.kind === 'aborted' ? endOf(outcome) : failed(outcome);
}

/** How a tcpdump ended that had begun. */
export function endOf(outcome: Outcome): CaptureEnd {
	const counts = readCounts(outcome.stderr);
	const ended = (by: CaptureEnd['by'], why = ''): CaptureEnd => ({kind: 'ended', by, why, counts});
	if (outcome.kind === 'ok') return ended('count');
	if (outcome.kind === 'aborted') return ended('stopped');
	if (outcome.exit === timeIsOver) return ended('time');
	return ended('broken', complaintOf(outcome.stderr) || `exit ${outcome.exit ?? outcome.signal ?? '?'}`);
}
