import {useEffect, useMemo, useState} from 'react';
import type {Pacer} from '../../store/pacer.js';
import {usePaused} from '../../store/use-source.js';

const minute = 60_000;

/**
 * The time by which ages are counted, milliseconds since the epoch: anew with other facts, and else as often as the ages of
 * what is listed may have become other words; not while paused. `youngest`: when the youngest of it was made;
 * infinity: nothing has an age, and no time is counted.
 */
export function useNow(pacer: Pacer, facts: unknown, youngest: number): number {
	const paused = usePaused(pacer);
	const [tick, setTick] = useState(() => Date.now());
	const now = useMemo(() => (facts === undefined ? tick : Math.max(tick, Date.now())), [facts, tick]);
	const every = stepOf(now - youngest, Math.max(1000, pacer.interval));
	useEffect(() => {
		if (paused || youngest === Number.POSITIVE_INFINITY) return undefined;
		const timer = setInterval(() => setTick(Date.now()), every);
		return () => clearInterval(timer);
	}, [paused, every, youngest === Number.POSITIVE_INFINITY]); // eslint-disable-line react-hooks/exhaustive-deps
	return now;
}

/** AGE has seconds up to ten minutes, minutes up to hours: a screen that is left open need not follow each of them. */
function stepOf(age: number, fastest: number): number {
	if (age < 2 * minute) return fastest;
	return Math.max(fastest, age < 10 * minute ? 10_000 : 30_000);
}
