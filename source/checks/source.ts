import type {Runner} from '../host/runner.js';
import type {Pacer} from '../store/pacer.js';
import type {Snapshot, Source} from '../store/source.js';
import type {Text} from '../text/text.js';
import {aheadIds, aheadOf, type Ahead} from './ahead.js';
import type {Check, CheckId, Group, Report, Result} from './check.js';
import {allChecks} from './checks.js';
import type {CheckOptions} from './options.js';
import {runChecks} from './run.js';
import {createListeners} from '../listeners.js';

/** One row of the screen. `report` null: not judged yet; `asking`: it is asked now (an older report stays to be seen). */
export type CheckRow = {
	readonly id: CheckId;
	readonly group: Group;
	readonly title: string;
	readonly report: Report | null;
	readonly asking: boolean;
};

/** How many of each result. */
export type Summary = Readonly<Record<Result, number>>;

export interface ChecksSource extends Source<readonly CheckRow[]> {
	/** What was found so far; looking at it asks nothing. Undefined until all were judged once. */
	readonly summary: Source<Summary>;
	/**
	 * What ends soon, as far as it was asked; looking at it asks nothing, `refresh` asks its few checks alone. Undefined: never
	 * asked.
	 */
	readonly ahead: Source<readonly Ahead[]>;
	/** The host is another one now: what was found is forgotten, and asked again as soon as somebody looks. */
	outdate(): void;
	/** Asks one check again, with all facts that it needs. */
	rerun(id: CheckId): Promise<void>;
}

export type ChecksSourceOptions = {
	readonly runner: Runner;
	readonly pacer: Pacer;
	readonly text: Text;
	/** As they are when somebody asks: choices on other screens change them. */
	readonly options: CheckOptions | (() => CheckOptions);
	readonly checks?: readonly Check[];
};

/**
 * The checks as a Source. They run all at once when somebody first looks and when asked again, never by themselves
 * every two seconds; results appear as they come. Rows that did not change keep their reference.
 */
export function createChecksSource({
	runner,
	pacer,
	text,
	options,
	checks = allChecks,
}: ChecksSourceOptions): ChecksSource {
	const listeners = createListeners({
		first: () => begin(),
		// A tab that is left for another keeps its subscription until the next turn.
		last: () =>
			queueMicrotask(() => {
				if (listeners.size() === 0) underWay?.controller.abort();
			}),
	});
	let snapshot: Snapshot<readonly CheckRow[]> = {
		value: checks.map(({id, group}) => ({id, group, title: text.checks.items[id].title, report: null, asking: false})),
		unknown: undefined,
		at: undefined,
		reading: false,
	};
	/** Of the summary: they do not keep the checks going. */
	const watchers = createListeners();
	let started = false;
	let underWay: {readonly controller: AbortController; readonly done: Promise<void>} | undefined;

	const emit = (): void => {
		listeners.tell();
		watchers.tell();
	};

	const change = (
		rows: (row: CheckRow) => CheckRow,
		rest: Partial<Snapshot<readonly CheckRow[]>>,
		atOnce: boolean,
	): void => {
		snapshot = {...snapshot, value: (snapshot.value ?? []).map(rows), ...rest};
		pacer.announce(emit, atOnce);
	};

	const run = (chosen: readonly Check[], atOnce: boolean): Promise<void> => {
		const controller = new AbortController();
		const {signal} = controller;
		const ids = new Set<CheckId>(chosen.map(({id}) => id));
		change(row => (ids.has(row.id) ? {...row, asking: true} : row), {reading: true}, atOnce);
		const done = runChecks(chosen, {
			ask: command => runner.run(command, {signal}),
			options: typeof options === 'function' ? options() : options,
			text,
			onReport(report) {
				if (signal.aborted) return;
				change(row => (row.id === report.id ? {...row, report, asking: false} : row), {}, false);
			},
		}).then(() => {
			underWay = undefined;
			const whole = !signal.aborted;
			change(
				row => (row.asking ? {...row, asking: false} : row),
				{reading: false, ...(whole ? {at: Date.now()} : {})},
				true,
			);
			if (whole) return;
			// Nobody looked any more. Who looks next begins anew, also who came back meanwhile.
			started = false;
			begin();
		});
		underWay = {controller, done};
		return done;
	};

	const begin = (): void => {
		if (started || listeners.size() === 0) return;
		started = true;
		void run(checks, false);
	};

	/** What is under way may have looked before the change that is asked about. */
	const after = async (chosen: readonly Check[]): Promise<void> => {
		while (underWay) await underWay.done;
		if (chosen === checks) started = true;
		await run(chosen, true);
	};

	const summary = createSummary(() => snapshot);
	const ahead = createAhead(() => snapshot);
	return {
		summary: {
			get: summary,
			subscribe: watchers.add,
			refresh: async () => summary(),
		},
		ahead: {
			get: ahead,
			subscribe: watchers.add,
			async refresh() {
				await after(checks.filter(({id}) => aheadIds.includes(id)));
				return ahead();
			},
		},
		get: () => snapshot,
		subscribe: listeners.add,
		async refresh() {
			await after(checks);
			return snapshot;
		},
		outdate() {
			started = false;
			change(row => ({...row, report: null}), {at: undefined}, true);
			// What is under way looked before; it begins anew when it has ended.
			if (underWay) underWay.controller.abort();
			else begin();
		},
		async rerun(id) {
			await after(checks.filter(check => check.id === id));
		},
	};
}

export function summaryOf(reports: ReadonlyArray<Pick<Report, 'result'>>): Summary {
	const counts = {pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0};
	for (const {result} of reports) counts[result]++;
	return counts;
}

/** The same reference while the rows are the same. */
function createSummary(rows: () => Snapshot<readonly CheckRow[]>): () => Snapshot<Summary> {
	let of: Snapshot<readonly CheckRow[]> | undefined;
	let last: Snapshot<Summary> = {value: undefined, unknown: undefined, at: undefined, reading: false};
	return () => {
		const now = rows();
		if (now === of) return last;
		of = now;
		const all = now.value ?? [];
		const reports = all.flatMap(({report}) => report ?? []);
		// A part is not the whole: some checks may be asked alone.
		const value = now.at === undefined || reports.length < all.length ? undefined : summaryOf(reports);
		const same = JSON.stringify(value) === JSON.stringify(last.value);
		last = same ? last : {value, unknown: undefined, at: now.at, reading: false};
		return last;
	};
}

/** The same reference while it tells the same. */
function createAhead(rows: () => Snapshot<readonly CheckRow[]>): () => Snapshot<readonly Ahead[]> {
	let of: Snapshot<readonly CheckRow[]> | undefined;
	let last: Snapshot<readonly Ahead[]> = {value: undefined, unknown: undefined, at: undefined, reading: false};
	return () => {
		const now = rows();
		if (now === of) return last;
		of = now;
		const own = (now.value ?? []).filter(({id}) => aheadIds.includes(id));
		const reports = own.flatMap(({report}) => report ?? []);
		const value = reports.length < own.length ? undefined : aheadOf(reports);
		const same = JSON.stringify(value) === JSON.stringify(last.value);
		last = same ? last : {value, unknown: undefined, at: now.at, reading: false};
		return last;
	};
}
