import type {Answer} from './headless.js';

/**
 * Runs work of a session that heeds the command's signal: it stops before its next command, with the signal's reason
 * (`nobodyLooks`: a worker's run goes on). Asked to stop before it began, it does not begin: undefined.
 */
export async function heeding<T>(
	signal: AbortSignal,
	session: {stop(reason?: unknown): void},
	work: () => Promise<T>,
): Promise<T | undefined> {
	if (signal.aborted) return undefined;
	const stop = (): void => session.stop(signal.reason);
	signal.addEventListener('abort', stop, {once: true});
	try {
		return await work();
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/**
 * What a look at the host finds; undefined when the signal comes first: what is still asked then ends with the runner.
 * Never around what changes something.
 */
export async function within<T>(signal: AbortSignal, look: Promise<T>): Promise<T | undefined> {
	if (signal.aborted) return undefined;
	let stop: (() => void) | undefined;
	const aborted = new Promise<undefined>(resolve => {
		stop = () => resolve(undefined);
		signal.addEventListener('abort', stop, {once: true});
	});
	try {
		return await Promise.race([look, aborted]);
	} finally {
		if (stop) signal.removeEventListener('abort', stop);
	}
}

/** Whether the look came to its end before the signal. */
export const looked = async (signal: AbortSignal, look: Promise<unknown>): Promise<boolean> =>
	(await within(
		signal,
		look.then(() => true),
	)) === true;

/** What nobody sees any more: after a signal the command ends with the words for it. */
export const unseen: Answer = {exit: 130, json: {}, lines: []};
