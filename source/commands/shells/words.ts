import type {HeadlessCommand} from '../headless.js';
import type {Option} from '../option.js';

/** What of a command the help, the completion and the man page are made of. */
export type Described = Pick<HeadlessCommand, 'name' | 'options' | 'positionals'>;

/** A row of a completion: the option, its words and whether they are one of few, a list, a file or a folder. */
export type Value =
	| {readonly kind: 'none' | 'file' | 'folder' | 'free'}
	| {readonly kind: 'words' | 'list'; readonly words: readonly string[]};

/** What can stand behind an option. `free`: nothing can be proposed (`SECONDS`, `NAME`). */
export function valueOf({value, words, list}: Option): Value {
	if (value === undefined) return {kind: 'none'};
	const fixed = words ?? wordsIn(value);
	if (fixed.length > 0) return {kind: list ? 'list' : 'words', words: fixed};
	return {kind: value === 'FILE' ? 'file' : value === 'DIR' ? 'folder' : 'free'};
}

/** What can stand as a command's argument, by its name: `bash|zsh|fish`, `FILE`, `TARGET`. */
export const argumentOf = ({positionals: {name, max}}: Described): Value =>
	max === 0 ? {kind: 'none'} : valueOf({value: name});

/** `single-node|article|multi-node`, and of `VERSION|stable` the word that can be typed as it is. */
const wordsIn = (value: string): readonly string[] =>
	value.includes('|') ? value.split('|').filter(word => /^[a-z][a-z\d-]*$/.test(word)) : [];

/** One word of a shell, whatever is in it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
