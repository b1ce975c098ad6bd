import type {ClusterFacts} from './cluster.js';
import {reason, type Reason} from './finding.js';
import {otherNodeReason} from './other-node.js';
import {ownNode} from './own-node.js';

/**
 * What is wrong although all five conditions may hold (pods in trouble stand by themselves). `told`: reasons of the
 * verdict, which are not said twice.
 */
export function warningsOf(facts: ClusterFacts, told: readonly Reason[]): Reason[] {
	const said = new Set(told.map(({id, subject}) => `${id} ${subject}`));
	return [...alone(facts), ...nodes(facts), ...rules(facts)].filter(({id, subject}) => !said.has(`${id} ${subject}`));
}

/** A controller without a worker of its own, before one has joined: nothing runs any pod. */
const alone = ({k0s, nodes: part}: ClusterFacts): Reason[] =>
	k0s.known && k0s.value.workloads === false && part.known && part.value.length === 0 ? [reason('no-workloads')] : [];

/** That the packet filter could not be read is no fault of k0s, but nobody knows then whether services work. */
const rules = ({rules: part}: ClusterFacts): Reason[] =>
	part.known || !['timed-out', 'failed', 'unreadable', 'cut'].includes(part.unknown.reason)
		? []
		: [reason('rules-unread', '', part.unknown.detail)];

function nodes({nodes: part, hostname, leases}: ClusterFacts): Reason[] {
	if (!part.known) return [];
	const own = ownNode(part.value, hostname);
	return part.value.flatMap(node => {
		const cordoned = node.unschedulable ? [reason('node-cordoned', node.name)] : [];
		if (node === own) return cordoned;
		const pressed = (node.pressures ?? []).map(({type}) => type).join(', ');
		if (!node.ready) return [...cordoned, otherNodeReason(node, leases)];
		return pressed === '' ? cordoned : [...cordoned, reason('node-pressure', node.name, pressed)];
	});
}
