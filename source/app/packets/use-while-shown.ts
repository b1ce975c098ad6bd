import {useCallback, useEffect, useRef, useState} from 'react';

/** Milliseconds between two looks at what came: it is repainted no oftener. */
const beat = 200;

/** Nobody looks any more. */
const left = 'left';

/** Something that goes on: what is seen of it at this moment, and how it ends. `seen(undefined)`: it has not ended. */
export type Ongoing<Seen, End> = {
	readonly seen: (end: End | undefined) => Seen;
	readonly ended: Promise<End>;
};

/**
 * Runs what `start` begins while it is on the screen; anew when `start` is another function. It calls `soon` when there is
 * something new to see. Undefined: nothing came yet.
 */
export function useWhileShown<Seen, End>(
	start: (signal: AbortSignal, soon: () => void) => Ongoing<Seen, End>,
): {readonly seen: Seen | undefined; readonly stop: () => void} {
	const [state, setState] = useState<{readonly of: typeof start; readonly seen: Seen}>();
	const running = useRef<AbortController>(undefined);
	useEffect(() => {
		const controller = new AbortController();
		running.current = controller;
		let timer: NodeJS.Timeout | undefined;
		const show = (end?: End): void => {
			clearTimeout(timer);
			timer = undefined;
			setState({of: start, seen: ongoing.seen(end)});
		};

		const ongoing = start(controller.signal, () => {
			timer ??= setTimeout(show, beat);
		});
		void ongoing.ended.then(end => {
			if (controller.signal.reason !== left) show(end);
		});
		return () => {
			clearTimeout(timer);
			controller.abort(left);
		};
	}, [start]);
	const stop = useCallback(() => running.current?.abort(), []);
	return {seen: state?.of === start ? state.seen : undefined, stop};
}
