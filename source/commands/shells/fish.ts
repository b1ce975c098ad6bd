import type {Text} from '../../text/text.js';
import {optionWords, type Option} from '../option.js';
import {argumentOf, valueOf, type Described, type Value} from './words.js';

/** Completion for fish: `k0s-tui completion fish | source`. */
export function fishCompletion(
	commands: readonly Described[],
	globals: Readonly<Record<string, Option>>,
	text: Text,
): readonly string[] {
	const {cli} = text;
	const seen = (name: string): string => ` -n ${inQuotes(`__fish_seen_subcommand_from ${name}`)}`;
	const rows = (options: Readonly<Record<string, Option>>, when: string, command?: string): string[] =>
		Object.entries(options).map(
			([name, option]) =>
				`complete -c k0s-tui${when} -l ${name}${argument(valueOf(option), option.optional)} -d ${inQuotes(optionWords(text, name, command))}`,
		);
	const names = [...commands.map(({name}) => name), 'help'];
	return [
		'# fish completion of k0s-tui: k0s-tui completion fish',
		'complete -c k0s-tui -f',
		...rows(globals, ''),
		...names.map(
			name => `complete -c k0s-tui -n __fish_use_subcommand -a ${name} -d ${inQuotes(cli.summaries[name] ?? '')}`,
		),
		`complete -c k0s-tui${seen('help')} -a ${inQuotes(commands.map(({name}) => name).join(' '))}`,
		...commands.flatMap(command => [
			...rows(command.options, seen(command.name), command.name),
			...positional(argumentOf(command)).map(words => `complete -c k0s-tui${seen(command.name)}${words}`),
		]),
	];
}

const inQuotes = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;

/** `-x`: a value must follow, and no file; `-r -F`: a file must follow. */
function argument(value: Value, optional: boolean | undefined): string {
	switch (value.kind) {
		case 'none':
			return '';
		case 'words':
			return `${optional ? '' : ' -x'} -a ${inQuotes(value.words.join(' '))}`;
		case 'list':
			return ` -x -a ${inQuotes(`(__fish_append , ${value.words.join(' ')})`)}`;
		case 'file':
			return ' -r -F';
		case 'folder':
			return " -x -a '(__fish_complete_directories)'";
		case 'free':
			return optional ? '' : ' -x';
	}
}

const positional = (value: Value): string[] => {
	if (value.kind === 'file') return [' -F'];
	return 'words' in value ? [` -a ${inQuotes(value.words.join(' '))}`] : [];
};
