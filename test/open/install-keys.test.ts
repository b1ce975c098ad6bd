import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import {begun, journalOf} from '../support/journal-lines.js';
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

/** The program as it is started by hand, then as root on the same screen. */
async function asRoot(): Promise<Session> {
	const app = login(...host.tuiArgv, '--screen', 'install');
	await app.see('This needs root', slow);
	app.type('a');
	await app.see('Press S to start again as root', slow);
	app.type('S');
	await app.see('password for operator', slow);
	app.type(`operator${enter}`);
	await app.see('3 of 10 steps done', slow);
	return app;
}

describe.skipIf(without !== undefined)(`by keys alone over SSH, sudo asks for a password${reason}`, () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'keys', faults: {}, switches: {readySeconds: 1}});
	}, 200_000);
	afterEach(() => {
		for (const session of sessions.splice(0)) if (!session.exit()) session.kill('SIGKILL');
	});
	afterAll(() => {
		host.down();
	});

	test('profile single-node: to healthy', async () => {
		const app = await asRoot();
		app.type('a');
		await app.see('[ Cancel ]', slow);
		expect(await journalOf(host)).toEqual([]);
		app.type(tab);
		app.type(enter);
		await app.see('all five conditions hold', 240_000);
		await app.see('healthy. Next', slow);
		const [first] = await journalOf(host);
		expect(first).toMatchObject({uid: 0, sudo_user: 'operator'});
		app.type('q');
		expect(await app.closed(slow)).toMatchObject({exitCode: 0});
		expect((await host.tui(['status'])).exit).toBe(0);
	});

	test('u takes all of it back', async () => {
		const app = login(...host.tuiArgv, '--screen', 'install');
		await app.see('Press S to start again as root', slow);
		app.type('S');
		await app.see('password for operator', slow);
		app.type(`operator${enter}`);
		await app.see('healthy. Next', slow);
		app.type('g');
		app.type('u');
		await app.see('Take back 6 steps', slow);
		app.type(tab);
		app.type(enter);
		await app.see('3 of 10 steps done', 240_000);
		app.type('q');
		await app.closed(slow);
		expect((await host.tui(['status'])).exit).toBe(1);
	});

	test('profile article: waits for a second login, which keeps it; to healthy', async () => {
		const app = await asRoot();
		app.type('p');
		await app.see('profile article', slow);
		await app.until(() => !app.screen().includes('reading'), 'the plan', slow);
		app.type('a');
		await app.see('[ Cancel ]', slow);
		app.type(tab);
		app.type(enter);
		await app.see('Open a second login and run there: sudo k0s-tui confirm', slow);
		const second = login('sudo', ...host.tuiArgv, 'confirm');
		await second.see('password for operator', slow);
		second.type(`operator${enter}`);
		expect(await second.closed(slow), second.screen()).toMatchObject({exitCode: 0});
		await app.see('healthy. Next', 240_000);
		expect(begun(await journalOf(host))).toContain('firewall-cmd --set-default-zone trusted');
		expect(await host.must(['firewall-cmd', '--get-default-zone'])).toBe('trusted\n');
		app.type('q');
		await app.closed(slow);
	});
});
