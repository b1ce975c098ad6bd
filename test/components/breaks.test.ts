import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {wrap} from '../../source/components/blocks.js';
import {unbroken} from '../../source/components/breaks.js';
import {displayWidth} from '../../source/components/width.js';

describe('where a line may end', () => {
	test.each([
		['firewall-cmd', ['firewall-cmd']],
		['“quoted”…', ['“quoted”…']],
		['確認する。', ['確', '認', 'す', 'る。']],
		['ファイアウォールの', ['ファイアウォール', 'の']],
		['「k0s」は(旧)、', ['「k0s」', 'は', '(旧)、']],
		['使って', ['使っ', 'て']],
		['起動中…', ['起', '動', '中…']],
	])('%s', (word, parts) => {
		expect(unbroken(word)).toEqual(parts);
	});
	test('nothing is lost', () => {
		const words = fc.string({unit: fc.constantFrom(...'aZ0-./(),:%「」、。ー々ファっァ漢字かな…“”')});
		fc.assert(
			fc.property(words, word => {
				expect(unbroken(word).join('')).toBe(word);
			}),
		);
	});
	test('Japanese is wrapped to the width, and no line begins with what may not begin one', () => {
		const text =
			'ポッドからこのホストへのパケットは、すべて firewalld が判定します。k0s の起動後にリロードすると「ルール」が消えるため、先に設定します。';
		for (let width = 20; width < 80; width++) {
			const lines = wrap(text, width);
			expect(lines.map(line => displayWidth(line)).every(columns => columns <= width)).toBe(true);
			expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			expect(lines.filter(line => /^[、。」ーっ]|「$/.test(line))).toEqual([]);
		}
	});
});
