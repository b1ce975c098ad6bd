import {execa} from 'execa';
import {deferred} from './deferred.js';

/** How a child ended. `failure`: it could not be started at all. */
export type ChildEnd = {
	readonly exit: number | null;
	readonly signal: string | null;
	/** `kill` came before the end: what it printed may be half of it, whatever its exit code says. */
	readonly killed: boolean;
	readonly failure: {readonly code: string; readonly message: string} | undefined;
};

export type ChildOptions = {
	readonly env: Readonly<Record<string, string>>;
	readonly input: string | undefined;
	/** A file that takes standard output instead of `onData`. */
	readonly stdout?: number | undefined;
	/** Ended together with our own process. */
	readonly endsWithUs: boolean;
	readonly onData: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void;
};

export interface Child {
	/** Settles exactly once, and never rejects. */
	readonly end: Promise<ChildEnd>;
	/** TERM to the whole process group, KILL after half a second, and no waiting for it after `giveUpAfter`. */
	kill(): void;
	/** Lets our process end without it. */
	release(): void;
}

const killAfter = 500;
const giveUpAfter = 850;
/** How long the pipes are read after the exit when a grandchild holds them open. */
const drain = 50;

/**
 * Starts one process in a group (and session) of its own, without a shell. Ends with the process itself, not with its
 * pipes: a grandchild that holds them, in the group or gone from it, delays nothing. execa neither buffers nor formats
 * what is printed (a failing command with 90 MB of NULs stalled it for seconds).
 */
export function startChild(file: string, args: readonly string[], options: ChildOptions): Child {
	const {promise: end, resolve} = deferred<ChildEnd>();
	let subprocess: ReturnType<typeof start>;
	try {
		subprocess = start(file, args, options);
	} catch (error) {
		// Options that no process can have, such as an argument with a NUL character.
		resolve({exit: null, signal: null, killed: false, failure: failureOf(error)});
		return {end, kill() {}, release() {}};
	}

	const child = subprocess.nodeChildProcess;
	const timers = new Set<NodeJS.Timeout>();
	let exited: ChildEnd | undefined;
	let killing = false;
	let settled = false;

	const after = (ms: number, run: () => void): void => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			run();
		}, ms);
		timers.add(timer);
	};

	const settle = (result: ChildEnd): void => {
		if (settled) return;
		settled = true;
		for (const timer of timers) clearTimeout(timer);
		subprocess.stdout?.destroy();
		subprocess.stderr?.destroy();
		subprocess.stdin?.destroy();
		resolve(result);
	};

	/** What a process printed before its exit lies in the pipes still: one turn of the event loop reads all of it. */
	const settleSoon = (result: ChildEnd): void => {
		after(drain, () => {
			setImmediate(() => {
				if (options.endsWithUs && !settled) subprocess.kill('SIGKILL');
				settle(result);
			});
		});
	};

	for (const stream of ['stdout', 'stderr'] as const) {
		subprocess[stream]?.on('data', (chunk: Buffer) => {
			if (!settled) options.onData(chunk, stream);
		});
		// execa's own promise tells of errors; without a listener a reset pipe would end our process.
		subprocess[stream]?.on('error', () => undefined);
	}

	child.once('exit', (exit, signal) => {
		exited = {exit, signal, killed: killing, failure: undefined};
		if (killing) subprocess.kill('SIGKILL');
		settleSoon(exited);
	});
	child.once('close', () => {
		if (exited) settle(exited);
	});
	void subprocess.then(result => {
		// Resolves without an exit only when nothing was started.
		if (!exited && child.pid === undefined) {
			settle({exit: null, signal: null, killed: false, failure: failureOf(result.cause ?? result)});
		}
	});

	return {
		end,
		kill() {
			if (killing || settled) return;
			killing = true;
			if (exited) {
				if (options.endsWithUs) subprocess.kill('SIGKILL');
				settle(exited);
				return;
			}

			subprocess.kill('SIGTERM');
			after(killAfter, () => {
				subprocess.kill('SIGKILL');
			});
			// Not even KILL ends a process that waits in the kernel for a dead disk.
			after(giveUpAfter, () => {
				settle(exited ?? {exit: null, signal: null, killed: true, failure: undefined});
			});
		},
		release() {
			child.unref();
			for (const stream of [subprocess.stdout, subprocess.stderr]) {
				if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
			}

			for (const timer of timers) timer.unref();
		},
	};
}

function start(file: string, args: readonly string[], {env, input, stdout = undefined, endsWithUs}: ChildOptions) {
	return execa(file, args, {
		// Our own folder may have been removed, or be one that the child would keep busy.
		cwd: '/',
		env: {...env},
		extendEnv: false,
		reject: false,
		buffer: false,
		encoding: 'buffer',
		killDescendants: true,
		forceKillAfterDelay: false,
		cleanup: endsWithUs,
		// Any descriptor will do; execa's types know those up to 9.
		stdout: (stdout ?? 'pipe') as 3 | 'pipe',
		stderr: 'pipe',
		...(input === undefined ? {stdin: 'ignore' as const} : {input}),
	});
}

function failureOf(error: unknown): {readonly code: string; readonly message: string} {
	const {code, message} = error as {code?: unknown; message?: unknown};
	return {code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : String(error)};
}
