import {describe, expect, test} from 'vitest';
import {allTables} from '../../source/app/overlay.js';
import {nameOfAction, screens} from '../../source/app/screen-table.js';
import {actionOf, appBindings, clashes, isFieldAction} from '../../source/keys/binding.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');

describe.each(allTables)('the key table of %s', (_, bindings) => {
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

test('what a screen takes from the app, it takes on purpose', () => {
	const own = new Set(appBindings.flatMap(({keys}) => keys as readonly string[]));
	const taken = screens.flatMap(({id, bindings}) =>
		bindings.flatMap(({keys}) => keys.filter(key => own.has(key)).map(key => `${id} ${key}`)),
	);
	expect(taken.sort()).toMatchInlineSnapshot(`
		[
		  "checks C",
		  "checks escape",
		  "demo C",
		  "demo R",
		  "demo ctrl+r",
		  "demo escape",
		  "install C",
		  "install R",
		  "install ctrl+r",
		  "install escape",
		  "network escape",
		  "nftables escape",
		  "status escape",
		]
	`);
});
