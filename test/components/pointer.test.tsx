import {Box} from 'ink';
import {describe, expect, test} from 'vitest';
import {beside} from '../../source/components/blocks.js';
import {emptyList, moveList, settle} from '../../source/components/list.js';
import {listPane} from '../../source/components/list-pane.js';
import {line} from '../../source/components/line.js';
import {Lines} from '../../source/components/lines.js';
import {createPointer} from '../../source/components/pointer.js';
import {Layers, level} from '../../source/keys/layers.js';
import {listBindings} from '../../source/keys/binding.js';
import {draw} from '../support/draw.js';

const keys = ['a', 'b', 'c', 'd', 'e'];

test('what stands where: the row of a list beside another pane, over its whole width', async () => {
	const pointer = createPointer();
	const list = settle({...emptyList, selected: 'c', index: 2, offset: 1}, keys, 3);
	const rows = listPane({
		list,
		rows: 3,
		total: keys.length,
		lines: (from, to) => ({header: line('KEY'), rows: keys.slice(from, to).map(key => line(key))}),
		empty: '',
	});
	const screen = draw(
		() => (
			<Box flexDirection="column" width={30}>
				<Lines lines={[line('above'), line('it')]} width={30} />
				<Lines lines={beside(rows, [line('x'), line('日本'), line('z')], 10, 4)} width={30} />
			</Box>
		),
		{pointer},
	);
	await screen.settled();
	expect(screen.rows().slice(2, 5)).toMatchObject(
		[/^KEY/, /^b/, /^c/].map(each => expect.stringMatching(each) as string),
	);
	expect([3, 4, 5].map(row => pointer.at(0, row))).toEqual(['list.at:1', 'list.at:2', 'list.at:3']);
	// Behind the word, within the pane; then the line between, and the other pane.
	expect([9, 10, 13, 29].map(column => pointer.at(column, 4))).toEqual(['list.at:2', undefined, undefined, undefined]);
	expect([0, 2, 6, 99].map(row => pointer.at(0, row))).toEqual([undefined, undefined, undefined, undefined]);
});

describe('a click', () => {
	const standing = () => {
		const layers = new Layers();
		const done: string[] = [];
		layers.add({
			level: level.app,
			bindings: [{action: 'app.network', keys: ['4']}],
			onAction: action => void done.push(action),
		});
		layers.add({
			level: level.screen,
			bindings: [...listBindings, {action: 'status.open', keys: ['enter']}],
			onAction: action => void done.push(action),
		});
		return {layers, done};
	};

	test('reaches the list, the tabs, and twice what enter does', () => {
		const {layers, done} = standing();
		layers.click('list.at:3');
		layers.click('app.network');
		layers.open();
		expect(done).toEqual(['list.at:3', 'app.network', 'status.open']);
	});
	test.each([
		['a question', {level: level.dialog, modal: true, bindings: [{action: 'dialog.choose', keys: ['enter']}]}],
		['a typed line', {level: level.input, onText: () => undefined, bindings: []}],
		['an overlay', {level: level.overlay, bindings: [{action: 'finder.run', keys: ['enter']}]}],
	])('does nothing where %s stands', (_what, layer) => {
		const {layers, done} = standing();
		layers.add({...layer, onAction: action => void done.push(action)});
		layers.click('list.at:3');
		layers.click('app.network');
		layers.click('dialog.choose');
		layers.open();
		expect(done).toEqual([]);
	});
	test('selects the row of its list, as far as there is one', () => {
		const at = (action: string) => moveList(emptyList, action, keys, 3).selected;
		expect(['list.at:0', 'list.at:4', 'list.at:99'].map(action => at(action))).toEqual(['a', 'e', 'e']);
	});
	test('the wheel scrolls a question, and nothing below it', () => {
		const {layers, done} = standing();
		layers.add({
			...{level: level.dialog, modal: true},
			bindings: listBindings,
			onAction: action => void done.push(`dialog ${action}`),
		});
		layers.scroll('list.down');
		layers.add({level: level.overlay, modal: true, bindings: [], onAction: () => undefined});
		layers.scroll('list.down');
		expect(done).toEqual(['dialog list.down']);
	});
});
