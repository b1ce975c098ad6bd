import {isDeepStrictEqual} from 'node:util';
import {unknown, type Reading, type Unknown} from '../facts/reading.js';
import type {News} from './news.js';
import type {Pacer} from './pacer.js';
import type {Snapshot, Source} from './source.js';
import {createListeners} from '../listeners.js';

export type PollOptions<T> = {
	/**
	 * One read. The signal is aborted when nobody wants the answer any more. `early` shows a part of the answer before the
	 * rest is there, when nothing was known so far.
	 */
	readonly read: (signal: AbortSignal, early: (part: T) => void) => Promise<Reading<T>>;
	/** Milliseconds from the end of a read to the start of the next; the pacer's when left out. */
	readonly interval?: number;
	/** Milliseconds of rest for each one that a read took: what costs the host much is asked more seldom. */
	readonly rest?: number;
	/**
	 * Up to so many milliseconds the interval doubles while reads find the same (by `steady`): nothing changes and nobody
	 * presses a key. The interval itself when left out.
	 */
	readonly slowest?: number;
	/** Whether the new value makes the next read no more urgent, although it is another one (counters). `equal` by default. */
	readonly steady?: (a: T, b: T) => boolean;
	/** Who tells of changes: then it is read at once. */
	readonly news?: News;
	/** Milliseconds between reads while `news` is live, in place of the interval: in case something is told to nobody. */
	readonly calm?: number;
	/** Whether a new value is the old one; then the snapshot stays the same reference. Deep by default. */
	readonly equal?: (a: T, b: T) => boolean;
	readonly pacer: Pacer;
};

const longestDelay = 30_000;
/** So many times the interval is the most between two reads while a change may be told to nobody. */
const blind = 4;
/** Milliseconds between two reads that changes ask for. */
const between = 500;
/** Changes come in crowds (a pod, its links, its rules): so many milliseconds after the first one of them it is read. */
const crowd = 150;

/**
 * A Source that reads again and again while somebody subscribes and the pacer is not paused: at once for the first
 * subscriber when what it holds is older than the interval (a first read also when paused), never two reads at the same
 * time, and ever slower (twice, up to 30 s) while reads fail. The last good value stays, with its age.
 */
export function createPoll<T>({
	read,
	interval: own,
	rest = 0,
	equal = isDeepStrictEqual,
	steady = equal,
	pacer,
	news,
	...pace
}: PollOptions<T>): Source<T> {
	const interval = own ?? pacer.interval;
	const slowest = Math.max(interval, pace.slowest ?? interval);
	const listeners = createListeners({
		first() {
			leave ??= follow();
			schedule();
		},
		last: () => leaveLater(),
	});
	/** When the value was last read or confirmed. Read through the snapshot, whose reference it does not change. */
	let at: number | undefined;
	/** What is told of at once needs no look to be confirmed. */
	const confirmed = (): number | undefined =>
		at !== undefined && news?.live === true && failures === 0 && !pacer.paused ? Date.now() : at;
	let snapshot: Snapshot<T> = snapshotOf<T>(confirmed, undefined, undefined, false);
	let underWay: {readonly controller: AbortController; readonly done: Promise<void>} | undefined;
	/** How many refreshes wait for a read. */
	let awaited = 0;
	/** The refresh that waits for the read under way to end. */
	let queued: Promise<Snapshot<T>> | undefined;
	let timer: NodeJS.Timeout | undefined;
	let failures = 0;
	/** Reads in a row that found the same. */
	let same = 0;
	/** Told of a change: due at this moment, on the clock of `performance.now()`. */
	let dueAt = Infinity;
	/** When the last read ended, on the clock of `performance.now()`. */
	let endedAt: number | undefined;
	/** Milliseconds that the last read took. */
	let took = 0;
	let leave: (() => void) | undefined;

	const emit = (): void => {
		listeners.tell();
	};

	const show = (value: T | undefined, why: Unknown | undefined, reading: boolean, atOnce: boolean): void => {
		if (snapshot.value === value && isDeepStrictEqual(snapshot.unknown, why) && snapshot.reading === reading) return;
		snapshot = snapshotOf<T>(confirmed, value, why, reading);
		pacer.announce(emit, atOnce);
	};

	const delay = (): number => {
		if (failures > 0) return Math.max(interval, Math.min(longestDelay, interval * 2 ** failures));
		const told = news === undefined || news.live;
		// Who is told of nothing looks more often.
		const most = told ? slowest : Math.min(slowest, interval * blind);
		const doubled = Math.min(most, interval * 2 ** Math.min(Math.max(0, same), 20));
		const own = news?.live && pace.calm !== undefined ? Math.max(interval, pace.calm) : doubled;
		return Math.max(own, Math.min(longestDelay, took * rest));
	};

	/** When the next read is to begin, on the clock of `performance.now()`. */
	const next = (ended: number): number =>
		Math.min(ended + delay(), Math.max(dueAt, ended + Math.max(between, Math.min(longestDelay, took * rest))));

	const tell = (): void => {
		same = 0;
		dueAt = Math.min(dueAt, performance.now() + crowd);
		schedule();
	};

	/** Somebody is here: what is a read old by the fastest interval is read now. */
	const awake = (): void => {
		if (same <= 0) return;
		// The read that comes now shall not count as one of a quiet time.
		same = -1;
		schedule();
	};

	/** Sets the timer for the next read, or none when nobody wants one. */
	const schedule = (): void => {
		clearTimeout(timer);
		timer = undefined;
		if (listeners.size() === 0 || underWay) return;
		if (pacer.paused && endedAt !== undefined) return;
		const wait = endedAt === undefined ? 0 : Math.max(0, next(endedAt) - performance.now());
		if (wait === 0) {
			void start(false);
			return;
		}

		timer = setTimeout(() => {
			void start(false);
		}, wait);
	};

	/** `asked`: by a person, so that it shows that a read is under way and its outcome is announced at once. */
	const start = (asked: boolean): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		const atOnce = asked || endedAt === undefined;
		const controller = new AbortController();
		const began = performance.now();
		dueAt = Infinity;
		const early = (part: T): void => {
			if (snapshot.value === undefined && !controller.signal.aborted) show(part, undefined, true, true);
		};

		const done = readOnce(read, controller.signal, early).then(reading => {
			underWay = undefined;
			took = performance.now() - began;
			if (controller.signal.aborted) {
				// What was told of is still to be read.
				if (endedAt !== undefined) dueAt = Math.min(dueAt, performance.now());
				show(snapshot.value, snapshot.unknown, false, false);
			} else {
				settle(reading, atOnce);
			}

			if (queued === undefined) schedule();
		});
		underWay = {controller, done};
		// Never told from within `subscribe`: who subscribes looks by itself.
		if (atOnce) show(snapshot.value, snapshot.unknown, true, asked);
		return done;
	};

	const settle = (reading: Reading<T>, atOnce: boolean): void => {
		endedAt = performance.now();
		if (!reading.known) {
			if (isFailure(reading.unknown)) failures++;
			else failures = 0;
			same = isDeepStrictEqual(snapshot.unknown, reading.unknown) ? same + 1 : 0;
			show(snapshot.value, reading.unknown, false, atOnce || snapshot.unknown === undefined);
			return;
		}

		failures = 0;
		const first = at === undefined;
		at = Date.now();
		const before = first ? undefined : snapshot.value;
		const unchanged = before !== undefined && equal(before, reading.value);
		same = before !== undefined && (unchanged || steady(before, reading.value)) ? same + 1 : 0;
		show(unchanged ? before : reading.value, undefined, false, atOnce);
	};

	/** Begins after now: a read already under way may have looked before the change that is asked about. */
	const readAfter = async (): Promise<Snapshot<T>> => {
		awaited++;
		try {
			while (underWay) await underWay.done;
			queued = undefined;
			await start(true);
			return snapshot;
		} finally {
			awaited--;
			leaveLater();
		}
	};

	const follow = (): (() => void) => {
		const all = [pacer.subscribe(schedule), pacer.onWake(awake), news?.subscribe(tell)];
		return () => {
			for (const each of all) each?.();
		};
	};

	/** A screen may hand its subscription to the next one within the same turn: only then look whether anybody is left. */
	const leaveLater = (): void => {
		queueMicrotask(() => {
			if (listeners.size() > 0 || awaited > 0) return;
			clearTimeout(timer);
			timer = undefined;
			leave?.();
			leave = undefined;
			underWay?.controller.abort();
		});
	};

	return {
		get: () => snapshot,
		subscribe: listeners.add,
		refresh() {
			if (queued) return queued;
			if (!underWay) return readAfter();
			queued = readAfter();
			return queued;
		},
	};
}

async function readOnce<T>(
	read: PollOptions<T>['read'],
	signal: AbortSignal,
	early: (part: T) => void,
): Promise<Reading<T>> {
	try {
		return await read(signal, early);
	} catch (error) {
		return unknown('failed', error instanceof Error ? error.message : String(error));
	}
}

/** That k0s is not there, or not running, is a state of the host and no reason to look more seldom. */
function isFailure({reason}: Unknown): boolean {
	return reason !== 'not-installed' && reason !== 'not-running';
}

function snapshotOf<T>(
	at: () => number | undefined,
	value: T | undefined,
	why: Unknown | undefined,
	reading: boolean,
): Snapshot<T> {
	return {
		value,
		unknown: why,
		get at() {
			return at();
		},
		reading,
	};
}
