import type {Service} from '../facts/cluster.js';

/** Where a service answers in the cluster: of two families two addresses; none of a headless or external one. */
export const clusterAddresses = ({
	clusterIp,
	clusterIps,
}: Pick<Service, 'clusterIp'> & {readonly clusterIps?: readonly string[] | undefined}): readonly string[] =>
	(clusterIps ?? (clusterIp === null ? [] : [clusterIp])).filter(address => address !== 'None');

export const isV6 = (address: string): boolean => address.includes(':');
