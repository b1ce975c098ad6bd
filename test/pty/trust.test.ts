import {join} from 'node:path';
import {expect, test} from 'vitest';
import {describeOnTerminal, open} from '../support/pty.js';

const program = join(process.cwd(), 'dist/cli.js');
const [tab, enter, escape] = ['\t', '\r', '\u001B'];

/** The built program on the simulated host at 80x24. `speed`: how many times as fast the host's time runs. */
const start = (speed: number, ...options: string[]) =>
	open(process.execPath, [program, ...options], {
		...{columns: 80, rows: 24},
		env: {K0S_TUI_SIMULATION_SPEED: String(speed)},
	});

type App = ReturnType<typeof start>;
const head = (app: App): readonly string[] => app.screen().split('\n').slice(0, 2);

describeOnTerminal('what an operator must be able to trust', () => {
	test('no letter changes a choice on Install; the dialog shows old and new, and asks', async () => {
		const app = start(20, '--simulate', '--screen', 'install');
		await app.see('! your choice', 15_000);
		app.type('wvfni');
		await app.see('profile single-node · k0s stable');
		app.type('cpj');
		app.type(enter);
		await app.see('Change “Profile”?');
		expect(app.screen()).toMatch(/^now +single-node$/m);
		expect(app.screen()).toMatch(/^then +article$/m);
		// The focus is on Cancel.
		app.type(enter);
		await app.gone('[ Change ]');
		expect(app.screen()).toContain('● single-node');
		app.type(enter);
		await app.see('[ Change ]');
		app.type('y');
		await app.gone('[ Change ]');
		app.type(escape);
		await app.see('profile article');
	});

	test('the choice that cannot be changed later stands first, in the list and in the question', async () => {
		const app = start(20, '--simulate', '--screen', 'install');
		await app.see('Better: not localhost', 15_000);
		app.type('a');
		await app.see('Run 7 steps?');
		const lines = app.screen().split('\n');
		expect(lines[4]).toContain('! The node will be called localhost.localdomain');
		// Every step in a sentence, what to mind, how it is undone: without scrolling.
		for (const title of ['Firewall, now', 'Firewall, for good', 'Download', 'Place', 'Install the service', 'Start']) {
			expect(app.screen()).toContain(`· ${title}`);
		}

		expect(app.screen()).toContain('! The firewall will trust pods.');
		expect(app.screen()).toContain('Undo: u ');
		expect(app.screen()).toMatch(/▾ \d+ more lines/);
		app.type('G');
		await app.see('· end ·');
		app.type('g');
		await app.see('· Firewall, now');
		app.type(`${escape}[B`);
		await app.gone('! The node will be called');
		app.type('n');
		await app.gone('[ Cancel ]');
		app.type(enter);
		await app.see('○ localhost.localdomain');
		app.type(enter);
		await app.see('[ Change ]');
		app.type('y');
		await app.see('3 of 10 steps done');
	});

	test('a download that was stopped goes on; what runs, or was stopped, is seen from every screen', async () => {
		const app = start(2, '--simulate', '--screen', 'install');
		await app.see('! your choice', 15_000);
		app.type('ay');
		await app.see('MiB/s', 30_000);
		app.type('3');
		await app.see('installing: step 6 of 10, Download,');
		expect(app.screen()).not.toContain('There is no k0s');
		expect(head(app)[0]).toMatch(/▸ install 6\/10 · \d+ %/);
		app.type('4');
		await app.gone('installing:');
		expect(head(app)[0]).toMatch(/▸ install 6\/10/);
		expect(head(app)[1]).toContain('2 Install ▸');
		app.type('q');
		await app.see('The install is still running (step 6 of 10, Download');
		await app.see('The install stops when you quit.');
		app.type('n');
		await app.gone('Quit?');
		app.type('2');
		await app.see('MiB/s');
		app.type('X');
		await app.see('Stopped at “Download”');
		app.type('5');
		await app.see('! install interrupted');
		expect(head(app)[1]).toContain('2 Install !');
		app.type('2');
		await app.see('Stopped at “Download”');
		app.type('a');
		await app.see('Run 5 steps?');
		app.type(`${tab}${enter}`);
		await app.see('MiB/s', 30_000);
		expect(app.screen()).not.toContain('no longer the one that was shown');
		app.type('q');
		await app.see('The install is still running');
		app.type('y');
		expect(await app.closed()).toMatchObject({exitCode: 0});
		expect(app.screen()).toContain('The install was stopped (step 6 of 10, Download');
	});
});
