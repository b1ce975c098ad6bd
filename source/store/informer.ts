import {isDeepStrictEqual} from 'node:util';
import type {Command} from '../command/command.js';
import * as kubectl from '../command/kubectl.js';
import type {Outcome} from '../command/outcome.js';
import type {Runner} from '../host/runner.js';
import {asText, at, type JsonObject} from '../read/json-value.js';
import {readKubectl} from '../read/kubectl/answer.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {readWatchEvent} from '../read/watch-event.js';
import {createBackoff, pause} from './backoff.js';

/** The objects of one kind of the API, listed once and then kept by a watch. */
export interface Informer<T> {
	/** What is there as last heard, not sorted; undefined: not heard yet. */
	get(): Reading<readonly T[]> | undefined;
	/** A watch is open: what changes is heard. */
	readonly live: boolean;
	/** Whether it can be watched is not known yet: it was not listed, or its first watch is being opened. */
	readonly opening: boolean;
	/** Resolves when the first list has come, or has failed. */
	readonly heard: Promise<void>;
	stop(): void;
}

/** An object by what tells it from the others; `value` undefined: it cannot be read, and is left out. */
export type Item<T> = {readonly key: string; readonly value: T | undefined};

/** In which form a kind is asked for: its objects, or the server's table of them. */
export type Form<T> = {
	readonly list: () => Command;
	readonly watch: (version: string) => Command;
	/** `version` null: it cannot be watched, and is listed again and again. */
	readonly readList: (
		outcome: Outcome,
	) => Reading<{readonly items: ReadonlyArray<Item<T>>; readonly version: string | null}>;
	/** The object of an event. */
	readonly readObject: (object: JsonObject) => ReadonlyArray<Item<T>>;
};

export type InformerOptions<T> = {
	readonly runner: Runner;
	/** Milliseconds between two lists of what cannot be watched. */
	readonly again?: number;
	/** Whether the change is worth telling (a lease is renewed every 10 s). By default every one that can be seen. */
	readonly same?: (a: T, b: T) => boolean;
	/** Something is another one than before, or `live` changed. */
	readonly onChange: () => void;
	readonly random?: () => number;
};

/** A watch that lasted so long ended in the usual way: the API server ends each within the hour. */
const longEnough = 5000;

/**
 * List, then watch from there; a watch that ends goes on where it was, one that is told that its version is too old (410)
 * begins anew, and whatever fails is tried again, later each time. What was heard last stays while the API does not answer,
 * but is unknown then: `Asked` keeps it with its age.
 */
export function createInformer<T>(
	options: InformerOptions<T> & {
		/** `/api/v1/pods`. */
		readonly path: string;
		readonly dataDir: string;
		/** Undefined: an object that cannot be read, and is left out. */
		readonly read: (object: JsonObject) => T | undefined;
	},
): Informer<T> {
	return createFollower(objectsAt(options), options);
}

/** The same in any form. */
export function createFollower<T>(form: Form<T>, options: InformerOptions<T>): Informer<T> {
	const {runner, again = 30_000, same, onChange} = options;
	const controller = new AbortController();
	const {signal} = controller;
	const backoff = createBackoff(options.random);
	const objects = new Map<string, T>();
	let reading: Reading<readonly T[]> | undefined;
	/** Events came since `reading` was made: whoever looks makes it anew, not each of 100 events a second. */
	let stale = false;
	let live = false;
	let opening = true;
	let version = '';
	let tellHeard: () => void = () => undefined;
	const heard = new Promise<void>(resolve => {
		tellHeard = resolve;
	});

	const setLive = (now: boolean): void => {
		if (now === live && !opening) return;
		live = now;
		opening = false;
		if (!signal.aborted) onChange();
	};

	const fail = (why: Extract<Reading<never>, {known: false}>): void => {
		live = false;
		opening = false;
		const changed = !isDeepStrictEqual(reading, why);
		reading = why;
		stale = false;
		tellHeard();
		if (changed && !signal.aborted) onChange();
	};

	/** The same object as before where nothing of it can be seen to have changed. False: nothing to tell. */
	const put = ({key, value: now}: Item<T>): boolean => {
		const before = objects.get(key);
		if (now === undefined) return objects.delete(key);
		const isEqual = before !== undefined && isDeepStrictEqual(before, now);
		objects.set(key, isEqual ? before : now);
		return !isEqual && (before === undefined || same === undefined || !same(before, now));
	};

	const list = async (): Promise<'watch' | 'poll' | 'failed'> => {
		const answer = form.readList(await runner.run(form.list(), {signal}));
		if (signal.aborted) return 'failed';
		if (!answer.known) {
			fail(answer);
			return 'failed';
		}

		version = answer.value.version ?? '';
		if (version === '') opening = false;
		const there = new Set<string>();
		let changed = !reading?.known;
		for (const item of answer.value.items) {
			there.add(item.key);
			changed = put(item) || changed;
		}

		for (const key of objects.keys()) if (!there.has(key)) changed = objects.delete(key) || changed;
		reading = known([...objects.values()], answer.notes);
		stale = false;
		tellHeard();
		if (changed) onChange();
		return version === '' ? 'poll' : 'watch';
	};

	/** Resolves with what is to be done next when the watch has ended. */
	const watch = async (): Promise<'list' | 'watch'> => {
		const end = new AbortController();
		const stop = (): void => end.abort();
		signal.addEventListener('abort', stop, {once: true});
		let then: 'list' | 'watch' | undefined;
		const finish = (next: 'list' | 'watch'): void => {
			then ??= next;
			stop();
		};

		const onLine = (line: string): void => {
			if (end.signal.aborted) return;
			if (line === '') {
				setLive(true);
				return;
			}

			const event = readWatchEvent(line);
			// Half an object: the connection was cut within it. What it was comes again.
			if (!event) finish('watch');
			else if (event.kind === 'gone' || event.kind === 'error') finish('list');
			else {
				backoff.reset();
				if (event.version !== null) ({version} = event as {version: string});
				if (event.kind === 'bookmark') return;
				let changed = false;
				for (const item of form.readObject(event.object)) {
					changed = (event.kind === 'deleted' ? objects.delete(item.key) : put(item)) || changed;
				}

				stale = true;
				if (changed) onChange();
			}
		};

		const began = performance.now();
		// A host that asks the API itself says with an empty line that it is open; of kubectl there is no sign but that it stays.
		const opened = setTimeout(setLive, opensWithin, true);
		const outcome = await runner.run(form.watch(version), {signal: end.signal, onLine});
		clearTimeout(opened);
		signal.removeEventListener('abort', stop);
		if (performance.now() - began >= longEnough) backoff.reset();
		if (then) return then;
		// Refused, or an error instead of events: a list tells what is wrong.
		return outcome.kind === 'ok' ? 'watch' : 'list';
	};

	const run = async (): Promise<void> => {
		let next: 'list' | 'watch' = 'list';
		while (!signal.aborted) {
			const listed = next === 'list' ? await list() : 'watch';
			if (listed !== 'watch') {
				if (listed === 'poll') backoff.reset();
				await pause(listed === 'poll' ? again : backoff.next(), signal);
				continue;
			}

			const began = performance.now();
			next = await watch();
			if (signal.aborted) return;
			if (next === 'list' || performance.now() - began < longEnough) {
				setLive(false);
				await pause(backoff.next(), signal);
			}
		}
	};

	void run();
	return {
		get() {
			if (stale) reading = known([...objects.values()]);
			stale = false;
			return reading;
		},
		get live() {
			return live;
		},
		get opening() {
			return opening;
		},
		heard,
		stop() {
			live = false;
			controller.abort();
			tellHeard();
		},
	};
}

/** A request that is refused is so at once. */
const opensWithin = 3000;

/** All objects of one kind, as they are. */
function objectsAt<T>({
	path,
	dataDir,
	read,
}: {
	readonly path: string;
	readonly dataDir: string;
	readonly read: (object: JsonObject) => T | undefined;
}): Form<T> {
	const itemOf = (object: JsonObject): Item<T> => ({key: keyOf(object), value: read(object)});
	return {
		list: () => kubectl.list(path, dataDir),
		watch: version => kubectl.watch(path, version, dataDir),
		readList(outcome) {
			const answer = readKubectl(outcome);
			if (!answer.known) return answer;
			const {value} = answer;
			// Without a version it is another answer than the one that was asked for.
			if (value.kind !== 'objects' || value.version === null) return unknown('unreadable', path);
			return known({items: value.items.map(itemOf), version: value.version}, answer.notes);
		},
		readObject: object => [itemOf(object)],
	};
}

const keyOf = (object: JsonObject): string =>
	`${asText(at(object, 'metadata', 'namespace')) ?? ''}/${asText(at(object, 'metadata', 'name')) ?? ''}`;
