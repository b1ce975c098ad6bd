import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {atRecord, begun, journalOf, killWorker, pauseWorker, resumeWorker} from '../support/journal-lines.js';
import {openSession, type Session} from '../support/session.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
let host: TestHost;
vi.setConfig({testTimeout: 900_000});

/** No trial is taken back meanwhile, however long something else stands still. */
const install = ['install', '--yes', '--hostname', 'node1.home.local', '--confirm-wait', '3600'];

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

/** `seq` of the journal's newest record. */
const lastRecord = async (): Promise<number> => (await journalOf(host)).at(-1)?.seq ?? 0;

/** Begins a run that nobody looks at, and does something at a record of it. */
async function cutAt(wanted: Parameters<typeof atRecord>[0], then: string): Promise<void> {
	const skip = await lastRecord();
	const watch = host.must(atRecord(wanted, skip, then), {milliseconds: 240_000});
	const run = host.tui(install, {milliseconds: 240_000});
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
	const undoAll = async () => {
		const ran = await host.tui(['undo', '--yes'], {milliseconds: 240_000});
		expect(ran.exit, ran.stderr).toBe(0);
	};

	/** Of what was done since: one run, every command begun once, and the host as after an undisturbed one. */
	const isWhole = async (since: number): Promise<void> => {
		const records = (await journalOf(host)).filter(({seq}) => seq > since);
		expect(new Set(records.map(({run}) => run)).size).toBe(1);
		const commands = begun(records);
		expect(new Set(commands).size).toBe(commands.length);
		expect(await stateOf()).toBe(wanted);
	};

	/** Kills the worker once in each of these steps; what comes next goes on. */
	const killInEach = async (ev: 'begin' | 'end', ids: readonly string[]): Promise<void> => {
		for (const step of ids) await cutAt({step, ev}, killWorker);
	};

	/** The last of them goes to the end: all of it was one run, with a kill in every step. */
	const endsWhole = async (ev: 'begin' | 'end', since: number): Promise<void> => {
		const ran = await host.tui(install, {milliseconds: 240_000});
		expect(ran.exit, ran.stderr).toBe(0);
		expect(await stateOf()).toBe(wanted);
		const records = (await journalOf(host)).filter(({seq}) => seq > since);
		expect(new Set(records.map(({run}) => run)).size).toBe(1);
		for (const step of steps) expect(records.some(each => each.step === step && each.ev === ev)).toBe(true);
	};

	test('the worker is killed in every step while its command runs: each next run goes on, to the same host', async () => {
		await undoAll();
		const first = await lastRecord();
		await killInEach('begin', steps);
		await endsWhole('begin', first);
	});

	test('the same after its command, the last time before many who look on; of many that start at once one works', async () => {
		await undoAll();
		const first = await lastRecord();
		await killInEach('end', steps.slice(0, -1));
		const killed = host.must(atRecord({step: 'start', ev: 'end'}, first, killWorker), {milliseconds: 240_000});
		// Forty of them: worker.test.ts. Here each reads the whole host first.
		const many = `for i in $(seq 4); do ${[...host.tuiArgv, ...install].join(' ')} >/dev/null 2>&1 & done; wait`;
		await host.must(['sh', '-c', many], {milliseconds: 500_000});
		await killed;
		await endsWhole('end', first);
		const commands = begun((await journalOf(host)).filter(({seq}) => seq > first));
		expect(commands.filter(command => command === 'k0s start')).toHaveLength(1);
	});

	/** Nobody but this run may change the host meanwhile; whoever else comes is told who it is. */
	const refusesOthers = async (): Promise<void> => {
		for (const args of [
			['install', '--yes', '--profile', 'article'],
			['undo', '--yes'],
			['reset', '--yes'],
		]) {
			const other = await host.tui([...args, '--json'], {milliseconds: 240_000});
			expect(other.exit, other.stderr).toBe(3);
			const {error} = JSON.parse(other.stdout) as {error: {code: string; message: string}};
			expect(error).toEqual(
				expect.objectContaining({code: 'locked', message: expect.stringMatching(/install by root .* process \d+/)}),
			);
		}
	};

	test('who looks on is killed, then SSH is cut at five points: the run goes on with nobody there; others are refused, the same joins it with its output so far', async () => {
		await undoAll();
		const first = await lastRecord();
		await host.switches({readySeconds: 4});
		const looking = `echo $$ >/tmp/looker.new; mv /tmp/looker.new /tmp/looker; exec ${[...host.tuiArgv, ...install].join(' ')}`;
		const looker = host.exec(['sh', '-c', looking], {milliseconds: 240_000});
		await host.must(atRecord({step: 'hostname', ev: 'end'}, first, ''), {milliseconds: 240_000});
		const kill = `process.kill(Number(fs.readFileSync('/tmp/looker', 'utf8')), 'SIGKILL'); ${pauseWorker}`;
		await host.must(atRecord({}, await lastRecord(), kill), {milliseconds: 240_000});
		expect((await looker).exit).not.toBe(0);
		await refusesOthers();
		const [file = '', ...parameters] = host.ssh('root');
		const logins: Session[] = [];
		/** A login that joins the run; the worker waits until its output so far is there. */
		const login = async (): Promise<Session> => {
			const session = openSession(file, [...parameters, ...host.tuiArgv, ...install]);
			logins.push(session);
			await session.until(() => session.raw().includes('$ hostnamectl set-hostname'), 'the output so far', 240_000);
			await host.must(resumeWorker);
			return session;
		};

		try {
			for (const step of ['firewall-trial', 'firewall-commit', 'download', 'install', 'healthy']) {
				const cut = await login();
				const ev = step === 'healthy' ? 'plan' : 'begin';
				const at = await host.must(atRecord({step, ev}, first, 'console.log(record.seq)'), {milliseconds: 240_000});
				cut.hangUp();
				// The last step has few records left: the next one may be there already.
				const last = step === 'healthy' ? Number(at) : await lastRecord();
				await host.must(atRecord({}, last, pauseWorker), {milliseconds: 240_000});
			}

			const next = await login();
			expect(await next.closed(240_000), next.screen()).toMatchObject({exitCode: 0});
			for (const command of ['k0s install controller', 'k0s start']) expect(next.raw()).toContain(`$ ${command}`);
		} finally {
			for (const session of logins) if (!session.exit()) session.kill('SIGKILL');
			await host.switches({readySeconds: 1});
		}

		await isWhole(first);
	});
});
