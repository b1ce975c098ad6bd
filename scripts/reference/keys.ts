import {allTables} from '../../source/app/overlay.js';
import {nameOfAction} from '../../source/app/screen-table.js';
import type {Binding} from '../../source/keys/binding.js';
import {keyLabel} from '../../source/keys/key.js';
import type {Text} from '../../source/text/text.js';
import {code, page, table} from './page.js';

/** docs/KEYS.md: every key table of the product, as `?` shows them. */
export function keysPage(text: Text): string {
	const screens: Readonly<Record<string, string>> = text.app.screens;
	const others: Readonly<Record<string, string>> = {
		app: 'Everywhere',
		dialog: 'In a question',
		filter: 'While you type a filter',
		finder: 'In help and the palette',
		log: 'In the command log',
		report: 'Writing a report',
		reset: 'In the reset dialog',
	};
	const section = ([name, bindings]: readonly [string, readonly Binding[]]): string[] => [
		`## ${others[name] ?? screens[name] ?? name}`,
		'',
		...table(
			['Key', 'What it does', 'Action'],
			bindings.map(({action, keys}) => [
				keys.map(key => code(keyLabel(key))).join(' '),
				nameOfAction(text, action),
				code(action),
			]),
		),
		'',
	];
	return page(
		'Keys',
		'A screen may give a key of "Everywhere" another meaning.',
		allTables.flatMap(each => section(each)),
	);
}
