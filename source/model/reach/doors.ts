import type {Service} from '../../facts/cluster.js';
import {clusterAddresses, isV6} from '../cluster-addresses.js';
import type {Entry} from '../service-entry.js';
import type {Sender} from './facts.js';
import type {Options} from './resolve.js';

/** A way into a service. `address` null: every address of the node. */
export type Door = {
	readonly kind: Entry['kind'];
	readonly address: string | null;
	readonly port: number;
	readonly protocol: string;
	readonly portName: string | null;
};

/** All ways into a service: the API's, and those that only the rules tell. */
export function doorsOf(
	sender: Pick<Sender, 'addresses'>,
	service: Service | undefined,
	entries: readonly Entry[],
): readonly Door[] {
	const doors = new Map<string, Door>();
	const put = (door: Door): void =>
		void doors.set(`${door.kind} ${door.address ?? ''} ${door.port} ${door.protocol}`, door);
	for (const {kind, address, port, protocol, service: key} of entries) {
		put({kind, address, port, protocol, portName: /:(.*)$/.exec(key ?? '')?.[1] ?? null});
	}

	for (const {name, port, protocol, nodePort} of service?.ports ?? []) {
		const common = {protocol: protocol.toLowerCase(), portName: name};
		for (const address of service ? clusterAddresses(service) : []) put({kind: 'cluster-ip', address, port, ...common});
		if (nodePort !== null) put({kind: 'node-port', address: null, port: nodePort, ...common});
	}

	const isFamily = ({address}: Door): boolean =>
		address === null || sender.addresses.length === 0 || sender.addresses.some(own => isV6(own) === isV6(address));
	const all = [...doors.values()];
	const fit = all.filter(door => isFamily(door));
	return fit.length > 0 ? fit : all;
}

/** A node port and the other doors carry the name or number of the service's own port. */
export function fits(door: Door, all: readonly Door[], {port, protocol}: Options): boolean {
	if (protocol !== null && door.protocol !== protocol) return false;
	if (port === null || door.portName === port || String(door.port) === port) return true;
	return all.some(
		other =>
			other.kind === 'cluster-ip' &&
			String(other.port) === port &&
			other.protocol === door.protocol &&
			other.portName === door.portName,
	);
}
