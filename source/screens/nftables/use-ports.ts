import {useEffect, useState} from 'react';
import {servicePorts, type Ports} from '../../model/service-ports.js';
import type {PacketFilter} from '../../store/packet-filter.js';
import {inSlices} from '../../store/slices.js';

type Found = {readonly jumps: PacketFilter['jumps']; readonly labels: PacketFilter['labels']; readonly ports: Ports};

/**
 * The service ports, looked for when they are `wanted` and again when rules (not only counters) changed; undefined while
 * they are looked for the first time. Runs in slices: keys are answered meanwhile.
 */
export function usePorts({ruleset, labels, jumps}: PacketFilter, wanted: boolean): Ports | undefined {
	const [found, setFound] = useState<Found>();
	const current = found?.jumps === jumps && found.labels === labels;
	useEffect(() => {
		if (!wanted || current) return undefined;
		const controller = new AbortController();
		void inSlices(servicePorts(ruleset, labels), controller.signal).then(ports => {
			if (ports && !controller.signal.aborted) setFound({jumps, labels, ports});
		});
		return () => controller.abort();
		// Counters make a new ruleset at every read; the ports depend on what its structure is made of.
	}, [wanted, current, labels, jumps]); // eslint-disable-line react-hooks/exhaustive-deps
	return found?.ports;
}
