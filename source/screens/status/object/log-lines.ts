/** So many lines of a log are kept: older ones fall out, whatever comes. */
export const mostLines = 5000;
/** Letters of one line that are kept. */
const longest = 4096;

export interface LogLines {
	/**
	 * Bounded: with 10,000 lines a second no more than twice `mostLines` are ever held. `time`: what the line is put in order
	 * by, where several logs come together; '': after all that is there.
	 */
	add(line: string, time?: string): void;
	/** The last ones, oldest first. */
	get(): readonly string[];
	/** How many fell out. */
	readonly lost: number;
}

export function createLogLines(most = mostLines): LogLines {
	let lines: string[] = [];
	/** Of each line; those without one have that of the line before. */
	let times: string[] = [];
	let lost = 0;
	return {
		add(line, time = '') {
			const kept = line.length > longest ? `${line.slice(0, longest)}…` : line;
			const last = times.at(-1) ?? '';
			if (time === '' || time >= last) {
				lines.push(kept);
				times.push(time === '' ? last : time);
			} else {
				const at = placeOf(times, time);
				lines.splice(at, 0, kept);
				times.splice(at, 0, time);
			}

			if (lines.length < most * 2) return;
			lost += lines.length - most;
			lines = lines.slice(-most);
			times = times.slice(-most);
		},
		get: () => (lines.length > most ? lines.slice(-most) : [...lines]),
		get lost() {
			return lost + Math.max(0, lines.length - most);
		},
	};
}

/** Behind all that are not later. */
function placeOf(times: readonly string[], time: string): number {
	let [low, high] = [0, times.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((times[middle] ?? '') <= time) low = middle + 1;
		else high = middle;
	}

	return low;
}

/** `2026-11-30T23:06:28.25Z text`: when it was logged, to be compared with others of the same node, and the rest. */
export function timed(line: string): {readonly time: string; readonly text: string} {
	const found = /^(\d{4}-\d\d-\d\dT[\d:.]+)(?:Z|[+-]\d\d:\d\d) /.exec(line);
	return found ? {time: found[1] ?? '', text: line.slice(found[0].length)} : {time: '', text: line};
}
