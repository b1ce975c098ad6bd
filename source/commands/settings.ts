import type {Language, Text} from '../text/text.js';
import type {Option, Values} from './option.js';

export const languages = ['en', 'ja'] as const satisfies readonly Language[];

export const screenNames = ['checks', 'install', 'status', 'network', 'nftables', 'demo'] as const;
export type ScreenName = (typeof screenNames)[number];

/** What the options of every command say, read once. */
export type Settings = {
	readonly simulate: 'fresh' | 'ready' | undefined;
	readonly replay: string | undefined;
	readonly record: string | undefined;
	readonly screen: ScreenName | undefined;
	readonly json: boolean;
	readonly readOnly: boolean;
	readonly ascii: boolean;
	readonly noColor: boolean;
	/** Milliseconds between two reads of live data. */
	readonly interval: number;
	readonly slow: boolean;
	readonly lang: Language;
	readonly config: string | undefined;
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
	/^\d+(\.\d+)?$/.test(value) && Number(value) >= 0.2 && Number(value) <= 3600
		? undefined
		: text.cli.wanted.seconds(0.2, 3600);

/** Options of every command, in the order of the help. */
export const globalOptions: Readonly<Record<string, Option>> = {
	simulate: {value: 'fresh|ready', optional: true, refuse: oneOf('fresh', 'ready')},
	replay: {value: 'FILE'},
	record: {value: 'FILE'},
	screen: {value: 'NAME', words: screenNames, refuse: oneOf(...screenNames)},
	json: {},
	'read-only': {},
	ascii: {},
	'no-color': {},
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

/** `lang`: what speaks where `--lang` does not say it. */
export function settingsFrom(values: Values, lang: Language = 'en'): Settings {
	const text = (name: string): string | undefined => {
		const value = values[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};

	return {
		simulate: values['simulate'] === undefined ? undefined : text('simulate') === 'ready' ? 'ready' : 'fresh',
		replay: text('replay'),
		record: text('record'),
		screen: screenNames.find(name => name === text('screen')),
		json: values['json'] === true,
		readOnly: values['read-only'] === true || text('replay') !== undefined,
		ascii: values['ascii'] === true,
		noColor: values['no-color'] === true,
		interval: Number(text('interval') ?? 2) * 1000,
		slow: values['slow'] === true,
		lang: languages.find(each => each === text('lang')) ?? lang,
		config: text('config'),
		debug: text('debug'),
		yes: values['yes'] === true,
		force: values['force'] === true,
	};
}
