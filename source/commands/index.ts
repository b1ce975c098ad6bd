import process from 'node:process';
import type {Runner} from '../host/runner.js';
import {visible} from '../terminal/sanitise.js';
import {localeLanguage} from '../text/locale.js';
import {catalogue, type Text} from '../text/text.js';
import {aboutCommands, onCommand, printed, wordsFor} from './about.js';
import {readConfig} from './config-file.js';
import {envelope, noHost} from './envelope.js';
import {commandHelp, help} from './help.js';
import {isReaderGone, type Output} from './output.js';
import {pathsOf} from './own.js';
import {nearest} from '../model/nearest.js';
import {didYouMean} from './nearest.js';
import {brief, parse} from './parse.js';
import {unknownIn} from './config-faults.js';
import type {KeyTables} from './headless.js';
import {runHeadless} from './run.js';
import {languages} from './preferences.js';
import {globalOptions, settingsFrom, type Settings} from './settings.js';
import {commandTable} from './table.js';

const shownNames = commandTable.filter(({hidden}) => hidden !== true).map(({name}) => name);

export {createOutput} from './output.js';
export type {Settings} from './settings.js';

/** What the command line asks for. `exit` with the lines already said; `screen` opens the terminal UI. */
export type Asked =
	| {readonly kind: 'exit'; readonly code: number}
	| {
			readonly kind: 'screen';
			readonly settings: Settings;
			readonly text: Text;
			/** The config file that was read; null: there is none. */
			readonly configFile: string | null;
			/** What it says that nobody knows, a sentence each. */
			readonly faults: readonly string[];
	  }
	/** On other servers: asks nothing of this host. */
	| {readonly kind: 'elsewhere'; readonly run: () => Promise<number>}
	| {
			readonly kind: 'headless';
			readonly settings: Settings;
			readonly text: Text;
			/** The command's name. */
			readonly name: string;
			/** Where its data goes. */
			readonly output: Output;
			/** It may change the host. */
			readonly changes: boolean;
			readonly run: (runner: Runner, signal: AbortSignal, consent?: Consent) => Promise<number>;
	  };

/** Asks a person and waits for the answer. */
export type Consent = (question: string) => Promise<boolean>;

type Environment = Readonly<Record<string, string | undefined>>;

/** `out`: data. `err`: everything else. */
export type Streams = {readonly out: Output; readonly err: (text: string) => void};

/**
 * Reads the command line. Usage errors are one line and where to look: exit 2. The language is the one of `--lang`, else
 * the config file's, else the locale's.
 */
export async function ask(
	argv: readonly string[],
	version: string,
	streams: Streams,
	env: Environment = process.env,
	keyTables?: KeyTables,
): Promise<Asked> {
	const {read, configPath, language, text} = await languageOf(argv, env);
	const isJson = argv.some(word => word === '--json' || word.startsWith('--json='));
	const usage = (message: string, name?: string): Asked => {
		if (isJson) {
			const error = {code: 'usage', message: visible(message)};
			streams.out.write(envelope(name ?? 'cli', noHost, {json: {}, error}));
			return {kind: 'exit', code: 2};
		}

		const see = name === undefined ? text.cli.seeHelp : text.cli.seeCommandHelp(name);
		streams.err(`k0s-tui: ${text.cli.usageError(visible(message), see)}\n`);
		return {kind: 'exit', code: 2};
	};

	const [name, asksAbout] = wordsOf(argv);
	// `k0s-tui help`, `k0s-tui help check`.
	if (name === 'help')
		return ask(
			[...(asksAbout === undefined ? [] : [asksAbout]), '--help', ...(isJson ? ['--json'] : [])],
			version,
			streams,
			env,
			keyTables,
		);
	const entry = commandTable.find(candidate => candidate.name === name);
	if (name === onCommand.name && !isHelp(argv)) {
		const behind = argv.indexOf(name) + 1;
		const before = argv.slice(0, behind - 1);
		// The config file of this user holds for the servers too.
		const own =
			read.ok && read.config.readOnly === true && !argv.some(word => /^--(read-only(=|$)|remove$)/.test(word));
		return {
			kind: 'elsewhere',
			run: async () => {
				const {runOn} = await import('./on/run.js');
				const refused = (message: string): number => (usage(message, name), 2);
				return runOn([...before, ...(own ? ['--read-only'] : []), ...argv.slice(behind)], {
					version,
					language,
					usage: refused,
					output: streams.out,
				});
			},
		};
	}

	const about = [onCommand, ...aboutCommands].find(candidate => candidate.name === name);
	if (name !== undefined && !entry && !about) {
		const near =
			nearest(name, [...shownNames, ...[onCommand, ...aboutCommands].map(each => each.name), 'help']) ??
			(Object.hasOwn(globalOptions, name) ? `--${name}` : undefined);
		return usage(`${text.cli.unknownCommand(brief(name))}${didYouMean(near, text)}`);
	}

	const command = await entry?.load();
	const described = command ?? about;
	const parsed = parse(
		argv.map(word => (word === '-h' ? '--help' : word)),
		{...globalOptions, ...command?.options},
		text,
	);
	if (!parsed.ok) return usage(parsed.message, name);
	const settings = settingsFrom(parsed.values, {config: read.ok ? read.config : {}, env});
	if (parsed.values['version'] === true) {
		streams.out.write(`k0s-tui ${version}\n`);
		return {kind: 'exit', code: 0};
	}

	if (parsed.values['help'] === true) {
		streams.out.write(`${(described ? commandHelp(described, text) : help(text)).join('\n')}\n`);
		return {kind: 'exit', code: 0};
	}

	if (!read.ok) return usage(read.fault(text), command?.name);
	if (settings.simulate !== undefined && settings.replay !== undefined) {
		return usage(text.cli.badValue('--replay', settings.replay, text.cli.wanted.alone('--simulate')));
	}

	// A script that forgot the command.
	if (!described && isJson && !process.stdout.isTTY) return usage(text.app.noTerminal);
	const faults = unknownIn(read, configPath ?? '', text);
	if (!described)
		return {kind: 'screen', settings, text, faults, configFile: read.content === null ? null : configPath};
	const words = parsed.positionals.slice(1);
	const {min, max, name: argument} = described.positionals;
	if (words.length < min) return usage(text.cli.missing(argument), name);
	if (words.length > max) return usage(text.cli.tooMany(brief(words.slice(max).join(' '))), name);
	if (!command) {
		const lines = await printed(described.name, words, text);
		if (!lines) {
			const wanted = text.cli.wanted.oneOf(wordsFor(described));
			return usage(text.cli.badValue(described.name, brief(words[0] ?? ''), wanted), name);
		}

		streams.out.write(`${lines.join('\n')}\n`);
		return {kind: 'exit', code: 0};
	}

	// The command `config` tells of them itself.
	if (command.name !== 'config') for (const fault of faults) streams.err(`k0s-tui: ${visible(fault)}\n`);
	return {
		kind: 'headless',
		name: command.name,
		output: streams.out,
		changes: typeof command.changes === 'function' ? command.changes(parsed.values) : command.changes,
		text,
		settings: command.records ? {...settings, record: words[0]} : settings,
		run: async (runner, signal, consent) =>
			runHeadless(
				command,
				{runner, text, settings, values: parsed.values, positionals: words, signal, consent, keyTables},
				{out: streams.out.write, err: streams.err},
			),
	};
}

/** The words of the language that is asked for, and the config file that may ask for it. */
async function languageOf(argv: readonly string[], env: Environment) {
	const configFile = valueOf('config', argv);
	const configPath = pathsOf(env, configFile).config;
	const read = readConfig(configPath, configFile !== undefined);
	const asked = valueOf('lang', argv);
	const spoken = (read.ok ? read.config.lang : undefined) ?? localeLanguage(env);
	const language = languages.find(each => each === asked) ?? spoken;
	return {read, configPath, language, text: await catalogue(language)};
}

/** The exit code of what is said already; 3, with a sentence, where not all of it was written. */
export async function printedOr3(
	code: number,
	argv: readonly string[],
	{out, err}: Streams,
	env: Environment = process.env,
): Promise<number> {
	const fault = await out.written();
	if (fault === undefined || isReaderGone(fault)) return code;
	const {text} = await languageOf(argv, env);
	err(`k0s-tui: ${visible(text.cli.notPrinted(fault.message))}\n`);
	return 3;
}

/** The value of a global option before the options are judged: what is wrong with them is said in its language already. */
function valueOf(name: string, argv: readonly string[]): string | undefined {
	const last = argv.findLastIndex(word => word === `--${name}` || word.startsWith(`--${name}=`));
	const word = argv[last];
	return word === `--${name}` ? argv[last + 1] : word?.slice(name.length + 3);
}

/** `on --help`, and `on SERVER --help` before a command: what follows one is asked of that. */
function isHelp(argv: readonly string[]): boolean {
	const [, server, command] = wordsOf(argv);
	const end = command === undefined || server === undefined ? argv.length : argv.indexOf(command);
	return argv.slice(0, end).some(word => word === '--help' || word === '-h');
}

/** The words that are neither an option nor an option's value: the command's name first. */
function wordsOf(argv: readonly string[]): readonly string[] {
	const words: string[] = [];
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] ?? '';
		if (!word.startsWith('-')) words.push(word);
		const option = globalOptions[word.slice(2)];
		if (word.startsWith('--') && option?.value !== undefined && !option.optional) index++;
	}

	return words;
}
