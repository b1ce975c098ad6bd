import type {Text} from '../../text/text.js';
import {optionWords, type Option} from '../option.js';
import {argumentOf, quoted, valueOf, type Described, type Value} from './words.js';

/** Completion for zsh: a file `_k0s-tui` in a folder of `$fpath`, or `source <(k0s-tui completion zsh)`. */
export function zshCompletion(
	commands: readonly Described[],
	globals: Readonly<Record<string, Option>>,
	text: Text,
): readonly string[] {
	const {cli} = text;
	const rows = (options: Readonly<Record<string, Option>>, command?: string): string[] =>
		Object.entries(options).map(([name, option]) => quoted(optionSpec(name, option, optionWords(text, name, command))));
	return [
		'#compdef k0s-tui',
		'# zsh completion of k0s-tui: k0s-tui completion zsh',
		'_k0s-tui() {',
		'	local curcontext="$curcontext" state line',
		'	local -A opt_args',
		'	local -a common commands',
		'	common=(',
		...rows(globals).map(row => `		${row}`),
		'	)',
		'	commands=(',
		...[...commands.map(({name}) => name), 'help'].map(
			name => `		${quoted(`${name}:${(cli.summaries[name] ?? '').replaceAll(':', '\\:')}`)}`,
		),
		'	)',
		"	_arguments -C $common '1: :->command' '*:: :->rest'",
		'	case $state in',
		'	command) _describe -t commands command commands ;;',
		'	rest)',
		'		case $words[1] in',
		...commands.flatMap(command => [
			`		${command.name})`,
			`			_arguments ${['$common', ...rows(command.options), ...argumentSpec(command)].join(' \\\n				')}`,
			'			;;',
		]),
		'		help) _describe -t commands command commands ;;',
		'		esac',
		'		;;',
		'	esac',
		'}',
		'if [[ $funcstack[1] == _k0s-tui ]]; then',
		'	_k0s-tui "$@"',
		'else',
		'	compdef _k0s-tui k0s-tui',
		'fi',
	];
}

/** `--wait=-[…]::SECONDS: `: a value that may be left out is taken only after `=`. */
function optionSpec(name: string, option: Option, words: string): string {
	const told = `[${words.replaceAll(/[[\]\\]/g, '\\$&').replaceAll(':', '\\:')}]`;
	if (option.value === undefined) return `--${name}${told}`;
	const value = `${option.value.replaceAll(':', '\\:')}:${action(valueOf(option))}`;
	return option.optional ? `--${name}=-${told}::${value}` : `--${name}=${told}:${value}`;
}

const argumentSpec = (command: Described): string[] => {
	const value = argumentOf(command);
	return value.kind === 'none' ? [] : [quoted(`*:${command.positionals.name}:${action(value)}`)];
};

function action(value: Value): string {
	switch (value.kind) {
		case 'words':
			return `(${value.words.join(' ')})`;
		case 'list':
			return `_sequence compadd - ${value.words.join(' ')}`;
		case 'file':
			return '_files';
		case 'folder':
			return '_files -/';
		case 'none':
		case 'free':
			return ' ';
	}
}
