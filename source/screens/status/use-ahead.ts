import {useEffect} from 'react';
import type {Ahead} from '../../checks/ahead.js';
import type {ClusterFacts} from '../../model/cluster.js';
import {useSource} from '../../store/use-source.js';
import type {Services} from '../services.js';

/** Certificates and disks change slowly: a quarter of a day. */
const stale = 6 * 60 * 60 * 1000;

/**
 * What ends soon on a host where k0s runs: as the checks found it, which are asked anew only where nobody asked them for hours.
 * `now`: milliseconds since the epoch, as the screen counts ages; it needs no clock of its own.
 */
export function useAhead({sources}: Services, facts: ClusterFacts, now: number): readonly Ahead[] {
	const {ahead} = sources.checks;
	const {value, at} = useSource(ahead);
	const runs = facts.k0s.known;
	// What a remedy or an upgrade changed is asked anew too: the checks are outdated then.
	const isOld = runs && (value === undefined || (at !== undefined && now - at > stale && facts.asOf === null));
	useEffect(() => {
		if (isOld) void ahead.refresh();
	}, [ahead, isOld]);
	return runs ? (value ?? []) : [];
}
