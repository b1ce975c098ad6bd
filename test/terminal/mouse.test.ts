import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {createMouseReader, mouseWait, type MouseEvent} from '../../source/terminal/mouse.js';

const press = (column: number, row: number, button = 0) => `\u001B[<${button};${column};${row}M`;
const release = (column: number, row: number) => `\u001B[<0;${column};${row}m`;

/** What of these reads reaches the keys, and what is told of the mouse. */
function read(chunks: readonly string[], on = true) {
	const events: MouseEvent[] = [];
	let keys = '';
	const reader = createMouseReader({
		on,
		push: bytes => (keys += bytes.toString('latin1')),
		tell: event => void events.push(event),
	});
	for (const chunk of chunks) reader.push(Buffer.from(chunk, 'latin1'));
	return {keys: () => keys, events, reader};
}

describe('the mouse', () => {
	test('a click, from its press alone, and the wheel', () => {
		const {keys, events} = read([`a${press(1, 1)}${release(1, 1)}b`, press(300, 40), press(2, 3, 64), press(2, 3, 65)]);
		expect(keys()).toBe('ab');
		expect(events).toEqual([
			{kind: 'click', column: 0, row: 0},
			{kind: 'click', column: 299, row: 39},
			{kind: 'wheel', by: -1, column: 1, row: 2},
			{kind: 'wheel', by: 1, column: 1, row: 2},
		]);
	});
	test('moves, other buttons and buttons with a key held do nothing', () => {
		const {keys, events} = read([1, 2, 4, 8, 16, 32, 35, 66, 128].map(button => press(1, 1, button)));
		expect({keys: keys(), events}).toEqual({keys: '', events: []});
	});
	test('the older forms are read as well: their bytes are no keys', () => {
		const {keys, events} = read(['\u001B[M !!', '\u001B[32;5;6Mx', `\u001B[M#${'\u00FF'}!`]);
		expect(keys()).toBe('x');
		expect(events).toEqual([
			{kind: 'click', column: 0, row: 0},
			{kind: 'click', column: 4, row: 5},
		]);
	});
	test('not asked for: dropped all the same', () => {
		const {keys, events} = read([`a${press(1, 1)}b`, '\u001B[<0;1', ';2Mc', '\u001B[M !!'], false);
		expect({keys: keys(), events}).toEqual({keys: 'abc', events: []});
	});
	test('not asked for: escape waits for nothing', () => {
		expect(read(['\u001B'], false).keys()).toBe('\u001B');
		expect(read(['\u001B['], false).keys()).toBe('\u001B[');
	});
	test('in a paste it is neither text nor a click', () => {
		const {keys, events} = read([`\u001B[200~one ${press(1, 1)}two`, `${press(3, 3)}\u001B[201~${press(5, 5)}`]);
		expect(keys()).toBe('\u001B[200~one two\u001B[201~');
		expect(events).toEqual([{kind: 'click', column: 4, row: 4}]);
	});
	test('keys that begin like it stay keys', () => {
		const others = ['\u001B[A', '\u001B[1;5D', '\u001BOP', '\u001B[3~', '\u001Bb', '\u001B[Z', '\u001B[15;2~'];
		expect(read(others).keys()).toBe(others.join(''));
	});
	test('escape arrives after a moment, once', () => {
		vi.useFakeTimers();
		try {
			const {keys} = read(['\u001B']);
			expect(keys()).toBe('');
			vi.advanceTimersByTime(mouseWait);
			expect(keys()).toBe('\u001B');
			vi.advanceTimersByTime(1000);
			expect(keys()).toBe('\u001B');
		} finally {
			vi.useRealTimers();
		}
	});
	test.each([1, 2, 3, 5, 8])('a report cut after %i bytes, whose rest comes late, leaves no letters', at => {
		vi.useFakeTimers();
		try {
			const {keys, reader} = read([press(12, 34).slice(0, at)]);
			vi.advanceTimersByTime(10 * mouseWait);
			reader.push(Buffer.from(`${press(12, 34).slice(at)}j`));
			vi.advanceTimersByTime(10 * mouseWait);
			// Escape alone may have been read as escape; no digit or letter of the report ever is.
			expect(keys().replace(/^\u001B\[?/, '')).toBe('j');
		} finally {
			vi.useRealTimers();
		}
	});
	test('wherever the reads are cut, keys and reports come apart the same', () => {
		const piece = fc.oneof(
			fc.constantFrom('j', '/', '日', '\r', '\u001B[A', '\u001B[1;5D', '\u001B[200~text\u001B[201~'),
			fc.tuple(fc.constantFrom(0, 64, 65, 2), fc.integer({min: 1, max: 400}), fc.integer({min: 1, max: 99})),
		);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 12}), fc.array(fc.integer({min: 1, max: 9})), (pieces, cuts) => {
				const sent = pieces.map(each => (typeof each === 'string' ? each : press(each[1], each[2], each[0]))).join('');
				const bytes = Buffer.from(sent, 'utf8').toString('latin1');
				const chunks: string[] = [];
				let from = 0;
				for (const cut of [...cuts, bytes.length]) {
					chunks.push(bytes.slice(from, from + cut));
					from += cut;
				}

				const {keys, events} = read(chunks);
				expect(Buffer.from(keys(), 'latin1').toString('utf8')).toBe(
					pieces.filter(each => typeof each === 'string').join(''),
				);
				expect(events).toHaveLength(pieces.filter(each => typeof each !== 'string' && each[0] !== 2).length);
			}),
		);
	});
});
