import {connectionEvents, connections, type ConnectionFilter} from '../command/conntrack.js';
import type {Connection} from '../facts/connections.js';
import {known, type Reading, type Unknown} from '../facts/reading.js';
import {readConnection, readConnectionEvent} from '../read/conntrack.js';
import {notOk} from '../read/reading.js';
import type {Asking} from './capture.js';

/** Entries that are kept at most; the others are counted. */
export const mostConnections = 2000;
/** Of those that are over the last ones stay for a while. */
const mostOver = 200;

export type Tracked = {
	/** Those there are, then those that ended while one looked, the last first. */
	readonly live: readonly Connection[];
	readonly over: readonly Connection[];
	/** Entries that are there, kept or not. */
	readonly total: number;
	/** Lines that were none of conntrack's. */
	readonly unread: number;
};

/** What a table of connections holds, in bounded memory: entries by their id. */
export interface Tracker {
	/** A line of the listing, or of an event. False: it is neither. */
	add(line: string): boolean;
	/** Forgets what is there: the next lines are a whole listing. */
	restart(): void;
	get(): Tracked;
}

/** Without an id (of older kernels) both ways tell it. */
const keyOf = ({id, protocol, original, reply}: Connection): string =>
	id === null ? JSON.stringify([protocol, original.from, original.to, reply.from, reply.to]) : String(id);

export function createTracker(most = mostConnections): Tracker {
	let live = new Map<string, Connection>();
	let over = new Map<string, Connection>();
	/** Those that are there and not kept, as many as the kernel's own table has at most: an update of one is no new one. */
	let beyond = new Set<string>();
	let unread = 0;
	const keep = (connection: Connection): void => {
		const key = keyOf(connection);
		over.delete(key);
		if (live.has(key) || live.size < most) {
			live.set(key, merged(live.get(key), connection));
			beyond.delete(key);
		} else beyond.add(key);
	};

	return {
		add(line) {
			const event = readConnectionEvent(line);
			const connection = event?.connection ?? readConnection(line);
			if (!connection) {
				if (line.trim() !== '') unread++;
				return false;
			}

			if (event?.kind !== 'destroy') {
				keep(connection);
				return true;
			}

			const key = keyOf(connection);
			live.delete(key);
			beyond.delete(key);
			over.delete(key);
			over.set(key, {...connection, timeout: null});
			if (over.size > mostOver) over = new Map([...over].slice(-mostOver));
			return true;
		},
		restart() {
			live = new Map();
			beyond = new Set();
		},
		get: () => ({
			live: [...live.values()],
			over: [...over.values()].toReversed(),
			total: live.size + beyond.size,
			unread,
		}),
	};
}

/** An event of some kernels has no counts: those that were told before stay. */
const merged = (before: Connection | undefined, now: Connection): Connection =>
	before && now.original.packets === null ? {...now, original: before.original, reply: before.reply} : now;

/** Reads the entries that the filters take, into the tracker. Known once all were read. */
export async function readConnections(
	{follow}: Pick<Asking, 'follow'>,
	filters: readonly ConnectionFilter[],
	tracker: Tracker,
	signal: AbortSignal,
): Promise<Reading<Tracked>> {
	tracker.restart();
	for (const filter of filters) {
		const outcome = await follow(
			connections(filter),
			(line, stream) => {
				if (stream === 'stdout') tracker.add(line);
			},
			signal,
		);
		const bad = notOk(outcome);
		if (bad) return bad;
	}

	return known(tracker.get());
}

/** coreutils' timeout. */
const timeIsOver = 124;

/** Follows what begins, changes and ends; settles when the time is over. Why not all of it was told: one that fails ends all. */
export async function followConnections(
	{follow}: Pick<Asking, 'follow'>,
	filters: readonly ConnectionFilter[],
	seconds: number,
	tracker: Pick<Tracker, 'add'>,
	options: {
		readonly signal: AbortSignal;
		readonly onEvent: (line: string) => void;
		/** The kernel had more to tell than conntrack could take. */
		readonly onLost?: () => void;
	},
): Promise<Unknown | undefined> {
	const failing = new AbortController();
	const signal = AbortSignal.any([options.signal, failing.signal]);
	let why: Unknown | undefined;
	await Promise.all(
		filters.map(async filter => {
			const outcome = await follow(
				connectionEvents(filter, seconds),
				(line, stream) => {
					if (stream === 'stdout' && tracker.add(line)) options.onEvent(line);
					// "WARNING: We have hit ENOBUFS! We are losing events." (1.4.7)
					if (stream === 'stderr' && line.includes('ENOBUFS')) options.onLost?.();
				},
				signal,
			);
			const bad = outcome.exit === timeIsOver || outcome.kind === 'aborted' ? undefined : notOk(outcome);
			if (!bad) return;
			why ??= bad.unknown;
			failing.abort();
		}),
	);
	return why;
}
