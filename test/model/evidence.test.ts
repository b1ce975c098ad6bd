import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {statusLines} from '../../source/commands/status-lines.js';
import type {ClusterFacts} from '../../source/model/cluster.js';
import type {Pod} from '../../source/facts/cluster.js';
import {apiAnswer, serviceStart} from '../../source/model/evidence.js';
import {assess} from '../../source/model/verdict.js';
import {readTasks} from '../../source/read/ctr-tables.js';
import {readK0sStatus} from '../../source/read/k0s/status.js';
import {known, unknown} from '../../source/facts/reading.js';
import {catalogue} from '../../source/text/text.js';
import {healthyFacts, k0sWith, kubeletLease, must, sampledAt, unitWith, workloadsWith} from '../support/cluster.js';
import {outcomeOf, sample} from '../support/samples.js';

const second = 1000;
const iso = (at: number): string => new Date(at).toISOString();
const text = catalogue('en');

/** The API's memory of a healthy run, in the next one: started at `start`, the kubelet's lease renewed at `renewed`. */
const remembered = (start: number, renewed: number | null, change: Partial<ClusterFacts> = {}): ClusterFacts =>
	healthyFacts({
		unit: unitWith({activeSince: start}),
		leases: known(renewed === null ? [] : [kubeletLease(iso(renewed))]),
		...change,
	});

const firstReason = (facts: ClusterFacts, now: number) => {
	const {verdict, reasons} = assess(facts, now);
	return `${verdict} ${reasons[0]?.id ?? ''}`.trim();
};

const podsNow = (change: (pod: Pod) => Partial<Pod>): ClusterFacts['pods'] =>
	known(must(healthyFacts().pods).map(pod => ({...pod, ...change(pod)})));

describe('a real restart (k0s 1.34.1), second by second', () => {
	/** `SECONDS | ... | kubelet yes|NO | lease TIME | CLOCK`: what was said then, and when the lease was renewed. */
	const rows = sample('k0s/1.34.1/restart-verdicts.txt')
		.split('\n')
		.filter(Boolean)
		.map(line => {
			const [, said, kubelet, lease, clock] = line.split(' | ');
			return {
				said: said ?? '',
				kubelet: kubelet === 'kubelet yes',
				lease: /^lease (\S+)$/.exec(lease ?? '')?.[1],
				now: Date.parse(`2026-11-30T${clock}Z`),
			};
		});
	const start = Date.parse('2026-11-30T01:10:03Z');

	it('has rows of both kinds', () => {
		expect(rows.filter(({lease}) => lease === '2026-11-30T01:08:57.770499Z')).toHaveLength(1);
		expect(rows.filter(({kubelet}) => kubelet).length).toBeGreaterThan(10);
	});

	it.each(rows.filter(({lease}) => lease !== undefined))('the lease of $lease', ({kubelet, lease, now}) => {
		const facts = remembered(start, Date.parse(lease ?? ''));
		expect(firstReason(facts, now)).toBe(kubelet ? 'healthy' : 'starting node-old');
	});

	it('waits for k0s itself, whose lease of the run before lasts a minute: then it replaced kube-router', () => {
		const lease = (renewed: string, acquired: string) =>
			known([
				kubeletLease('2026-11-30T01:10:30.631997Z'),
				kubeletLease(renewed, {name: 'k0s-endpoint-reconciler', holder: 'run', acquiredAt: acquired}),
			]);
		const at = (leases: ClusterFacts['leases'], now: string) =>
			firstReason(remembered(start, null, {leases}), Date.parse(now));
		const old = lease('2026-11-30T01:09:50.000000Z', '2026-11-30T01:09:47.000000Z');
		expect(at(old, '2026-11-30T01:10:31Z')).toBe('starting leader-idle');
		const fresh = lease('2026-11-30T01:10:51.000000Z', '2026-11-30T01:10:51.000000Z');
		expect(at(fresh, '2026-11-30T01:10:53Z')).toBe('starting leader-idle');
		expect(at(fresh, '2026-11-30T01:11:05Z')).toBe('healthy');
		// A lease that nobody takes any more (k0s was told to elect nobody) does not keep it waits for ever.
		expect(at(old, '2026-11-30T01:13:00Z')).toBe('healthy');
	});

	it('does not take the kubelet of the run before for the one of now: after a kill it lives on', () => {
		const leases = known([
			kubeletLease('2026-11-30T01:10:05.000000Z'),
			kubeletLease('2026-11-30T01:10:22.000000Z', {
				name: 'k0s-ctrl-centos10.home.local',
				acquiredAt: '2026-11-30T01:10:20.000000Z',
			}),
		]);
		expect(firstReason(remembered(start, null, {leases}), start + 20 * second)).toBe('starting node-old');
	});
});

describe('what counts as of now', () => {
	const start = sampledAt - 20 * second;
	const renewed = sampledAt - 5 * second;

	it('a heartbeat as well as a lease; neither is no proof', () => {
		const nodes = (heartbeatAt: string | null) =>
			known(must(healthyFacts().nodes).map(node => ({...node, heartbeatAt})));
		const at = (heartbeatAt: string | null) =>
			firstReason(remembered(start, null, {nodes: nodes(heartbeatAt)}), sampledAt);
		expect(at(iso(renewed))).toBe('healthy');
		expect(at(iso(start - 60 * second))).toBe('starting node-old');
		expect(at(null)).toBe('unknown node-unproved');
	});

	it('a kubelet that never reports is a fault once the start is over', () => {
		const facts = remembered(start, start - 60 * second);
		expect(firstReason(facts, start + 301 * second)).toBe('degraded node-old');
	});

	it('pods that are Unknown below a DaemonSet that counts 1/1 (real, after a power cut)', () => {
		const pods = podsNow(() => ({phase: 'Unknown', ready: 0}));
		expect(firstReason(remembered(start, renewed, {pods}), sampledAt)).toBe('starting pod-not-so');
	});

	it('pods that run, says the API, of which the runtime has no container', () => {
		expect(firstReason(remembered(start, renewed, {tasks: known([])}), sampledAt)).toBe('starting pod-no-container');
	});

	it('nothing while the container runtime does not answer (real words of ctr)', () => {
		const tasks = readTasks(
			outcomeOf({kind: 'failed', exit: 1, stderr: sample('ctr/1.7.28/down-1s.stderr'), argv: ['k0s', 'ctr']}),
		);
		expect(tasks).toMatchObject({unknown: {reason: 'not-running', detail: expect.stringMatching(/^Error: failed to/)}});
		expect(firstReason(remembered(start, renewed, {tasks}), sampledAt)).toBe('starting runtime-silent');
		const containers = unknown('failed', 'grpc');
		expect(firstReason(remembered(start, renewed, {containers}), sampledAt)).toBe('starting runtime-silent');
	});

	it('no DaemonSet that is being replaced', () => {
		const rolls = (change: object) => remembered(start, renewed, {workloads: workloadsWith('kube-router', change)});
		expect(firstReason(rolls({updated: 0}), sampledAt)).toBe('starting workload-rolls');
		expect(firstReason(rolls({observed: false}), sampledAt)).toBe('starting workload-changed');
	});

	it('nothing where k0s runs nothing for the network', () => {
		const k0s = k0sWith({
			networkProvider: 'custom',
			disabledComponents: ['kube-proxy', 'konnectivity-server'],
		});
		expect(firstReason(remembered(start, renewed, {k0s}), sampledAt)).toBe('unknown no-network-parts');
	});
});

describe('a clock that is set', () => {
	const booted = sampledAt - 3600 * second;
	/** The service began 100 s before `now` by the clock that nobody sets; systemd noted `wall` then. */
	const facts = (wall: number, now: number, renewed: number, bootedNow = booted): ClusterFacts =>
		remembered(wall, renewed, {
			unit: unitWith({activeSince: wall, activeSinceMono: now - 100 * second - bootedNow}),
			bootedAt: known(bootedNow),
		});

	it('takes the later of both clocks for the start, and no moment to come', () => {
		const now = sampledAt;
		expect(serviceStart(facts(now - 100 * second, now, now), now)).toBe(now - 100 * second);
		// It ran an hour behind when systemd noted it, and an hour ahead.
		expect(serviceStart(facts(now - 3700 * second, now, now), now)).toBe(now - 100 * second);
		expect(serviceStart(facts(now + 3500 * second, now, now), now)).toBe(now - 100 * second);
	});

	it('never makes of an old lease a new one', () => {
		const now = sampledAt;
		// Booted in 1970, set by NTP since: the lease of last week is younger than the start that systemd noted.
		expect(firstReason(facts(30 * second, now, now - 7 * 86_400 * second), now)).toBe('starting node-old');
		// Still in 1970: last week is yet to come.
		const then = 130 * second;
		expect(firstReason(facts(30 * second, then, now - 7 * 86_400 * second, 0), then)).toBe('unknown node-unproved');
	});

	it('is healthy again with the next report', () => {
		const now = sampledAt;
		for (const wall of [now - 3700 * second, now - 100 * second, now + 3500 * second]) {
			expect(firstReason(facts(wall, now, now - 5 * second), now)).toBe('healthy');
		}
	});
});

describe('one answer to whether the API answers', () => {
	const refused = unknown('not-running', 'The connection to the server localhost:6443 was refused');
	const gone = {nodes: refused, pods: refused, services: refused, workloads: refused, leases: refused};
	const denied = unknown('failed', 'Error from server (Forbidden): nodes is forbidden: User "x" cannot list');

	it('a refusal is an answer; what was not asked is unknown', () => {
		const answers = (change: Partial<ClusterFacts>) => apiAnswer(healthyFacts(change)).answers;
		expect(answers({})).toBe(true);
		expect(answers(gone)).toBe(false);
		expect(answers({nodes: denied, pods: denied, workloads: denied, leases: denied})).toBe(true);
		// Its own words for "not now" are an answer too; a gateway's are nobody's.
		for (const words of [
			'error: You must be logged in to the server (the server has asked for the client to provide credentials)',
			'Error from server (InternalError): an error on the server ("") has prevented the request from succeeding',
			'E1129 memcache.go:287] "Unhandled Error" err="the server is currently unable to handle the request"',
		]) {
			const said = unknown('failed', words);
			expect(answers({nodes: said, pods: said, workloads: said, leases: said})).toBe(true);
		}

		const none = unknown('timed-out', 'k0s');
		expect(answers({k0s: none, nodes: none, pods: none, workloads: none, leases: none})).toBeNull();
	});

	it('a field that an old k0s does not print is unknown, and kubectl tells', () => {
		const old = (JSON.parse(sample('k0s/1.34.1/status.json')) ?? {}) as Record<string, unknown>;
		delete old['WorkerToAPIConnectionStatus'];
		delete old['SingleNode'];
		const k0s = readK0sStatus(outcomeOf({stdout: `WARN[0000] deprecated\n${JSON.stringify(old)}`}));
		expect(k0s).toMatchObject({value: {apiReachable: null, singleNode: null, workloads: true}});
		expect(firstReason(healthyFacts({k0s}), sampledAt)).toBe('healthy');
	});

	it('counts whose pods nobody could see prove nothing', () => {
		const facts = healthyFacts({pods: unknown('timed-out', 'k0s kubectl')});
		expect(assess(facts, sampledAt).verdict).toBe('unknown');
	});

	it('no line of one output speaks against another', () => {
		const failing = fc.constantFrom('not-running', 'timed-out', 'failed', 'cut', 'unreadable');
		const parts = fc.constantFrom('nodes', 'pods', 'leases', 'tasks', 'containers', 'images', 'workloads');
		fc.assert(
			fc.property(
				fc.uniqueArray(parts),
				failing,
				fc.constantFrom(true, false, null),
				fc.integer({min: -600, max: 600}),
				(broken, why, apiReachable, lease) => {
					const facts = healthyFacts({
						leases: known([kubeletLease(iso(sampledAt + lease * second))]),
						k0s: k0sWith({apiReachable, apiError: apiReachable === false ? 'dial tcp: connection refused' : ''}),
						...Object.fromEntries(broken.map(part => [part, unknown(why as 'failed', 'words')])),
					});
					const judged = {...assess(facts, sampledAt), facts, moment: sampledAt};
					const output = statusLines(judged, text, sampledAt).join('\n');
					if (/^healthy/.test(output)) expect(output).not.toContain('unknown:');
					if (output.includes('API reachable')) expect(output).not.toContain('The API server does not answer');
					if (output.includes('API not reachable')) expect(output).not.toMatch(/^healthy/);
					const api = judged.conditions.find(({id}) => id === 'api')?.state;
					if (output.includes('API not reachable')) expect(api).not.toBe('holds');
				},
			),
		);
	});
});
