import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {createPasteGuard, pasteWait} from '../../source/terminal/paste.js';

const start = '\u001B[200~';
const end = '\u001B[201~';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function typed() {
	const seen: string[] = [];
	const guard = createPasteGuard(bytes => {
		if (bytes.length > 0) seen.push(bytes.toString());
	});
	return {
		type: (...texts: readonly string[]) => {
			for (const text of texts) guard.push(Buffer.from(text));
		},
		all: () => seen.join(''),
	};
}

describe('a paste', () => {
	test.each([
		['whole', [`${start}text${end}`, 'q']],
		['in parts', [start, 'te', 'xt', end, 'q']],
		['with its marks cut', ['\u001B[20', '0~text\u001B[2', '01~', 'q']],
		['two of them', [`${start}a${end}${start}b`, `${end}q`]],
		['with ctrl-c in it, whole', [`${start}a\u0003b${end}`]],
	])('%s passes as it is', (_, parts) => {
		const {type, all} = typed();
		type(...parts);
		vi.advanceTimersByTime(10 * pasteWait);
		expect(all()).toBe(parts.join(''));
	});

	test.each([
		['cut after its start', [start]],
		['cut in its text', [`${start}some text`]],
		['cut in its start', ['\u001B[200']],
		['cut in its end', [`${start}text\u001B[20`]],
		['after another one', [`${start}a${end}x${start}b`]],
	])('%s ends by itself', (_, parts) => {
		const {type, all} = typed();
		type(...parts);
		// Who types meanwhile does not make it longer.
		vi.advanceTimersByTime(pasteWait - 1);
		type('q');
		const before = all();
		expect(before).toBe(`${parts.join('')}q`);
		vi.advanceTimersByTime(2);
		expect(all().endsWith(end)).toBe(parts[0] !== '\u001B[200');
		type('j');
		vi.advanceTimersByTime(10 * pasteWait);
		expect(all().endsWith('j')).toBe(true);
	});

	test('the half of a start ends, too', () => {
		const {type, all} = typed();
		type('\u001B[200');
		vi.advanceTimersByTime(pasteWait + 1);
		expect(all()).toBe(`${start}${end}`);
	});

	test('one that goes on is waited for', () => {
		const {type, all} = typed();
		type(start);
		for (let part = 0; part < 5; part++) {
			vi.advanceTimersByTime(pasteWait - 1);
			type('twenty letters of it');
		}

		expect(all()).not.toContain(end);
		type(end);
		vi.advanceTimersByTime(10 * pasteWait);
		expect(all().indexOf(end)).toBe(all().lastIndexOf(end));
	});

	test.each([
		['alone', [start, '\u0003']],
		['with the start', [`${start}\u0003`]],
		['after text', [`${start}text`, 'more\u0003q']],
		['in a cut start', [`${start}te`, '\u0003', '\u0003']],
	])('ctrl-c ends it at once: %s', (_, parts) => {
		const {type, all} = typed();
		type(...parts);
		expect(all()).toContain(`${end}\u0003`);
		expect(all().replace(end, '')).toBe(parts.join(''));
	});
});
