import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {onArgv, runOn, startOn} from '../support/on.js';
import {openSession, type Session} from '../support/session.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
const project = fileURLToPath(new URL('../../', import.meta.url));
let host: TestHost;
const operator = (): string => `${host.name}-operator`;
const onTerminal = (args: readonly string[]): Session => {
	const [file = '', ...words] = onArgv(['-F', host.config, ...args]);
	return openSession(file, words, {columns: 120, rows: 40});
};

/** Our program on the host. */
const running = async (): Promise<string> => (await host.exec(['pgrep', '-f', 'k0s-tui/on/.*/node'])).stdout;
const waiting = ['status', '--wait=300', '--json'];

describe.skipIf(without !== undefined)(`on, the rest, over a real sshd${reason}`, () => {
	beforeAll(async () => {
		execFileSync(process.execPath, ['scripts/build.mjs', '--bundle'], {cwd: project});
		host = await startTestHost({name: 'onl', k0s: 'placed'});
	}, 240_000);
	afterAll(() => host?.down());

	test('the screen opens there, on this terminal', async () => {
		const session = onTerminal([operator(), '--simulate=ready']);
		await session.see('Checks', 120_000);
		expect(session.isAlternate()).toBe(true);
		session.type('q');
		expect((await session.closed(30_000)).exitCode).toBe(0);
	});

	test('as root where sudo asks: the password goes to sudo, the JSON comes alone', async () => {
		const session = onTerminal(['--sudo', operator(), 'info', '--json']);
		await session.see('[sudo] password for operator', 60_000);
		session.type('operator\r');
		expect((await session.closed(60_000)).exitCode).toBe(0);
		expect(session.raw()).toContain('"uid":0');
	});

	test('several as root: sudo asks on our terminal where it must, and each answers', async () => {
		const session = onTerminal(['--sudo', `${operator()},${host.name}-admin`, 'info', '--json']);
		await session.see('sudo asks here', 60_000);
		await session.see('[sudo] password for operator', 60_000);
		session.type('operator\r');
		expect((await session.closed(60_000)).exitCode).toBe(0);
		expect(session.raw().match(/"uid":0/g)).toHaveLength(2);
	});

	test('a wrong password starts nothing, and leaves nobody waiting', async () => {
		const session = onTerminal(['--sudo', operator(), 'info']);
		for (let tries = 0; tries < 3; tries++) {
			await session.see('[sudo] password for operator', 60_000);
			session.clearRaw();
			session.type('wrong\r');
			await session.until(() => /try again|incorrect/.test(session.raw()), 'the answer of sudo', 60_000);
		}

		expect((await session.closed(60_000)).exitCode).toBe(3);
		expect(await host.must(['ls', '-A', '/home/operator/.cache/k0s-tui/on'])).not.toContain('.pipes');
		expect((await host.exec(['pgrep', '-u', 'operator', 'cat'])).stdout).toBe('');
	});

	test('without a terminal it says that sudo would ask', async () => {
		const {exit, stderr} = await runOn(['-F', host.config, '--sudo', operator(), 'info']);
		expect(exit).toBe(3);
		expect(stderr).toContain('sudo asks for a password');
	});

	test('as root where sudo asks nothing', async () => {
		const {exit, stdout} = await runOn(['-F', host.config, '--sudo', `${host.name}-admin`, 'info', '--json']);
		expect(exit).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({privileges: {uid: 0}});
	});

	test('by way of a jump host', async () => {
		// The inner one is the host itself, by the address that only it has.
		const own = new RegExp(`Host ${host.name}\\n[^]*?(?=\\n\\n|$)`).exec(readFileSync(host.config, 'utf8'))?.[0] ?? '';
		const inner = own
			.replace(/Host .*/, 'Host inner')
			.replace(/HostName .*/, 'HostName 127.0.0.1')
			.replace(/\n *ProxyCommand .*/, '');
		const config = `${host.config}.hop`;
		writeFileSync(config, `${inner}\n\n${readFileSync(host.config, 'utf8')}`, {mode: 0o600});
		const {exit, stdout, stderr} = await runOn(['-F', config, '-J', host.name, 'inner', 'info', '--json']);
		expect(exit, stderr).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({host: {name: 'centos10.home.local', user: 'root'}});
	});

	test('ctrl-c is told to the program there, and its answer comes', async () => {
		const {child, end} = startOn(['-F', host.config, operator(), ...waiting]);
		await host.until(['pgrep', '-f', 'k0s-tui/on/.*/node.*--wait'], 60_000);
		child.kill('SIGINT');
		const {exit, stdout} = await end;
		expect(exit).toBe(130);
		expect(JSON.parse(stdout)).toMatchObject({error: {code: 'interrupted'}});
		await expect.poll(running, {timeout: 30_000}).toBe('');
	});

	test('a line that is cut while a command runs: how it ended is not known, and nothing stays behind', async () => {
		const {end} = startOn(['-F', host.config, operator(), ...waiting]);
		await host.until(['pgrep', '-f', 'k0s-tui/on/.*/node.*--wait'], 60_000);
		await host.must(['pkill', '-KILL', '-u', 'operator', 'sshd']);
		const {exit, stdout} = await end;
		expect(exit).toBe(4);
		expect(JSON.parse(stdout)).toMatchObject({error: {code: 'lost'}});
		await expect.poll(running, {timeout: 60_000}).toBe('');
	});

	test('an unknown host key is said as such, and never accepted for you', async () => {
		const known = ['-o', 'UserKnownHostsFile=/dev/null'];
		const {exit, stdout} = await runOn(['-F', host.config, ...known, operator(), 'status', '--json']);
		expect(exit).toBe(4);
		expect(JSON.parse(stdout)).toMatchObject({error: {code: 'host-key-unknown'}});
	});

	test('--remove waits for nobody, and takes nothing away that runs', async () => {
		const {child, end} = startOn(['-F', host.config, operator(), ...waiting]);
		await host.until(['pgrep', '-f', 'k0s-tui/on/.*/node.*--wait'], 60_000);
		const used = await runOn(['-F', host.config, operator(), '--remove']);
		expect(used.exit).toBe(3);
		expect(used.stdout).toContain('still running there');
		child.kill('SIGINT');
		await end;
		expect((await runOn(['-F', host.config, operator(), '--remove'])).exit).toBe(0);
		expect(await host.must(['ls', '-A', '/home/operator'])).not.toContain('.cache');
	});
});
