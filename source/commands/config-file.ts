import {readRegularFile} from '../host/read-file.js';
import type {Text} from '../text/text.js';
import {fileFaultWords} from './open-fault.js';
import {lineOf} from './json-lines.js';
import {languages, longestInterval, screenNames, shortestInterval, themes, type Config} from './preferences.js';

export type ReadConfig =
	/** `content` null: there is no file. */
	| {readonly ok: true; readonly config: Config; readonly content: string | null; readonly unknown: readonly string[]}
	/** One sentence, in the language of the catalogue that it is asked with. */
	| {readonly ok: false; readonly fault: (text: Text) => string};

type Key = {
	readonly name: keyof Config;
	readonly fits: (value: unknown) => boolean;
	/** What it must be. */
	readonly wanted: (text: Text) => string;
};

const oneOf = (name: keyof Config, words: readonly string[]): Key => ({
	name,
	fits: value => words.some(each => each === value),
	wanted: text => text.cli.wanted.oneOf(words),
});

/** Every key of the file, in the order of docs/CONFIG.md. */
export const configKeys: readonly Key[] = [
	oneOf('lang', languages),
	oneOf('theme', themes),
	oneOf('screen', screenNames),
	{name: 'mouse', fits: value => typeof value === 'boolean', wanted: text => text.config.wanted.trueOrFalse},
	{
		name: 'interval',
		fits: value => typeof value === 'number' && value >= shortestInterval && value <= longestInterval,
		wanted: text => text.config.wanted.seconds(shortestInterval, longestInterval),
	},
	{name: 'readOnly', fits: value => typeof value === 'boolean', wanted: text => text.config.wanted.trueOrFalse},
	{name: 'keys', fits: isObject, wanted: text => text.config.wanted.keys},
];

/** Bytes. A person wrote it. */
const mostBytes = 1024 * 1024;

/** The config file. One that was not named by a person (`named`) need not be there. */
export function readConfig(path: string | null, named: boolean): ReadConfig {
	const none: ReadConfig = {ok: true, config: {}, content: null, unknown: []};
	if (path === null) return none;
	const read = readRegularFile(path, mostBytes);
	if (!read.ok) {
		// What nobody named and nobody can read says nothing.
		return named ? {ok: false, fault: text => text.cli.configUnread(path, fileFaultWords(read.code, text))} : none;
	}

	const value = objectIn(read.text);
	if (value === undefined) return {ok: false, fault: text => text.cli.configFault(path, text.cli.configNoObject)};
	for (const {name, fits, wanted} of configKeys) {
		if (value[name] === undefined || fits(value[name])) continue;
		const fault = (text: Text): string =>
			text.cli.configFault(placeIn(path, read.text, [name]), `${name}: ${wanted(text)}`);
		return {ok: false, fault};
	}

	const known = new Set<string>(configKeys.map(({name}) => name));
	// An editor finds the schema by it.
	known.add('$schema');
	return {
		ok: true,
		// Each key was judged above.
		config: value as Config,
		content: read.text,
		unknown: Object.keys(value).filter(name => !known.has(name)),
	};
}

/** `FILE:LINE` of what stands at this path of the file, `FILE` where it cannot be found. */
export function placeIn(path: string, content: string, keys: readonly string[]): string {
	const line = lineOf(content, keys);
	return line === undefined ? path : `${path}:${line}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectIn(content: string): Readonly<Record<string, unknown>> | undefined {
	try {
		// Some editors write a mark of the byte order first.
		const value: unknown = JSON.parse(content.replace(/^\uFEFF/, ''));
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
