import {existsSync} from 'node:fs';
import {open, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {lockHeld, startWorker, underLock, workerUnit} from '../../command/worker.js';
import {change} from '../../command/command.js';
import {startDetached, type Detached} from '../../host/detached.js';
import {createToolFinder} from '../../host/find-tool.js';
import {makePrivate, rootFolder} from '../../host/private-folder.js';
import type {Runner} from '../../host/runner.js';
import {O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, type Folders, type RunFolder} from './folders.js';
import {readHolder, type Holder} from './holder.js';
import {writeJson} from './private-json.js';

/** How long a worker may take to say that it begins. A killed one's last command may have to end first. */
const patience = 30_000;
const lookEvery = 60;

export type Start =
	| {readonly kind: 'ours'}
	| {readonly kind: 'held'; readonly holder: Holder}
	| {readonly kind: 'failed'; readonly why: string};

/** argv that runs this program as a worker, without the run and the order. */
export type WorkerProgram = readonly string[];

const proxies = /^(https?|all|no)_proxy$/i;

/** Where the worker finds our proxy settings: they may hold passwords, so it removes the file when it has read them. */
export function environmentFile({live}: Folders, order: string): string {
	return join(live, `environment-${order}`);
}

/**
 * Starts the worker for an order that is written already: as a unit of systemd, else in a session of its own. Resolves
 * when it has begun, or when somebody else holds the lock.
 */
export async function start(given: {
	readonly runner: Runner;
	readonly folders: Folders;
	readonly folder: RunFolder;
	readonly program: WorkerProgram;
	readonly run: string;
	readonly order: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The worker told that it begins (it may have ended since). */
	readonly begun: () => boolean;
	readonly words: {readonly noStart: (said: string) => string; readonly left: (unit: string) => string};
}): Promise<Start> {
	const {runner, folders, folder, order, env, begun, words} = given;
	await makePrivate(folders.live);
	await (await open(folders.lock, O_RDONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600)).close();
	const secrets = Object.entries(env).filter(([name, value]) => proxies.test(name) && value);
	const secretFile = environmentFile(folders, order);
	if (secrets.length > 0) await writeJson(secretFile, Object.fromEntries(secrets));
	const program = [...given.program, 'worker', given.run, order];
	const plain: Record<string, string> = env['K0S_TUI_ROOT'] ? {K0S_TUI_ROOT: rootFolder(env)} : {};
	const systemd = existsSync('/run/systemd/system');

	let detached: Detached | undefined;
	let launched = false;
	/** Undefined: it is on its way, or has to be tried again; else why it cannot be. */
	const launch = async (): Promise<string | undefined> => {
		if (!systemd) {
			const command = {...change(underLock(folders.lock, program), 'worker-start'), env: plain};
			const tool = createToolFinder().find('flock');
			if (tool.kind !== 'found') return tool.reason;
			detached = startDetached(command, tool.file, folder.log);
			launched = true;
			return undefined;
		}

		const command = startWorker({lock: folders.lock, program, log: folder.log, env: plain});
		const outcome = await runner.run(command);
		launched = outcome.kind === 'ok';
		if (launched || /already (loaded|exists)|fragment file/i.test(outcome.stderr)) return undefined;
		return outcome.stderr.trim() || outcome.kind;
	};

	const end = performance.now() + patience;
	let again = 0;
	for (;;) {
		if (begun()) return {kind: 'ours'};
		const holder = await readHolder(folders);
		if (holder !== undefined && holder.order !== order) return clear({kind: 'held', holder});
		if (!launched && performance.now() > again) {
			const why = await launch();
			if (why !== undefined) return clear({kind: 'failed', why: words.noStart(why)});
			again = performance.now() + 500;
		}

		if (detached?.exit() === lockHeld) {
			// Somebody else was quicker, and is about to say who.
			launched = false;
			detached = undefined;
		} else if (detached?.failure() !== undefined || (detached?.exit() ?? 0) !== 0) {
			if (!begun()) return clear({kind: 'failed', why: words.noStart(await lastWords(folder))});
		}

		if (performance.now() > end) {
			const why = launched ? words.noStart(await lastWords(folder)) : words.left(workerUnit);
			return clear({kind: 'failed', why});
		}

		await new Promise(resolve => setTimeout(resolve, lookEvery));
	}

	async function clear(result: Start): Promise<Start> {
		await rm(secretFile, {force: true});
		return result;
	}
}

async function lastWords({log}: RunFolder): Promise<string> {
	try {
		return (await readFile(log, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
	} catch {
		return '';
	}
}

/** The way to this very program, wherever it was started from. */
export function ownProgram(): WorkerProgram {
	return [process.execPath, process.argv[1] ?? ''];
}
