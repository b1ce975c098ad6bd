import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {longTest, partOf, whole} from '../support/series.js';
import {startTestHost, whyNoTestHost, type Switches, type TestHost} from '../support/test-host.js';

type Step = {id: string; state: string; found: string; hint: string | null};
type Steps = {verdict: string; steps: Step[]; error?: {code: string; message: string; hint: string | null}};

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
vi.setConfig({testTimeout: 400_000});
let host: TestHost;

const install = async (...args: string[]): Promise<{exit: number | null; json: Steps; stderr: string}> => {
	const {exit, stdout, stderr} = await host.tui(['install', '--yes', '--json', ...args], {milliseconds: 200_000});
	return {exit, json: JSON.parse(stdout) as Steps, stderr};
};

/** Where a start stands, as the plan sees it now. */
async function healthyStep(): Promise<Step> {
	const {stdout} = await host.tui(['plan', '--json'], {milliseconds: 180_000});
	const step = (JSON.parse(stdout) as {steps: Step[]}).steps.find(({id}) => id === 'healthy');
	if (!step) throw new Error('the plan has no step healthy');
	return step;
}

/** Asks until the step says this, for what comes some seconds after its cause. */
async function says(wanted: RegExp, milliseconds = 180_000): Promise<Step> {
	const end = Date.now() + milliseconds;
	for (;;) {
		const step = await healthyStep();
		if (wanted.test(`${step.found} ${step.hint ?? ''}`)) return step;
		if (Date.now() > end) throw new Error(`${wanted}: ${JSON.stringify(step)}`);
	}
}

/** Switches that some test turned. */
const used = new Set<string>();
/**
 * How long things take and what they are called. A program that says another version is one of the bad downloads, a node
 * under pressure one of the checks, a start that panics is tried nowhere yet.
 */
const harmless = [
	...['readySeconds', 'nodeReadySeconds', 'roleLabelSeconds', 'podSeconds', 'proxySyncSeconds', 'podFirewall'],
	...['dnsReadySeconds', 'stopSeconds', 'cliCostMs', 'historyLength', 'startPanic'],
	...['nodePort', 'clusterIP', 'version', 'pressure', 'proxyMode', 'policyReturnSeconds', 'policySyncSeconds'],
];

const set = async (switches: Switches): Promise<void> => {
	for (const name of Object.keys(switches)) used.add(name);
	await host.switches(switches);
};

/** systemd begins k0s anew after 10 s: nothing here is about how long that takes. */
const quickly = async (): Promise<void> => {
	const folder = '/etc/systemd/system/k0scontroller.service.d';
	await host.must(['sh', '-c', `mkdir -p ${folder} && printf '[Service]\\nRestartSec=1\\n' >${folder}/quick.conf`]);
	await host.must(['systemctl', 'daemon-reload']);
};

const restart = async (switches: Switches): Promise<void> => {
	await host.exec(['systemctl', 'stop', 'k0scontroller']);
	await set({readySeconds: 1, ...switches});
	await host.exec(['systemctl', 'reset-failed', 'k0scontroller']);
	await host.must(['systemctl', 'start', 'k0scontroller']);
};

/** The same with nothing there from before: no node, no pods. */
const anew = async (switches: Switches): Promise<void> => {
	await host.exec(['systemctl', 'stop', 'k0scontroller']);
	await set({});
	await host.must(['k0s', 'reset']);
	await host.must(['k0s', 'install', 'controller', '--enable-worker', '--no-taints']);
	await restart(switches);
};

const coredns = ['quay.io/k0sproject/coredns:1.13.1'];

describe.skipIf(without !== undefined)(`every fault of a start has a name and a reason${reason}`, () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'stall', profile: 'containerd', k0s: 'placed', switches: {readySeconds: 1}});
		await quickly();
	}, 200_000);
	afterAll(() => {
		host.down();
	});

	test('what k0s itself would reject is said by the checks, before anything is installed', async () => {
		await set({sysinfoReject: ['cgroup controller "memory"']});
		const {exit, stdout} = await host.tui(['check', '--only', 'k0s-sysinfo', '--json']);
		expect(exit).toBe(1);
		const [check] = (JSON.parse(stdout) as {checks: Array<{result: string; found: string; remedy: unknown}>}).checks;
		expect(check).toMatchObject({result: 'fail', found: expect.stringContaining('cgroup controller "memory"')});
		expect(check?.remedy).not.toBeNull();
	});

	test('k0s install that fails: exit 1, in its own words; nothing is started', async () => {
		await set({systemctlFails: true});
		const {exit, json} = await install();
		expect(exit).toBe(1);
		expect(json.error).toMatchObject({
			code: 'failed',
			message: expect.stringMatching(/^install: k0s failed.*exit status/),
		});
		expect(json.steps.find(({id}) => id === 'start')?.state).toBe('todo');
		// k0s left its unit file behind, which systemd does not start at boot: the next run mends that.
		const {stdout} = await host.tui(['plan', '--json']);
		const step = (JSON.parse(stdout) as {steps: Step[]}).steps.find(({id}) => id === 'install');
		expect(step).toMatchObject({state: 'todo', commands: [{argv: ['systemctl', 'enable', 'k0scontroller.service']}]});
	});

	test('a crash loop: the step fails with the journal’s own last error, and what to do', async () => {
		await set({startCrash: 'failed to load config: yaml: line 3'});
		const {exit, json} = await install();
		expect(exit).toBe(1);
		expect(json.error).toMatchObject({
			message: expect.stringMatching(/^(start|healthy): .*Its last error: failed to load config: yaml: line 3/),
			hint: expect.stringContaining('journalctl -u k0scontroller'),
		});
	});

	test.each([
		['a port that is in use', {startCrash: true}, /Port 2379 is already in use.*ss -Hltnp/],
		['k0s’s own pre-flight', {preflightFail: true}, /pre-flight checks rejected.*os\/CGROUPS\/CGROUP_SCHED/],
		['k0s status hangs: our deadline, not its', {neverReady: true}, /does not answer within 5 s/],
	])('%s', async (_what, switches, wanted) => {
		await restart(switches);
		const step = await says(wanted);
		expect(step.state).not.toBe('done');
	});

	test('k0s is not executable', async () => {
		await host.exec(['systemctl', 'stop', 'k0scontroller']);
		await host.must(['chmod', '644', '/usr/local/bin/k0s']);
		await host.exec(['systemctl', 'start', 'k0scontroller']);
		await says(/not executable.*chmod 755/);
		await host.must(['chmod', '755', '/usr/local/bin/k0s']);
	});

	// Before anything wrote rules: they would outlive every service.
	test('services without packet rules: the path to one says so, and what to do', async () => {
		await anew({proxyRules: false});
		await host.until(['k0s', 'kubectl', 'get', 'service', '-n', 'kube-system', 'kube-dns'], 120_000);
		const {exit, stdout} = await host.tui(['path', 'kube-system/kube-dns', '--json'], {milliseconds: 120_000});
		expect(exit).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({
			error: {code: 'no-proxy', hint: expect.stringContaining('k8s-app=kube-proxy')},
		});
	});

	const pods = [
		['containerd does not run', {containerdFails: true}, /containerd is not running.*containerd\.sock/],
		['nothing of the system is deployed', {systemPods: false}, /No system pods were deployed/],
		['an image cannot be pulled', {imagePullFails: coredns}, /image cannot be pulled: coredns-.*cannot pull image/],
		['a pod crashes', {podCrash: coredns}, /keeps crashing: coredns-.*--previous/],
	] as const;
	test.each(partOf(pods, 4))('%s', async (_what, switches, wanted) => {
		await anew(switches);
		const step = await says(wanted);
		expect(step.state).not.toBe('done');
	});

	test('healthy when nothing stands in the way, also when every command of k0s is slow', async () => {
		await host.exec(['systemctl', 'stop', 'k0scontroller']);
		await host.must(['k0s', 'reset']);
		await set({readySeconds: 1, cliSlowMs: whole ? 700 : 100});
		const {exit, json, stderr} = await install();
		expect(exit, stderr).toBe(0);
		expect(json.verdict).toBe('healthy');
	});

	const network = {nodeNotReady: true};
	test.each([
		['the API server refuses', {apiDown: true}, /API server does not answer:.*refused.*:6443/],
		['the API server answers with errors', {apiErrors: {pods: 500}}, /API server answers with an error/],
		[
			'the API server is late',
			{apiSlowMs: 60_000},
			/API server is too slow to answer|API server does not answer|does not answer within/,
		],
		['kernel modules are missing', network, /Kernel modules could not be loaded: br_netfilter.*kernel-modules-extra/],
	])('%s', async (_what, switches, wanted) => {
		await set({readySeconds: 1, ...switches});
		const step = await says(wanted);
		expect(step.state).not.toBe('done');
		expect(step.hint).not.toBeNull();
	});

	longTest('the pod network is not up; the wait has an end, which says what is missing', async () => {
		await restart({...network, missingModules: []});
		await says(/pod network is not up:.*cni plugin not initialized/);
		const {exit, json} = await install('--healthy-wait', '10');
		expect(exit).toBe(1);
		expect(json.error).toMatchObject({
			code: 'failed',
			message: expect.stringMatching(/^healthy: Timed out.*NotReady/),
			hint: expect.stringContaining('kube-router does not start'),
		});
	});

	test('a reset that fails the first time: the leftovers are taken away by name', async () => {
		await set({resetFails: true});
		const {exit, stdout} = await host.tui(['reset', '--yes', '--json'], {milliseconds: 200_000});
		expect(JSON.parse(stdout)).toMatchObject({leftovers: []});
		expect(exit).toBe(0);
		expect((await host.exec(['ls', '-d', '/var/lib/k0s'])).exit).toBe(2);
	});

	longTest('no switch of the stand-in was left out', () => {
		const {DEFAULTS} = createRequire(import.meta.url)('../testhost/k0s-standin/lib.cjs') as {DEFAULTS: object};
		const upkeep = readFileSync(new URL('../long/upkeep-host.test.ts', import.meta.url), 'utf8');
		const turned = (name: string) => used.has(name) || upkeep.includes(`switches({${name}: `);
		expect(Object.keys(DEFAULTS).filter(name => !turned(name) && !harmless.includes(name))).toEqual([]);
	});
});
