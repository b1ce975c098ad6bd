import {useEffect, useMemo, useState} from 'react';
import type {Topology} from '../../facts/network.js';
import {arrivals, informed} from '../../model/packet-walk/informed.js';
import {intoNamespaces} from '../../model/packet-walk/within.js';
import type {Listeners, Packet, Walk} from '../../model/packet-walk/facts.js';
import type {Walker} from '../../model/packet-walk/packet-walk.js';
import {readListenersAt} from '../../store/listeners.js';
import {readNeeds} from '../../store/walk-needs.js';
import type {Services} from '../services.js';

/** A packet's walk; what it wanted to know and did not is read, once, and it is walked again. */
export function useKnowing({ask}: Services, walker: Walker | undefined, packet: Packet | undefined): Walk | undefined {
	const [learned, setLearned] = useState(0);
	// eslint-disable-next-line react-hooks/exhaustive-deps -- what was learned is in the walker
	const walk = useMemo(() => walker && packet && walker.walk(packet), [walker, packet, learned]);
	useEffect(() => {
		if (!walker || !walk || walk.needs.length === 0) return;
		const controller = new AbortController();
		void readNeeds(ask, walk.needs, controller.signal).then(more => {
			if (controller.signal.aborted) return;
			walker.learn(more, walk.needs);
			setLearned(count => count + 1);
		});
		return () => controller.abort();
	}, [ask, walker, walk]);
	return walk;
}

/** A walk with what is known of who listens where it arrives: asked for once for each place, a moment after the walk. */
export function useInformed(
	{ask}: Services,
	walked: Walk | undefined,
	{topology, serviceRange}: {readonly topology: Topology | undefined; readonly serviceRange: string | null},
): Walk | undefined {
	const walk = useMemo(() => walked && intoNamespaces(walked, topology), [walked, topology]);
	const [listeners, setListeners] = useState<Listeners>();
	const places = walk ? JSON.stringify(arrivals(walk)) : '[]';
	const isRead = topology !== undefined;
	useEffect(() => {
		const wanted = JSON.parse(places) as Array<string | null>;
		if (wanted.length === 0) return;
		const controller = new AbortController();
		void readListenersAt(ask, topology, wanted, controller.signal).then(found => {
			if (!controller.signal.aborted) setListeners(found);
		});
		return () => controller.abort();
		// eslint-disable-next-line react-hooks/exhaustive-deps -- a newer picture of the network is no new question
	}, [ask, places, isRead]);
	return useMemo(
		() => walk && informed(walk, listeners, serviceRange === null ? [] : [serviceRange]),
		[walk, listeners, serviceRange],
	);
}
