import {createListeners} from '../listeners.js';

/**
 * What commands printed, newest last: at most `capacity` lines. `get` returns the same array while nothing came. The one
 * who shows it decides how often to look (its subscription is called for every line).
 */
export type OutputLine = {
	/** Counts up from 1 over the whole run: a key that outlives the ring. */
	readonly at: number;
	readonly step: string;
	/** command: the argv as it is typed. note: a sentence of ours. The others are from outside, not sanitised. */
	readonly kind: 'command' | 'note' | 'stdout' | 'stderr';
	readonly text: string;
	/** Of an order that had ended before this one: shown as what was, never told as what happens now. */
	readonly earlier?: true;
};

export interface Output {
	get(): readonly OutputLine[];
	subscribe(listener: () => void): () => void;
	add(line: Omit<OutputLine, 'at'>): void;
}

export function createOutput(capacity = 2000): Output {
	const listeners = createListeners();
	let lines: OutputLine[] = [];
	let shown: readonly OutputLine[] | undefined;
	let count = 0;
	return {
		get() {
			shown ??= lines.slice(-capacity);
			return shown;
		},
		subscribe: listeners.add,
		add(line) {
			count++;
			lines.push({...line, at: count});
			if (lines.length > capacity * 2) lines = lines.slice(-capacity);
			shown = undefined;
			listeners.tell();
		},
	};
}
