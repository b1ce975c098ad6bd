import type {Part} from '../facts/cluster.js';
import {known} from '../facts/reading.js';
import type {All} from '../read/kubectl/get.js';

/** What is known of it, or was the last time. */
export const lastOf = <T>(part: Part<T>): T | undefined => (part.known ? part.value : part.last?.value);

/** One list of kubectl's answer, known or not as the answer is. */
export function pick<T>(part: Part<All>, from: (all: All) => T): Part<T> {
	if (part.known) return known(from(part.value), part.notes);
	const {last, ...why} = part;
	return last ? {...why, last: {value: from(last.value), at: last.at}} : why;
}
