import type {Text} from '../text/text.js';
import {argumentForms, commonOptions, examples} from './examples.js';
import {optionWords, type Option} from './option.js';
import {globalOptions} from './settings.js';
import type {Described} from './shells/words.js';
import {commandTable} from './table.js';

/** `--wait[=SECONDS]`, `--to STEP`, `--json`. */
export const spelled = (name: string, option: Option): string => {
	if (option.value === undefined) return `--${name}`;
	return option.optional ? `--${name}[=${option.value}]` : `--${name} ${option.value}`;
};

/** Wider words stand on a line of their own: the rest keeps its room in 80 columns. */
const widest = 28;

const columns = (rows: ReadonlyArray<readonly [string, string]>): string[] => {
	const width = Math.max(0, ...rows.map(([left]) => left.length).filter(length => length <= widest)) + 2;
	return rows.flatMap(([left, right]) =>
		left.length <= widest
			? [`  ${left.padEnd(width)}${right}`.trimEnd()]
			: [`  ${left}`, `  ${' '.repeat(width)}${right}`.trimEnd()],
	);
};

const optionRows = (options: Readonly<Record<string, Option>>, text: Text, command?: string): string[] =>
	columns(Object.entries(options).map(([name, option]) => [spelled(name, option), optionWords(text, name, command)]));

const section = (title: string, rows: readonly string[]): string[] => (rows.length === 0 ? [] : ['', title, ...rows]);

/** A command line, and below it what it does: both may be long. */
const exampleRows = (name: string, {help: words}: Text): string[] =>
	(examples[name] ?? []).map((line, index) => `  ${line}  # ${words.examples[name]?.[index] ?? ''}`);

/** In the help beside the commands that ask a host; commands/about.ts has them. */
const aboutRows = [
	['completion bash|zsh|fish', 'completion'],
	['man', 'man'],
	['help [COMMAND]', 'help'],
] as const;

/** `k0s-tui --help`. */
export function help(text: Text): string[] {
	const {cli, help: words} = text;
	return [
		cli.usage,
		cli.intro,
		...section(
			cli.commandsTitle,
			columns(commandTable.filter(({hidden}) => !hidden).map(({name}) => [name, cli.summaries[name] ?? ''])),
		),
		...section(words.onTitle, columns([[words.onLine, cli.summaries['on'] ?? '']])),
		...section(words.aboutTitle, columns(aboutRows.map(([line, name]) => [line, cli.summaries[name] ?? '']))),
		`  ${words.moreHelp}`,
		...section(cli.optionsTitle, optionRows(globalOptions, text)),
		...section(words.examplesTitle, exampleRows('', text)),
		...section(words.exitTitle, columns(sharedExits(text))),
	];
}

/** 2, 3 and 130, which every command shares. */
export const sharedExits = ({help: words}: Text): Array<readonly [string, string]> => Object.entries(words.shared);

/** 0 and, where the command has them, 1 and 4. */
export function ownExits(name: string, {help: words}: Text): Array<readonly [string, string]> {
	const open = words.open[name];
	return [
		...(words.exits[name] ?? []).map((meaning, code) => [String(code), meaning] as const),
		...(open === undefined ? [] : [['4', open] as const]),
	];
}

/** `check [options]`, `trace TARGET [options]`. */
export function synopsis({name, options, positionals}: Described): string {
	const {min, max, name: argument} = positionals;
	const words = max === 0 ? '' : min === 0 ? ` [${argument}]` : ` ${argument}`;
	const own = Object.entries(options).map(([key, option]) => ` [${spelled(key, option)}]`);
	const whole = `${name}${words}${own.join('')}`;
	return whole.length <= 64 ? whole : `${name}${words} [options]`;
}

/** `k0s-tui COMMAND --help`: what is its own first; what all commands share in one line. */
export function commandHelp(command: Described, text: Text): string[] {
	const {cli, help: words} = text;
	const {name: argument, max} = command.positionals;
	const forms = max === 0 ? [] : (argumentForms[argument] ?? []);
	return [
		cli.usageOf(synopsis(command)),
		cli.summaries[command.name] ?? '',
		...section(
			argument,
			columns(forms.map((form, index): [string, string] => [form, words.forms[argument]?.[index] ?? ''])),
		),
		...section(cli.commandOptions, optionRows(command.options, text, command.name)),
		'',
		words.common(commonOptions.map(name => `--${name}`).join(' ')),
		...section(words.examplesTitle, exampleRows(command.name, text)),
		...section(words.exitTitle, columns([...ownExits(command.name, text), ...sharedExits(text)])),
	];
}
