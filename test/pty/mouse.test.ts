import {join} from 'node:path';
import {expect, test} from 'vitest';
import {describeOnTerminal, open} from '../support/pty.js';

const program = join(process.cwd(), 'dist/cli.js');

const start = (...options: string[]) =>
	open(process.execPath, [program, ...options], {
		...{columns: 80, rows: 24},
		env: {K0S_TUI_SIMULATION_SPEED: '20'},
	});

type App = ReturnType<typeof start>;

/** Where a text stands on the screen, from 1 as the terminal counts. */
function placeOf(app: App, text: string): readonly [number, number] {
	const lines = app.screen().split('\n');
	const row = lines.findIndex(line => line.includes(text));
	expect(row, `${text} on\n${app.screen()}`).toBeGreaterThanOrEqual(0);
	return [(lines[row] ?? '').indexOf(text) + 1, row + 1];
}

const sent = (column: number, row: number, button = 0): string =>
	`\u001B[<${button};${column};${row}M${button === 0 ? `\u001B[<0;${column};${row}m` : ''}`;
const click = (app: App, text: string): void => app.type(sent(...placeOf(app, text)));

/** The row that is marked as a bar, over the list. */
const marked = (app: App): string =>
	app
		.cells()
		.slice(3)
		.filter(row => row.slice(2, 20).every(cell => cell.inverse))
		.map(row => row.map(({text}) => text).join(''))
		.join('\n');

describeOnTerminal('the mouse', () => {
	test('is off by default: the terminal is asked for nothing, and its bytes are no keys', async () => {
		const app = start('--simulate=ready', '--screen', 'status');
		await app.see('coredns', 15_000);
		expect(app.raw()).not.toMatch(/\u001B\[\?100[0-6]h/);
		app.type(`/core${sent(5, 5)}${sent(1, 2, 65)}`);
		await app.see('/core');
		app.type('dns');
		await app.see('/coredns');
	});

	test('a click opens a tab and selects a row, a double click opens it, the wheel scrolls', async () => {
		const app = start('--simulate=ready', '--screen', 'status', '--mouse');
		await app.see('coredns', 15_000);
		expect(app.raw()).toContain('\u001B[?1000h\u001B[?1006h');
		click(app, 'kube-router');
		await app.until(() => marked(app).includes('kube-router'), 'the row is selected');
		click(app, 'metrics-server');
		await app.until(() => marked(app).includes('metrics-server'), 'the other row is selected');
		app.type(sent(2, 12, 64));
		await app.until(() => !marked(app).includes('metrics-server'), 'the wheel went up');
		click(app, 'kube-proxy');
		click(app, 'kube-proxy');
		await app.see('── Details');
		app.type('\u001B');
		await app.gone('── Details');
		click(app, '4 Network');
		await app.see('cni-');
		await app.see('o raw');
	});

	test('a click answers no question: focus stays on Cancel, the wheel scrolls in it', async () => {
		const app = start('--simulate', '--screen', 'install', '--mouse');
		await app.see('! your choice', 15_000);
		app.type('a');
		await app.see('[ Cancel ]');
		const button = /\[ (Run[^\]]*) \]/.exec(app.screen())?.[1] ?? '';
		expect(button).not.toBe('');
		for (let time = 0; time < 3; time++) click(app, button);
		click(app, '1 Checks');
		app.type(sent(10, 8, 65));
		await app.gone('will be called');
		expect(app.screen()).toContain('[ Cancel ]');
		// Enter takes what has the focus.
		app.type('\r');
		await app.gone('[ Cancel ]');
		expect(app.screen()).toContain('2 of 10 steps done');
		app.type('q');
		await app.closed();
		expect(app.screen()).toContain('Nothing was changed on this host.');
		expect(app.raw()).toMatch(/\u001B\[\?1006l\u001B\[\?1000l[\s\S]*\u001B\[\?1049l/);
	});

	test('nothing of it is typed: in a field, in a paste, or cut in the middle', async () => {
		const app = start('--simulate=ready', '--screen', 'status', '--mouse');
		await app.see('coredns', 15_000);
		app.type('/');
		app.type(`co${sent(9, 9)}re`);
		await app.see('/core');
		app.type(`\u001B[200~d${sent(9, 9)}n\u001B[201~`);
		await app.see('/coredn');
		app.type('\u001B[<0;1');
		await new Promise(resolve => {
			setTimeout(resolve, 300);
		});
		app.type('2;34Ms');
		await app.see('/coredns');
		expect(app.screen()).not.toMatch(/\[<|\d;\d/);
	});
});
