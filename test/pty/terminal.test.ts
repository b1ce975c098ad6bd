import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildProgram} from '../support/build-program.js';
import {describeOnTerminal, open} from '../support/pty.js';

let program: Awaited<ReturnType<typeof buildProgram>>;
beforeAll(async () => {
	program = await buildProgram('list');
});
afterAll(() => {
	program.remove();
});

const start = (size: {columns: number; rows: number} = {columns: 80, rows: 24}) =>
	open(process.execPath, [program.file], size);

describeOnTerminal('a full-screen program on a terminal', () => {
	test('fills the screen, cursor hidden, and answers keys', async () => {
		const app = start();
		await app.see('list 80x24 sel 0');
		await app.see('q ends');
		expect(app.isAlternate()).toBe(true);
		expect(app.emulator.isCursorHidden()).toBe(true);
		const [first] = app.cells()[1] ?? [];
		expect(first?.inverse).toBe(true);
		expect(app.cells()[2]?.[30]?.foreground).toBe('palette 2');
		app.type('jjj');
		await app.see('sel 3');
		app.type('\u001B[B\u001B[B');
		await app.see('sel 5');
	});

	test('a selection that moves costs less than a third of a repaint, a quiet second nothing', async () => {
		const app = start({columns: 120, rows: 40});
		await app.see('sel 0');
		await new Promise(resolve => {
			setTimeout(resolve, 200);
		});
		app.clearRaw();
		app.type('j');
		await app.see('sel 1');
		expect(Buffer.byteLength(app.raw())).toBeLessThan(400);
		app.clearRaw();
		await new Promise(resolve => {
			setTimeout(resolve, 1000);
		});
		expect(app.raw()).toBe('');
	});

	test('is drawn again at every size', async () => {
		const app = start();
		await app.see('list 80x24');
		for (const [columns, rows] of [
			[120, 40],
			[40, 10],
			[100, 30],
		] as const) {
			app.resize(columns, rows);
			await app.see(`list ${columns}x${rows}`);
			await app.see('q ends');
			const lines = app.emulator.lines();
			expect(lines[0]).toMatch(new RegExp(`^list ${columns}x${rows}`));
			expect(lines.at(-1)).toBe('q ends');
			expect(app.screen().match(/q ends/g)).toHaveLength(1);
		}
	});

	test('puts text on the clipboard by the terminal and leaves the screen as it is', async () => {
		const app = start();
		await app.see('sel 0');
		const before = app.screen();
		app.type('w');
		await app.until(() => app.raw().includes('\u001B]52;c;'), 'the clipboard sequence');
		expect(app.raw()).toContain(`\u001B]52;c;${Buffer.from('ip -j addr').toString('base64')}\u0007`);
		expect(app.screen()).toBe(before);
	});
});

describeOnTerminal('the terminal handed to another program', () => {
	test('that program gets every line, and the screen comes back', async () => {
		const app = open(process.execPath, [
			program.file,
			'/bin/sh',
			'-c',
			'i=0; while [ $i -lt 5 ]; do read line || exit 9; echo "got:$line:"; i=$((i+1)); done',
		]);
		await app.see('sel 0');
		app.type('s');
		await app.see('$ /bin/sh');
		expect(app.isAlternate()).toBe(false);
		for (const word of ['one', 'two', 'three', 'four']) {
			app.type(`${word}\r`);
			await app.see(`got:${word}:`);
		}

		app.type('jjjq\r');
		await app.see('back 0');
		expect(app.isAlternate()).toBe(true);
		expect(app.screen()).toContain('sel 0');
		app.type('j');
		await app.see('sel 1');
	});

	test('ctrl-c is for that program; after a failure its last words wait for Enter', async () => {
		const app = open(process.execPath, [program.file, '/bin/sh', '-c', 'echo started-$((40+2)); sleep 30']);
		await app.see('sel 0');
		app.type('s');
		await app.see('started-42');
		app.type('\u0003');
		await app.see('Enter goes on');
		expect(app.screen()).toContain('started-42');
		app.type('\r');
		await app.see('sel 0');
		expect(app.isAlternate()).toBe(true);
	});

	test('a shell in a (fake) kubectl gets every key, sees a new size, and its screen comes back in that size', async () => {
		// A fake kubectl: whatever it is told, it is a shell here.
		const app = open(process.execPath, [program.file, '/bin/sh', '-c', 'PS1="in-pod> " exec sh', 'fake-kubectl']);
		await app.see('sel 0');
		app.type('s');
		await app.see('in-pod>');
		// A shell with jobs is a group of its own: it alone is told of the new size.
		app.resize(100, 30);
		app.type('stty size; echo $((40+2))\r');
		await app.see('30 100');
		await app.see('42');
		app.type('exit\r');
		await app.see('list 100x30');
		await app.see('back 0');
		app.type('j');
		await app.see('sel 1');
	});

	test('a program that is killed with the terminal raw, in its own screen, leaves nothing of it behind', async () => {
		const breaks =
			'stty -a; stty raw -echo; printf "\\033[?1049h\\033[?1002h\\033[?2004h\\033[?25l\\033[?1h"; echo gone-$((40+2)); kill -9 $$';
		const app = open(process.execPath, [program.file, '/bin/sh', '-c', breaks]);
		await app.see('sel 0');
		// The second one finds the terminal as the first one found it: whole lines, echoed, newlines made whole.
		for (const time of ['first', 'second']) {
			app.clearRaw();
			app.type('s');
			await app.until(() => app.raw().includes('Enter goes on'), `the ${time} end`);
			for (const setting of ['icanon', 'echo', 'opost', 'isig']) {
				expect(app.raw(), time).toMatch(new RegExp(`[\\s;]${setting}\\b`));
			}

			for (const mode of ['?47l', '?1002l', '?2004l', '?1l']) expect(app.raw(), time).toContain(`\u001B[${mode}`);
			app.type('\r');
			await app.see('sel 0');
		}

		app.type('q');
		await app.see('nothing was changed');
		expect(app.isAlternate()).toBe(false);
		expect(app.emulator.isCursorHidden()).toBe(false);
	});

	test('a program that does not exist is said to be', async () => {
		const app = open(process.execPath, [program.file, '/nowhere/sudo']);
		await app.see('sel 0');
		app.type('s');
		await app.see('not-started; Enter goes on');
		app.type('\r');
		await app.see('back ENOENT');
	});
});
