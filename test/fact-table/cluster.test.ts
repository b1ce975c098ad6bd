import {describe, expect, test} from 'vitest';
import {clusterFacts} from '../../source/fact-table/cluster-facts.js';
import type {Unit} from '../../source/facts/cluster.js';
import {known, unknown} from '../../source/facts/reading.js';
import {outcomeOf} from '../support/samples.js';

const {cluster} = clusterFacts;
const unitIn = (activeState: string, more: Partial<Unit> = {}) => ({
	controllerUnit: known({id: 'k0scontroller.service', loadState: 'loaded', activeState, restarts: 0, ...more} as Unit),
});
const askedOf = (facts: Parameters<typeof cluster.commands>[1], answers: unknown = undefined) =>
	cluster.commands(answers, facts).map(({argv}) => argv.join(' '));

describe('what is asked of the cluster', () => {
	test.each(['active', 'reloading', 'refreshing'])('of a service that is %s: k0s, its API and its log', state => {
		const asked = askedOf(unitIn(state));
		expect(asked[0]).toContain('k0s status');
		expect(asked.some(argv => argv.includes('get nodes'))).toBe(true);
		expect(asked.some(argv => argv.includes('leases'))).toBe(true);
		expect(asked.at(-1)).toMatch(/^journalctl .*k0scontroller/);
	});

	test('of a worker: with its kubelet’s certificate in the chosen folder, no leases, and its own log', () => {
		const asked = askedOf(unitIn('active', {id: 'k0sworker.service'}), {dataDir: '/srv/k0s'});
		expect(asked.filter(argv => argv.includes('leases'))).toEqual([]);
		expect(asked.filter(argv => argv.includes('/srv/k0s/'))).toHaveLength(2);
		expect(asked.at(-1)).toMatch(/^journalctl .*k0sworker/);
	});

	test.each([
		['failed', {}],
		['activating', {}],
		['inactive', {restarts: 3}],
	])('of a service that is %s %j: its log alone', (state, more) => {
		expect(askedOf(unitIn(state, more))).toEqual([expect.stringMatching(/^journalctl /)]);
	});

	test('of one that is stopped, or of which nothing is known: nothing', () => {
		expect(askedOf(unitIn('inactive'))).toEqual([]);
		expect(askedOf({controllerUnit: unknown('failed', 'bus')})).toEqual([]);
		expect(askedOf({})).toEqual([]);
	});
});

describe('what was answered', () => {
	const line = "2026-11-29T21:50:03+00:00 host systemd[1]: k0scontroller.service: Failed with result 'exit-code'.\n";

	test('a service that failed has a log and no cluster', () => {
		const read = cluster.read([outcomeOf({stdout: line})], undefined, unitIn('failed'));
		expect(read.journal).toMatchObject({known: true, value: [{severity: 'error'}]});
		for (const each of [read.k0s, read.nodes, read.all, read.leases, read.tasks, read.bootedAt])
			expect(each).toEqual({known: false, unknown: {reason: 'not-running', detail: 'k0s'}});
	});

	test('a stopped one has an empty log', () => {
		expect(cluster.read([], undefined, unitIn('inactive')).journal).toMatchObject({known: true, value: []});
	});

	test('a worker’s leases are not asked for: that is another thing than a service that is down', () => {
		const outcomes = askedOf(unitIn('active', {id: 'k0sworker.service'})).map(() => outcomeOf({stdout: ''}));
		const read = cluster.read(outcomes, undefined, unitIn('active', {id: 'k0sworker.service'}));
		expect(read.leases).toMatchObject({known: false, unknown: {reason: 'aborted'}});
		expect(read.nodes).toMatchObject({known: false});
		expect(read.nodes).not.toMatchObject({unknown: {reason: 'not-running'}});
	});
});
