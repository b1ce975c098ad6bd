import {wrap} from '../../../components/blocks.js';
import {dim, line, type Line} from '../../../components/line.js';
import {rowsOf, stacked, type Rows} from '../../../components/rows.js';
import type {Text} from '../../../text/text.js';
import type {Stream} from './streams.js';
import type {Ended, Log} from './use-log.js';

/** The kubelet's words for a container that has not ended before (1.34). */
const noPrevious = /previous terminated container .* not found/;

/** The lines, with what stands before them (what is not kept) and after them (how each log ended, or that there is none yet). */
export function logRows(
	{lines, lost, ended}: Log,
	given: {
		/** Why there is nothing to be shown; '': there is a pod. */
		readonly none: string;
		readonly previous: boolean;
		/** The span that was chosen, in minutes; null: all. */
		readonly since: number | null;
		/** The key that goes further back. */
		readonly sinceKey: string;
	},
	text: Text,
	width: number,
): Rows {
	const words = text.status.object;
	const {none, previous, since, sinceKey} = given;
	const empty = none === '' && lines.length === 0 && ended.length === 0 && !previous;
	const wrapped = (said: string): Line[] => wrap(said, width).map(part => line(dim(part)));
	return stacked([
		rowsOf([...(lost > 0 ? [line(dim(words.lost(lost)))] : []), ...(none === '' ? [] : wrapped(none))]),
		{length: lines.length, at: row => line(lines[row] ?? '')},
		rowsOf([
			...(empty ? wrapped(since === null ? words.noLines : words.noLinesSince(since, sinceKey)) : []),
			...ended.flatMap(each => wrapped(endOf(each, lines.length === 0, text))),
		]),
	]);
}

function endOf({mark, container, why}: Ended, isEmpty: boolean, {status}: Text): string {
	const words = status.object;
	if (noPrevious.test(why)) return `${mark}${words.noPrevious(container)}`;
	if (why !== '') return `${mark}(${why})`;
	return `${mark}${isEmpty ? words.endedEmpty : words.ended}`;
}

/** Whose log it is, in the corner: a container, or how many of them. */
export function chosenText(chosen: readonly Stream[], all: readonly Stream[], words: Text['status']['object']): string {
	const pods = new Set(all.map(({pod}) => pod)).size;
	const [one] = chosen;
	if (chosen.length === 1 && one) return pods > 1 ? `${one.pod} ${one.container}` : one.container;
	if (chosen.length < all.length) return words.someOf(chosen.length, all.length);
	return pods > 1 ? words.allOf(pods) : words.all;
}
