import type {Language, Text} from '../text/text.js';
import type {Option, Values} from './option.js';
import {
	languages,
	longestInterval,
	preferencesOf,
	screenNames,
	shortestInterval,
	themes,
	type Config,
	type Preferences,
	type ScreenName,
} from './preferences.js';

/** What the options of every command say, read once. */
export type Settings = {
	readonly simulate: 'fresh' | 'ready' | undefined;
	readonly replay: string | undefined;
	readonly record: string | undefined;
	/** Where the screen opens. */
	readonly screen: ScreenName;
	readonly json: boolean;
	readonly readOnly: boolean;
	readonly ascii: boolean;
	readonly theme: 'dark' | 'light' | 'mono';
	/** The terminal is asked to report the mouse. */
	readonly mouse: boolean;
	/** Milliseconds between two reads of live data. */
	readonly interval: number;
	readonly slow: boolean;
	readonly lang: Language;
	readonly config: string | undefined;
	/** What the config file says of keys, as it stands there. */
	readonly keys: unknown;
	/** What decided those that the config file can say. */
	readonly preferences: Preferences;
	readonly debug: string | undefined;
	readonly yes: boolean;
	/** A file that is none of ours may be written over; a journal that cannot be trusted is used. */
	readonly force: boolean;
};

const oneOf =
	(...words: readonly string[]) =>
	(value: string, text: Text): string | undefined =>
		words.includes(value) ? undefined : text.cli.wanted.oneOf(words);

const seconds = (value: string, text: Text): string | undefined =>
	/^\d+(\.\d+)?$/.test(value) && Number(value) >= shortestInterval && Number(value) <= longestInterval
		? undefined
		: text.cli.wanted.seconds(shortestInterval, longestInterval);

/** Options of every command, in the order of the help. */
export const globalOptions: Readonly<Record<string, Option>> = {
	simulate: {value: 'fresh|ready', optional: true, refuse: oneOf('fresh', 'ready')},
	replay: {value: 'FILE'},
	record: {value: 'FILE'},
	screen: {value: 'NAME', words: screenNames, refuse: oneOf(...screenNames)},
	json: {},
	'read-only': {value: 'on|off', optional: true, refuse: oneOf('on', 'off')},
	ascii: {},
	'no-color': {},
	theme: {value: themes.join('|'), refuse: oneOf(...themes)},
	mouse: {value: 'on|off', optional: true, refuse: oneOf('on', 'off')},
	interval: {value: 'SECONDS', refuse: seconds},
	slow: {},
	lang: {value: languages.join('|'), refuse: oneOf(...languages)},
	config: {value: 'FILE'},
	debug: {value: 'FILE'},
	force: {},
	yes: {},
	help: {},
	version: {},
};

/** `config`: what the config file says where no option does. */
export function settingsFrom(
	values: Values,
	{config = {}, env = {}}: {readonly config?: Config; readonly env?: Readonly<Record<string, string | undefined>>} = {},
): Settings {
	const text = (name: string): string | undefined => {
		const value = values[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};

	const preferences = preferencesOf(values, config, env);
	return {
		simulate: values['simulate'] === undefined ? undefined : text('simulate') === 'ready' ? 'ready' : 'fresh',
		replay: text('replay'),
		record: text('record'),
		screen: preferences.screen.value,
		json: values['json'] === true,
		readOnly: preferences.readOnly.value,
		ascii: values['ascii'] === true,
		theme: preferences.theme.value,
		mouse: preferences.mouse.value,
		interval: preferences.interval.value * 1000,
		slow: values['slow'] === true,
		lang: preferences.lang.value,
		config: text('config'),
		keys: config.keys,
		preferences,
		debug: text('debug'),
		yes: values['yes'] === true,
		force: values['force'] === true,
	};
}
