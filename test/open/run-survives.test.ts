import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {atRecord, begun, journalOf, killWorker} from '../support/journal-lines.js';
import {openSession, type Session} from '../support/session.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
let host: TestHost;
vi.setConfig({testTimeout: 600_000});

const install = ['install', '--yes', '--hostname', 'node1.home.local'];

/** What stands on the host after a run, but for what is new each time (times, process numbers). */
async function stateOf(): Promise<string> {
	return host.must([
		'sh',
		'-c',
		[
			'hostnamectl --static',
			'firewall-cmd --list-all-zones',
			'firewall-cmd --permanent --list-all-zones',
			'firewall-cmd --get-default-zone',
			'cat /etc/systemd/system/k0scontroller.service',
			'sha256sum /usr/local/bin/k0s',
			'ls -A /usr/local/bin',
			'systemctl is-active k0scontroller',
			'systemctl is-enabled k0scontroller',
			'k0s kubectl get nodes --no-headers -o custom-columns=N:.metadata.name,R:.spec.taints',
		].join('\n'),
	]);
}

/** Begins a run that nobody looks at, and does something at a record of it. */
async function cutAt(wanted: Parameters<typeof atRecord>[0], then: string): Promise<void> {
	const skip = (await journalOf(host)).at(-1)?.seq ?? 0;
	const watch = host.must(atRecord(wanted, skip, then), {milliseconds: 120_000});
	const run = host.tui(install, {milliseconds: 120_000});
	await watch;
	const ran = await run;
	expect(ran.exit, ran.stderr).not.toBe(0);
}

/** Commands that were begun for one step, from a record on. */
const steps = ['hostname', 'firewall-trial', 'firewall-commit', 'download', 'place', 'install', 'start'];

describe.skipIf(without !== undefined)(`a run survives what happens to it${reason}`, () => {
	let wanted: string;
	beforeAll(async () => {
		host = await startTestHost({name: 'surv', faults: {}, switches: {readySeconds: 1}});
		const ran = await host.tui(install, {milliseconds: 240_000});
		expect(ran.exit, ran.stderr).toBe(0);
		wanted = await stateOf();
	}, 400_000);
	afterAll(() => {
		host.down();
	});
	const takeBack = async () => {
		const ran = await host.tui(['undo', '--yes'], {milliseconds: 240_000});
		expect(ran.exit, ran.stderr).toBe(0);
	};

	test.each([
		['while its command runs', 'begin'],
		['after its command', 'end'],
	] as const)('the worker is killed in every step, %s: each next run goes on, to the same host', async (_what, ev) => {
		await takeBack();
		const first = (await journalOf(host)).at(-1)?.seq ?? 0;
		for (const step of steps) await cutAt({step, ev}, killWorker);
		const ran = await host.tui(install, {milliseconds: 240_000});
		expect(ran.exit, ran.stderr).toBe(0);
		expect(await stateOf()).toBe(wanted);
		const records = (await journalOf(host)).filter(({seq}) => seq > first);
		expect(new Set(records.map(({run}) => run)).size).toBe(1);
		for (const step of steps) expect(records.some(each => each.step === step && each.ev === ev)).toBe(true);
	});

	test('the program that looks on is killed: the run goes on, the next one joins it and tells all of it', async () => {
		await takeBack();
		const first = (await journalOf(host)).at(-1)?.seq ?? 0;
		const looker = host.exec(['sh', '-c', `echo $$ >/tmp/looker; exec ${[...host.tuiArgv, ...install].join(' ')}`], {
			milliseconds: 120_000,
		});
		const kill = `process.kill(Number(fs.readFileSync('/tmp/looker', 'utf8')), 'SIGKILL')`;
		await host.must(atRecord({step: 'download', ev: 'begin'}, first, kill), {milliseconds: 120_000});
		expect((await looker).exit).not.toBe(0);
		const joined = await host.tui([...install, '--json'], {milliseconds: 240_000});
		expect(joined.exit, joined.stderr).toBe(0);
		const commands = begun((await journalOf(host)).filter(({seq}) => seq > first));
		expect(new Set(commands).size).toBe(commands.length);
		expect(joined.stderr).toContain('hostnamectl set-hostname node1.home.local');
		expect(joined.stderr).toContain('k0s start');
		expect(await stateOf()).toBe(wanted);
	});

	test('SSH is cut at five points: the run goes on, the next login joins it', async () => {
		for (const step of ['hostname', 'firewall-trial', 'download', 'install', 'healthy']) {
			await takeBack();
			const first = (await journalOf(host)).at(-1)?.seq ?? 0;
			const [file = '', ...parameters] = host.ssh('root');
			const shown: Session[] = [];
			const login = () => {
				const session = openSession(file, [...parameters, ...host.tuiArgv, ...install]);
				shown.push(session);
				return session;
			};

			try {
				const cut = login();
				const ev = step === 'healthy' ? 'plan' : 'begin';
				await host.must(atRecord({step, ev}, first, ''), {milliseconds: 120_000});
				cut.hangUp();
				const next = login();
				expect(await next.closed(240_000), next.screen()).toMatchObject({exitCode: 0});
				expect(next.raw()).toContain('hostnamectl set-hostname');
			} finally {
				for (const session of shown) if (!session.exit()) session.kill('SIGKILL');
			}

			const records = (await journalOf(host)).filter(({seq}) => seq > first);
			expect(new Set(records.map(({run}) => run)).size).toBe(1);
			const commands = begun(records);
			expect(new Set(commands).size).toBe(commands.length);
			expect(await stateOf()).toBe(wanted);
		}
	});

	test('many starts at once: one worker does the work, all others see it', async () => {
		await takeBack();
		const first = (await journalOf(host)).at(-1)?.seq ?? 0;
		// Forty of them: test/real/worker.test.ts. Here each reads the whole host first.
		const count = 6;
		const command = [...host.tuiArgv, ...install].join(' ');
		const all = `for i in $(seq ${count}); do (${command} >/tmp/start-$i 2>&1; echo $? >/tmp/exit-$i) & done; wait; for i in $(seq ${count}); do [ "$(cat /tmp/exit-$i)" = 0 ] || tail -n 2 /tmp/start-$i; done`;
		expect(await host.must(['sh', '-c', all], {milliseconds: 500_000})).toBe('');
		const commands = begun((await journalOf(host)).filter(({seq}) => seq > first));
		expect(new Set(commands).size).toBe(commands.length);
		expect(await stateOf()).toBe(wanted);
	});

	test('other answers than those of the run that works are not taken: who holds the lock is said, exit 3', async () => {
		await takeBack();
		const first = (await journalOf(host)).at(-1)?.seq ?? 0;
		const run = host.tui(install, {milliseconds: 240_000});
		await host.must(atRecord({step: 'hostname', ev: 'begin'}, first, ''), {milliseconds: 60_000});
		const others = await Promise.all([
			host.tui(['install', '--yes', '--profile', 'article']),
			host.tui(['undo', '--yes']),
		]);
		for (const other of others) {
			expect(other.exit, other.stderr).toBe(3);
			expect(other.stderr).toMatch(/install by root .* process \d+/);
		}

		expect((await run).exit).toBe(0);
		expect(await stateOf()).toBe(wanted);
	});
});
