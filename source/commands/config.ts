import process from 'node:process';
import {rebinding, type KeyTable} from '../keys/rebind.js';
import {visible} from '../terminal/sanitise.js';
import {padded, widest} from '../terminal/text-columns.js';
import type {Text} from '../text/text.js';
import {keyFaultIn, unknownIn} from './config-faults.js';
import {readConfig} from './config-file.js';
import type {HeadlessCommand, Invocation} from './headless.js';
import {lineOf} from './json-lines.js';
import {pathsOf} from './own.js';
import type {Origin} from './preferences.js';

type Setting = {
	readonly value: string | number | boolean;
	readonly from: Origin;
	/** Of the config file; null: it comes from elsewhere. */
	readonly line: number | null;
};

type BoundKey = {
	readonly table: string;
	readonly action: string;
	readonly keys: readonly string[];
	readonly default: readonly string[];
	readonly from: 'default' | 'file';
};

type Found = {
	/** `found`: null where there is no place for it. */
	readonly file: {readonly path: string | null; readonly found: boolean};
	readonly settings: Readonly<Record<string, Setting>>;
	/** Every key table; null: nobody has them here. */
	readonly keys: readonly BoundKey[] | null;
	/** What of the file is not used, a sentence each. */
	readonly faults: readonly string[];
};

/** `config`: what holds and what decided it. Exit 1: something in the file is not used. */
export const config: HeadlessCommand = {
	name: 'config',
	options: {},
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run(invocation) {
		const found = await readSettings(invocation);
		return {exit: found.faults.length === 0 ? 0 : 1, json: found, lines: configLines(found, invocation.text)};
	},
};

async function readSettings({settings, text, keyTables}: Invocation): Promise<Found> {
	const {config: path} = pathsOf(process.env, settings.config);
	const read = readConfig(path, settings.config !== undefined);
	const content = read.ok ? read.content : null;
	const entries = Object.entries(settings.preferences).map(([name, {value, from}]): [string, Setting] => [
		name,
		{value, from, line: from === 'file' && content !== null ? (lineOf(content, [name]) ?? null) : null},
	]);
	const tables = await keyTables?.();
	const bound = tables && rebinding(settings.keys, tables);
	return {
		file: {path, found: content !== null},
		settings: Object.fromEntries(entries),
		keys: tables && bound ? boundKeys(tables, bound.rebind) : null,
		faults: [
			...unknownIn(read, path ?? '', text),
			...(bound?.faults ?? []).map(fault => keyFaultIn(fault, {path: path ?? '', content: content ?? ''}, text)),
		],
	};
}

function boundKeys(tables: readonly KeyTable[], rebind: ReturnType<typeof rebinding>['rebind']): readonly BoundKey[] {
	return tables.flatMap(({name, bindings}) =>
		rebind(bindings).map(({action, keys}, at): BoundKey => {
			const before = bindings[at]?.keys ?? [];
			return {table: name, action, keys, default: before, from: keys === before ? 'default' : 'file'};
		}),
	);
}

function configLines({file, settings, keys, faults}: Found, {config: words, common}: Text): readonly string[] {
	const shown = (value: Setting['value']): string =>
		typeof value === 'boolean' ? (value ? words.on : words.off) : String(value);
	const rows = Object.entries(settings).map(([name, {value, from, line}]) => [
		name,
		shown(value),
		line === null ? words.origins[from] : words.atLine(words.origins[from], line),
	]);
	const other = unique((keys ?? []).filter(({from}) => from === 'file'));
	const where = file.path === null ? words.noPlace : file.found ? file.path : words.notThere(file.path);
	return [
		`${words.file}: ${where}`,
		'',
		...columns([[words.titles.setting, words.titles.value, words.titles.from], ...rows]),
		'',
		...(other.length === 0
			? [words.keysDefault]
			: [
					words.keysChanged(other.length),
					...columns(
						other.map(({action, keys: now, default: before}) => [
							`  ${action}`,
							now.join(' ') || common.none,
							words.insteadOf(before.join(' ')),
						]),
					),
				]),
		...(faults.length === 0 ? [] : ['', words.faultsTitle, ...faults.map(fault => `  ${fault}`)]),
	].map(line => visible(line));
}

/** An action stands in many tables. */
const unique = (keys: readonly BoundKey[]): readonly BoundKey[] => {
	const seen = new Set<string>();
	return keys.filter(({action, keys: now}) => {
		const id = `${action} ${now.join(' ')}`;
		return !seen.has(id) && seen.add(id);
	});
};

function columns(rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = (rows[0] ?? []).map((_, at) => widest(rows.map(row => row[at] ?? '')) + 2);
	return rows.map(row =>
		row
			.map((cell, at) => padded(cell, widths[at] ?? 0))
			.join('')
			.trimEnd(),
	);
}
