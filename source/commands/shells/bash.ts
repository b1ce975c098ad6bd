import type {Option} from '../option.js';
import {argumentOf, quoted, valueOf, type Described, type Value} from './words.js';

/**
 * Completion for bash 4 and newer, without the package bash-completion. bash cuts `--lang=ja` into three words
 * (COMP_WORDBREAKS), hence the places with `=`.
 */
export function bashCompletion(
	commands: readonly Described[],
	globals: Readonly<Record<string, Option>>,
): readonly string[] {
	const names = commands.map(({name}) => name);
	const withValue = Object.entries(globals).filter(([, {value, optional}]) => value !== undefined && !optional);
	return [
		'# bash completion of k0s-tui: k0s-tui completion bash',
		'_k0s_tui() {',
		'	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}',
		"	local equals='' command='' kind='' words='' options='' before='' word i",
		"	if [[ $cur == '=' ]]; then",
		"		equals=1 cur=''",
		"	elif [[ $prev == '=' ]]; then",
		'		equals=1 prev=${COMP_WORDS[COMP_CWORD-2]}',
		'	fi',
		'	for ((i = 1; i < COMP_CWORD; i++)); do',
		'		word=${COMP_WORDS[i]}',
		"		if [[ ${COMP_WORDS[i+1]} == '=' ]]; then",
		'			((i += 2))',
		'			continue',
		'		fi',
		'		case $word in',
		`		${withValue.map(([name]) => `--${name}`).join('|')}) ((i += 1)) ;;`,
		'		-*) ;;',
		'		*)',
		'			command=$word',
		'			break',
		'			;;',
		'		esac',
		'	done',
		'	case $command:$prev in',
		...commands.flatMap(({name, options}) => valueCases(name, options)),
		...valueCases('*', globals),
		'	esac',
		'	if [[ -z $kind && $cur == -* ]]; then',
		`		options=${quoted(optionWords(globals))}`,
		'		case $command in',
		...commands
			.filter(({options}) => Object.keys(options).length > 0)
			.map(({name, options}) => `		${name}) options+=${quoted(` ${optionWords(options)}`)} ;;`),
		'		esac',
		'		kind=words words=$options',
		'	elif [[ -z $kind ]]; then',
		'		case $command in',
		`		'' | help) kind=words words=${quoted([...names, 'help'].join(' '))} ;;`,
		...commands.flatMap(command => {
			const set = setting(argumentOf(command));
			return set === undefined ? [] : [`		${command.name}) ${set} ;;`];
		}),
		'		esac',
		'	fi',
		'	COMPREPLY=()',
		'	case $kind in',
		'	words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur") ;;',
		'	list)',
		'		if [[ $cur == *,* ]]; then before=${cur%,*},; fi',
		'		mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "${cur##*,}")',
		'		compopt -o nospace 2>/dev/null',
		'		;;',
		'	file)',
		'		mapfile -t COMPREPLY < <(compgen -f -- "$cur")',
		'		compopt -o filenames 2>/dev/null',
		'		;;',
		'	folder)',
		'		mapfile -t COMPREPLY < <(compgen -d -- "$cur")',
		'		compopt -o filenames 2>/dev/null',
		'		;;',
		'	esac',
		'	return 0',
		'}',
		'complete -F _k0s_tui k0s-tui',
	];
}

const optionWords = (options: Readonly<Record<string, Option>>): string =>
	Object.keys(options)
		.map(name => `--${name}`)
		.join(' ');

const valueCases = (command: string, options: Readonly<Record<string, Option>>): string[] =>
	Object.entries(options).flatMap(([name, option]) => {
		const set = setting(valueOf(option));
		if (set === undefined) return [];
		return [`	${command}:--${name}) ${option.optional ? `if [[ $equals ]]; then ${set}; fi` : set} ;;`];
	});

/** Undefined: no value stands there. */
function setting(value: Value): string | undefined {
	if (value.kind === 'none') return undefined;
	return 'words' in value ? `kind=${value.kind} words=${quoted(value.words.join(' '))}` : `kind=${value.kind}`;
}
