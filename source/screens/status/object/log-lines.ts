/** So many lines of a log are kept: older ones fall out, whatever comes. */
export const mostLines = 5000;
/** Letters of one line that are kept. */
const longest = 4096;

export interface LogLines {
	/** Bounded: with 10,000 lines a second no more than twice `mostLines` are ever held. */
	add(line: string): void;
	/** The last ones, oldest first. */
	get(): readonly string[];
	/** How many fell out. */
	readonly lost: number;
}

export function createLogLines(most = mostLines): LogLines {
	let lines: string[] = [];
	let lost = 0;
	return {
		add(line) {
			lines.push(line.length > longest ? `${line.slice(0, longest)}…` : line);
			if (lines.length < most * 2) return;
			lost += lines.length - most;
			lines = lines.slice(-most);
		},
		get: () => (lines.length > most ? lines.slice(-most) : [...lines]),
		get lost() {
			return lost + Math.max(0, lines.length - most);
		},
	};
}
