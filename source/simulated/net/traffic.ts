import {endpoints, liveServices, networkedPods} from '../cluster/view.js';
import {podListeners} from '../listeners.js';
import type {Moment} from '../moment.js';
import {nodeAddress} from '../seed/cluster.js';

/** Who talks to whom on the simulated host: what its tcpdump and conntrack tell. No packet of it was ever sent. */

export type Flow = {
	readonly protocol: 'tcp' | 'udp';
	readonly source: string;
	readonly sourcePort: number;
	readonly destination: string;
	readonly port: number;
	/** Where NAT sends it; the same where it does not. */
	readonly server: string;
	readonly serverPort: number;
	/** The links that it passes: the client's, then the server's; null: not of this host's. */
	readonly clientLink: string | null;
	readonly serverLink: string | null;
	/** It stays open; others come and go. */
	readonly isOpen: boolean;
};

const bridge = '10.244.0.1';

/** Probes of the kubelet, questions to DNS, calls to the API, and the login that this session came by. */
export function flowsOf(moment: Moment): readonly Flow[] {
	const {cluster} = moment.state;
	const login: Flow = {
		...{protocol: 'tcp', source: '192.168.122.1', sourcePort: 51_742, destination: nodeAddress, port: 22},
		...{server: nodeAddress, serverPort: 22, clientLink: 'enp1s0', serverLink: null, isOpen: true},
	};
	if (!cluster) return [login];
	const pods = networkedPods(moment, cluster);
	const linkOf = (address: string): string | null => pods.find(({ip}) => ip === address)?.net.veth ?? null;
	const services = liveServices(moment, cluster);
	const asked = pods.flatMap((pod, at): Flow[] =>
		[
			['kube-dns', 'UDP', 40_000],
			['kubernetes', 'TCP', 50_000],
		].flatMap(([name, protocol, ports]) => {
			const service = services.find(each => each.name === name);
			const port = service?.ports.find(each => each.protocol === protocol);
			const [server] = service && port ? endpoints(moment, cluster, service, port, nodeAddress) : [];
			if (!service || !port || !server || server.address === pod.ip) return [];
			return [
				{
					protocol: protocol === 'UDP' ? ('udp' as const) : ('tcp' as const),
					...{source: pod.ip, sourcePort: Number(ports) + at * 17, destination: service.clusterIp, port: port.port},
					...{server: server.address, serverPort: server.port},
					...{clientLink: pod.net.veth, serverLink: linkOf(server.address), isOpen: protocol === 'TCP'},
				},
			];
		}),
	);
	const probes = pods.flatMap((pod, at): Flow[] => {
		const listener = podListeners(moment, pod).find(({proto}) => proto === 'tcp');
		if (!listener) return [];
		const {port} = listener;
		return [
			{
				...{protocol: 'tcp', source: bridge, sourcePort: 33_000 + at * 11, destination: pod.ip, port},
				...{server: pod.ip, serverPort: port, clientLink: null, serverLink: pod.net.veth, isOpen: false},
			},
		];
	});
	return [login, ...asked, ...probes];
}
