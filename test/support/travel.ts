import type {Travel} from '../../source/model/packet-walk/facts.js';

/** A packet on its way: the first of a tcp connection from a pod (behind `cni0`) to a web server beyond `eth0`. */
export function travelling(more: Partial<Travel> = {}): Travel {
	const packet = {
		source: '10.244.0.7',
		destination: '192.168.1.5',
		protocol: 'tcp',
		sourcePort: 40_000,
		destinationPort: 80,
		input: 'cni0',
	};
	return {
		...packet,
		family: 'ip',
		original: {...packet, destination: '10.96.0.1', destinationPort: 443},
		output: 'eth0',
		mark: 0,
		bridged: false,
		tracking: 'new',
		connectionMark: 0,
		changed: false,
		touched: [],
		dnat: false,
		snat: false,
		...more,
	};
}

/** The same, over IPv6. */
export const travelling6: Partial<Travel> = {family: 'ip6', source: 'fd00::7', destination: '2001:db8::5'};
