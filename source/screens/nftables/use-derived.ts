import {useEffect, useState} from 'react';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import {inSlices, type Sliced} from '../../store/slices.js';

type Made<T> = {readonly jumps: PacketFilter['jumps']; readonly labels: PacketFilter['labels']; readonly value: T};

/**
 * Something made of the whole ruleset in slices, so that keys are answered meanwhile: once it is `wanted`, and again when
 * rules (not only counters) changed. Until then what was made last; undefined before the first. `make` must not change.
 */
export function useDerived<T>(
	filter: PacketFilter | undefined,
	wanted: boolean,
	make: (filter: PacketFilter) => Sliced<T>,
): T | undefined {
	const {labels, jumps} = filter ?? {};
	const [made, setMade] = useState<Made<T>>();
	const current = made !== undefined && made.jumps === jumps && made.labels === labels;
	useEffect(() => {
		if (!wanted || current || !filter || !labels || !jumps) return undefined;
		const controller = new AbortController();
		void inSlices(make(filter), controller.signal).then(value => {
			if (value !== undefined && !controller.signal.aborted) setMade({jumps, labels, value});
		});
		return () => controller.abort();
		// Counters make a new filter at every read; labels and jumps stay while only they change.
	}, [wanted, current, labels, jumps, make]); // eslint-disable-line react-hooks/exhaustive-deps
	return made?.value;
}
