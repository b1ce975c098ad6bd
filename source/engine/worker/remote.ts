import {randomUUID} from 'node:crypto';
import {rm} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {makePrivate} from '../../host/private-folder.js';
import type {Runner} from '../../host/runner.js';
import {isSaid, sentence} from '../../text/ids.js';
import type {Text} from '../../text/text.js';
import {nobodyLooks, type Executor, type Joined, type Order, type RunEnd, type RunEvents} from '../executor.js';
import {readRecord} from '../journal.js';
import {ownAsker} from '../run-here.js';
import {hostFolders, isName, runFolder} from './folders.js';
import {isAlive, readHolder, type Holder, type ProcessId} from './holder.js';
import {isSame, readOrder, writeOrder} from './order-file.js';
import {drop} from './requests.js';
import {start, type WorkerProgram} from './start.js';
import {createTail, lineOf, readEntry, type Entry} from './stream.js';

export type RemoteParts = {
	/** The name of the list of steps; the worker knows it. */
	readonly list: string;
	readonly runner: Runner;
	readonly text: Text;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly program: WorkerProgram;
};

const lookEvery = 80;
/** A dead worker is noticed so late, in milliseconds. */
const checkEvery = 400;

/**
 * Has a worker do the work: writes what was agreed to into the run's folder, starts the worker, and tells what that
 * writes. Whoever follows may go at any time; the run goes on, and the next one to come follows it from its beginning.
 */
export function createRemoteExecutor<A>(parts: RemoteParts): Executor<A> {
	const {list, runner, text, env, program} = parts;
	const folders = hostFolders(env);
	const words = text.install.worker;

	/** `printed`: earlier orders of the same run are told of too. */
	const follow = async (
		{run, order: id, printed}: {readonly run: string; readonly order: string; readonly printed: boolean},
		events: RunEvents,
		signal: AbortSignal,
		away?: AbortSignal,
	): Promise<RunEnd> => {
		const folder = runFolder(folders, run);
		const records = createTail(folders.journal);
		const told = createTail(folder.output);
		let worker: ProcessId | undefined;
		let end: RunEnd | undefined;
		let asked = false;
		let checked = performance.now();
		for (;;) {
			const dead = await isGone();
			// What was told stands in the journal already, never the other way round: the end is seen after all its records.
			const lines = told();
			for (const line of records()) {
				const record = readRecord(line);
				if (record?.run === run) events.record(record);
			}

			for (const line of lines) {
				const entry = readEntry(line);
				if (entry !== undefined) tell(entry);
			}

			if (end !== undefined) return end;
			if (away?.aborted || signal.reason === nobodyLooks) return {state: 'running'};
			if (dead) return {state: 'aborted', fault: words.gone};
			if (signal.aborted && !asked) {
				asked = true;
				await drop(folder, {kind: 'cancel', order: id});
			}

			await sleep(lookEvery);
		}

		async function isGone(): Promise<boolean> {
			if (performance.now() - checked < checkEvery) return false;
			checked = performance.now();
			return worker !== undefined && !(await isAlive(worker));
		}

		function tell(entry: Entry): void {
			if (entry.order !== id && !printed) return;
			if ('line' in entry) {
				const line = lineOf(entry, text);
				events.line(entry.order === id ? line : {...line, earlier: true});
			}
			if ('plan' in entry) events.plan(entry.plan.step, entry.plan.commands);
			if (entry.order !== id) return;
			if ('begun' in entry) worker = entry.begun;
			else if ('step' in entry) events.step(entry.step);
			else if ('progress' in entry) events.progress(entry.progress ?? undefined);
			else if ('end' in entry) {
				const {state, fault} = entry.end;
				end = fault === null ? {state} : {state, fault: isSaid(fault) ? sentence(fault, text) : fault};
			}
		}
	};

	const joinTo = async (holder: Holder): Promise<Joined<A> | undefined> => {
		if (holder.list !== list || !isName(holder.run)) return undefined;
		const written = await readOrder(runFolder(folders, holder.run), holder.order);
		if (written === undefined) return undefined;
		return {
			order: written.order as Order<A>,
			who: who(holder),
			follow: async (events, signal, away) =>
				safely(async () => follow({...holder, printed: true}, events, signal, away)),
		};
	};

	const execute = async (order: Order<A>, events: RunEvents, signal: AbortSignal): Promise<RunEnd> => {
		const id = `o-${randomUUID()}`;
		const folder = runFolder(folders, order.run);
		await makePrivate(folders.state);
		await makePrivate(folder.path);
		await writeOrder(folder, id, {list, order, asker: ownAsker()});
		const told = createTail(folder.output);
		let begun = false;
		const started = await start({
			...{runner, folders, folder, program, env, words},
			run: order.run,
			order: id,
			begun() {
				begun ||= told().some(line => {
					const entry = readEntry(line);
					return entry?.order === id && 'begun' in entry;
				});
				return begun;
			},
		});
		if (started.kind === 'ours') return follow({run: order.run, order: id, printed: false}, events, signal);
		await rm(folder.order(id), {force: true});
		if (started.kind === 'failed') return {state: 'failed', fault: started.why};
		const other = await joinTo(started.holder);
		if (other !== undefined && isSame(other.order, order)) {
			events.line({step: '', kind: 'note', text: words.joined(who(started.holder))});
			return other.follow(events, signal, new AbortController().signal);
		}

		return {state: 'blocked', fault: words.held(who(started.holder))};
	};

	const safely = async (work: () => Promise<RunEnd>): Promise<RunEnd> => {
		try {
			return await work();
		} catch (error) {
			const full = ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
			const said = error instanceof Error ? error.message : String(error);
			return {state: 'failed', fault: full ? words.noSpace(folders.state) : said};
		}
	};

	const who = (holder: Holder): string => holderWords(holder, text);

	return {
		execute: async (order, events, signal) => safely(async () => execute(order, events, signal)),
		async join() {
			try {
				const holder = await readHolder(folders);
				return holder === undefined ? undefined : await joinTo(holder);
			} catch {
				return undefined;
			}
		},
		async printed(run) {
			if (!isName(run)) return [];
			return createTail(runFolder(folders, run).output)().flatMap(line => {
				const entry = readEntry(line);
				return entry !== undefined && 'line' in entry ? [lineOf(entry, text)] : [];
			});
		},
	};
}

/** Who works on this host, where and since when. */
export function holderWords({pid, list: name, asker, since}: Holder, {install: {worker: words}}: Text): string {
	return words.who({
		list: name,
		pid,
		user: asker.sudoUser ?? (asker.uid === 0 ? 'root' : words.userOf(String(asker.uid ?? '?'))),
		tty: asker.tty,
		since: new Date(since).toISOString().replace('T', ' ').slice(0, 19),
	});
}
