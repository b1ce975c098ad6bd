import {readFile, rm} from 'node:fs/promises';
import process from 'node:process';
import {makePrivate} from '../../host/private-folder.js';
import type {Runner} from '../../host/runner.js';
import {shown} from '../../command/command.js';
import {idText, saidOf} from '../../text/ids.js';
import type {Text} from '../../text/text.js';
import {createClock} from '../clock.js';
import type {Executor, Order, RunEnd, RunEvents} from '../executor.js';
import {createFileJournal} from '../journal-file.js';
import type {Journal} from '../journal.js';
import type {HereParts} from '../run-here.js';
import {hostFolders, isName, runFolder} from './folders.js';
import {startOf, type Holder} from './holder.js';
import {outlast, unfinished} from './leftover-child.js';
import {readOrder} from './order-file.js';
import {readJson, writeJson} from './private-json.js';
import {take} from './requests.js';
import {environmentFile} from './start.js';
import {openStream} from './stream.js';

/** What every list of steps is given by the worker. */
export type WorkParts = Pick<HereParts<object, unknown>, 'runner' | 'journal' | 'clock'> & {
	readonly asker: NonNullable<HereParts<object, unknown>['asker']>;
};

/** Lists of steps by name: what a worker can be told to do. */
export type Lists = Readonly<Record<string, (parts: WorkParts) => Executor<unknown>>>;

const lookEvery = 150;

/**
 * The worker: does one order to its end, whoever looks on. It was started under the host's lock, says who it is, waits for
 * what a killed worker's last command may still do, and then works with the same engine as everything else; it is told by
 * requests in the run's folder, and by SIGTERM, to stop before the next command. Resolves with an exit code.
 */
export async function work(given: {
	readonly run: string;
	readonly order: string;
	readonly runner: Runner;
	readonly text: Text;
	readonly env: Record<string, string | undefined>;
	readonly lists: Lists;
}): Promise<0 | 1 | 3> {
	const {run, order: id, runner, env, lists} = given;
	const {noOrder} = given.text.install.worker;
	if (!isName(run) || !isName(id)) return refuse(noOrder);
	const folders = hostFolders(env);
	const folder = runFolder(folders, run);
	const written = await readOrder(folder, id);
	const list = written && lists[written.list];
	if (written === undefined || list === undefined || written.order.run !== run) return refuse(noOrder);
	// What it tells is no sentence yet: whoever reads it makes one, in his language.
	const words = idText.install.worker;

	await takeEnvironment(environmentFile(folders, id), env);
	const self = {pid: process.pid, started: (await startOf(process.pid)) ?? ''};
	const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
		content => content.trim(),
		() => null,
	);
	const {asker} = written;
	const holder: Holder = {...self, bootId, list: written.list, run, order: id, asker, since: Date.now()};
	await writeJson(folders.holder, holder);
	const stream = openStream(folder.output, id);
	stream.tell({begun: self});

	const control = new AbortController();
	const stop = (): void => {
		control.abort();
	};

	const requests = setInterval(() => {
		if (take(folder, id).includes('cancel')) stop();
	}, lookEvery);
	process.on('SIGTERM', stop);
	// Nobody's terminal, and whoever started us may be gone: neither ends a change.
	process.on('SIGHUP', ignore);
	process.on('SIGINT', stop);
	const events: RunEvents = {
		// The journal itself is what is followed.
		record: ignore,
		line: line => stream.tell(line.kind === 'note' ? {line: {...line, text: ''}, said: saidOf(line.text)} : {line}),
		progress: progress => stream.tell({progress: progress ?? null}),
		plan: (step, commands) => stream.tell({plan: {step, commands}}),
		step: step => stream.tell({step}),
	};
	const journal = createFileJournal(folders.journal, makePrivate);
	const executor = list({runner, journal, clock: createClock(), asker});
	const end = await inOrder(executor, written.order, events, {journal, bootId, signal: control.signal, words});
	clearInterval(requests);
	stream.tell({end: {state: end.state, fault: end.fault === undefined ? null : saidOf(end.fault)}});
	stream.close();
	await rm(folders.holder, {force: true});
	process.off('SIGTERM', stop);
	process.off('SIGHUP', ignore);
	process.off('SIGINT', stop);
	return end.fault === undefined && ['done', 'skipped', 'undone'].includes(end.state) ? 0 : 1;
}

const ignore = (): void => undefined;

function refuse(why: string): 3 {
	process.stderr.write(`${why}\n`);
	return 3;
}

async function takeEnvironment(path: string, env: Record<string, string | undefined>): Promise<void> {
	const found = await readJson(path);
	await rm(path, {force: true});
	for (const [name, value] of Object.entries((found ?? {}) as object)) {
		if (typeof value === 'string') env[name] = value;
	}
}

async function inOrder(
	executor: Executor<unknown>,
	order: Order<unknown>,
	events: RunEvents,
	given: {
		readonly journal: Journal;
		readonly bootId: string | null;
		readonly signal: AbortSignal;
		readonly words: Text['install']['worker'];
	},
): Promise<RunEnd> {
	const {journal, bootId, signal, words} = given;
	try {
		const command = unfinished((await journal.read()).records, bootId);
		const left = command
			? await outlast(command, {
					signal,
					onWait: () => events.line({step: '', kind: 'note', text: words.waitsFor(shown(command.argv))}),
				})
			: [];
		if (command && left.length > 0) {
			return {state: 'blocked', fault: words.stays(shown(command.argv), left.map(({pid}) => pid).join(' '))};
		}
	} catch (error) {
		return {state: 'failed', fault: error instanceof Error ? error.message : String(error)};
	}

	return executor.execute(order, events, signal);
}
