import type {Text} from '../text/text.js';
import type {Option} from './option.js';
import {globalOptions} from './settings.js';
import {bashCompletion} from './shells/bash.js';
import {fishCompletion} from './shells/fish.js';
import {manPage} from './shells/man.js';
import {argumentOf, type Described} from './shells/words.js';
import {zshCompletion} from './shells/zsh.js';
import {commandTable} from './table.js';

type Writer = (
	commands: readonly Described[],
	globals: Readonly<Record<string, Option>>,
	text: Text,
) => readonly string[];

const shells: Readonly<Record<string, Writer>> = {bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion};

/** The program on other servers, over ssh (`on/run.ts`). Its words are read there: what follows COMMAND belongs to that. */
export const onCommand: Described = {
	name: 'on',
	options: {remove: {}, sudo: {}, archive: {value: 'FILE'}},
	positionals: {min: 1, max: Infinity, name: '[USER@]SERVER[,SERVER...] [COMMAND ...]'},
};

/**
 * Commands about the program, not about a host: like `--help` they ask no host and have no `--json`. The program prints its
 * completions and its man page itself, as kubectl and k0s do, and no build makes them: so they come with every way to
 * install it (npm, one folder, a copied bundle), fit the version that prints them, and are in the user's language.
 */
export const aboutCommands: readonly Described[] = [
	{name: 'completion', options: {}, positionals: {min: 1, max: 1, name: Object.keys(shells).join('|')}},
	{name: 'man', options: {}, positionals: {min: 0, max: 0, name: ''}},
];

/** What such a command prints; undefined: there is no such shell. */
export async function printed(
	name: string,
	[shell = '']: readonly string[],
	text: Text,
): Promise<readonly string[] | undefined> {
	const writer = name === 'man' ? manPage : Object.hasOwn(shells, shell) ? shells[shell] : undefined;
	return writer?.(await everyCommand(), globalOptions, text);
}

/** With their options, which are loaded only when they are asked for. */
async function everyCommand(): Promise<readonly Described[]> {
	const shown = commandTable.filter(({hidden}) => hidden !== true);
	return [...(await Promise.all(shown.map(async ({load}) => load()))), onCommand, ...aboutCommands];
}

/** The words that its argument can be. */
export function wordsFor(command: Described): readonly string[] {
	const value = argumentOf(command);
	return 'words' in value ? value.words : [];
}
