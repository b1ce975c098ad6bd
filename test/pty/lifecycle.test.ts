import {constants} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildProgram} from '../support/build-program.js';
import {describeOnTerminal, open, type Session} from '../support/pty.js';

let program: Awaited<ReturnType<typeof buildProgram>>;
beforeAll(async () => {
	program = await buildProgram('list');
});
afterAll(() => {
	program.remove();
});

async function start(): Promise<Session> {
	const app = open(process.execPath, [program.file]);
	await app.see('sel 0');
	return app;
}

/** The normal screen, the cursor, no scroll region, the default colours, no mouse, and keys that are lines again. */
function expectWhole(app: Session): void {
	expect(app.isAlternate()).toBe(false);
	for (const mode of ['1000', '1006']) {
		expect(app.raw().lastIndexOf(`\u001B[?${mode}l`)).toBeGreaterThan(app.raw().lastIndexOf(`\u001B[?${mode}h`));
	}

	expect(app.emulator.isCursorHidden()).toBe(false);
	const afterwards = app.raw().slice(app.raw().lastIndexOf('\u001B[?1049l'));
	expect(afterwards).not.toMatch(/\u001B\[\d+;\d+[Hr]|\u001B\[\?25l/);
}

describeOnTerminal('the terminal is whole again', () => {
	test('after q, with the last words on the normal screen', async () => {
		const app = await start();
		app.type('q');
		expect(await app.closed()).toMatchObject({exitCode: 0});
		expectWhole(app);
		expect(app.screen()).toContain('nothing was changed on this host');
	});

	test('after ctrl-c', async () => {
		const app = await start();
		app.type('\u0003');
		expect(await app.closed()).toMatchObject({exitCode: 130});
		expectWhole(app);
	});

	test('after ctrl-c in a paste whose end never comes', async () => {
		const app = await start();
		app.type('\u001B[200~half of a paste');
		app.type('\u0003');
		expect(await app.closed()).toMatchObject({exitCode: 130});
		expectWhole(app);
	});

	test('after q, once such a paste is no longer waited for', async () => {
		const app = await start();
		app.type('\u001B[200~');
		await new Promise(resolve => {
			setTimeout(resolve, 5500);
		});
		app.type('q');
		expect(await app.closed()).toMatchObject({exitCode: 0});
		expectWhole(app);
	});

	test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGXCPU', 'SIGABRT', 'SIGUSR1'] as const)(
		'after %s, which is what it ends by',
		async signal => {
			const app = await start();
			const began = Date.now();
			app.kill(signal);
			const {signal: by} = await app.closed();
			expect(Date.now() - began).toBeLessThan(1000);
			expect(by).toBe(constants.signals[signal]);
			expectWhole(app);
			// Node alone would start its debugger at SIGUSR1, with a line on the screen.
			expect(app.screen()).not.toContain('Debugger');
		},
	);

	test.each([
		['a throw in a timer', 't', 'list: thrown on purpose'],
		['a rejection', 'r', 'list: rejected on purpose'],
		['a throw while drawing', 'd', 'list: broken while drawing'],
	])('after %s, which is printed', async (_name, key, words) => {
		const app = await start();
		app.type(key);
		expect(await app.closed()).toMatchObject({exitCode: 1});
		expectWhole(app);
		expect(app.screen()).toContain(words);
	});
});

describeOnTerminal('a terminal that goes away', () => {
	test('ends the program within a second', async () => {
		const app = await start();
		app.hangUp();
		const end = Date.now() + 1000;
		while (Date.now() < end && isAlive(app.pid)) {
			await new Promise(resolve => {
				setTimeout(resolve, 20);
			});
		}

		expect(isAlive(app.pid)).toBe(false);
	});
});

describeOnTerminal('ctrl-z under a shell', () => {
	test('gives the shell its screen, and fg brings the program back', async () => {
		const shell = open('bash', ['--norc', '--noprofile', '-i'], {env: {PS1: 'shell> ', HISTFILE: ''}});
		await shell.see('shell>');
		shell.type(`${process.execPath} ${program.file}\r`);
		await shell.see('sel 0');
		shell.type('j');
		await shell.see('sel 1');
		shell.type('\u001A');
		await shell.see('Stopped');
		expect(shell.isAlternate()).toBe(false);
		shell.type('echo still-$((40+2))\r');
		await shell.see('still-42');
		shell.type('fg\r');
		await shell.see('sel 1');
		expect(shell.isAlternate()).toBe(true);
		shell.type('j');
		await shell.see('sel 2');
		shell.type('q');
		await shell.see('nothing was changed');
		shell.type('exit\r');
		await shell.closed();
	});
});

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

describeOnTerminal('a working folder that was deleted', () => {
	test('is no reason not to open', async () => {
		const into = 'd=$(mktemp -d); cd "$d"; rmdir "$d"; exec "$@"';
		const words = [process.execPath, join(process.cwd(), 'dist/cli.js'), '--simulate=ready'];
		const app = open('bash', ['-c', into, 'bash', ...words], {columns: 80, rows: 24});
		await app.see('healthy');
		app.type('q');
		expect(await app.closed()).toMatchObject({exitCode: 0});
	});
});
