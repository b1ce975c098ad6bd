/**
 * Tells whether the wall clock was set since the last call: it then moves against the clock that only grows. A call
 * between two of them must not be needed for the answer to be true later, so that each jump is told once.
 */
export function clockMoves(wall = () => Date.now(), mono = () => performance.now()): () => boolean {
	let last = wall() - mono();
	return () => {
		const offset = wall() - mono();
		const moved = Math.abs(offset - last) > 1000;
		last = offset;
		return moved;
	};
}
