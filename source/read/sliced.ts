/**
 * Long work that lets keys through: a generator that yields between two pieces of a few milliseconds and returns its
 * result. Who has time runs it to the end at once; the store gives the event loop a turn at each stop.
 */
export type Sliced<T> = Generator<void, T>;

export function finish<T>(work: Sliced<T>): T {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
	}
}
