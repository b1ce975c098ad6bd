import {detectCapabilities} from '../terminal/capabilities.js';
import {localeLanguage} from '../text/locale.js';
import type {Language} from '../text/text.js';
import {string, type Values} from './option.js';

export const languages = ['en', 'ja'] as const satisfies readonly Language[];

export const screenNames = ['checks', 'install', 'status', 'network', 'nftables', 'demo'] as const;
export type ScreenName = (typeof screenNames)[number];

export const themes = ['auto', 'dark', 'light', 'mono'] as const;

/** Seconds between two reads. */
export const shortestInterval = 0.2;
export const longestInterval = 3600;

/** What a config file can say, one JSON object. `keys` is judged by those who have the key tables (keys/rebind.ts). */
export type Config = {
	readonly lang?: Language;
	readonly theme?: (typeof themes)[number];
	/** Where the screen opens. */
	readonly screen?: ScreenName;
	readonly mouse?: boolean;
	/** Seconds. */
	readonly interval?: number;
	/** As `--read-only`. */
	readonly readOnly?: boolean;
	readonly keys?: unknown;
};

/** What decided a value, the later before the earlier. */
export type Origin = 'default' | 'environment' | 'file' | 'option';

export type Chosen<Value> = {readonly value: Value; readonly from: Origin};

/** What holds now, and what decided it. */
export type Preferences = {
	readonly lang: Chosen<Language>;
	readonly theme: Chosen<'dark' | 'light' | 'mono'>;
	readonly screen: Chosen<ScreenName>;
	readonly mouse: Chosen<boolean>;
	/** Seconds. */
	readonly interval: Chosen<number>;
	/** A recording is read-only whatever the file says. */
	readonly readOnly: Chosen<boolean>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** An option wins over the config file, that over the environment, that over the default. */
export function preferencesOf(values: Values, config: Config, env: Environment): Preferences {
	const option = (name: string): string | undefined => string(values, name) || undefined;
	const mouse = values['mouse'];
	const readOnly = values['read-only'];
	const isReplay = option('replay') !== undefined;
	const interval = option('interval');
	return {
		lang: first([
			['option', languages.find(each => each === option('lang'))],
			['file', config.lang],
			['environment', spokenIn(env)],
			['default', 'en'],
		]),
		theme: themeOf(values, config, env),
		screen: first([
			['option', screenNames.find(each => each === option('screen'))],
			['file', config.screen],
			['default', 'checks'],
		]),
		mouse: first([
			['option', mouse === undefined ? undefined : mouse !== 'off'],
			['file', config.mouse],
			['default', false],
		]),
		interval: first([
			['option', interval === undefined ? undefined : Number(interval)],
			['file', config.interval],
			['default', 2],
		]),
		readOnly: first([
			['option', isReplay ? true : readOnly === undefined ? undefined : readOnly !== 'off' && readOnly !== false],
			['file', config.readOnly],
			['default', false],
		]),
	};
}

/** `auto`, asked for anywhere, leaves it to the environment: `NO_COLOR`, what `TERM` names, `COLORFGBG`. */
function themeOf(values: Values, config: Config, env: Environment): Preferences['theme'] {
	const asked = values['no-color'] === true ? 'mono' : themes.find(each => each === values['theme']);
	const named: ReadonlyArray<readonly [Origin, (typeof themes)[number] | undefined]> = [
		['option', asked],
		['file', config.theme],
	];
	for (const [from, value] of named) {
		if (value === 'auto') break;
		if (value !== undefined) return {value, from};
	}

	const {color, background} = detectCapabilities({env});
	if (!color) return {value: 'mono', from: 'environment'};
	return background === null ? {value: 'dark', from: 'default'} : {value: background, from: 'environment'};
}

/** Undefined: the locale names no language of ours. */
function spokenIn(env: Environment): Language | undefined {
	const spoken = localeLanguage(env);
	const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
	return spoken === 'ja' || /^en(?![a-z])/i.test(locale) ? spoken : undefined;
}

function first<Value>(candidates: ReadonlyArray<readonly [Origin, Value | undefined]>): Chosen<Value> {
	for (const [from, value] of candidates) if (value !== undefined) return {value, from};
	throw new Error('a preference without a default');
}
