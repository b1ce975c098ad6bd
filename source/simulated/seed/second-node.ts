import type {SecondNode} from '../faults.js';
import type {Cluster, PodRecord} from '../state.js';
import {uuid} from './names.js';

/** A second node of the simulated cluster (`faults.secondNode`): what the API tells of it, and this host's way to its pods. */

export const secondNode = {name: 'node2', address: '192.168.122.162', podCidr: '10.244.1.0/24'};

/** The link that kube-router makes for a node of another network. */
export const tunnel = {name: 'tun-1921681222', index: 40, mac: '192.168.122.161'};

const owners: ReadonlyArray<
	readonly [kind: PodRecord['owner']['kind'], owner: string, end: string, ip: string | null]
> = [
	['ReplicaSet', 'coredns-7656c59669', 'q2vlz', '10.244.1.2'],
	['DaemonSet', 'konnectivity-agent', 'hd8kq', '10.244.1.3'],
	['DaemonSet', 'kube-proxy', 'x5w2n', null],
	['DaemonSet', 'kube-router', 'b7ttc', null],
];

/** The pods there: a replica of coredns, and one of each DaemonSet. */
export function farPods(cluster: Cluster, way: SecondNode | undefined): readonly PodRecord[] {
	if (way === undefined) return [];
	return owners.flatMap(([kind, owner, end, ip]) => {
		const like = cluster.pods.find(pod => pod.owner.kind === kind && pod.owner.name === owner);
		if (!like) return [];
		const name = `${owner}-${end}`;
		return [
			{
				...like,
				...{name, uid: uuid(name), ip: ip ?? secondNode.address, node: secondNode.name, net: null, firewallChain: null},
				containers: like.containers.map(each => ({...each, id: each.id.split('').toReversed().join('')})),
			},
		];
	});
}
