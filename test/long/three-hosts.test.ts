import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {runOn} from '../support/on.js';
import {openSession} from '../support/session.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

type Step = {readonly id: string; readonly state: string; readonly found: string};
type Answer = {
	readonly verdict: string;
	readonly reasons: readonly string[];
	readonly steps: readonly Step[];
	readonly error?: {readonly message: string; readonly hint?: string};
};

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
const project = fileURLToPath(new URL('../../', import.meta.url));
const tokenFile = '/root/worker.token';
const next = 'v1.35.7+k0s.0';
const switches = {readySeconds: 2, stopSeconds: 1, nodeReadySeconds: 0.5};

vi.setConfig({testTimeout: 400_000, hookTimeout: 400_000});

/** A controller and two workers on one network, over real systemd, firewalld and sshd. k0s is the stand-in. */
describe.skipIf(without !== undefined)(`three hosts${reason}`, () => {
	let controller: TestHost;
	let first: TestHost;
	let second: TestHost;
	let token = '';

	const run = async (host: TestHost, ...args: string[]): Promise<{exit: number | null; json: Answer}> => {
		const {exit, stdout, stderr} = await host.tui([...args, '--json'], {milliseconds: 300_000});
		return {exit, json: JSON.parse(stdout === '' ? stderr : stdout) as Answer};
	};
	const status = async (host: TestHost): Promise<{exit: number | null; json: Answer}> => run(host, 'status');
	/** Asks until it says so: another host's node is told late. */
	const settles = async (host: TestHost, verdict: string, why = ''): Promise<Answer> => {
		const end = Date.now() + 120_000;
		for (;;) {
			const {json} = await status(host);
			if (json.verdict === verdict && json.reasons.join('\n').includes(why)) return json;
			if (Date.now() > end) throw new Error(`still ${JSON.stringify(json).slice(0, 3000)}`);
		}
	};
	const nodes = ['k0s', 'kubectl', 'get', 'nodes', '--no-headers'];
	const nodesAre = async (...lines: readonly RegExp[]): Promise<string> =>
		controller.until(nodes, 60_000, stdout => {
			const rows = stdout.trim().split('\n');
			return rows.length === lines.length && lines.every((line, at) => line.test(rows[at] ?? ''));
		});
	/** The others, by name of the profile that opens k0s's ports to them alone. */
	const beside = (...others: readonly string[]): readonly string[] => [
		...['--profile', 'multi-node', '--nodes', others.map(last => `192.168.122.${last}`).join(',')],
	];

	beforeAll(async () => {
		execFileSync(process.execPath, ['scripts/build.mjs', '--bundle'], {cwd: project});
		controller = await startTestHost({name: 'three', k0s: 'placed', hostname: 'c1.home.local', faults: {}, switches});
		const another = (name: string, address: string): Promise<TestHost> =>
			startTestHost({
				...{name, k0s: 'placed', hostname: `${name}.home.local`, lan: controller, address, faults: {}, switches},
			});
		first = await another('w1', '192.168.122.162');
		second = await another('w2', '192.168.122.163');
	});
	afterAll(() => {
		for (const host of [second, first, controller]) host?.down();
	});

	test('the controller, with pods of its own', async () => {
		const {exit, json} = await run(controller, 'install', '--role', 'controller+worker', '--yes');
		expect(json).toMatchObject({verdict: 'healthy'});
		expect(exit).toBe(0);
	});

	test('a token for its file alone, and the line for the other machine', async () => {
		const {exit, stdout} = await controller.tui(['token', '--yes', '--out', tokenFile]);
		expect(exit).toBe(0);
		expect(stdout).toContain('k0s-tui install --role worker --token-file');
		expect(await controller.must(['stat', '-c', '%a %U', tokenFile])).toBe('600 root\n');
		token = (await controller.must(['cat', tokenFile])).trim();
		expect(stdout).not.toContain(token);
	});

	test('a controller that a firewall keeps away is named before anything changes', async () => {
		await first.must(['sh', '-c', `umask 077; cat >${tokenFile}`], {input: `${token}\n`});
		const {exit, json} = await run(first, 'install', '--role', 'worker', '--token-file', tokenFile, '--yes');
		expect(exit).toBe(1);
		expect(json.error?.message).toContain('192.168.122.161:6443');
		expect((await first.exec(['test', '-e', '/etc/systemd/system/k0sworker.service'])).exit).toBe(1);
	});

	test('the profile multi-node opens the controller to the named workers, with no login to confirm', async () => {
		const role = ['--role', 'controller+worker'];
		const {exit, json} = await run(controller, 'install', ...role, ...beside('162', '163'), '--yes');
		expect(json.error).toBeUndefined();
		expect(json).toMatchObject({verdict: 'healthy'});
		expect(exit).toBe(0);
		const zones = await controller.must(['firewall-cmd', '--list-all-zones']);
		expect(zones).toContain('source address="192.168.122.163" port port="6443" protocol="tcp" accept');
		expect(zones).not.toMatch(/ ports: .*6443/);
	});

	test('a worker joins by a token in a file, which stays in no journal, unit or argument', async () => {
		const join = ['--role', 'worker', '--token-file', tokenFile, ...beside('161', '163'), '--yes'];
		const {exit, json} = await run(first, 'install', ...join);
		expect(json.error).toBeUndefined();
		expect(json).toMatchObject({verdict: 'healthy'});
		expect(exit).toBe(0);
		await nodesAre(/^c1\S* +Ready/, /^w1\S* +Ready/);
		const kept = await first.exec(['grep', '-rlF', token, '/var/lib/k0s-tui', '/etc/systemd', '/var/lib/k0s']);
		expect(kept.stdout).toBe('');
		expect(await first.must(['sh', '-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "'])).not.toContain(token);
	});

	test('another one from a third machine, over ssh, the token by standard input', async () => {
		const line = ['install', '--role', 'worker', '--token-file', '-', ...beside('161', '162'), '--yes', '--json'];
		const {exit, stdout, stderr} = await runOn(['-F', second.config, second.name, ...line], `${token}\n`);
		expect(exit, stderr).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({verdict: 'healthy'});
		await nodesAre(/^c1\S* +Ready/, /^w1\S* +Ready/, /^w2\S* +Ready/);
		// It was ours, and is of no use any more.
		expect((await second.exec(['test', '-e', '/var/lib/k0s-tui/join-token'])).exit).toBe(1);
	});

	test('each host says what it is, and the controller knows all nodes', async () => {
		await settles(controller, 'healthy');
		const {json} = await status(first);
		expect(json).toMatchObject({verdict: 'healthy', k0s: {role: 'worker'}, node: {name: 'w1.home.local', ready: true}});
		const text = (await controller.tui(['status'])).stdout;
		for (const name of ['c1', 'w1', 'w2']) expect(text).toContain(`${name}.home.local`);
		// Who the other nodes are the API tells: nobody has to name them again.
		for (const host of [controller, first]) {
			const {exit, stdout} = await host.tui(['check', '--only', 'firewall-nodes']);
			expect(stdout).toMatch(/ok +Other nodes pass the firewall/);
			expect(exit).toBe(0);
		}
	});

	test('a worker is not upgraded before its controller; then it is, and its pods stay in the cluster', async () => {
		const early = await run(first, 'upgrade', '--to', next, '--yes');
		expect(early.exit).toBe(1);
		expect(early.json.steps.some(({state}) => state === 'blocked')).toBe(true);
		expect((await first.must(['k0s', 'version'])).trim()).toBe('v1.34.1+k0s.0');
		const of = async (host: TestHost): Promise<Answer> => {
			const {exit, json} = await run(host, 'upgrade', '--to', next, '--yes');
			expect(json, JSON.stringify(json.error)).toMatchObject({verdict: 'upgraded'});
			expect(exit).toBe(0);
			return json;
		};
		await of(controller);
		const {steps} = await of(first);
		// There is nothing to back up on a worker.
		expect(steps.find(({id}) => id === 'backup')?.found).toContain('not needed');
		expect(await first.must(['sh', '-c', 'ls /root'])).not.toContain('k0s_backup');
		await nodesAre(/^c1\S* +Ready.*v1\.35\.7/, /^w1\S* +Ready.*v1\.35\.7/, /^w2\S* +Ready.*v1\.34\.1/);
	});

	test('one is cut off: both sides say what they know and since when, and are well again afterwards', async () => {
		await controller.lan(['ip', 'link', 'set', 'lan163', 'down']);
		const there = await settles(controller, 'degraded', 'w2.home.local');
		expect(there.reasons.join('\n')).toMatch(/w2\.home\.local, does not report any more \(last heard at \d{4}-/);
		expect((await status(controller)).exit).toBe(1);
		const here = await status(second);
		expect(here.exit).toBe(1);
		// It cannot ask, and says so; young as its service is, it may still be starting.
		expect(['starting', 'degraded', 'unknown']).toContain(here.json.verdict);
		expect(here.json.reasons.join('\n')).toContain('The API server does not answer');
		await controller.lan(['ip', 'link', 'set', 'lan163', 'up']);
		await settles(controller, 'healthy');
		await settles(second, 'healthy');
	});

	test('one is drained by keys, deleted by keys, and reset: nothing of it is left', async () => {
		const [file = '', ...words] = controller.ssh();
		const session = openSession(file, [...words, ...controller.tuiArgv, '--screen', 'status'], {
			columns: 120,
			rows: 40,
		});
		await session.see('c1.home.local', 60_000);
		session.type(':');
		session.type('nodes\r');
		await session.see('w2.home.local', 60_000);
		session.type('/');
		session.type('w2\r');
		session.type('x');
		await session.see('Drain', 30_000);
		session.type('jj\r');
		await session.see('k0s kubectl drain w2.home.local', 30_000);
		session.type('y');
		await session.see('SchedulingDisabled', 120_000);
		session.type('D');
		await session.see('Delete Node w2.home.local?', 30_000);
		session.type('y');
		await session.see('Node w2.home.local is gone', 60_000);
		session.kill('SIGHUP');
		const {exit, json} = await run(second, 'reset', '--yes');
		expect(json, JSON.stringify(json)).toMatchObject({leftovers: []});
		expect(exit).toBe(0);
		await nodesAre(/^c1\S* +Ready/, /^w1\S* +Ready/);
		await settles(controller, 'healthy');
		expect((await status(second)).json.verdict).toBe('not-installed');
	});
});
