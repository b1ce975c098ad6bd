import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createCapture} from '../../source/host/capture.js';
import {createLineSplitter, longestLine} from '../../source/host/lines.js';

/** Cuts bytes into chunks of these lengths, the rest in one. */
function chunksOf(bytes: Buffer, lengths: readonly number[]): Buffer[] {
	const chunks: Buffer[] = [];
	let from = 0;
	for (const length of lengths) {
		chunks.push(bytes.subarray(from, from + length));
		from += length;
	}

	return [...chunks, bytes.subarray(from)];
}

const texts = fc
	.array(fc.constantFrom('a', 'bc', '名', '🚀', 'é', '\n', '\r', '\r\n', '\0', ' '), {maxLength: 60})
	.map(parts => parts.join(''));
const lengths = fc.array(fc.integer({min: 0, max: 9}), {maxLength: 20});

describe('a capture', () => {
	test('keeps a short stream whole, whatever its chunks', () => {
		fc.assert(
			fc.property(texts, lengths, (text, cuts) => {
				const capture = createCapture(1000);
				for (const chunk of chunksOf(Buffer.from(text), cuts)) capture.push(chunk);
				expect(capture.read()).toEqual({text, cut: 0});
			}),
			{numRuns: 2000},
		);
	});

	test('of a long one keeps a head and a tail that are its own, never more than the cap, and counts the rest', () => {
		fc.assert(
			fc.property(texts, lengths, fc.integer({min: 0, max: 40}), (text, cuts, max) => {
				const bytes = Buffer.from(text);
				const capture = createCapture(max);
				for (const chunk of chunksOf(bytes, cuts)) capture.push(chunk);
				const {text: kept, cut} = capture.read();
				const size = Buffer.byteLength(kept);
				expect(size + cut).toBe(bytes.length);
				expect(size).toBeLessThanOrEqual(max);
				expect(kept).not.toContain('\uFFFD');
				if (bytes.length <= max) expect(kept).toBe(text);
				const isHeadAndTail = Array.from({length: kept.length + 1}, (_, at) => at).some(
					at => text.startsWith(kept.slice(0, at)) && text.endsWith(kept.slice(at)),
				);
				expect(isHeadAndTail).toBe(true);
			}),
			{numRuns: 5000},
		);
	});

	test('joins no two halves of lines', () => {
		const capture = createCapture(64);
		for (let index = 0; index < 100; index++) capture.push(Buffer.from(`line ${index}\n`));
		const {text} = capture.read();
		expect(
			text
				.split('\n')
				.slice(0, -1)
				.every(line => /^line \d+$/.test(line)),
		).toBe(true);
		expect(text).toMatch(/^line 0\n[\s\S]*line 99\n$/);
	});

	test('a chunk longer than everything kept, after and before smaller ones', () => {
		const capture = createCapture(10);
		capture.push(Buffer.from('ab'));
		capture.push(Buffer.from('c'.repeat(100)));
		capture.push(Buffer.from('de'));
		expect(capture.read()).toEqual({text: 'abcccccc' + 'de', cut: 94});
		expect(capture.bytes).toBe(104);
	});

	test('a million tiny chunks cost no more memory than the cap', () => {
		const capture = createCapture(1024 * 1024);
		const before = process.memoryUsage().arrayBuffers;
		const chunk = Buffer.from('x');
		for (let index = 0; index < 3_000_000; index++) capture.push(chunk);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
		expect(capture.read().cut).toBe(3_000_000 - 1024 * 1024);
	});
});

describe('a line splitter', () => {
	const linesOf = (chunks: readonly Buffer[]): string[] => {
		const lines: string[] = [];
		const splitter = createLineSplitter(line => lines.push(line));
		for (const chunk of chunks) splitter.push(chunk);
		splitter.end();
		return lines;
	};

	test('gives the same lines whatever the chunks', () => {
		fc.assert(
			fc.property(texts, lengths, (text, cuts) => {
				const expected = text.split(/\r\n|\r|\n/);
				if (expected.at(-1) === '') expected.pop();
				expect(linesOf(chunksOf(Buffer.from(text), cuts))).toEqual(expected);
			}),
			{numRuns: 5000},
		);
	});

	test('cuts a line at 64 KiB, at a whole character, and goes on with the next', () => {
		const long = Buffer.from(`${'名'.repeat(100_000)}\nnext`);
		for (const chunks of [
			[long],
			chunksOf(
				long,
				Array.from({length: 300}, () => 1000),
			),
		]) {
			const [first = '', second] = linesOf(chunks);
			expect(Buffer.byteLength(first)).toBe(longestLine - (longestLine % 3));
			expect(first).not.toContain('\uFFFD');
			expect(second).toBe('next');
		}
	});
});
