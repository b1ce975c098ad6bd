import type {Text} from '../text/text.js';
import type {HeadlessCommand} from './headless.js';
import type {Option} from './option.js';
import {globalOptions} from './settings.js';
import {commandTable} from './table.js';

const spelled = (name: string, option: Option): string => {
	if (option.value === undefined) return `--${name}`;
	return option.optional ? `--${name}[=${option.value}]` : `--${name} ${option.value}`;
};

const columns = (rows: ReadonlyArray<readonly [string, string]>): string[] => {
	const width = Math.max(...rows.map(([left]) => left.length)) + 2;
	return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`.trimEnd());
};

const optionRows = (options: Readonly<Record<string, Option>>, words: Readonly<Record<string, string>>): string[] =>
	columns(Object.entries(options).map(([name, option]) => [spelled(name, option), words[name] ?? '']));

/** `k0s-tui --help`. */
export function help(text: Text): string[] {
	const {cli} = text;
	return [
		cli.usage,
		cli.intro,
		'',
		cli.commandsTitle,
		...columns(commandTable.filter(({hidden}) => !hidden).map(({name}) => [name, cli.summaries[name] ?? ''])),
		'',
		cli.optionsTitle,
		...optionRows(globalOptions, cli.options),
	];
}

/** `k0s-tui COMMAND --help`. */
export function commandHelp(command: HeadlessCommand, text: Text): string[] {
	const {cli} = text;
	const {min, max, name} = command.positionals;
	const argument = max === 0 ? '' : min === 0 ? ` [${name}]` : ` ${name}`;
	const own = Object.entries(command.options);
	return [
		cli.usageOf(`${command.name}${argument}${own.map(([key, option]) => ` [${spelled(key, option)}]`).join('')}`),
		cli.summaries[command.name] ?? '',
		...(own.length > 0 ? ['', cli.commandOptions, ...optionRows(command.options, cli.options)] : []),
		'',
		cli.optionsTitle,
		...optionRows(globalOptions, cli.options),
	];
}
