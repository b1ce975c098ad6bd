import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createWordIndexBuilder} from '../../source/model/word-index.js';

const indexOf = (lines: readonly string[]) => {
	const builder = createWordIndexBuilder();
	for (const line of lines) {
		const bytes = Buffer.from(line);
		builder.add(bytes, 0, bytes.length);
		builder.endLine();
	}

	return builder.build();
};

const plainly = (lines: readonly string[], needles: readonly string[]): number[] =>
	lines.flatMap((line, at) => {
		const text = line.toLowerCase();
		return needles.every(needle => text.includes(needle.toLowerCase())) ? [at] : [];
	});

describe('lines as numbers of words', () => {
	const piece = fc.constantFrom('KUBE-SVC', 'kube', '-j', '10.244.0.', '3', '/32', 'Größe', '規則', 'ÀB', '"', '٣');
	const word = fc.array(piece, {minLength: 1, maxLength: 3}).map(pieces => pieces.join(''));
	const line = fc.array(word, {maxLength: 6}).map(words => words.join(' '));

	it('finds what a plain look at every line finds', () => {
		fc.assert(
			fc.property(fc.array(line, {maxLength: 40}), fc.array(word, {minLength: 1, maxLength: 3}), (lines, needles) => {
				expect(indexOf(lines).find(needles, 100, () => true)).toEqual({lines: plainly(lines, needles), more: false});
			}),
			{numRuns: 300},
		);
	});

	it('knows many different words, frequent and rare ones', () => {
		const lines = Array.from({length: 20_000}, (_, at) => `-A CHAIN-${at} --dport ${at % 7} -j TARGET-${at * 7}`);
		const index = indexOf(lines);
		for (const needles of [
			['chain-199'],
			['target-7'],
			['a'],
			['9', 'dport', '-19'],
			['chain-1', 'target-9'],
			['none'],
		]) {
			expect(index.find(needles, 1e6, () => true).lines).toEqual(plainly(lines, needles));
		}
	});

	it('stops at the most, and leaves out what does not fit', () => {
		const lines = Array.from({length: 100}, (_, at) => `rule ${at}`);
		const index = indexOf(lines);
		expect(index.find(['rule'], 3, line => line % 2 === 1)).toEqual({lines: [1, 3, 5], more: true});
		expect(index.find(['rule', '99'], 3, () => true)).toEqual({lines: [99], more: false});
		expect(index.lines).toBe(100);
	});
});
