import {expect, test} from 'vitest';
import {known} from '../../../source/facts/reading.js';
import type {Node} from '../../../source/facts/cluster.js';
import {nextOf} from '../../../source/model/why/next.js';
import {explain} from '../../../source/model/why/explain.js';
import type {Cause} from '../../../source/model/why/cause.js';
import type {WhyFacts} from '../../../source/model/why/facts.js';
import {healthyFacts, must} from '../../support/cluster.js';
import {podFacts} from '../../support/pod.js';

const causeOf = (id: Cause['id'], subject: string): Cause => ({id, subject, namespace: 'shop'}) as Cause;

test.each(['config-map', 'volume-config-map'] as const)('%s: nobody is told to create kube-root-ca.crt', id => {
	expect(nextOf(causeOf(id, 'kube-root-ca.crt'), 'n', 'k0scontroller')).toEqual([
		{id: 'root-ca', argv: ['k0s', 'status', 'components']},
	]);
	expect(nextOf(causeOf(id, 'settings'), 'n', 'k0scontroller')[0]?.id).toBe('create-object');
});

const [first] = must(healthyFacts().nodes);
const ending = podFacts({
	...{namespace: 'shop', name: 'web', node: 'n', phase: 'Terminating'},
	deletedAt: '2026-11-23T00:00:00Z',
});
const facts = (roles: readonly string[]): WhyFacts => ({
	...{pods: [ending], specs: [], workloads: [], states: [], rooms: []},
	events: known([]),
	nodes: known([{...(first as Node), name: 'n', roles}]),
	leases: known([]),
	logs: new Map(),
	present: new Map(),
	now: Date.parse('2026-11-23T04:31:22Z'),
});

test.each([
	['k0scontroller', ['control-plane']],
	['k0sworker', []],
])('the log is that of %s where the pod’s node has the roles %j', (unit, roles) => {
	const next = explain({kind: 'Pod', namespace: 'shop', name: 'web'}, facts(roles))?.next;
	expect(next?.[0]?.argv).toEqual(['journalctl', '-u', unit, '-n', '100', '--no-pager']);
});
