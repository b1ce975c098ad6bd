import {expect, test} from 'vitest';
import {createEmulator} from '../support/emulator.js';
import {pictureOf} from '../support/picture.js';

async function picture(data: string): Promise<string> {
	const emulator = createEmulator(30, 3);
	emulator.write(data);
	await emulator.settled();
	return pictureOf(emulator.cells(), 'a <title>');
}

test('what is read on the screen can be read in the picture, each column at its place', async () => {
	const svg = await picture('name      state\r\n\u001B[32mRunning\u001B[0m a&b');
	expect(svg).toContain('>name</text>');
	expect(svg).toMatch(/<text x="84\.3"[^>]*>state<\/text>/);
	expect(svg).toMatch(/fill="#98c379">Running<\/text>/);
	expect(svg).toContain('a&amp;b');
	expect(svg).toContain('aria-label="a &lt;title&gt;"');
});

test('a colour of the 256 is the one that terminals show', async () => {
	const svg = await picture('\u001B[38;5;203mred\u001B[0m \u001B[38;5;16;48;5;220mbadge\u001B[0m');
	expect(svg).toMatch(/fill="#ff5f5f">red<\/text>/);
	expect(svg).toMatch(/fill="#ffd700".*fill="#000000">badge<\/text>/);
});

test('a selection is painted over its whole width, blanks as well', async () => {
	const svg = await picture('\u001B[7mab        \u001B[0m');
	expect(svg).toMatch(/<rect x="0" y="0" width="84\.3" height="17"/);
});

test('wide glyphs keep their two columns', async () => {
	const svg = await picture('日本x');
	expect(svg).toMatch(/<text x="0"[^>]*>日<\/text>/);
	expect(svg).toMatch(/<text x="16\.86"[^>]*>本<\/text>/);
	expect(svg).toMatch(/<text x="33\.72"[^>]*>x<\/text>/);
});
