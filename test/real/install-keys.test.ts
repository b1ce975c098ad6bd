import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import {atRecord, begun, journalOf, killWorker} from '../support/journal-lines.js';
import {loaded, openSession, type Session} from '../support/session.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = whyNoTestHost() ?? (loaded.spawn ? undefined : `no pseudo-terminal: ${loaded.reason}`);
const reason = without === undefined ? '' : `: ${without}`;
vi.setConfig({testTimeout: 400_000});
const slow = 120_000;
const [tab, enter] = ['\t', '\r'];

let host: TestHost;
const sessions: Session[] = [];
/** A login of the user whose sudo asks for a password, on a terminal of 80x24. */
function login(...argv: readonly string[]): Session {
	const [file = '', ...parameters] = host.ssh('operator');
	const session = openSession(file, [...parameters, ...argv]);
	sessions.push(session);
	return session;
}

/** As a shell has it whose user is behind a proxy; its password must never be seen. */
const secret = 's3cret-of-the-proxy';
const shell = ['env', `https_proxy=http://me:${secret}@192.0.2.1:3128`, 'no_proxy=*'];

/** The program as it is started by hand, then as root on the same screen: the password is asked for once. */
async function asRoot(until: string): Promise<Session> {
	const app = login(...shell, ...host.tuiArgv, '--screen', 'install');
	await app.see('This needs root', slow);
	await app.see('Press S to restart as root', slow);
	app.type('S');
	await app.see('password for operator', slow);
	app.type(`operator${enter}`);
	await app.see(until, slow);
	return app;
}

/** Names of the variables that the program has as root. */
const variablesAsRoot = async (): Promise<string> =>
	host.must([
		'sh',
		'-c',
		`for pid in $(pgrep -u root -f '/cli.js --screen install'); do tr '\\0' '\\n' </proc/$pid/environ | cut -d= -f1; done`,
	]);

/** The line on the screen that confirms the trial, as a person copies it. */
function confirmLine(app: Session): string {
	const lines = app.screen().split('\n');
	const from = lines.findIndex(line => line.includes('run there:'));
	const to = lines.findIndex(line => line.includes('C copies it'));
	return lines
		.slice(from + 1, to)
		.map(line => line.trim())
		.join(' ');
}

const runsAll = async (app: Session): Promise<void> => {
	await app.until(() => !app.screen().includes('reading'), 'the plan', slow);
	app.type('a');
	await app.see('[ Cancel ]', slow);
	app.type(tab);
	app.type(enter);
};

describe.skipIf(without !== undefined)(`by keys alone over SSH, sudo asks for a password${reason}`, () => {
	let name: string;
	beforeAll(async () => {
		host = await startTestHost({name: 'keys', faults: {}, switches: {readySeconds: 1}});
		name = (await host.must(['hostnamectl', '--static'])).trim();
	}, 200_000);
	afterEach(() => {
		for (const session of sessions.splice(0)) if (!session.exit()) session.kill('SIGKILL');
	});
	afterAll(() => {
		host.down();
	});

	test('profile single-node, with a new host name: to healthy without a second login, though the worker is killed once', async () => {
		const app = await asRoot('3 of 10 steps done');
		expect(app.raw()).toContain('--preserve-env=https_proxy,no_proxy');
		expect((await variablesAsRoot()).split('\n')).toEqual(expect.arrayContaining(['https_proxy', 'no_proxy']));
		app.type('cn');
		await app.see('enter take it', slow);
		app.type(`keys.home.local${enter}`);
		await app.see('[ Change ]', slow);
		app.type('y');
		await app.gone('[ Change ]', slow);
		await app.see('keys.home.local', slow);
		app.type('\u001B');
		await app.see('2 of 10 steps done', slow);
		await app.until(() => !app.screen().includes('reading'), 'the plan', slow);
		app.type('a');
		await app.see('[ Cancel ]', slow);
		// The focus is on Cancel.
		app.type(enter);
		await app.gone('[ Cancel ]', slow);
		expect(await journalOf(host)).toEqual([]);
		const killed = host.must(atRecord({step: 'download', ev: 'begin'}, 0, killWorker), {milliseconds: slow});
		await runsAll(app);
		await killed;
		await app.see('The run ended early', slow);
		await app.see('a continues', slow);
		await runsAll(app);
		await app.see('The cluster is healthy, after', 240_000);
		await app.until(() => app.screen().split('\n')[0]?.includes('keys.home.local') === true, 'the new name', slow);
		const journal = await journalOf(host);
		expect(journal[0]).toMatchObject({uid: 0, sudo_user: 'operator'});
		expect(begun(journal)).toContain('hostnamectl set-hostname keys.home.local');
		expect(journal.some(({argv}) => argv?.some(word => word.endsWith('/needs-login')))).toBe(false);
		app.type('q');
		expect(await app.closed(slow)).toMatchObject({exitCode: 0});
		expect(app.raw()).not.toContain(secret);
		expect(JSON.stringify(journal)).not.toContain(secret);
		expect((await host.tui(['status'])).exit).toBe(0);
	});

	test('a second time there is nothing to do; undo all, from the palette, takes all of it back', async () => {
		const app = await asRoot('healthy. Next');
		const {length} = await journalOf(host);
		app.type('a');
		await app.see('All steps are done', slow);
		expect(await journalOf(host)).toHaveLength(length);
		app.type(':');
		await app.see('type to search', slow);
		app.type('undo all steps');
		await app.see('Install  undo all steps', slow);
		app.type(enter);
		await app.see('Undo everything done here: 7 steps', slow);
		app.type(tab);
		app.type(enter);
		await app.see('7 steps are undone', 240_000);
		await app.until(() => app.screen().split('\n')[0]?.includes('keys') === false, 'the old name', slow);
		app.type('q');
		await app.closed(slow);
		expect((await host.tui(['status'])).exit).toBe(1);
		expect((await host.must(['hostnamectl', '--static'])).trim()).toBe(name);
	});

	test('profile article: the connection is lost while it waits; the next login joins it, and one more types the line that it shows', async () => {
		const app = await asRoot('3 of 10 steps done');
		app.type('cpj');
		app.type(enter);
		await app.see('[ Change ]', slow);
		app.type('y');
		app.type('\u001B');
		await app.see('profile article', slow);
		await runsAll(app);
		await app.see('Log in once more to keep it', slow);
		app.hangUp();
		const next = await asRoot('Log in once more to keep it');
		expect(next.screen()).toMatch(/ (\d:\d\d|\d+ s) left /);
		next.type('o');
		await next.see('$ firewall-cmd --zone=public --add-masquerade', slow);
		next.type('g');
		await next.see('joined the run in progress: install by operator', slow);
		next.type('o');
		await next.see('C copies it', slow);
		const second = login(confirmLine(next));
		await second.see('password for operator', slow);
		second.type(`operator${enter}`);
		expect(await second.closed(slow), second.screen()).toMatchObject({exitCode: 0});
		await next.see('The cluster is healthy, after', 240_000);
		expect(begun(await journalOf(host))).toContain('firewall-cmd --set-default-zone trusted');
		expect(await host.must(['firewall-cmd', '--get-default-zone'])).toBe('trusted\n');
		next.type('q');
		await next.closed(slow);
	});

	test('where sudo’s policy lets no variable through, it says which, and how to go on without them', async () => {
		const policy = '/etc/sudoers.d/zz-no-variables';
		await host.must(['sh', '-c', `echo 'operator ALL=(ALL) NOSETENV: ALL' >${policy} && chmod 440 ${policy}`]);
		const app = login(...shell, ...host.tuiArgv, '--screen', 'install');
		await app.see('Press S to restart as root', slow);
		app.type('S');
		await app.see('password for operator', slow);
		app.type(`operator${enter}`);
		await app.see('does not pass https_proxy, no_proxy', slow);
		await host.must(['rm', policy]);
		app.type(enter);
		await app.see('Press S to restart as root', slow);
		app.type('q');
		expect(await app.closed(slow)).toMatchObject({exitCode: 0});
	});
});
