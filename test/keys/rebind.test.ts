import {describe, expect, test} from 'vitest';
import {allTables} from '../../source/app/screen-table.js';
import {actionOf, clashes} from '../../source/keys/binding.js';
import {keyNamed} from '../../source/keys/key-names.js';
import {Layers, level} from '../../source/keys/layers.js';
import {rebinding} from '../../source/keys/rebind.js';

const tableOf = (name: string) => {
	const table = allTables.find(each => each.name === name);
	if (table === undefined) throw new Error(`no table ${name}`);
	return table.bindings;
};

const keysOf = (wanted: unknown, table: string, action: string) =>
	rebinding(wanted, allTables)
		.rebind(tableOf(table))
		.find(each => each.action === action)?.keys;
const faultsOf = (wanted: unknown) => rebinding(wanted, allTables).faults;

describe('other keys', () => {
	test('an action gets the keys that are named, everywhere, and loses its default ones', () => {
		const wanted = {'list.down': ['A', 'ctrl+n']};
		expect(faultsOf(wanted)).toEqual([]);
		for (const table of ['network', 'network: raw output', 'log', 'status']) {
			expect(keysOf(wanted, table, 'list.down')).toEqual(['A', 'ctrl+n']);
		}

		expect(actionOf(rebinding(wanted, allTables).rebind(tableOf('network')), 'j')).toBeUndefined();
	});
	test('on one screen alone', () => {
		const wanted = {status: {'list.down': ['n', 'down'], 'pane.next': 'ctrl+p'}};
		expect(faultsOf(wanted)).toEqual([]);
		expect(keysOf(wanted, 'status', 'list.down')).toEqual(['n', 'down']);
		expect(keysOf(wanted, 'network', 'list.down')).toEqual(['j', 'down']);
	});
	test('by its meaning, for every action that has it; other keys of such an action stay', () => {
		const wanted = {raw: 'ctrl+o', quit: 'ctrl+x'};
		expect(faultsOf(wanted)).toEqual([]);
		expect(keysOf(wanted, 'network', 'network.raw')).toEqual(['ctrl+o']);
		expect(keysOf(wanted, 'status', 'status.raw')).toEqual(['ctrl+o']);
		expect(keysOf(wanted, 'install', 'install.output')).toEqual(['ctrl+o']);
		expect(keysOf(wanted, 'install: choices', 'choices.back')).toEqual(['ctrl+x', 'escape', 'backspace']);
	});
	test('two keys that change places do not clash', () => {
		const wanted = {'network.map': 'o', 'network.list': 'o', 'network.raw': 'm'};
		expect(faultsOf(wanted)).toEqual([]);
		expect(keysOf(wanted, 'network', 'network.map')).toEqual(['o']);
		expect(keysOf(wanted, 'network', 'network.raw')).toEqual(['m']);
	});
	test('an empty list takes the keys away', () => {
		expect(keysOf({'app.root': []}, 'app', 'app.root')).toEqual([]);
	});
	test('where a line is typed a letter stays a letter', () => {
		const wanted = {'list.down': ['A', 'down']};
		expect(keysOf(wanted, 'finder', 'list.down')).toEqual(['down', 'tab', 'ctrl+n']);
		expect(keysOf({'field.left': 'ctrl+x'}, 'finder', 'field.left')).toEqual(['ctrl+x']);
	});
	test('a table is made once', () => {
		const {rebind} = rebinding({'list.down': ['ctrl+n']}, allTables);
		const stranger = [{action: 'app.refresh', keys: ['r']}];
		expect(rebind(stranger)).toBe(rebind(stranger));
		expect(rebind(tableOf('status'))).toBe(rebind(tableOf('status')));
	});
});

describe('what cannot be followed is named, and its default stays', () => {
	test.each([
		[{'network.mop': 'M'}, {kind: 'unknown-action', name: 'network.mop', path: ['network.mop']}],
		[{statsu: {'status.raw': 'M'}}, {kind: 'unknown-action', name: 'statsu'}],
		[{status: {'network.map': 'M'}}, {kind: 'not-here', name: 'network.map', path: ['status', 'network.map']}],
		[{'network.map': 'F13'}, {kind: 'unknown-key', name: 'F13'}],
		[{'network.map': 'ctrl+i'}, {kind: 'unknown-key', near: ['tab']}],
		[{'network.map': ''}, {kind: 'unknown-key', name: ''}],
		[{'network.map': 'ctrl+c'}, {kind: 'taken-by-terminal', key: 'ctrl+c'}],
		[{'network.map': 3}, {kind: 'not-keys', name: 'network.map'}],
		[{'network.map': ['M', null]}, {kind: 'not-keys'}],
		[{'network.map': {a: 'b'}}, {kind: 'not-keys'}],
		[{'dialog.yes': 'enter'}, {kind: 'in-question', name: 'dialog.yes'}],
		[{'field.left': 'h'}, {kind: 'is-text', key: 'h'}],
		[{'network.map': 'o'}, {kind: 'clash', key: 'o', other: 'network.raw', table: 'network'}],
		// The frame around it has it.
		[{'network.map': '?'}, {kind: 'clash', key: '?', other: 'app.help', table: 'app'}],
		[{'app.help': 'm'}, {kind: 'clash', key: 'm', other: 'network.map', table: 'network'}],
		[{'app.checks': 'q'}, {kind: 'clash', key: 'q'}],
		[{'status.raw': '1'}, {kind: 'clash', key: '1', other: 'app.checks', table: 'app'}],
	])('%j', (wanted, fault) => {
		const {faults, rebind} = rebinding(wanted, allTables);
		expect(faults).toMatchObject([fault]);
		for (const {bindings} of allTables) expect(rebind(bindings)).toEqual(bindings);
	});
	test('of two rules that clash one holds', () => {
		const wanted = {'network.map': 'M', 'network.raw': 'M'};
		const {faults, rebind} = rebinding(wanted, allTables);
		expect(faults).toMatchObject([{kind: 'clash', name: 'network.raw', key: 'M', other: 'network.map'}]);
		const now = rebind(tableOf('network'));
		expect(actionOf(now, 'M')).toBe('network.map');
		expect(actionOf(now, 'o')).toBe('network.raw');
	});
	test('a question cannot be given other keys by a meaning either', () => {
		const {rebind} = rebinding({open: 'M', back: 'ctrl+x'}, allTables);
		expect(rebind(tableOf('dialog'))).toBe(tableOf('dialog'));
	});
	test('whatever stands there, no table binds a key twice', () => {
		const actions = [...new Set(allTables.flatMap(({bindings}) => bindings.map(({action}) => action)))];
		const keys = ['j', 'ctrl+x', 'q', '1', 'enter', 'escape', 'R', '?'];
		for (const [at, key] of keys.entries()) {
			const some = actions.filter((_, index) => index % keys.length === at);
			const {rebind} = rebinding(Object.fromEntries(some.map(action => [action, key])), allTables);
			for (const {name, bindings} of allTables) expect(clashes(rebind(bindings)), `${name} ${key}`).toEqual([]);
		}
	});
});

test.each([
	['j', 'j'],
	['G', 'G'],
	[' ', 'space'],
	['Esc', 'escape'],
	['pgdn', 'page-down'],
	['^r', 'ctrl+r'],
	['Ctrl+R', 'ctrl+r'],
	['^', '^'],
	['alt+b', 'alt+b'],
	['ctrl+left', 'ctrl+left'],
	['shift+tab', 'shift+tab'],
	['+', '+'],
	['日', '日'],
])('the key %j is %s', (word, key) => {
	expect(keyNamed(word)).toEqual({kind: 'key', key});
});

test.each(['shift+g', 'ctrl+1', 'jj', '\u001B', 'ctrl+', 'hyper+x', 'ctrl+m'])('%j is no key', word => {
	expect(keyNamed(word)).toMatchObject({kind: 'unknown'});
});

test('the stack of layers goes by the other keys; what closes with esc still goes back', () => {
	const {rebind} = rebinding({'network.map': 'M', back: 'ctrl+x'}, allTables);
	const layers = new Layers(rebind);
	const done: string[] = [];
	layers.add({level: level.screen, bindings: tableOf('network'), onAction: action => void done.push(action)});
	expect(layers.dispatch('M')).toBe('network.map');
	expect(layers.dispatch('m')).toBeUndefined();
	expect(layers.dispatch('ctrl+x')).toBe('network.back');
	expect(layers.back()).toBe(true);
	expect(done).toEqual(['network.map', 'network.back', 'network.back']);
	expect(layers.tables()[0]).toBe(rebind(tableOf('network')));
});
