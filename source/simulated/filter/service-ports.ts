import {liveServices, endpoints} from '../cluster/view.js';
import type {Moment} from '../moment.js';
import {nodeAddress} from '../seed/cluster.js';
import {chainHash} from '../seed/names.js';
import type {Cluster, ServicePortRecord, ServiceRecord} from '../state.js';
import {proxySynced} from './syncs.js';

/** One port of a service as kube-proxy 1.34 sees it: its names, its endpoints, and which of its chains it needs. */
export type Endpoint = {address: string; port: number; local: boolean};

export type Port = {
	/** `ns/name:port`, or `ns/name` for a port without a name: what comments and chain names are made from. */
	key: string;
	service: Pick<ServiceRecord, 'clusterIp' | 'nodeConnections' | 'clusterConnections' | 'at' | 'wishes'>;
	/** Connections since kube-proxy's last sync, by node port and by the cluster's address. */
	recent: {node: number; cluster: number};
	port: Pick<ServicePortRecord, 'port' | 'nodePort'>;
	proto: 'tcp' | 'udp';
	endpoints: Endpoint[];
};

export function servicePorts(moment: Moment, cluster: Cluster): Port[] {
	const synced = proxySynced(moment, cluster);
	const counted = ({connected = []}: ServiceRecord, node: boolean): number =>
		connected.filter(one => one.node === node && one.at >= synced).length;
	return liveServices(moment, cluster).flatMap(service =>
		service.ports.map(port => ({
			key: `${service.namespace}/${service.name}${port.name === null ? '' : `:${port.name}`}`,
			service,
			recent: {node: counted(service, true), cluster: counted(service, false)},
			port,
			proto: port.protocol === 'TCP' ? ('tcp' as const) : ('udp' as const),
			endpoints: endpoints(moment, cluster, service, port, nodeAddress).map(({address, port: number, pod}) => ({
				address,
				port: number,
				local: pod !== null,
			})),
		})),
	);
}

const suffix = ({key, proto}: Port): string => chainHash(key + proto);
export const serviceChain = (port: Port): string => `KUBE-SVC-${suffix(port)}`;
export const localChain = (port: Port): string => `KUBE-SVL-${suffix(port)}`;
export const externalChain = (port: Port): string => `KUBE-EXT-${suffix(port)}`;
export const firewallChain = (port: Port): string => `KUBE-FW-${suffix(port)}`;
export const endpointChain = (port: Port, {address, port: number}: Endpoint): string =>
	`KUBE-SEP-${chainHash(`${port.key}${port.proto}${address}:${number}`)}`;

export type Usage = {
	/** Any endpoint at all. */
	some: boolean;
	/** Reachable from outside: node port, external address or load balancer. */
	outside: boolean;
	/** Endpoints for who asks the cluster's address, and for who comes from outside. */
	inside: boolean;
	external: boolean;
	/** Which of KUBE-SVC, KUBE-SVL and KUBE-FW it has. */
	cluster: boolean;
	local: boolean;
	firewall: boolean;
	locals: Endpoint[];
	/** Endpoints with a chain of their own. */
	reachable: Endpoint[];
};

export function usage({service: {wishes = {}}, port, endpoints: all}: Port): Usage {
	const internalLocal = wishes.internalTrafficPolicy === 'Local';
	const externalLocal = wishes.externalTrafficPolicy === 'Local';
	const {externalIps = [], balancerIps = [], sourceRanges = []} = wishes;
	const locals = all.filter(({local}) => local);
	const some = all.length > 0;
	const outside = port.nodePort !== null || externalIps.length > 0 || balancerIps.length > 0;
	const usesCluster = !internalLocal || outside;
	return {
		some,
		outside,
		inside: internalLocal ? locals.length > 0 : some,
		external: externalLocal ? locals.length > 0 : some,
		cluster: some && usesCluster,
		local: locals.length > 0 && (internalLocal || (externalLocal && outside)),
		firewall: balancerIps.length > 0 && sourceRanges.length > 0,
		locals,
		reachable: usesCluster ? all : locals,
	};
}
