import {useCallback, useEffect, useRef, useState} from 'react';
import type {ConnectionsPlace} from '../../commands/conntrack-place.js';
import type {Services} from '../../screens/services.js';
import {watchConnections, type WatchEnd} from '../../store/connection-watch.js';
import {createTracker, type Tracked} from '../../store/connections.js';

/** Milliseconds between two looks at what changed: connections are repainted no oftener. */
const beat = 200;

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
/** Nobody looks any more. */
const left = 'left';

/** Follows them while they are on the screen; anew with another `turn`. */
export function useConnections(
	{follow}: Pick<Services, 'follow'>,
	{filters}: ConnectionsPlace,
	turn: number,
): {readonly watched: Watched; readonly stop: () => void} {
	const [watched, setWatched] = useState(nothing);
	const running = useRef<AbortController>(undefined);
	useEffect(() => {
		const controller = new AbortController();
		running.current = controller;
		const tracker = createTracker();
		let isRead = false;
		let lost = false;
		let timer: NodeJS.Timeout | undefined;
		const show = (end?: WatchEnd): void => {
			clearTimeout(timer);
			timer = undefined;
			setWatched({tracked: tracker.get(), isRead, lost, end});
		};

		const soon = (): void => {
			timer ??= setTimeout(show, beat);
		};

		setWatched(nothing);
		void watchConnections({follow}, filters, lookSeconds, tracker, {
			signal: controller.signal,
			onRead() {
				isRead = true;
				soon();
			},
			onChange: soon,
			onLost() {
				lost = true;
				soon();
			},
		}).then(end => {
			if (controller.signal.reason !== left) show(end);
		});
		return () => {
			clearTimeout(timer);
			controller.abort(left);
		};
	}, [follow, filters, turn]);
	const stop = useCallback(() => running.current?.abort(), []);
	return {watched, stop};
}
