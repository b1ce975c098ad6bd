import {describe, expect, it, vi} from 'vitest';
import {createRecordedHost} from '../../source/host/recorded.js';
import {createRunner} from '../../source/host/runner.js';
import {ageOf} from '../../source/model/age.js';
import {assess} from '../../source/model/verdict.js';
import {createClusterReader} from '../../source/store/cluster-reader.js';
import {createClusterSources, momentOf} from '../../source/store/cluster.js';
import {createPacer} from '../../source/store/pacer.js';
import {healthyAnswers} from '../support/cluster-answers.js';
import {must} from '../support/cluster.js';
import {fakeRunner} from '../support/fake-runner.js';
import {sample} from '../support/samples.js';
import {seedRecording} from '../support/seed-recording.js';

const signal = new AbortController().signal;
const hour = 3_600_000;
const refused = {kind: 'failed', stderr: sample('kubectl/1.34.5/refused.stderr')} as const;
const noSocket = {kind: 'failed', stderr: sample('k0s/1.34.1/status-stopped.stderr')} as const;

describe('reading the cluster', () => {
	it('reads everything of a healthy host', async () => {
		const runner = fakeRunner(healthyAnswers());
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(facts).toMatchObject({root: true, hostname: 'centos10.home.local', asOf: null});
		expect(must(facts.version)).toBe('v1.34.1+k0s.0');
		expect(must(facts.pods)).toHaveLength(7);
		expect(must(facts.containers)).toHaveLength(12);
		expect(must(facts.containers).find(({id}) => id.startsWith('376c65bb'))).toMatchObject({
			pid: 2311,
			status: 'RUNNING',
		});
		expect(must(facts.containers).find(({id}) => id.startsWith('110ffac1'))).toMatchObject({pid: null, status: null});
		expect(must(facts.images)).toHaveLength(21);
	});

	it('runs nothing but small commands where there is no k0s', async () => {
		const none = sample('systemd/252/show-none.txt');
		const runner = fakeRunner(healthyAnswers({'k0s version': undefined, 'systemctl show k0scontroller': none}));
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(runner.asked.map(argv => argv.split(' ').slice(0, 3).join(' '))).toEqual([
			'id -u',
			'uname -n',
			'stat -L -c',
			'k0s version',
			'systemctl show k0scontroller',
			'systemctl show k0sworker',
			'ps -ww -o',
		]);
		for (const part of [
			facts.version,
			facts.unit,
			facts.k0s,
			facts.nodes,
			facts.pods,
			facts.containers,
			facts.images,
		]) {
			expect(part).toEqual({known: false, unknown: {reason: 'not-installed', detail: 'k0s'}});
		}
	});

	it('sees the service of a program that is gone, and asks that program nothing', async () => {
		const runner = fakeRunner(healthyAnswers({'k0s version': undefined}));
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(must(facts.unit)).toMatchObject({id: 'k0scontroller.service', activeState: 'active'});
		expect(facts.k0s).toEqual({known: false, unknown: {reason: 'not-installed', detail: 'k0s'}});
		expect(runner.asked.filter(argv => argv.startsWith('k0s '))).toEqual(['k0s version']);
	});

	it('does not ask kubectl or ctr while the service is stopped', async () => {
		const runner = fakeRunner(
			healthyAnswers({'systemctl show k0scontroller': sample('systemd/252/show-stopped.txt'), 'k0s status': noSocket}),
		);
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(runner.asked.filter(argv => /kubectl|ctr/.test(argv))).toEqual([]);
		expect(facts.pods).toMatchObject({unknown: {reason: 'not-running'}});
		expect(facts.unit).toMatchObject({value: {activeState: 'inactive'}});
	});

	it('knows of pods that go on while the service is stopped, and asks for them only then', async () => {
		const pods = sample('ps/shims-mntns-k0s-real.txt');
		const stopped = sample('systemd/252/show-stopped.txt');
		const change = {ps: pods, 'systemctl show k0scontroller': stopped, 'k0s status': noSocket};
		const facts = await createClusterReader(fakeRunner(healthyAnswers(change)), hour).read('core', signal);
		expect(must(facts.shims).map(({pid}) => pid)).toEqual([1453, 1485, 2423, 2790]);
		expect(assess(facts, Date.now())).toMatchObject({
			verdict: 'stopped',
			reasons: [{id: 'unit-stopped'}, {id: 'pods-run', subject: '4'}],
		});

		const up = fakeRunner(healthyAnswers({ps: pods}));
		await createClusterReader(up, hour).read('core', signal);
		expect(up.asked.filter(argv => argv.startsWith('ps '))).toEqual([]);
	});

	it('reads the log only when the service does not stay up, and keeps its errors', async () => {
		const well = fakeRunner(healthyAnswers());
		expect(must((await createClusterReader(well, hour).read('all', signal)).errors)).toEqual([]);
		expect(well.asked.filter(argv => argv.startsWith('journalctl'))).toEqual([]);
		const crashing = fakeRunner(
			healthyAnswers({
				'systemctl show k0scontroller': sample('systemd/252/show-crash.txt'),
				'k0s status': noSocket,
				'k0s kubectl': refused,
				'journalctl -u k0scontroller.service': sample('systemd/252/journal-crash.txt'),
			}),
		);
		const {errors} = await createClusterReader(crashing, hour).read('core', signal);
		expect(must(errors).map(({message}) => message)).toContainEqual(expect.stringContaining('address already in use'));
		expect(must(errors)).toHaveLength(1);
	});

	it('keeps what an earlier run said only while the run of now does not answer', async () => {
		const crash = sample('systemd/252/journal-crash.txt');
		const active = sample('systemd/252/show-active.txt');
		const since = /^ActiveEnterTimestamp=\S+ (\S+) (\S+) UTC$/m.exec(active);
		const at = (seconds: number): string =>
			new Date(Date.parse(`${since?.[1]}T${since?.[2]}Z`) + seconds * 1000).toISOString().replace('.000Z', '+0000');
		const errorsWith = async (log: string, answers: Parameters<typeof healthyAnswers>[0] = {}) => {
			const runner = fakeRunner(
				healthyAnswers({
					'systemctl show k0scontroller': active.replace('NRestarts=0', 'NRestarts=3'),
					'journalctl -u k0scontroller.service': log,
					...answers,
				}),
			);
			const {errors} = await createClusterReader(runner, hour).read('all', signal);
			return must(errors).map(({message}) => message);
		};
		const moved = (seconds: number): string => crash.replaceAll(/^\d{4}-\d\d-\d\dT\S+/gm, at(seconds));
		expect(await errorsWith(moved(-60))).toEqual([]);
		expect(await errorsWith(moved(60))).toHaveLength(1);
		expect(await errorsWith(moved(-60), {'k0s status': noSocket})).toHaveLength(1);
	});

	it('reads a k0s that was started by hand', async () => {
		const runner = fakeRunner(healthyAnswers({'systemctl show k0scontroller': sample('systemd/252/show-none.txt')}));
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(must(facts.pods)).toHaveLength(7);
		expect(facts.unit).toMatchObject({value: {loadState: 'not-found'}});
	});

	it('asks an ordinary user for nothing that only root may see', async () => {
		const runner = fakeRunner(healthyAnswers({'id -u': '1000\n'}));
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(runner.asked.filter(argv => /status|kubectl|ctr/.test(argv))).toEqual([]);
		expect(facts.unit).toMatchObject({value: {activeState: 'active'}});
		expect(facts.k0s).toMatchObject({unknown: {reason: 'needs-root'}});
	});

	it("takes the worker's unit where there is no controller, and asks there with the kubelet's own kubeconfig", async () => {
		const active = sample('systemd/252/show-active.txt').replaceAll('k0scontroller', 'k0sworker');
		const runner = fakeRunner(
			healthyAnswers({
				'systemctl show k0scontroller': sample('systemd/252/show-none.txt'),
				'systemctl show k0sworker': active,
			}),
		);
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(facts.unit).toMatchObject({value: {id: 'k0sworker.service'}});
		const asked = runner.asked.filter(argv => argv.includes(' get '));
		expect(asked.length).toBeGreaterThan(0);
		const own = 'k0s kubectl --kubeconfig /var/lib/k0s/kubelet.conf get ';
		expect(asked.filter(argv => !argv.startsWith(own) && !argv.includes(' events '))).toEqual([]);
		expect(asked).toContain(`${own}nodes -o json`);
		expect(must(facts.containers)).toHaveLength(12);
	});

	it.each([
		["chain `KUBE-SERVICES' in table `nat' is incompatible, use 'nft' tool.", 'seldom', 0],
		['Another app is currently holding the xtables lock.', 'soon', 1],
	])('asks for rules that could not be read (%s) again %s', async (stderr, _, again) => {
		vi.useFakeTimers({toFake: ['performance']});
		try {
			const runner = fakeRunner(healthyAnswers({'/var/lib/k0s/bin/iptables': {kind: 'failed', exit: 1, stderr}}));
			const reader = createClusterReader(runner, 2000);
			const times = (): number => runner.asked.filter(argv => argv.includes('-t nat -S KUBE-SERVICES')).length;
			const facts = await reader.read('all', signal);
			expect(facts.rules).toMatchObject({known: false, unknown: {reason: 'failed', detail: stderr}});
			const before = times();
			vi.advanceTimersByTime(60_000);
			await reader.read('all', signal);
			expect(times()).toBe(before * (1 + again));
		} finally {
			vi.useRealTimers();
		}
	});

	it('asks again only what is old, and everything after a refresh', async () => {
		const runner = fakeRunner(healthyAnswers());
		const reader = createClusterReader(runner, hour);
		const first = await reader.read('all', signal);
		runner.asked.length = 0;
		const second = await reader.read('all', signal);
		expect(runner.asked).toEqual([]);
		expect(second.pods).toEqual(first.pods);
		expect(must(second.pods)).toBe(must(first.pods));
		reader.forget();
		await reader.read('core', signal);
		expect(runner.asked.filter(argv => argv.startsWith('k0s'))).toEqual([
			'k0s version',
			expect.stringContaining('k0s status'),
			expect.stringContaining('get nodes'),
			expect.stringContaining('get all'),
			expect.stringContaining('get leases'),
			expect.stringContaining('task list'),
			// A pod of the sample is in trouble, and the verdict counts it on every screen.
			expect.stringContaining('get events'),
		]);
	});

	it('keeps the last list, and says so, while kubectl cannot answer', async () => {
		const change: Record<string, unknown> = {};
		const runner = fakeRunner(argv => healthyAnswers(change as never)(argv));
		const reader = createClusterReader(runner, 0);
		const before = await reader.read('core', signal);
		change['k0s kubectl get all'] = refused;
		const after = await reader.read('core', signal);
		expect(after.pods).toMatchObject({
			known: false,
			unknown: {reason: 'not-running'},
			last: {value: must(before.pods)},
		});
		expect(reader.lastPods()).toEqual(must(before.pods));
		change['systemctl show k0scontroller'] = sample('systemd/252/show-stopped.txt');
		change['k0s status'] = noSocket;
		const stopped = await reader.read('core', signal);
		expect(stopped.pods).not.toHaveProperty('last');
		expect(reader.lastPods()).toBeUndefined();
	});

	it("learns whose each container is: from the pods' status, else from its labels, once each", async () => {
		const info = {
			ID: 'x',
			Labels: {
				'io.kubernetes.pod.name': 'demo',
				'io.kubernetes.pod.namespace': 'default',
				'io.cri-containerd.kind': 'sandbox',
			},
		};
		const runner = fakeRunner(healthyAnswers({'k0s ctr --connect-timeout 1s container info': JSON.stringify(info)}));
		const reader = createClusterReader(runner, 0);
		for (let times = 0; times < 5; times++) await reader.read('all', signal);
		const infos = runner.asked.filter(argv => argv.includes('container info'));
		expect(infos).toHaveLength(12);
		expect(new Set(infos).size).toBe(12);
		expect(reader.lastContainers()).toHaveLength(12);
		expect(reader.lastContainers()?.every(({pod, kind}) => pod?.name === 'demo' && kind === 'sandbox')).toBe(true);
	});

	it("reads the guide's tables where a recording holds nothing else", async () => {
		const guide: Readonly<Record<string, string>> = {
			'k0s version': 'guide/k0s-version.txt',
			'k0s status': 'guide/k0s-status.txt',
			'k0s kubectl get nodes': 'guide/get-nodes.txt',
			'k0s kubectl get all --all-namespaces -o wide': 'guide/get-all-namespaces.txt',
			'k0s ctr container list': 'guide/ctr-container-list.txt',
			'k0s ctr task list': 'guide/ctr-task-list.txt',
			'k0s ctr image list': 'guide/ctr-image-list.txt',
		};
		const at = Date.parse('2025-10-09T12:20:00Z');
		const runner = fakeRunner(
			argv =>
				guide[argv] === undefined
					? {kind: 'failed', stderr: 'not in this recording', startedAt: 5}
					: {stdout: sample(guide[argv]), startedAt: at},
			'recorded',
		);
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(facts.asOf).toBe(at);
		expect(must(facts.k0s).pid).toBe(1592);
		expect(must(facts.nodes)[0]).toMatchObject({ready: true});
		expect(must(facts.pods)).toHaveLength(5);
		expect(must(facts.containers).filter(({pid}) => pid !== null)).toHaveLength(10);
		expect(must(facts.images)).toHaveLength(21);
		expect(facts.unit.known).toBe(false);
	});
});

describe("the guide's own recording", () => {
	it('is read as far as it goes: what it does not hold is unknown, so the verdict is', async () => {
		const runner = createRunner(createRecordedHost(seedRecording()), {readOnly: true});
		const facts = await createClusterReader(runner, hour).read('all', signal);
		expect(must(facts.version)).toBe('v1.34.1+k0s.0');
		expect(must(facts.k0s)).toMatchObject({pid: 1592, apiReachable: true});
		expect(must(facts.nodes)).toMatchObject([{name: 'centos10.home.local', ready: true}]);
		expect(must(facts.pods)).toHaveLength(5);
		expect(must(facts.containers)).toHaveLength(12);
		expect(ageOf(must(facts.nodes)[0]?.createdAt ?? null, momentOf(facts, Date.now()))).toMatch(
			/^(8\d|9\d|1\d\d)s$|m$/,
		);
		expect(assess(facts, momentOf(facts, Date.now()))).toMatchObject({
			verdict: 'unknown',
			reasons: [{id: 'unknown', subject: 'service', detail: 'not in this recording'}],
		});
		await runner.close();
	});
});

describe('live data of the cluster', () => {
	it('tells the header version, verdict and sign', async () => {
		const pacer = createPacer({interval: 2000});
		const {verdict} = createClusterSources(fakeRunner(healthyAnswers({'id -u': '1000\n'})), pacer);
		const {value} = await verdict.refresh();
		expect(value).toEqual({version: 'v1.34.1+k0s.0', verdict: 'unknown', but: null, mark: 'unknown'});
		pacer.close();
	});

	it('keeps the same reference while nothing changes, also when two sources share the reader', async () => {
		const pacer = createPacer({interval: 2000});
		const {cluster, pods} = createClusterSources(fakeRunner(healthyAnswers()), pacer);
		const changed = vi.fn();
		const leave = cluster.subscribe(changed);
		const first = await cluster.refresh();
		changed.mockClear();
		const [second, list] = await Promise.all([cluster.refresh(), pods.refresh()]);
		expect(second.value).toBe(first.value);
		expect(list.value).toHaveLength(7);
		leave();
		pacer.close();
	});
});
