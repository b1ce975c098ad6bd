import type {Lease, Node} from '../facts/cluster.js';
import type {Reading} from '../facts/reading.js';
import {reason, type Finding, type Reason} from './finding.js';

/** The API has not heard of its kubelet for as long as it waits (some 50 s), and calls its state Unknown. */
const isSilent = ({conditions = []}: Node): boolean =>
	conditions.some(({type, status}) => type === 'Ready' && status === 'Unknown');

/**
 * When its kubelet was last heard: its lease is renewed every ten seconds, its conditions only every five minutes. Empty: nothing
 * tells.
 */
function heardAt({name, heartbeatAt}: Node, leases: Reading<readonly Lease[]>): string {
	const lease = leases.known
		? leases.value.find(each => each.namespace === 'kube-node-lease' && each.name === name)?.renewedAt
		: null;
	const times = [heartbeatAt, lease].map(at => Date.parse(at ?? '')).filter(at => !Number.isNaN(at));
	return times.length === 0 ? '' : new Date(Math.max(...times)).toISOString();
}

/** What there is to say of a node of another host that is not Ready. */
export const otherNodeReason = (node: Node, leases: Reading<readonly Lease[]>): Reason =>
	isSilent(node)
		? reason('other-node-silent', node.name, heardAt(node, leases))
		: reason('other-node', node.name, node.reason ?? '');

/** One that went silent reported before: no start of k0s on this host explains it. */
export const otherNodeKind = (node: Node): Finding['kind'] => (isSilent(node) ? 'hard' : 'soft');
