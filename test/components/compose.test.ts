import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {beside, rule} from '../../source/components/blocks.js';
import {compose} from '../../source/components/compose.js';
import {highlighted} from '../../source/components/find.js';
import {bold, colored, line, plain, restyled, span} from '../../source/components/line.js';
import {asciiOf} from '../../source/components/look.js';
import {themeOf} from '../../source/components/theme.js';
import {cut, cutMiddle, displayWidth, fit} from '../../source/components/width.js';

const look = {color: true, ascii: false};

const bare = (text: string) => text.replaceAll(/\u001B\[[\d;]*m/g, '');

describe('compose', () => {
	test.each(['plain', '日本語のラベル', 'emoji 👩‍💻 wide', 'e\u0301 combining', ''])(
		'%j is exactly as wide as asked',
		text => {
			for (const width of [1, 2, 5, 8, 20]) {
				expect(stringWidth(compose(line(text, colored(' and more', 'red')), width, look))).toBe(width);
			}
		},
	);
	test('what is too long ends in …, also when the cut falls between spans', () => {
		expect(bare(compose(line('abc', 'def'), 3, look))).toBe('ab…');
		expect(bare(compose(line('abcdef'), 4, look))).toBe('abc…');
		expect(bare(compose(line('abc', ''), 3, look))).toBe('abc');
	});
	test('styles are ours alone: control characters from outside never pass', () => {
		const out = compose(line('a\u001B[31mb\u001B]52;c;aGk=\u0007c\u009B2J\rd'), 40, look);

		expect(out).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
		expect(out).toMatch(/a.*b.*c.*d/);
	});
	test('colours go with color: false, weight and inverse stay', () => {
		const out = compose(line(colored('red', 'red'), bold('fat')), 10, {color: false, ascii: false});
		expect(out).toContain('\u001B[1mfat');
		expect(out).not.toContain('31m');
	});
	test('a selected line is inverse over its whole width', () => {
		const out = compose(restyled(line('row'), {inverse: true}), 6, look);
		expect(out).toBe('\u001B[7mrow\u001B[0m\u001B[7m   \u001B[0m');
	});
	test('a word that is marked at the end of a line ends there: a match of a search, an open tab', () => {
		const match = highlighted(line('    veth'), 'veth', false);
		expect(compose(match, 12, look)).toBe('    \u001B[7mveth\u001B[0m    ');
		expect(compose(line('one ', span('two', {inverse: true})), 9, look)).toBe('one \u001B[7mtwo\u001B[0m  ');
		const [row = []] = beside([line('a ', span('b', {inverse: true}))], [line('right')], 6, 1);
		expect(compose(row, 20, look)).toContain('\u001B[7mb\u001B[0m   ');
	});
	test('ascii: nothing beyond ASCII is left, widths stay', () => {
		const out = compose(line('│ ✓ naïve 日本 → … ●'), 30, {color: false, ascii: true});
		expect(out).toMatch(/^[\u0020-\u007E]*$/);
		expect(out).toHaveLength(30);
		expect(asciiOf('日本', displayWidth)).toBe('????');
	});
	test('ascii: what was cut ends in three dots, never in ~; the column stays as wide as it is', () => {
		const ascii = {color: false, ascii: true};
		const shown = (text: string, width: number) => compose(line(text), width, ascii);
		expect(shown('abcdefgh', 6)).toBe('abc...');
		expect([1, 2, 3].map(width => shown('abcdefgh', width))).toEqual(['.', '..', '...']);
		expect(shown(`${fit('coredns-7656c59669', 10)} Running`, 20)).toBe('coredns... Running  ');
		expect(shown(cutMiddle('cni-d954e5c5-f69e-80bd-ca8a-1c9123031c00', 14), 20)).toBe('cni-d95...1c00      ');
		// After a blank as well.
		expect(shown('journalctl -n 5000 --no-pager', 20)).toBe('journalctl -n 500...');
		expect(shown('systemctl show x --property Id', 28)).toBe('systemctl show x --proper...');
		// A sentence of ours loses no letter.
		expect(shown('checking this host …', 30)).toBe('checking this host ...        ');
		// A cut behind a blank is a cut: what stands to the right stays where it is.
		expect(shown(`${fit('File system of the data folder', 25)} xfs`, 30)).toBe('File system of the da...  xfs ');
		expect(compose(line('日本語日本語'), 5, {...ascii, letters: true})).toBe('日...');
	});
	test('a badge is read on every theme: it brings both its colours; without colours it is inverse', () => {
		const badge = [span('SIMULATED', {color: 'black', background: 'yellow'})];
		expect(compose(badge, 9, look)).toContain('\u001B[38;5;16;48;5;220m');
		expect(compose(badge, 9, {...look, theme: themeOf('light', true)})).toContain('\u001B[38;5;231;48;5;94m');
		expect(compose(badge, 9, {color: false, ascii: false})).toContain('\u001B[7m');
	});
	test('a colour that says something goes before dim', () => {
		const failed = [span('failed', {color: 'red', dim: true})];
		expect(compose(failed, 6, look)).toBe('\u001B[38;5;203mfailed\u001B[0m');
		expect(compose(failed, 6, {color: false, ascii: false})).toBe('\u001B[2mfailed\u001B[0m');
	});
	test('a selected row in a pane is marked over the width of the pane', () => {
		const [row = []] = beside([restyled(line('row'), {inverse: true})], [line('right')], 8, 1);
		expect(compose(row, 20, look)).toContain('\u001B[7m     \u001B[0m');
	});
});

describe('widths', () => {
	test('a title gives way to what stands to its right', () => {
		const title =
			'deployments (all namespaces) ▸ replicasets (Deployment coredns) ▸ pods (ReplicaSet coredns-7656c59669)';
		const shown = plain(rule(title, 60, '1  live'));
		expect(displayWidth(shown)).toBe(60);
		expect(shown).toMatch(/^── deployments .*… ─+ 1 {2}live ──$/);
		expect(plain(rule('Details', 30, '1/2'))).toBe('── Details ──────────── 1/2 ──');
	});
	test('cut never splits a wide character', () => {
		expect(cut('日本語', 4)).toBe('日…');
		expect(cut('File system of', 6)).toBe('File…');
		expect(cut('日本語', 6)).toBe('日本語');
		expect(displayWidth(cut('👩‍💻👩‍💻👩‍💻', 5))).toBeLessThanOrEqual(5);
	});
	test('long ids keep both ends', () => {
		expect(cutMiddle('cni-d954e5c5-f69e-80bd-ca8a-1c9123031c00', 14)).toBe('cni-d954e…1c00');
		expect(cutMiddle('short', 14)).toBe('short');
	});
	test('fit fills and cuts, on either side', () => {
		expect(fit('ab', 4)).toBe('ab  ');
		expect(fit('ab', 4, 'right')).toBe('  ab');
		expect(fit('abcdef', 4)).toBe('abc…');
	});
});
