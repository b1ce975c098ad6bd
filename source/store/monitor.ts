import type {Command} from '../command/command.js';
import type {Runner} from '../host/runner.js';
import {createBackoff, pause} from './backoff.js';

/** A command that goes on and tells of changes, started again when it ends. */
export interface Monitor {
	start(): void;
	stop(): void;
	/** It runs, and what changes is told. */
	readonly live: boolean;
}

export type MonitorOptions = {
	readonly runner: Runner;
	readonly command: Command;
	/** One line of it. Also called with '' when it begins to be live: what changed before nobody has told. */
	readonly onLine: (line: string) => void;
	/** `live` changed. */
	readonly onState: () => void;
	readonly random?: () => number;
};

/** A tool that does not know its arguments, or may not, ends at once. */
const opensWithin = 500;
/** One that lasted so long was well. */
const longEnough = 10_000;

/**
 * Keeps a command of the kind `follow` running. When it ends it is started again, later each time; one that is missing or
 * not permitted is tried again just as seldom. Meanwhile it is not live, so that whoever relies on it looks by the clock.
 */
export function createMonitor({runner, command, onLine, onState, random}: MonitorOptions): Monitor {
	let controller: AbortController | undefined;
	let live = false;

	const run = async (signal: AbortSignal): Promise<void> => {
		const backoff = createBackoff(random);
		while (!signal.aborted) {
			const open = (): void => {
				if (live || signal.aborted) return;
				live = true;
				onState();
				onLine('');
			};

			const began = performance.now();
			const opened = setTimeout(open, opensWithin);
			await runner.run(command, {
				signal,
				onLine(line, stream) {
					if (signal.aborted || stream !== 'stdout') return;
					open();
					if (line !== '') onLine(line);
				},
			});
			clearTimeout(opened);
			if (signal.aborted) return;
			if (live) {
				live = false;
				onState();
			}

			if (performance.now() - began >= longEnough) backoff.reset();
			await pause(backoff.next(), signal);
		}
	};

	return {
		start() {
			if (controller) return;
			controller = new AbortController();
			void run(controller.signal);
		},
		stop() {
			controller?.abort();
			controller = undefined;
			live = false;
		},
		get live() {
			return live;
		},
	};
}
