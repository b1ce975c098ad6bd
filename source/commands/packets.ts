import {shown} from '../command/command.js';
import {longestSeconds, packets as packetsCommand, savedPackets, type Capture} from '../command/tcpdump.js';
import type {Packet} from '../facts/packets.js';
import {createFile} from '../host/new-file.js';
import {runCapture, type CaptureEnd, type CaptureFailure} from '../store/capture.js';
import {createPacketLines} from '../store/packet-lines.js';
import {saveCapture, type Saved} from '../store/saved-capture.js';
import {readTopology} from '../store/topology-read.js';
import {visible} from '../terminal/sanitise.js';
import {packetsText, type PacketsText} from '../text/packets.js';
import {cannotRun, usage, type Answer, type Exit, type HeadlessCommand, type Invocation} from './headless.js';
import {packageHint} from './nftables.js';
import {string} from './option.js';
import {endLines, packetLine} from './packets-lines.js';
import {packetsPlace, type PacketsPlace} from './packets-place.js';

/** What a script gets that names neither. */
const usualCount = 1000;
const usualSeconds = 30;
const mostPackets = 100_000;

/** `k0s-tui packets [NAME]`: packets as they pass on a link, or in the network namespace of a pod. */
export const packets: HeadlessCommand = {
	name: 'packets',
	options: {
		link: {value: 'LINK'},
		filter: {value: 'EXPRESSION'},
		count: {value: 'COUNT'},
		seconds: {value: 'SECONDS'},
		write: {value: 'FILE'},
	},
	positionals: {min: 0, max: 1, name: 'LINK'},
	changes: false,
	async run(invocation, values, [name]) {
		const {runner, text, signal, settings} = invocation;
		const words = await packetsText(settings.lang);
		const count = numberOf(string(values, 'count'), usualCount, mostPackets);
		const seconds = numberOf(string(values, 'seconds'), usualSeconds, longestSeconds);
		if (count === undefined) return usage(words.badNumber('count', mostPackets));
		if (seconds === undefined) return usage(words.badNumber('seconds', longestSeconds));
		if (runner.kind === 'recorded') return cannotRun('recorded', words.recorded);
		const {topology, cluster} = await readTopology(runner, settings.interval, signal);
		if (!topology.known)
			return cannotRun(topology.unknown.reason, text.network.couldNotRead(text.network.reason(topology.unknown)));
		const place = packetsPlace({topology, cluster}, name, string(values, 'link'), words);
		if ('code' in place) {
			const exit = place.code === 'ambiguous' ? 2 : 1;
			return {exit, json: {}, lines: [], error: {code: place.code, message: visible(place.message)}};
		}

		const {file, link, isBridge} = place;
		const capture = {
			file,
			link,
			...(isBridge !== undefined && {isBridge}),
			filter: string(values, 'filter') ?? place.filter,
			count,
			seconds,
		};
		const out = string(values, 'write');
		return out === undefined ? look(invocation, place, capture, words) : write(invocation, place, capture, out, words);
	},
};

/** Undefined: no such number. */
export function numberOf(given: string | undefined, usual: number, most: number): number | undefined {
	if (given === undefined) return usual;
	const value = Number(given);
	return /^\d+$/.test(given) && value >= 1 && value <= most ? value : undefined;
}

async function look(
	invocation: Invocation,
	place: PacketsPlace,
	capture: Capture,
	words: PacketsText,
): Promise<Answer> {
	const {signal, settings, show} = invocation;
	const {argv} = packetsCommand(capture);
	begin(invocation, argv, words);
	const kept = createPacketLines(mostPackets);
	let told = 0;
	/** What goes on below a packet belongs to it: it is told when the next one begins. */
	const tell = (upTo: number): void => {
		if (settings.json) return;
		const lines = kept.get();
		for (; told < upTo; told++) show?.([packetLine(lines.at(told))]);
	};

	const end = await runCapture(asking(invocation), capture, {
		signal,
		onLine(line) {
			kept.add(line);
			tell(kept.count - 1);
		},
	});
	tell(kept.count);
	if (end.kind !== 'ended') return failure(end, invocation, words);
	const all = kept.get();
	return {
		exit: exitOf(end, kept.count),
		json: {
			...about(place, capture, argv),
			packets: Array.from({length: all.length}, (_, at): Packet => all.at(at)),
			...counted(end),
			file: null,
		},
		lines: show ? [] : Array.from({length: all.length}, (_, at) => packetLine(all.at(at))),
		...summary(invocation, end, kept.count, words),
	};
}

async function write(
	invocation: Invocation,
	place: PacketsPlace,
	capture: Capture,
	out: string,
	words: PacketsText,
): Promise<Answer> {
	const {runner, signal, say} = invocation;
	const {argv} = savedPackets(capture);
	const made = await createFile(out);
	if (!made.handle) {
		return made.fault === 'EEXIST'
			? cannotRun('exists', words.exists(out))
			: cannotRun('file', words.notWritten(out, made.fault));
	}

	begin(invocation, [...argv], words, ` > ${shown([out])}`);
	let saved: Saved | CaptureFailure;
	try {
		saved = await saveCapture(
			{
				ask: asking(invocation).ask,
				followBytes: async (command, onBytes, ending) => runner.run(command, {signal: ending, onBytes}),
			},
			capture,
			made.handle,
			{signal},
		);
	} finally {
		await made.handle.close();
	}

	if (saved.kind !== 'ended') {
		await made.remove();
		return failure(saved, invocation, words);
	}

	if (saved.fault !== undefined) return cannotRun('file', words.notWritten(out, saved.fault));
	say(words.saved(out, words.count(saved.packets), `${saved.bytes} B`));
	if (saved.full) say(words.full(`${saved.bytes} B`));
	return {
		exit: exitOf(saved, saved.packets),
		json: {
			...about(place, capture, argv),
			packets: null,
			...counted(saved),
			file: out,
			saved: {packets: saved.packets, bytes: saved.bytes, full: saved.full},
		},
		lines: [],
		...summary(invocation, saved, saved.packets, words),
	};
}

const asking = ({runner}: Invocation) => ({
	ask: async (command: Parameters<typeof runner.run>[0], signal?: AbortSignal) =>
		runner.run(command, signal ? {signal} : {}),
	follow: async (
		command: Parameters<typeof runner.run>[0],
		onLine: (line: string, stream: 'stdout' | 'stderr') => void,
		signal: AbortSignal,
	) => runner.run(command, {signal, onLine}),
});

function begin({runner, say}: Invocation, argv: readonly string[], words: PacketsText, after = ''): void {
	if (runner.kind === 'simulated') say(words.simulated);
	say(words.starts(`${shown(argv)}${after}`));
}

/** Nothing came: 1, where all that there was would have been seen. */
function exitOf({by, counts}: CaptureEnd, seen: number): Exit {
	if (by === 'broken') return 4;
	if (seen > 0) return 0;
	return counts.dropped ? 4 : 1;
}

const about = ({label, namespace, pod}: PacketsPlace, {link, filter}: Capture, argv: readonly string[]) => ({
	target: {label, namespace, pod, link},
	filter: filter === '' ? null : filter,
	command: argv,
});

const counted = ({by, why, counts}: CaptureEnd) => ({ended: {by, why: why === '' ? null : why}, counts});

/** On standard error, as tcpdump has it: standard output is packets. */
function summary({say}: Invocation, end: CaptureEnd, seen: number, words: PacketsText): Record<string, never> {
	for (const line of [...(seen === 0 ? [words.none] : []), ...endLines(end, seen, words)]) say(line);
	return {};
}

function failure(fault: CaptureFailure, {text}: Invocation, words: PacketsText): Answer {
	if (fault.kind === 'bad-filter') return {...usage(visible(words.badFilter(fault.words)))};
	const {reason, detail} = fault.unknown;
	const why = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
	return cannotRun(reason, visible(words.cannot(why)), packageHint(text, reason, detail));
}
