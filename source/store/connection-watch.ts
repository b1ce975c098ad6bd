import type {ConnectionFilter} from '../command/conntrack.js';
import type {Unknown} from '../facts/reading.js';
import type {Asking} from './capture.js';
import {followConnections, readConnections, type Tracker} from './connections.js';

/** Events that are kept while the table is read. */
const mostEarly = 50_000;

/**
 * - unread: the table could not be read. - time: its seconds are over. - stopped: by us.
 * - broken: conntrack ended by itself; what is there may have changed since.
 */
export type WatchEnd =
	{readonly by: 'time' | 'stopped'} | {readonly by: 'unread' | 'broken'; readonly unknown: Unknown};

/**
 * Keeps the tracker true: events are followed before the table is read, and come into it after the table, so that what ends
 * meanwhile does not stay, and what begins is not missed.
 */
export async function watchConnections(
	asking: Pick<Asking, 'follow'>,
	filters: readonly ConnectionFilter[],
	seconds: number,
	tracker: Tracker,
	options: {
		readonly signal: AbortSignal;
		/** The whole table was read. */
		readonly onRead: () => void;
		readonly onChange: () => void;
		/** Some events were not told. */
		readonly onLost: () => void;
	},
): Promise<WatchEnd> {
	const {onRead, onChange, onLost} = options;
	const failing = new AbortController();
	const signal = AbortSignal.any([options.signal, failing.signal]);
	let early: string[] | undefined = [];
	const add = (line: string): boolean => {
		if (!early) return tracker.add(line);
		if (early.length < mostEarly) early.push(line);
		else onLost();
		return false;
	};

	const followed = followConnections(asking, filters, seconds, {add}, {signal, onEvent: onChange, onLost});
	const read = await readConnections(asking, filters, tracker, signal);
	if (!read.known) {
		failing.abort();
		await followed;
		return options.signal.aborted ? {by: 'stopped'} : {by: 'unread', unknown: read.unknown};
	}

	for (const line of early) tracker.add(line);
	early = undefined;
	onRead();
	const why = await followed;
	if (options.signal.aborted) return {by: 'stopped'};
	return why ? {by: 'broken', unknown: why} : {by: 'time'};
}
