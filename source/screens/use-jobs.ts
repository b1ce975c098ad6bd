import {useCallback, useRef, useSyncExternalStore} from 'react';
import {jobsOf, type Job} from './jobs.js';
import type {Services} from './services.js';

/** What works now or was interrupted, on whatever screen one is. The same reference while it reads the same. */
export function useJobs({sessions, pacer}: Services): readonly Job[] {
	const last = useRef<{readonly key: string; readonly jobs: readonly Job[]}>({key: '', jobs: []});
	const subscribe = useCallback(
		(listener: () => void) => {
			const tell = (): void => pacer.announce(listener);
			const {install, reset, upkeep, demo, remedies} = sessions;
			const stops = [
				install.subscribe(tell),
				followed(reset, tell),
				followed(upkeep, tell),
				demo.subscribe(tell),
				remedies.subscribe(tell),
			];
			tell();
			return () => {
				for (const stop of stops) stop();
			};
		},
		[sessions, pacer],
	);
	return useSyncExternalStore(subscribe, () => {
		const jobs = jobsOf(sessions);
		const key = JSON.stringify(jobs);
		if (key !== last.current.key) last.current = {key, jobs};
		return last.current.jobs;
	});
}

type Subscribe = (listener: () => void) => () => void;

/** Of a holder and of whichever session it has by now. */
function followed(
	holder: {get(): {readonly session: {readonly subscribe: Subscribe} | undefined}; readonly subscribe: Subscribe},
	tell: () => void,
): () => void {
	let stop: (() => void) | undefined;
	let of: unknown;
	const follow = (): void => {
		const {session} = holder.get();
		if (session !== of) {
			stop?.();
			stop = session?.subscribe(tell);
			of = session;
		}

		tell();
	};

	const stopHolder = holder.subscribe(follow);
	follow();
	return () => {
		stop?.();
		stopHolder();
	};
}
