import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createCellDiffer} from '../../source/terminal/cell-differ.js';
import {createEmulator, looks, type Emulator} from '../support/emulator.js';

const columns = 40;
const rows = 10;

/** What a person sees when a frame is painted on an empty screen, nothing being left of earlier frames. */
async function seenWhole(frame: string, width = columns, height = rows): Promise<string[][]> {
	const emulator = createEmulator(width, height);
	emulator.write(createCellDiffer({columns: width, rows: height}).paint(frame));
	return seen(emulator);
}

async function seen(emulator: Emulator): Promise<string[][]> {
	await emulator.settled();
	return emulator.cells().map(row => row.map(cell => looks(cell)));
}

const sgr = fc.constantFrom(
	'\u001B[0m',
	'\u001B[7m',
	'\u001B[1;31m',
	'\u001B[2m',
	'\u001B[22m',
	'\u001B[4;44m',
	'\u001B[39m',
);
const text = fc.oneof(
	{weight: 6, arbitrary: fc.string({unit: fc.constantFrom(...'abc   -/:'), maxLength: 12})},
	{weight: 2, arbitrary: fc.constantFrom('日本語', '名前', 'かな', '한글', 'ｶﾅ', '│', '──', '●', '…')},
	{weight: 1, arbitrary: fc.constantFrom('🙂', '👩‍👩‍👧', '👍🏽', 'e\u0301', '🇯🇵', '☎️', '\u200B', 'क्षि', '⌚')},
);
const line = fc
	.array(fc.oneof({weight: 3, arbitrary: text}, {weight: 1, arbitrary: sgr}), {maxLength: 8})
	.map(parts => `${parts.join('')}\u001B[0m`);
const frame = fc.array(line, {maxLength: rows + 2}).map(lines => lines.join('\n'));

/** From one frame to the next as screens do: a line edited, a block moved, everything new. */
const step = fc.oneof(
	{weight: 3, arbitrary: fc.record({kind: fc.constant('edit' as const), at: fc.nat(rows - 1), line})},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('scroll' as const),
			from: fc.nat(rows - 1),
			by: fc.integer({min: -4, max: 4}),
			line,
		}),
	},
	{weight: 1, arbitrary: fc.record({kind: fc.constant('replace' as const), frame})},
);

function apply(before: string, change: typeof step extends fc.Arbitrary<infer T> ? T : never): string {
	if (change.kind === 'replace') return change.frame;
	const lines = before.split('\n');
	while (lines.length < rows) lines.push('');
	if (change.kind === 'edit') lines[change.at] = change.line;
	else if (change.by > 0) {
		lines.splice(change.from, change.by);
		lines.push(...Array.from({length: change.by}, () => change.line));
	} else lines.splice(change.from, 0, ...Array.from({length: -change.by}, () => change.line));

	return lines.slice(0, rows).join('\n');
}

describe('the screen after any series of frames', () => {
	test('looks as if the last frame had been painted alone, in text and colours', async () => {
		await fc.assert(
			fc.asyncProperty(frame, fc.array(step, {minLength: 1, maxLength: 6}), async (first, steps) => {
				const emulator = createEmulator(columns, rows);
				const differ = createCellDiffer({columns, rows});
				let current = first;
				emulator.write(differ.paint(current));
				for (const change of steps) {
					current = apply(current, change);
					emulator.write(differ.paint(current));
					expect(await seen(emulator)).toEqual(await seenWhole(current));
				}
			}),
			{numRuns: 80},
		);
		// Some 600 emulators: on a busy machine that takes longer than most tests may.
	}, 120_000);

	test('agrees with the terminal itself about plain text and colours', async () => {
		const frame = [
			'\u001B[1mName\u001B[0m   日本語 x',
			'\u001B[7mselected row   \u001B[0m',
			'a \u001B[38;5;120;44mdeep\u001B[0m b',
		].join('\n');
		const direct = createEmulator(columns, rows);
		direct.write(frame.replaceAll('\n', '\r\n'));
		expect(await seenWhole(frame)).toEqual(await seen(direct));
	});
});

describe('bytes', () => {
	const list = (selected: number, top: number): string =>
		Array.from({length: 40}, (_, y) => {
			if (y === 0) return `k0s-tui  host1  ${selected + 1}/1000`.padEnd(120);
			const index = top + y - 1;
			const row = `cni-${(index * 2654435761).toString(16).slice(0, 12)}  10.244.0.${index % 250}  Running  ${index}s  coredns-${index}`;
			return index === selected ? `\u001B[7m${row.padEnd(120)}\u001B[0m` : row;
		}).join('\n');

	test('nothing changed: not one', () => {
		const differ = createCellDiffer({columns: 120, rows: 40});
		differ.paint(list(3, 0));
		expect(differ.paint(list(3, 0))).toBe('');
	});

	test('a moved selection rewrites two rows', () => {
		const differ = createCellDiffer({columns: 120, rows: 40});
		differ.paint(list(3, 0));
		expect(Buffer.byteLength(differ.paint(list(4, 0)))).toBeLessThanOrEqual(279);
	});

	test('a list that scrolls by a line moves the block on the terminal', () => {
		const differ = createCellDiffer({columns: 120, rows: 40});
		differ.paint(list(38, 0));
		const bytes = differ.paint(list(39, 1));
		expect(bytes).toMatch(/\u001B\[\d+;\d+r/);
		expect(Buffer.byteLength(bytes)).toBeLessThanOrEqual(260);
	});

	test('a wide gap is erased and jumped over, blanks need no style of their own', async () => {
		const differ = createCellDiffer({columns: 40, rows: 1});
		const emulator = createEmulator(40, 1);
		emulator.write(differ.paint(`\u001B[7m${'x'.repeat(40)}\u001B[0m`));
		const gap = differ.paint(`name${' '.repeat(20)}end`);
		expect(gap).toBe('\u001B[1Hname\u001B[20X\u001B[20Cend\u001B[K');
		emulator.write(gap);
		const words = differ.paint('\u001B[2mone\u001B[0m \u001B[2mtwo\u001B[0m');
		expect(words).toBe('\u001B[1H\u001B[2mone two\u001B[K\u001B[m');
		emulator.write(words);
		await emulator.settled();
		expect(emulator.text()).toBe('one two');
		expect(emulator.cells()[0]?.[20]?.inverse).toBe(false);
	});

	test('one changed number costs its digits and one move', () => {
		const differ = createCellDiffer({columns: 120, rows: 40});
		differ.paint('packets 1041 bytes 77');
		expect(differ.paint('packets 1042 bytes 77')).toBe('\u001B[1;12H2');
	});
});

describe('what a frame must not bring to the terminal', () => {
	test('control characters, cursor codes, titles and hidden text', () => {
		const differ = createCellDiffer({columns: 40, rows: 2});
		const bytes = differ.paint('a\u0007\u001B[2Jb\u001B]0;title\u0007c\u001B[8mseen\u001B[0m\u009B31m');
		expect(bytes).not.toMatch(/\u0007|\u001B\[2J|title|\u001B\[8m|\u009B/);
		expect(bytes).toContain('seen');
	});

	test('colours where none are wanted; weight and inverse stay', () => {
		const differ = createCellDiffer({columns: 40, rows: 2, color: false});
		expect(differ.paint('\u001B[1;31mred\u001B[0;7;44m sel\u001B[0m')).toMatch(/\u001B\[1mred\u001B\[0;7m sel/);
	});

	test('lines and columns beyond the screen', async () => {
		const emulator = createEmulator(5, 2);
		emulator.write(createCellDiffer({columns: 5, rows: 2}).paint('abcdefgh\n1234日\nthird'));
		await emulator.settled();
		expect(emulator.lines()).toEqual(['abcde', '1234']);
	});
});
