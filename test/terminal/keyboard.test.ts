import {PassThrough} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ReadStream} from 'node:tty';
import {expect, test} from 'vitest';
import {createKeyboard, type KeyboardEvents} from '../../source/terminal/keyboard.js';

function start(events: Partial<KeyboardEvents> = {}) {
	const modes: boolean[] = [];
	const terminal = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode(on: boolean) {
			modes.push(on);
		},
		ref() {},
		unref() {},
	});
	const keyboard = createKeyboard(terminal as unknown as ReadStream, {gone() {}, ...events});
	let read = '';
	keyboard.stdin.setEncoding('utf8');
	keyboard.stdin.on('data', (text: string) => {
		read += text;
	});
	const type = async (bytes: string | Buffer) => {
		terminal.write(bytes);
		await sleep(5);
	};

	return {terminal, keyboard, modes, type, read: () => read};
}

test('keys arrive, also those that come in halves', async () => {
	const {keyboard, type, read, modes} = start();
	keyboard.start();
	const [first, second] = [Buffer.from('名').subarray(0, 1), Buffer.from('名').subarray(1)];
	await type('j');
	await type(first);
	await type(second);
	expect(read()).toBe('j名');
	expect(modes).toEqual([true]);
});

test('released, not one key arrives, and lines are lines again; taken back, keys do', async () => {
	const {keyboard, type, read, modes} = start();
	keyboard.start();
	await keyboard.release();
	await type('secret\r');
	expect(read()).toBe('');
	expect(modes).toEqual([true, false]);
	// The bytes wait for whoever has the terminal; in truth that is another process.
	const line = keyboard.line();
	expect(await line).toBe('secret\r');
	keyboard.take();
	await type('j');
	expect(read()).toBe('j');
	expect(modes).toEqual([true, false, true]);
});

test('what Ink asks for while released counts when the terminal is taken back', async () => {
	const {keyboard, modes} = start();
	keyboard.start();
	await keyboard.release();
	keyboard.stdin.setRawMode(false);
	keyboard.take();
	expect(modes).toEqual([true, false, false]);
});

test('ctrl-z stops and is no key; what came with it is', async () => {
	let stops = 0;
	const {keyboard, type, read} = start({
		stop() {
			stops++;
		},
	});
	keyboard.start();
	await type('jj\u001A');
	expect(read()).toBe('jj');
	expect(stops).toBe(1);
});

test('the end of the terminal is told', async () => {
	let gone = 0;
	const {keyboard, terminal} = start({
		gone() {
			gone++;
		},
	});
	keyboard.start();
	terminal.end();
	await sleep(5);
	expect(gone).toBe(1);
	terminal.emit('error', new Error('EIO'));
	expect(gone).toBe(2);
});
