import {describe, expect, it} from 'vitest';
import {settingsFrom} from '../../source/commands/settings.js';
import {status} from '../../source/commands/status.js';
import {catalogue} from '../../source/text/text.js';
import {healthyAnswers} from '../support/cluster-answers.js';
import {fakeRunner, type Answers} from '../support/fake-runner.js';
import {sample} from '../support/samples.js';

/** Half an hour after the sample's unit became active. */
const active = sample('systemd/252/show-active.txt');

/** Neither the program nor a service of it. */
const noK0s = {'k0s version': undefined, 'systemctl show k0scontroller': sample('systemd/252/show-none.txt')};

async function run(answers: Answers, values: Record<string, string> = {}, interval = '2') {
	const said: string[] = [];
	const answer = await status.run(
		{
			runner: fakeRunner(answers),
			text: catalogue('en'),
			settings: settingsFrom({interval}),
			signal: new AbortController().signal,
			say: line => said.push(line),
		},
		values,
		[],
	);
	return {...answer, said};
}

const broken = (name: string) => sample(`real-k0s/pods/${name}.json`);
const withPods = (name: string, events: string, rest: Parameters<typeof healthyAnswers>[0] = {}) =>
	healthyAnswers({
		'k0s kubectl get all': JSON.stringify({
			...JSON.parse(sample('kubectl/1.34.5/get-all.json')),
			items: [
				...JSON.parse(sample('kubectl/1.34.5/get-all.json')).items.filter(
					({kind, metadata}: {kind: string; metadata: {namespace: string}}) =>
						kind !== 'Pod' || metadata.namespace === 'kube-system',
				),
				...JSON.parse(broken(name)).items,
			],
		}),
		'k0s kubectl get events': broken(events),
		...rest,
	});

describe('a pod in trouble', () => {
	it('stands below the verdict with its cause, and in JSON', async () => {
		const {exit, lines, json} = await run(withPods('pod-badmount', 'events-badmount'));
		expect(exit).toBe(0);
		expect(lines.slice(0, 2)).toEqual([
			'healthy, but 1 pod in trouble:',
			'  default/badmount a volume cannot be mounted: MountVolume.SetUp failed for volume "v" : hostPath type check failed: /no/such/dir is not a directory',
		]);
		expect(json['troubles']).toMatchObject([{name: 'badmount', cause: 'mount', container: 'c'}]);
		expect(json['pods']).toContainEqual(
			expect.objectContaining({name: 'badmount', message: expect.stringMatching(/hostPath type check failed/)}),
		);
	});

	it('tells the last line that a crashed container printed', async () => {
		const {lines} = await run(
			withPods('pod-crashloop', 'events-crashloop', {tail: '2026-11-30T00:53:09Z stderr F boom: no config\n'}),
		);
		expect(lines).toContain('  default/crashloop container c ended with exit 1, restarted 2 times: boom: no config');
	});
});

describe('a service that is up while a part of it is not', () => {
	it('names the line of the log that says why, before what follows from it', async () => {
		const {exit, lines} = await run(
			healthyAnswers({
				'k0s status': {kind: 'timed-out', exit: null},
				'journalctl -u k0scontroller.service': sample('real-k0s/journals/port-6443-taken.txt').replaceAll(
					/^2026-11-30T01:04/gm,
					'2026-11-30T09:04',
				),
			}),
		);
		expect(exit).toBe(1);
		expect(lines[1]).toMatch(/^ {2}kube-apiserver logs: .*0\.0\.0\.0:6443: bind: address already in use$/);
	});
});

describe('status without a screen', () => {
	it('says healthy on the first line, what else to look at after it, and exits 0', async () => {
		const {exit, lines, json} = await run(healthyAnswers());
		expect(exit).toBe(0);
		expect(lines[0]).toBe('healthy, but 1 pod in trouble:');
		expect(lines[1]).toMatch(/^ {2}default\/missing-\S+ /);
		expect(lines).toContainEqual(expect.stringMatching(/^kube-system {2}coredns-\S+ +1\/1 {4}Running/));
		expect(lines).toContainEqual(expect.stringMatching(/^default +demo +NodePort .* 80:31811\/TCP/));
		expect(json).toMatchObject({
			verdict: 'healthy',
			reasons: [],
			warnings: [],
			evidence: {kubelet: 'since', kubeletReported: '2026-11-23T04:31:20.123Z', runtimeAnswers: true},
			k0s: {
				version: 'v1.34.1+k0s.0',
				pid: 350,
				role: 'controller',
				workloads: true,
				singleNode: false,
				apiReachable: true,
			},
			node: {name: 'centos10.home.local', ready: true, version: 'v1.34.1+k0s'},
		});
		expect(json['pods']).toContainEqual(
			expect.objectContaining({namespace: 'default', phase: 'ImagePullBackOff', ready: false, ip: null}),
		);
		expect(json['pods']).toContainEqual(
			expect.objectContaining({
				namespace: 'kube-system',
				phase: 'Running',
				ready: true,
				ip: '10.244.0.4',
				node: 'centos10.home.local',
			}),
		);
		expect(json['containers']).toContainEqual(
			expect.objectContaining({
				id: expect.stringMatching(/^376c65bb/),
				runtime: 'io.containerd.runc.v2',
				pid: 2311,
				status: 'RUNNING',
			}),
		);
		expect(json['images']).toContainEqual(
			expect.objectContaining({ref: 'quay.io/k0sproject/coredns:1.13.1', size: Math.round(21.8 * 1024 * 1024)}),
		);
		expect(json['unread']).toEqual([]);
	});

	it('gives null for what is not known, and exits 1', async () => {
		const {exit, lines, json} = await run(healthyAnswers({'id -u': '1000\n'}));
		expect(exit).toBe(1);
		expect(lines).toEqual(['unknown', '  Without root, the health of k0s cannot be checked.']);
		expect(json).toMatchObject({
			verdict: 'unknown',
			k0s: {version: 'v1.34.1+k0s.0', pid: null, apiReachable: null},
			node: null,
			pods: null,
			containers: null,
			images: null,
		});
		expect(json['unread']).toContainEqual({part: 'pods', reason: 'needs-root', detail: 'k0s status'});
	});

	it('says that k0s is not there', async () => {
		const {exit, lines, json} = await run(healthyAnswers(noK0s));
		expect({exit, lines}).toEqual({exit: 1, lines: ['not installed', '  There is no k0s on this host.']});
		expect(json).toMatchObject({verdict: 'not-installed', k0s: {version: null}, pods: null});
	});

	it('lets no control character of a pod out', async () => {
		const evil = sample('kubectl/1.34.5/get-all.json').replaceAll('ImagePullBackOff', String.raw`Bad\u001b[2J`);
		const {lines} = await run(healthyAnswers({'k0s kubectl get all': evil}));
		expect(lines.join('\n')).toContain('Bad');
		expect(lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
	});

	it('waits until it is healthy, and tells each change once', async () => {
		let reads = 0;
		const notReady = sample('kubectl/1.34.5/get-nodes-not-ready.json');
		const answers = healthyAnswers();
		const {exit, said, json} = await run(
			argv => {
				if (argv.startsWith('k0s kubectl get nodes') && ++reads < 4) return notReady;
				return answers(argv);
			},
			{wait: '5'},
			'0.2',
		);
		expect(exit).toBe(0);
		expect(json).toMatchObject({verdict: 'healthy'});
		expect(said).toEqual([expect.stringMatching(/^(degraded|starting): Node centos10\.home\.local is not Ready/)]);
	});

	it('shows the containers and images of the moment at which it ends, not those of its first look', async () => {
		const notReady = sample('kubectl/1.34.5/get-nodes-not-ready.json');
		const answers = healthyAnswers();
		let ready = false;
		let looks = 0;
		const {json} = await run(
			argv => {
				if (argv.startsWith('k0s kubectl get nodes')) {
					ready = ++looks > 3;
					return ready ? answers(argv) : notReady;
				}

				const early = !ready && argv.startsWith('k0s ctr');
				return early ? `${(answers(argv) as string).split('\n')[0] ?? ''}\n` : answers(argv);
			},
			{wait: '5'},
			'0.2',
		);
		expect(json['verdict']).toBe('healthy');
		expect((json['containers'] as unknown[]).length).toBeGreaterThan(0);
		expect((json['images'] as unknown[]).length).toBeGreaterThan(0);
	});

	it('gives up after the time that was asked for', async () => {
		const {exit, error, json} = await run(healthyAnswers(noK0s), {wait: '1'}, '0.2');
		expect(exit).toBe(1);
		expect(error).toEqual({code: 'not-healthy', message: 'not healthy after 1 s'});
		expect(json).toMatchObject({verdict: 'not-installed'});
	});

	it('does not wait for an ordinary user, whom waiting does not help', async () => {
		const began = Date.now();
		const {exit} = await run(healthyAnswers({'id -u': '1000\n', 'systemctl show k0scontroller': active}), {wait: ''});
		expect(exit).toBe(1);
		expect(Date.now() - began).toBeLessThan(1000);
	});

	it('refuses a wait that is no number of seconds', () => {
		const {refuse} = status.options['wait'] ?? {};
		const text = catalogue('en');
		expect(['0', '-1', '1.5', 'ten', '86401', '9999999'].map(value => refuse?.(value, text))).not.toContain(undefined);
		expect(refuse?.('600', text)).toBeUndefined();
	});
});
