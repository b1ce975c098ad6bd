import {useCallback, useRef, useSyncExternalStore} from 'react';
import {jobsOf, type Job} from './jobs.js';
import type {Services} from './services.js';

/** What works now or was interrupted, on whatever screen one is. The same reference while it reads the same. */
export function useJobs({sessions, pacer}: Services): readonly Job[] {
	const last = useRef<{readonly key: string; readonly jobs: readonly Job[]}>({key: '', jobs: []});
	const subscribe = useCallback(
		(listener: () => void) => {
			const tell = (): void => pacer.announce(listener);
			const {install, reset, demo, remedies} = sessions;
			let stopReset: (() => void) | undefined;
			let followed: unknown;
			const follow = (): void => {
				const {session} = reset.get();
				if (session !== followed) {
					stopReset?.();
					stopReset = session?.subscribe(tell);
					followed = session;
				}

				tell();
			};

			follow();
			const stops = [install.subscribe(tell), reset.subscribe(follow), demo.subscribe(tell), remedies.subscribe(tell)];
			return () => {
				stopReset?.();
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
