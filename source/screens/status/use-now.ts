import {useEffect, useState} from 'react';
import type {Pacer} from '../../store/pacer.js';
import {usePaused} from '../../store/use-source.js';

/** The time by which ages are counted, milliseconds since the epoch: goes on at the pace of the reads, not while paused. */
export function useNow(pacer: Pacer): number {
	const paused = usePaused(pacer);
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		if (paused) return undefined;
		const timer = setInterval(() => setNow(Date.now()), Math.max(1000, pacer.interval));
		return () => clearInterval(timer);
	}, [pacer, paused]);
	return now;
}
