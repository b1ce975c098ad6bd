import type {Namespace, Topology} from '../../facts/network.js';
import {walkOf} from './arrival.js';
import type {Ending, Walk} from './facts.js';

/**
 * The same walk, where a packet that leaves by a veth comes into a namespace of this host that has its address: so pods
 * are reached where no bridge stands between (Calico, ptp). Without the topology nothing is said of it.
 */
export function intoNamespaces(walk: Walk, topology: Topology | undefined): Walk {
	const leads = ({verdict, output, packet}: Ending): boolean =>
		verdict === 'leaves' &&
		output !== null &&
		topology !== undefined &&
		topology.namespaces.some(namespace => isEndOf(namespace, output) && holds(namespace, packet.destination));
	if (!walk.endings.some(ending => leads(ending))) return walk;
	const [first, ...others] = walk.endings.map((ending): Ending =>
		leads(ending) ? {...ending, verdict: 'arrives'} : ending,
	);
	return first ? walkOf(walk.packet, [first, ...others], walk.whole, walk.needs) : walk;
}

const isEndOf = ({links}: Namespace, device: string): boolean =>
	links.some(({peer}) => peer?.namespace === '' && peer.name === device);

const holds = ({links}: Namespace, address: string): boolean =>
	links.some(({addresses}) => addresses.some(({local}) => local === address));
