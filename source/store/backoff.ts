/** Seconds between two tries of what failed: each twice as long, up to half a minute, and never all at the same moment. */
export interface Backoff {
	/** Milliseconds until the next try, between half and the whole of the step. */
	next(): number;
	/** It went well. */
	reset(): void;
}

const first = 1000;
const longest = 30_000;

export function createBackoff(random: () => number = Math.random): Backoff {
	let step = first;
	return {
		next() {
			const now = step * (0.5 + random() / 2);
			step = Math.min(longest, step * 2);
			return now;
		},
		reset() {
			step = first;
		},
	};
}

/** Resolves after `ms`, or at once when aborted. The timer keeps nobody alive. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>(resolve => {
		const done = (): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', done);
			resolve();
		};

		const timer = setTimeout(done, ms);
		signal.addEventListener('abort', done, {once: true});
	});
}
