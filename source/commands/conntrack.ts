import {shown} from '../command/command.js';
import {connectionEvents, connections} from '../command/conntrack.js';
import {longestSeconds} from '../command/tcpdump.js';
import type {Unknown} from '../facts/reading.js';
import {createTracker, followConnections, readConnections} from '../store/connections.js';
import {readTopology} from '../store/topology-read.js';
import {readConnectionEvent} from '../read/conntrack.js';
import {visible} from '../terminal/sanitise.js';
import {packetsText, type PacketsText} from '../text/packets.js';
import {connectionLine, eventLine} from './conntrack-lines.js';
import {connectionsPlace} from './conntrack-place.js';
import {cannotRun, usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {packageHint} from './nftables.js';
import {string} from './option.js';
import {numberOf} from './packets.js';

/** `k0s-tui conntrack NAME`: what the kernel remembers of the connections of a pod, a service or an address. */
export const conntrack: HeadlessCommand = {
	name: 'conntrack',
	options: {seconds: {value: 'SECONDS'}},
	positionals: {min: 1, max: 1, name: 'WHO'},
	changes: false,
	async run(invocation, values, [name = '']) {
		const {runner, text, signal, settings, say, show} = invocation;
		const words = await packetsText(settings.lang);
		const seconds = numberOf(string(values, 'seconds'), 0, longestSeconds);
		if (seconds === undefined) return usage(words.badNumber('seconds', longestSeconds));
		if (runner.kind === 'recorded') return cannotRun('recorded', words.recordedTable);
		const {topology, cluster} = await readTopology(runner, settings.interval, signal);
		if (!topology.known) {
			return cannotRun(topology.unknown.reason, text.network.couldNotRead(text.network.reason(topology.unknown)));
		}

		const place = connectionsPlace({topology, cluster}, name, words);
		if ('code' in place) {
			const exit = place.code === 'ambiguous' ? 2 : 1;
			return {exit, json: {}, lines: [], error: {code: place.code, message: visible(place.message)}};
		}

		if (runner.kind === 'simulated') say(words.simulatedTable);
		const tracker = createTracker();
		const asking = {
			follow: async (
				command: Parameters<typeof runner.run>[0],
				onLine: (line: string, stream: 'stdout' | 'stderr') => void,
				ending: AbortSignal,
			) => runner.run(command, {signal: ending, onLine}),
		};
		const commands = place.filters.map(filter => connections(filter).argv);
		for (const argv of commands) say(words.starts(shown(argv)));
		const read = await readConnections(asking, place.filters, tracker, signal);
		if (!read.known) return unread(read.unknown, invocation, words);
		const {live, total, unread: odd} = read.value;
		const lines = [
			...live.map(each => connectionLine(each, words)),
			...(total > live.length ? [words.moreConnections(total - live.length)] : []),
			...(odd > 0 ? [words.unreadLines(odd)] : []),
		];
		show?.(lines);
		let events: number | null = null;
		if (seconds > 0) {
			events = 0;
			for (const filter of place.filters) say(words.starts(shown(connectionEvents(filter, seconds).argv)));
			const why = await followConnections(asking, place.filters, seconds, tracker, {
				signal,
				onEvent(line) {
					events = (events ?? 0) + 1;
					const event = readConnectionEvent(line);
					if (event) show?.([eventLine(event, words)]);
				},
			});
			if (why) return unread(why, invocation, words);
		}

		const now = tracker.get();
		say(words.connections(now.total));
		return {
			exit: now.total + now.over.length > 0 ? 0 : odd > 0 ? 4 : 1,
			json: {
				target: {label: place.label, addresses: place.addresses},
				commands,
				connections: now.live,
				ended: now.over,
				total: now.total,
				events,
			},
			lines: show ? [] : lines,
		};
	},
};

function unread({reason, detail}: Unknown, {text}: Invocation, words: PacketsText): Answer {
	const why = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
	return cannotRun(reason, visible(words.cannotTable(why)), packageHint(text, reason, detail));
}
