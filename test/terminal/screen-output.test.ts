import {EventEmitter} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {WriteStream} from 'node:tty';
import {expect, test} from 'vitest';
import {createScreenOutput, type ScreenOutputOptions} from '../../source/terminal/screen-output.js';
import {createEmulator} from '../support/emulator.js';

/** A terminal stream whose bytes are kept; `hold` makes it slow: writes are done only when it is let go. */
class FakeTerminal extends EventEmitter {
	isTTY = true;
	fd = -1;
	written: string[] = [];
	#held: Array<() => void> | undefined;

	constructor(
		public columns: number,
		public rows: number,
	) {
		super();
	}

	write(data: string, done?: () => void): boolean {
		this.written.push(data);
		if (this.#held) this.#held.push(() => done?.());
		else if (done) process.nextTick(done);
		return true;
	}

	hold(): void {
		this.#held = [];
	}

	letGo(): void {
		const held = this.#held ?? [];
		this.#held = undefined;
		for (const done of held) done();
	}

	taken(): string {
		const data = this.written.join('');
		this.written = [];
		return data;
	}
}

function start(options: ScreenOutputOptions = {}, columns = 20, rows = 4) {
	const terminal = new FakeTerminal(columns, rows);
	const output = createScreenOutput(terminal as unknown as WriteStream & {fd: number}, options);
	output.enter();
	return {terminal, output, draw: (frame: string) => output.stdout.write(frame)};
}

test('the first frame is painted at once on the alternate screen', async () => {
	const {terminal, draw} = start();
	draw('hello');
	const data = terminal.taken();
	expect(data.startsWith('\u001B[?1049h\u001B[?25l')).toBe(true);
	const emulator = createEmulator(20, 4);
	emulator.write(data);
	await emulator.settled();
	expect(emulator.text()).toBe('hello');
	expect(emulator.isCursorHidden()).toBe(true);
});

test('a screen that was taken before is not taken twice', () => {
	const {terminal, draw} = start({entered: true});
	draw('hello');
	expect(terminal.taken()).not.toContain('1049h');
});

test('frames that come faster than the frame time: the first at once, then only the newest', async () => {
	const {terminal, output, draw} = start({frameTime: 30});
	draw('0');
	terminal.taken();
	await sleep(40);
	for (const frame of ['1', '2', '3', '4']) draw(frame);
	expect(terminal.taken()).toBe('\u001B[1H1');
	await sleep(60);
	expect(terminal.taken()).toBe('\u001B[1H4');
	expect(output.counted().frames).toBe(3);
});

test('the same frame again costs no byte', async () => {
	const {terminal, draw} = start({frameTime: 1});
	draw('same');
	await sleep(10);
	terminal.taken();
	draw('same');
	await sleep(10);
	expect(terminal.taken()).toBe('');
});

test('while the terminal is slow only the newest frame is kept', async () => {
	const {terminal, draw} = start({frameTime: 1});
	draw('0');
	await sleep(5);
	terminal.taken();
	terminal.hold();
	draw('1');
	expect(terminal.taken()).toBe('\u001B[1H1');
	for (const frame of ['2', '3', '4']) {
		draw(frame);
		await sleep(5);
	}

	expect(terminal.taken()).toBe('');
	terminal.letGo();
	await sleep(5);
	expect(terminal.taken()).toBe('\u001B[1H4');
});

test('a new size is told to Ink and painted whole, once', async () => {
	const {terminal, output, draw} = start({frameTime: 10});
	draw('before');
	await sleep(20);
	terminal.taken();
	const sizes: Array<[number, number]> = [];
	output.stdout.on('resize', () => {
		sizes.push([output.stdout.columns, output.stdout.rows]);
		draw('old layout');
		draw('new layout');
	});
	terminal.columns = 30;
	terminal.rows = 6;
	terminal.emit('resize');
	await sleep(30);
	expect(sizes).toEqual([[30, 6]]);
	const emulator = createEmulator(30, 6);
	const data = terminal.taken();
	expect(data).not.toContain('old layout');
	emulator.write(`left over${'\r\nleft over'.repeat(5)}${data}`);
	await emulator.settled();
	expect(emulator.text()).toBe('new layout');
});

test('nothing is painted between leave and enter; enter paints the newest frame whole', async () => {
	const {terminal, output, draw} = start({frameTime: 1});
	draw('before');
	await sleep(5);
	terminal.taken();
	expect(await output.leave()).toBe(true);
	expect(terminal.taken()).toBe('\u001B[m\u001B[r\u001B[?25h\u001B[?1049l');
	draw('meanwhile');
	await sleep(5);
	expect(terminal.taken()).toBe('');
	output.enter();
	expect(terminal.taken()).toContain('meanwhile');
});

test('a terminal that takes nothing does not keep the program', async () => {
	const {terminal, output} = start();
	terminal.hold();
	expect(await output.leave(20)).toBe(false);
});

test('what Ink writes beside frames does not reach the terminal, but bracketed paste and the clipboard do', async () => {
	const {terminal, output, draw} = start({frameTime: 1});
	draw('frame');
	await sleep(5);
	terminal.taken();
	output.stdout.write('\u001B[?25h\u001B[?2026h\u001B[2K\u001B[1A\u001B[G\u001B[?2026l');
	expect(terminal.taken()).toBe('');
	output.stdout.write('\u001B[?2004h');
	expect(terminal.taken()).toBe('\u001B[?2004h');
	output.stdout.write('\u001B]52;c;YQ==\u0007frame');
	await sleep(5);
	expect(terminal.taken()).toBe('\u001B]52;c;YQ==\u0007');
	await output.leave();
	expect(terminal.taken()).toContain('\u001B[?2004l');
});

test('a terminal that is gone gets nothing more', async () => {
	const {terminal, output, draw} = start({frameTime: 1});
	draw('frame');
	await sleep(5);
	terminal.taken();
	output.abandon();
	draw('more');
	await sleep(5);
	expect(await output.leave()).toBe(false);
	expect(terminal.taken()).toBe('');
});

test('large repaints come between synchronized-update marks, small ones do not', async () => {
	const {terminal, draw} = start({frameTime: 1}, 80, 24);
	draw(Array.from({length: 24}, (_, y) => `line ${y} `.repeat(9)).join('\n'));
	expect(terminal.taken()).toMatch(/\u001B\[\?2026h[\s\S]*\u001B\[\?2026l$/);
	await sleep(5);
	draw('x');
	expect(terminal.taken()).not.toContain('2026');
});
