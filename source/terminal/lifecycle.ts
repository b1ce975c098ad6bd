import {constants} from 'node:os';
import process from 'node:process';

/**
 * Every signal that ends a program and can be caught, under each of its names: a library that listens to SIGIOT must not
 * think that nobody cares for SIGABRT. SIGTSTP and SIGCONT are handled apart.
 */
const endingSignals = [
	'SIGHUP',
	'SIGINT',
	'SIGQUIT',
	'SIGTERM',
	'SIGABRT',
	'SIGALRM',
	'SIGIO',
	'SIGIOT',
	'SIGPOLL',
	'SIGPWR',
	'SIGSTKFLT',
	'SIGSYS',
	'SIGTRAP',
	'SIGUSR1',
	'SIGUSR2',
	'SIGVTALRM',
	'SIGXCPU',
	'SIGXFSZ',
] as const satisfies readonly NodeJS.Signals[];

/** What is done about the end of the program may take this long, in milliseconds; then it ends all the same. */
const patience = 400;

export type Ending = {readonly exit: number; readonly out?: readonly string[]; readonly err?: readonly string[]};

export type Lifecycle = {
	/** Called once at any end, newest first, while the terminal is already given back: abort runs, close files. */
	onEnd(callback: () => void | Promise<void>): () => void;
	/** Gives the terminal back, prints the lines, ends the process. Only the first call counts. */
	end(ending: Ending): Promise<never>;
	/** The same for something thrown: the error on standard error, exit 1. */
	fail(error: unknown): Promise<never>;
	/** The terminal is gone: ends without writing a byte. */
	hangUp(): Promise<never>;
	/** ctrl-z: gives the terminal back, stops the whole process group, takes the terminal again at `fg`. */
	stop(): Promise<void>;
	/**
	 * While another program has the terminal its keys' signals (ctrl-c, ctrl-\, ctrl-z) are for that program. Returns what
	 * ends this state.
	 */
	standBack(): () => void;
};

export type LifecycleOptions = {
	/** Gives the terminal back; false: it took no bytes, so nothing more is written. */
	readonly restore: () => Promise<boolean>;
	/** The same at process.exit: nothing may be waited for. */
	readonly restoreNow: () => void;
	/** Takes the terminal again after a stop. */
	readonly resume: () => void;
	/** The terminal is gone. */
	readonly abandon: () => void;
	/** The lines printed for something thrown. */
	readonly describe: (error: unknown) => readonly string[];
};

/** The one place that decides how the program ends: whatever happens, the terminal is whole again first. */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
	const callbacks: Array<() => void | Promise<void>> = [];
	const onSignal = new Map<NodeJS.Signals, () => void>();
	let ending: Promise<never> | undefined;
	let standingBack = false;

	const begin = async (work: () => Promise<void>): Promise<never> => {
		// Set before the work begins: the work itself may find out that the terminal is gone and come here again.
		ending ??= Promise.resolve()
			.then(work)
			// The process is on its way out: whoever waits for its end waits for good.
			.then(async () => new Promise<never>(() => {}));
		return ending;
	};

	const finish = async (finalise: () => void): Promise<void> => {
		await withinPatience(callbacks.reverse().map(async callback => callback()));
		process.off('exit', options.restoreNow);
		finalise();
	};

	const end = async ({exit, out = [], err = []}: Ending, signal?: NodeJS.Signals): Promise<never> =>
		begin(async () => {
			const restored = await options.restore();
			await finish(() => {
				if (restored) {
					for (const line of out) process.stdout.write(`${line}\n`);
					for (const line of err) process.stderr.write(`${line}\n`);
				}

				if (signal) raise(signal);
				else process.exit(exit);
			});
		});

	/** Ends by the signal itself, so that the shell and whoever waits for us see the true status. */
	const raise = (signal: NodeJS.Signals): void => {
		for (const name of endingSignals) {
			if (constants.signals[name] === constants.signals[signal]) process.removeAllListeners(name);
		}

		process.kill(process.pid, signal);
		// Should the signal be blocked.
		setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
	};

	const hangUp = async (): Promise<never> => {
		if (!ending) options.abandon();
		return begin(async () =>
			finish(() => {
				// Never process.exit here: some versions of Node crash when they exit after their terminal is gone.
				raise('SIGHUP');
			}),
		);
	};

	const fail = async (error: unknown): Promise<never> => end({exit: 1, err: options.describe(error)});

	for (const signal of endingSignals) {
		onSignal.set(signal, () => {
			if (standingBack && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
			// Also for SIGHUP: sent by hand it finds the terminal in its place; a true one finds out while restoring.
			void end({exit: 0}, signal);
		});
	}

	const stop = async (): Promise<void> => {
		if (ending !== undefined || standingBack) return;
		await options.restore();
		await new Promise<void>(resolve => {
			const resume = (): void => {
				clearTimeout(timer);
				process.off('SIGCONT', resume);
				resolve();
			};

			process.off('SIGTSTP', onStop);
			process.on('SIGCONT', resume);
			// The whole group: what started us (npm, sudo) has to stop as well, or the shell never gets its turn.
			process.kill(0, 'SIGTSTP');
			// Where nobody could continue us (no shell above), the kernel does not stop us at all.
			const timer = setTimeout(resume, 100);
		});
		process.on('SIGTSTP', onStop);
		if (!ending) options.resume();
	};

	const onStop = (): void => {
		void stop();
	};

	for (const [signal, handler] of onSignal) {
		try {
			process.on(signal, handler);
		} catch {
			// This system does not know the signal.
		}
	}

	process.on('SIGTSTP', onStop);
	process.on('uncaughtException', error => void fail(error));
	process.on('unhandledRejection', reason => void fail(reason));
	process.on('exit', options.restoreNow);

	return {
		onEnd(callback) {
			callbacks.push(callback);
			return () => {
				const index = callbacks.indexOf(callback);
				if (index >= 0) callbacks.splice(index, 1);
			};
		},
		end: async ending => end(ending),
		fail,
		hangUp,
		stop,
		standBack() {
			standingBack = true;
			process.off('SIGTSTP', onStop);
			return () => {
				standingBack = false;
				process.on('SIGTSTP', onStop);
			};
		},
	};
}

async function withinPatience(work: ReadonlyArray<Promise<void>>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	await Promise.race([
		Promise.allSettled(work),
		new Promise(resolve => {
			timer = setTimeout(resolve, patience);
		}),
	]);
	clearTimeout(timer);
}
