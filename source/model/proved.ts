import type {ClusterFacts} from './cluster.js';
import {idleLeader, kubeletSign, type Signs} from './evidence.js';
import {ownNode} from './own-node.js';

/** The kubelet and the controllers have told of themselves in this run of the service. */
export function isProved(facts: Signs & Pick<ClusterFacts, 'nodes' | 'hostname'>, now: number): boolean {
	const {nodes, hostname} = facts;
	const own = nodes.known ? ownNode(nodes.value, hostname) : undefined;
	return own !== undefined && kubeletSign(facts, own, now).state === 'since' && idleLeader(facts, now) === undefined;
}
