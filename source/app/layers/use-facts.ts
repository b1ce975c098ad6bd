import {useMemo} from 'react';
import type {Part} from '../../facts/cluster.js';
import {known, type Unknown} from '../../facts/reading.js';
import type {Layer, LayerFacts, Seen} from '../../model/layers/facts.js';
import {ownNode} from '../../model/own-node.js';
import {servicePorts} from '../../model/service-ports.js';
import {useDerived} from '../../screens/nftables/use-derived.js';
import type {Services} from '../../screens/services.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import type {Snapshot} from '../../store/source.js';
import {useSource} from '../../store/use-source.js';

/** What is shown as it was last read, since it cannot be read now. */
export type Old = {readonly layer: Layer; readonly why: Unknown};

const portsOf = ({ruleset, labels}: PacketFilter) => servicePorts(ruleset, labels);

/** Every layer of this host, live while it is shown. */
export function useLayerFacts({sources}: Services): {readonly facts: LayerFacts; readonly old: readonly Old[]} {
	const cluster = useSource(sources.cluster);
	const network = useSource(sources.network);
	const filter = useSource(sources.packetFilter);
	const ports = useDerived(filter.value, true, portsOf);
	const {value: at} = cluster;
	return useMemo(() => {
		const old: Old[] = [];
		const part = <T>(layer: Layer, of: Part<T> | undefined): Seen<T> => {
			if (of === undefined || of.known) return of;
			if (of.last) {
				old.push({layer, why: of.unknown});
				return known(of.last.value);
			}

			return of.unknown.reason === 'aborted' ? undefined : of;
		};

		const snapshot = <T>(layer: Layer, {value, unknown}: Snapshot<T>): Seen<T> => {
			if (value !== undefined) {
				if (unknown) old.push({layer, why: unknown});
				return known(value);
			}

			return unknown && {known: false, unknown};
		};

		// The overview that is shown first knows neither pods nor processes.
		const isEarly = network.reading && network.value?.rates.size === 0;
		const topology = isEarly ? undefined : snapshot('netns', network);
		const nodes = at?.nodes.known ? at.nodes.value : (at?.nodes.last?.value ?? []);
		return {
			old,
			facts: {
				pods: part('pod', at?.pods),
				services: part('service', at?.services),
				workloads: part('pod', at?.workloads),
				containers: part('container', at?.containers),
				topology: topology?.known ? known(topology.value.topology) : topology,
				filter: snapshot('rules', filter),
				ports: filter.value ? ports : undefined,
				node: at ? ownNode(nodes, at.hostname)?.name : undefined,
			},
		};
	}, [at, network, filter, ports]);
}
