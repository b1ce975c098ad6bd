import {useCallback, useMemo} from 'react';
import type {ConnectionsPlace} from '../../commands/conntrack-place.js';
import type {Services} from '../../screens/services.js';
import {watchConnections, type WatchEnd} from '../../store/connection-watch.js';
import {createTracker, type Tracked} from '../../store/connections.js';
import {useWhileShown, type Ongoing} from './use-while-shown.js';

/** A look ends by itself, after so many seconds. */
export const lookSeconds = 600;

/** The table as far as it is known. */
export type Watched = {
	readonly tracked: Tracked;
	/** All of the table was read. */
	readonly isRead: boolean;
	/** Some events were not told. */
	readonly lost: boolean;
	/** Undefined: it goes on. */
	readonly end: WatchEnd | undefined;
};

const nothing: Watched = {tracked: createTracker().get(), isRead: false, lost: false, end: undefined};

/** Follows them while they are on the screen; anew with another `turn`. */
export function useConnections(
	{follow}: Pick<Services, 'follow'>,
	{filters}: ConnectionsPlace,
	turn: number,
): {readonly watched: Watched; readonly stop: () => void} {
	const asked = useMemo(() => ({filters, turn}), [filters, turn]);
	const start = useCallback(
		(signal: AbortSignal, soon: () => void): Ongoing<Watched, WatchEnd> => {
			const tracker = createTracker();
			let isRead = false;
			let lost = false;
			const ended = watchConnections({follow}, asked.filters, lookSeconds, tracker, {
				signal,
				onRead() {
					isRead = true;
					soon();
				},
				onChange: soon,
				onLost() {
					lost = true;
					soon();
				},
			});
			return {seen: end => ({tracked: tracker.get(), isRead, lost, end}), ended};
		},
		[follow, asked],
	);
	const {seen, stop} = useWhileShown(start);
	return {watched: seen ?? nothing, stop};
}
