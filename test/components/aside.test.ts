import {expect, test} from 'vitest';
import {splitOf, withAside} from '../../source/components/aside.js';
import {line, plain, pressed, restyled} from '../../source/components/line.js';
import {listAt} from '../../source/components/list.js';
import {rowsOf} from '../../source/components/rows.js';
import {displayWidth} from '../../source/components/width.js';

test('a terminal is divided from 160 columns on; the list has 120 of them', () => {
	expect([80, 120, 159].map(width => splitOf(width))).toEqual([undefined, undefined, undefined]);
	expect([160, 200].map(width => splitOf(width))).toEqual([
		{list: 120, aside: 37},
		{list: 120, aside: 77},
	]);
});

test('a click on a row selects it up to the rule, one on the details does nothing', () => {
	const split = {list: 20, aside: 10};
	const row = pressed(restyled(line('漢字 pod'), {inverse: true}), listAt(0));
	const [first = []] = withAside([row], rowsOf([line('told')]), {title: 'Details'}, {split, height: 2});
	const list = first.filter(({press}) => press === listAt(0));
	expect(displayWidth(plain(list))).toBe(20);
	expect(list.every(({style}) => style?.inverse)).toBe(true);
	expect(plain(first)).toBe(`漢字 pod${' '.repeat(12)} │ ── Details `);
	expect(first.slice(list.length).some(({press}) => press !== undefined)).toBe(false);
});

test('control characters move no rule: they are made visible first', () => {
	const split = {list: 20, aside: 10};
	const lines = withAside([line('a\u001B[2J\u0007b'), line('plain')], rowsOf([]), {title: ''}, {split, height: 2});
	expect(lines.map(each => displayWidth(plain(each).split(' │ ')[0]!))).toEqual([20, 20]);
	expect(plain(lines[0]!)).not.toMatch(/[\u0000-\u001F]/);
});
