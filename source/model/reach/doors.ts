import type {Service} from '../../facts/cluster.js';
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
		const v6 = address?.includes(':') ?? false;
		if (sender.addresses.length > 0 && !sender.addresses.some(own => own.includes(':') === v6)) continue;
		put({kind, address, port, protocol, portName: /:(.*)$/.exec(key ?? '')?.[1] ?? null});
	}

	for (const {name, port, protocol, nodePort} of service?.ports ?? []) {
		const common = {protocol: protocol.toLowerCase(), portName: name};
		const address = service?.clusterIp ?? null;
		if (address !== null) put({kind: 'cluster-ip', address, port, ...common});
		if (nodePort !== null) put({kind: 'node-port', address: null, port: nodePort, ...common});
	}

	// A service with two families has each door twice: of the cluster IPs one is enough.
	const all = [...doors.values()];
	const first = all.find(({kind}) => kind === 'cluster-ip')?.address ?? null;
	return all.filter(({kind, address}) => kind !== 'cluster-ip' || first === null || address === first);
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
