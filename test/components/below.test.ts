import {expect, test} from 'vitest';
import {belowLines, roomBelow} from '../../source/components/below.js';
import {blank, line, plain} from '../../source/components/line.js';

test('a list that leaves half of its window gives that half to the details of its selected row', () => {
	expect(roomBelow(5, 31)).toBe(13);
	expect(roomBelow(18, 31)).toBe(13);
});

test('a longer list leaves the least that tells something, and one that needs its window leaves nothing', () => {
	expect([19, 24].map(total => roomBelow(total, 31))).toEqual([7, 7]);
	expect([25, 10_000].map(total => roomBelow(total, 31))).toEqual([0, 0]);
	expect([5, 6, 7].map(total => roomBelow(total, 13))).toEqual([7, 7, 0]);
});

test('an empty list and a low window have nothing below', () => {
	expect(roomBelow(0, 31)).toBe(0);
	expect(roomBelow(1, 6)).toBe(0);
});

test('the first line is the title, and no line is left empty', () => {
	const lines = belowLines([line('kube-system/coredns'), blank, line('NODE  one'), line('  '), line('AGE   12m')], {
		width: 40,
		height: 5,
	}).map(each => plain(each));
	expect(lines).toEqual([`── kube-system/coredns ${'─'.repeat(17)}`, 'NODE  one', 'AGE   12m', '', '']);
});

test('what does not fit is told by its number, and control characters of a name are visible in the title', () => {
	const many = Array.from({length: 9}, (_, at) => line(`line ${at}`));
	const [title = []] = belowLines([line('a\u001B[2Jb'), ...many], {width: 40, height: 4});
	expect(plain(title)).toContain('3/9');
	expect(plain(title)).not.toContain('\u001B');
	expect(plain(title).length).toBe(40);
});
