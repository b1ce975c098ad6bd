import {mapReading} from '../../facts/reading.js';
import type {Part} from '../../facts/cluster.js';

/** Other rows of a part: those read last as well, where it cannot be read now. */
export const mapPart = <A, B>(part: Part<A>, derive: (value: A) => B): Part<B> => ({
	...mapReading(part, derive),
	...(part.last && {last: {value: derive(part.last.value), at: part.last.at}}),
});
