import {expect, test} from 'vitest';
import type {Lease, Node} from '../../source/facts/cluster.js';
import {known, unknown} from '../../source/facts/reading.js';
import {assess} from '../../source/model/verdict.js';
import {catalogue} from '../../source/text/text.js';
import {healthyFacts, must, sampledAt, workloadsWith} from '../support/cluster.js';

const [own] = must(healthyFacts().nodes);
if (!own) throw new Error('no node');

/** A second node as the API tells it: what its kubelet said last is five minutes old, as its conditions usually are. */
const second = (status: 'False' | 'Unknown', reason: string, message: string): Node => ({
	...own,
	name: 'w2.home.local',
	ready: false,
	reason: `${reason}: ${message}`,
	heartbeatAt: '2025-10-12T02:00:00Z',
	conditions: [{type: 'Ready', status, reason, message, since: '2025-10-12T02:05:40Z'}],
});
const silent = second('Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
const unready = second('False', 'KubeletNotReady', 'cni plugin not initialized');
const lease: Lease = {
	...{namespace: 'kube-node-lease', name: 'w2.home.local', holder: 'w2.home.local', acquiredAt: null},
	renewedAt: '2025-10-12T02:05:00.000000Z',
};

/** A second node, on which the pods of the network's daemon sets are not ready. */
const facts = (node: Node, leases = healthyFacts().leases) =>
	healthyFacts({
		nodes: known([own, node]),
		leases,
		workloads: workloadsWith('kube-proxy', {desired: 2, ready: 1, available: 1}),
	});
const first = (node: Node, leases = healthyFacts().leases): string => {
	const [reason] = assess(facts(node, leases), sampledAt).reasons;
	return reason ? catalogue('en').status.reasons[reason.id](reason.subject, reason.detail) : '';
};

test('a node that went silent is a fault at once, however young this k0s is; one that is not Ready yet may be starting', () => {
	expect(assess(facts(silent), sampledAt).verdict).toBe('degraded');
	expect(assess(facts(unready), sampledAt).verdict).toBe('starting');
});

test('it is told since when: by its lease, which is younger than its conditions', () => {
	const leases = known([...must(healthyFacts().leases), lease]);
	expect(first(silent, leases)).toContain('w2.home.local, does not report any more (last heard at 2025-10-12T02:05:00');
});

test('without its lease the conditions tell, and without both no time is made up', () => {
	expect(first(silent, unknown('failed'))).toContain('(last heard at 2025-10-12T02:00:00');
	expect(first({...silent, heartbeatAt: null}, unknown('failed'))).toContain('does not report any more: what runs');
});
