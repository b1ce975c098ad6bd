import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {begun, journalOf} from '../support/journal-lines.js';
import {anyDebianTest} from '../support/series.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

type Command = {argv: string[]; changes: boolean};
type Plan = {steps: Array<{id: string; state: string; commands: Command[]}>};
type Steps = {run: string; verdict: string; steps: Array<{id: string; state: string; found: string}>};
type Reset = {steps: Array<{id: string; state: string}>; leftovers: unknown[]; error?: {message: string}};

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
let host: TestHost;

const json = async <T>(...args: string[]): Promise<{exit: number | null; json: T; stderr: string}> => {
	const ran = await host.tui([...args, '--json'], {milliseconds: 120_000});
	return {exit: ran.exit, json: JSON.parse(ran.stdout) as T, stderr: ran.stderr};
};

/** All that a run may change, as the host's own tools print it. */
async function stateOf(): Promise<Record<string, string>> {
	const asked: Record<string, string[]> = {
		hostname: ['hostnamectl', '--static'],
		zones: ['firewall-cmd', '--list-all-zones'],
		permanent: ['firewall-cmd', '--permanent', '--list-all-zones'],
		defaultZone: ['firewall-cmd', '--get-default-zone'],
		binaries: ['ls', '-A', '/usr/local/bin'],
		unit: ['sh', '-c', 'cat /etc/systemd/system/k0scontroller.service 2>&1 || true'],
		users: ['sh', '-c', 'getent passwd etcd kube-apiserver konnectivity-server kube-scheduler || true'],
	};
	const state: Record<string, string> = {};
	for (const [name, argv] of Object.entries(asked)) state[name] = await host.must(argv);
	return state;
}

vi.setConfig({testTimeout: 240_000});

describe.skipIf(without !== undefined)(`install, undo and reset as root on a real host${reason}`, () => {
	let before: Record<string, string>;
	beforeAll(async () => {
		host = await startTestHost({name: 'inst', faults: {}, switches: {readySeconds: 1}});
		before = await stateOf();
	});
	afterAll(() => {
		host.down();
	});

	test.each([
		['a host name that no node can have', ['--hostname', '-rf'], 2, '-rf'],
		['a host name for a shell', ['--hostname=$(id)'], 2, 'RFC 1123'],
		['an interface that is not there', ['--profile', 'article', '--interface', 'nosuch0'], 1, 'nosuch0'],
		['an interface that is not there, in a profile that binds none', ['--interface', 'nosuch0'], 1, 'nosuch0'],
		['a version that is none', ['--k0s-version', 'latest'], 2, 'stable'],
		['a configuration that is not there', ['--k0s-config', '/etc/no.yaml'], 1, '/etc/no.yaml'],
	])('%s: one sentence, nothing begun', async (_what, args, exit, said) => {
		const ran = await host.tui(['install', '--yes', ...args]);
		expect(ran.exit).toBe(exit);
		expect(ran.stderr).toContain(said);
		expect(await journalOf(host)).toEqual([]);
		expect(await stateOf()).toEqual(before);
	});

	test('an ordinary user is told how, sudo that asks or not', async () => {
		const ran = await host.tui(['install', '--yes'], {user: 'operator'});
		expect(ran.exit).toBe(3);
		expect(ran.stderr).toContain('sudo');
		expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
	});

	anyDebianTest('a full disk: one sentence, nothing begun, for what is placed and for the journal', async () => {
		// The Node that runs it lies in the folder that is full.
		const mounts = [
			'cp /usr/local/bin/node /root/node',
			'mount -t tmpfs -o size=1m none /usr/local/bin',
			'mkdir -p -m 700 /var/lib/k0s-tui',
		];
		await host.must(['sh', '-c', mounts.join(' && ')]);
		const install = ['/root/node', ...host.tuiArgv.slice(1), 'install', '--yes'];
		const placed = await host.exec(install);
		await host.must(['umount', '/usr/local/bin']);
		expect(placed.exit).toBe(1);
		expect(placed.stderr.trimEnd().split('\n')).toHaveLength(1);
		expect(placed.stderr).toMatch(/^k0s-tui install: download: .* \/usr\/local\/bin/);
		const fill = 'mount -t tmpfs -o size=64k,mode=700 none /var/lib/k0s-tui; ! cat /dev/zero >/var/lib/k0s-tui/full';
		await host.must(['sh', '-c', fill]);
		const noted = await host.exec(install);
		await host.must(['sh', '-c', 'umount /var/lib/k0s-tui; rm /root/node']);
		expect(noted.exit).toBe(3);
		expect(noted.stderr).toBe(
			'k0s-tui install: No space left for /var/lib/k0s-tui. Nothing runs until you free some.\n',
		);
		expect(await journalOf(host)).toEqual([]);
		expect(await stateOf()).toEqual(before);
	});

	test('from a server before the first step to healthy, by exactly the commands of the plan', async () => {
		const {json: plan} = await json<Plan>('plan', '--hostname', 'node1.home.local');
		const {exit, json: result} = await json<Steps>('install', '--yes', '--hostname', 'node1.home.local');
		expect(exit).toBe(0);
		expect(result.verdict).toBe('healthy');
		expect(result.steps.map(({state}) => state)).toEqual(result.steps.map(() => 'done'));
		const shown = plan.steps.flatMap(({commands}) => commands.map(({argv}) => argv.join(' ')));
		expect(begun(await journalOf(host))).toEqual(shown);
		expect((await host.tui(['status'])).exit).toBe(0);
	});

	test('again: not one command that changes anything, not even a worker', async () => {
		const records = await journalOf(host);
		const ran = await host.tui(['install', '--yes', '--hostname', 'node1.home.local']);
		expect(ran.exit).toBe(0);
		expect(await journalOf(host)).toEqual(records);
	});

	test('undo --to a step takes back what came after it too, newest first; undo the rest: as before', async () => {
		const {exit, json: first} = await json<Steps>('undo', '--yes', '--to', 'start');
		expect(exit).toBe(0);
		expect(first).toMatchObject({verdict: 'undone', steps: [{id: 'start', state: 'undone'}]});
		const {json: rest} = await json<Steps>('undo', '--yes');
		expect(rest.verdict).toBe('undone');
		expect(rest.steps.map(({id}) => id)).toEqual([
			'install',
			'place',
			'download',
			'firewall-commit',
			'firewall-trial',
			'hostname',
		]);
		expect(await stateOf()).toEqual(before);
		const again = await json<Steps>('undo', '--yes');
		expect(again).toMatchObject({exit: 0, json: {verdict: 'undone', steps: []}});
	});

	const article = async (wait: string) =>
		host.exec(
			[
				'sh',
				'-c',
				`exec ${[...host.tuiArgv, 'install', '--yes', '--json', '--profile', 'article', '--confirm-wait', wait].join(' ')} 2>/tmp/said-${wait}`,
			],
			{milliseconds: 120_000},
		);

	test('the guide’s profile waits for a new login; without one it is taken back, exit 1', async () => {
		const zones = await host.must(['firewall-cmd', '--list-all-zones']);
		const {exit, stdout} = await article('10');
		expect(exit).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({verdict: 'rolled-back'});
		expect(await host.must(['cat', '/tmp/said-10'])).toContain('sudo k0s-tui confirm');
		expect(await host.must(['firewall-cmd', '--list-all-zones'])).toBe(zones);
	});

	anyDebianTest('a trial that fails is taken back at once, not when its time is over', async () => {
		const zones = await host.must(['firewall-cmd', '--list-all-zones']);
		const real = '/usr/local/sbin/firewall-cmd-itself';
		const failing = `#!/bin/sh\ncase "$*" in *--add-masquerade*) echo refused >&2; exit 254 ;; esac\nexec /usr/bin/python3 ${real} "$@"\n`;
		await host.must(['tee', '/root/failing'], {input: failing});
		await host.must([
			'sh',
			'-c',
			`cp /usr/bin/firewall-cmd ${real} && chmod 755 /root/failing && mount --bind /root/failing /usr/bin/firewall-cmd`,
		]);
		const {exit, stdout} = await article('3600');
		await host.must(['sh', '-c', `umount /usr/bin/firewall-cmd && rm ${real} /root/failing`]);
		expect(exit).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({
			verdict: 'rolled-back',
			error: {message: expect.stringContaining('refused'), hint: expect.stringContaining('undone at once')},
		});
		expect(await host.must(['firewall-cmd', '--list-all-zones'])).toBe(zones);
		expect(await host.must(['systemctl', 'list-units', '--all', '--plain', 'k0s-tui-guard-*'])).toContain('0 loaded');
	});

	/** What `confirm` says through this login. */
	const refusedBy = async (login: Promise<{exit: number | null; stdout: string}>) => {
		const {exit, stdout} = await login;
		return [exit, (JSON.parse(stdout) as {error: {code: string}}).error.code];
	};

	test('only a new login from elsewhere keeps it; with one it is kept: to healthy', async () => {
		const confirm = [...host.tuiArgv, 'confirm', '--json'];
		const older = host.login('root', [
			'sh',
			'-c',
			`touch /tmp/older; until [ -e /tmp/go ]; do sleep 0.2; done; exec ${confirm.join(' ')}`,
		]);
		await host.until(['ls', '/tmp/older']);
		const run = article('600');
		await host.until(['grep', '-q', 'k0s-tui confirm', '/tmp/said-600'], 60_000);
		await host.must(['touch', '/tmp/go']);
		expect(await refusedBy(older)).toEqual([1, 'old-login']);
		expect(await refusedBy(host.exec(confirm))).toEqual([1, 'no-login']);
		await host.must(['sh', '-c', 'umask 077; cat >/root/key'], {input: host.key()});
		const loopback = ['ssh', '-i', '/root/key', '-o', 'StrictHostKeyChecking=no', '-o', 'LogLevel=ERROR', '127.0.0.1'];
		expect(await refusedBy(host.login('root', [...loopback, ...confirm]))).toEqual([1, 'loopback']);
		const confirmed = await host.login('root', [...host.tuiArgv, 'confirm']);
		expect(confirmed.exit, `${confirmed.stdout}${await host.must(['cat', '/tmp/said-600'])}`).toBe(0);
		expect((await run).exit).toBe(0);
		expect(await host.must(['firewall-cmd', '--get-default-zone'])).toBe('trusted\n');
	});

	test('reset: nothing of k0s is left, and what is not k0s’s stays', async () => {
		const own = ['-p', 'tcp', '--dport', '9999', '-m', 'comment', '--comment', 'of somebody else', '-j', 'ACCEPT'];
		await host.must(['iptables', '-A', 'INPUT', ...own]);
		await host.must(['sh', '-c', 'mkdir -p /etc/k0s && echo "by hand" >/etc/k0s/k0s.yaml']);
		const {exit, json: result} = await json<Reset>('reset', '--yes');
		expect(result.error).toBeUndefined();
		expect(result.leftovers).toEqual([]);
		expect(exit).toBe(0);
		const commands = begun(await journalOf(host));
		expect(commands.filter(command => /flush|iptables\S* .*-F |-X /.test(command))).toEqual([]);
		const saved = await host.must(['iptables-save']);
		expect(saved).toContain('of somebody else');
		expect(saved).not.toMatch(/KUBE-|kube-/);
		await host.must(['iptables', '-C', 'INPUT', ...own]);
		expect(await host.must(['cat', '/etc/k0s/k0s.yaml'])).toBe('by hand\n');
		const {hostname: _, ...rest} = await stateOf();
		const {hostname: __, ...wanted} = before;
		expect(rest).toEqual(wanted);
		const again = await json<Reset>('reset', '--yes');
		expect(again).toMatchObject({exit: 0, json: {leftovers: []}});
	});
});
