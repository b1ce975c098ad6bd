import {describe, expect, test} from 'vitest';
import {footerLine, hints} from '../../source/app/footer.js';
import {allTables, frameBindings, nameOfAction} from '../../source/app/screen-table.js';
import {backBindings} from '../../source/app/use-places.js';
import {plain} from '../../source/components/line.js';
import {displayWidth} from '../../source/components/width.js';
import {actionOf, clashes, isFieldAction} from '../../source/keys/binding.js';
import {meaningsOf, reserved, scheme} from '../../source/keys/scheme.js';
import {screens} from '../../source/screens/screens.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const japanese = await catalogue('ja');

describe.each(allTables)('the key table of $name', ({bindings}) => {
	test('binds no key twice', () => {
		expect(clashes(bindings)).toEqual([]);
	});
	test('has a name for every action', () => {
		const nameless = bindings.map(({action}) => action).filter(action => nameOfAction(text, action) === action);
		expect(nameless).toEqual([]);
	});
	test('leaves alone what belongs to the terminal, tmux and screen', () => {
		// Where a line is typed they edit it, as readline does.
		const keys = bindings.filter(({action}) => !isFieldAction(action)).flatMap(binding => binding.keys);
		expect(keys.filter(key => ['ctrl+c', 'ctrl+z', 'ctrl+a', 'ctrl+k', 'ctrl+s', 'ctrl+q'].includes(key))).toEqual([]);
	});
	test('ctrl-d and ctrl-u only scroll, but where a line is typed', () => {
		for (const key of ['ctrl+d', 'ctrl+u']) {
			expect(actionOf(bindings, key) ?? 'list.').toMatch(/^list\.|^field\.erase-start$/);
		}
	});
});

/** Each choice of the install has its letter in the choices dialog, where nothing else is done. */
const fields = /^install\.(?:profile|version|way|file|hostname|interface|role|token|nodes)$/;

const bound = allTables
	.filter(({kind}) => kind === 'screen')
	.flatMap(({name, bindings}) => bindings.flatMap(({action, keys}) => keys.map(key => ({name, action, key}))))
	.filter(({name, action}) => !(name === 'install: choices' && fields.test(action)));

describe('one key scheme', () => {
	test('no key means two things, on any screen or in any pane', () => {
		const numbers = /^\d$/;
		const others = bound
			.filter(({key}) => !numbers.test(key))
			.filter(({action, key}) => !meaningsOf(action).includes(scheme[key] ?? 'not in the scheme'))
			.map(({name, action, key}) => `${name}: ${key} is ${action}, and the scheme says ${scheme[key]}`);
		expect(others).toEqual([]);
	});

	test('where a line is typed its keys are the same everywhere', () => {
		const edits = allTables
			.filter(({kind}) => kind === 'typing')
			.map(({name, bindings}) => [
				name,
				bindings.filter(({action}) => isFieldAction(action)).map(({action, keys}) => `${action} ${keys.join(' ')}`),
			]);
		expect(edits.length).toBeGreaterThan(4);
		for (const [, keys] of edits) expect(keys).toEqual(edits[0]?.[1]);
	});

	test('every meaning has a key, and a sentence in both languages', () => {
		const used = new Set(bound.map(({key}) => key));
		expect(Object.keys(scheme).filter(key => !used.has(key))).toEqual([]);
		for (const {app} of [text, japanese]) {
			for (const meaning of Object.values(scheme)) expect(app.meanings[meaning]).not.toBe('');
		}
	});

	test('keys that wait for their meaning are bound nowhere', () => {
		expect(bound.filter(({key}) => reserved.includes(key))).toEqual([]);
	});
});

describe('the footer', () => {
	const tables = allTables.filter(({name, kind}) => kind === 'screen' && name !== 'app');
	const shown = (bindings: (typeof allTables)[number]['bindings'], width: number, words = text): string => {
		// As they stand in the program: the way back from a jump is above every screen, and leaves it its key.
		const list = hints([backBindings, bindings, frameBindings], action => nameOfAction(words, action));
		return plain(footerLine(list, width));
	};

	const cases = tables.flatMap(({name, bindings}) => [60, 80, 120].map(width => ({name, width, bindings})));

	test.each(cases)('of $name at $width columns names its own main keys first', ({name, bindings, width}) => {
		const own = hints([bindings], action => nameOfAction(text, action));
		const line = shown(bindings, width);
		expect(displayWidth(line)).toBeLessThanOrEqual(width);
		const names = line.split('  ').filter(Boolean);
		// 60: the four main ones; 80: six; 120: all of a screen's own.
		const most = width === 60 ? 4 : width === 80 ? 6 : own.length;
		expect(names.slice(0, Math.min(most, own.length))).toEqual(
			own.slice(0, most).map(({keys, name}) => `${keys} ${name}`),
		);
		// In the help itself it closes.
		if (name !== 'help') expect(names).toContain('? help');
	});

	test.each(cases)('of $name at $width columns keeps within it in Japanese', ({bindings, width}) => {
		expect(displayWidth(shown(bindings, width, japanese))).toBeLessThanOrEqual(width);
	});

	test.each(
		tables.filter(({bindings}) =>
			bindings.some(({action, footer}) => /\.back$/.test(action) && footer !== undefined && footer < 3),
		),
	)('of $name says how to go back, at 60 columns too', ({bindings}) => {
		expect(shown(bindings, 60)).toMatch(/(^| {2})esc back( {2}|$)/);
	});

	test('the keys of the frame give way first, the last one first, and ? never', () => {
		const bindings = screens[0]?.bindings ?? [];
		expect(shown(bindings, 200)).toMatch(/\? help {2}: palette {2}@ commands {2}q quit$/);
		expect(shown(bindings, 40)).toMatch(/^enter open.*\? help$/);
	});
});
