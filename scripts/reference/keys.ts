import {allTables, nameOfAction} from '../../source/app/screen-table.js';
import type {KeyTable} from '../../source/keys/rebind.js';
import {meanings, scheme} from '../../source/keys/scheme.js';
import {sentenceOf} from '../../source/app/help-rows.js';
import type {KeyHelp} from '../../source/text/key-help.js';
import {keyLabel} from '../../source/keys/key.js';
import type {Text} from '../../source/text/text.js';
import {code, page, table} from './page.js';

/** docs/KEYS.md: every key table of the product, as `?` shows them. */
export function keysPage(text: Text, help: KeyHelp): string {
	const screens: Readonly<Record<string, string>> = text.app.screens;
	const others: Readonly<Record<string, string>> = {
		app: 'Everywhere',
		dialog: 'In a question',
		filter: 'While you type a filter',
		finder: 'In the palette (`:`)',
		help: 'In the help (`?`)',
		copy: 'In the copy menu',
		log: 'In the command log',
		search: 'While you type a search',
	};
	const title = (name: string): string => {
		const [screen = '', pane] = name.split(': ');
		return others[name] ?? [screens[screen] ?? screen, ...(pane === undefined ? [] : [pane])].join(': ');
	};

	const section = ({name, bindings}: KeyTable): string[] => [
		`## ${title(name)}`,
		'',
		...table(
			['Key', 'What it does', 'In the footer', 'Action'],
			bindings.map(({action, keys}) => [
				keys.map(key => code(keyLabel(key))).join(' '),
				sentenceOf(action, help, text),
				nameOfAction(text, action),
				code(action),
			]),
		),
		'',
	];
	return page(
		'Keys',
		'A key means the same on every screen. Only in a question and where a line is typed it is read otherwise.',
		[
			'## One key, one meaning',
			'',
			...table(
				['Key', 'Meaning'],
				meanings.map(meaning => [
					Object.keys(scheme)
						.filter(key => scheme[key] === meaning)
						.map(key => code(keyLabel(key)))
						.join(' '),
					text.app.meanings[meaning],
				]),
			),
			'',
			...allTables.flatMap(each => section(each)),
		],
	);
}
