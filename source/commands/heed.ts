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
