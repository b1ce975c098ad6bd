import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {install, lastRecord, runInstall, stateOf, undoAll} from '../support/host-runs.js';
import {atRecord, begun, journalOf, pauseWorker, resumeWorker} from '../support/journal-lines.js';
import {openSession, type Session} from '../support/session.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
let host: TestHost;
vi.setConfig({testTimeout: 900_000});

describe.skipIf(without !== undefined)(`a run survives what happens to it${reason}`, () => {
	let wanted: string;
	beforeAll(async () => {
		host = await startTestHost({name: 'surv', faults: {}, switches: {readySeconds: 1}});
		await runInstall(host);
		wanted = await stateOf(host);
	}, 400_000);
	afterAll(() => {
		host.down();
	});

	/** Of what was done since: one run, every command begun once, and the host as after an undisturbed one. */
	const isWhole = async (since: number): Promise<void> => {
		const records = (await journalOf(host)).filter(({seq}) => seq > since);
		expect(new Set(records.map(({run}) => run)).size).toBe(1);
		const commands = begun(records);
		expect(new Set(commands).size).toBe(commands.length);
		expect(await stateOf(host)).toBe(wanted);
	};

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
		await undoAll(host);
		const first = await lastRecord(host);
		await host.switches({readySeconds: 4});
		const looking = `echo $$ >/tmp/looker.new; mv /tmp/looker.new /tmp/looker; exec ${[...host.tuiArgv, ...install].join(' ')}`;
		const looker = host.exec(['sh', '-c', looking], {milliseconds: 240_000});
		await host.must(atRecord({step: 'hostname', ev: 'end'}, first, ''), {milliseconds: 240_000});
		const kill = `process.kill(Number(fs.readFileSync('/tmp/looker', 'utf8')), 'SIGKILL'); ${pauseWorker}`;
		await host.must(atRecord({}, await lastRecord(host), kill), {milliseconds: 240_000});
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
				const last = step === 'healthy' ? Number(at) : await lastRecord(host);
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
