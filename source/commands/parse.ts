import {parseArgs} from 'node:util';
import type {Text} from '../text/text.js';
import {nearest} from '../model/nearest.js';
import {didYouMean} from './nearest.js';
import type {Option, Values} from './option.js';

/** What was typed, short enough to be one sentence with what is said of it. */
export const brief = (typed: string): string => (typed.length > 80 ? `${typed.slice(0, 80)}…` : typed);

export type Parsed =
	| {readonly ok: true; readonly values: Values; readonly positionals: readonly string[]}
	| {readonly ok: false; readonly message: string};

type Token =
	| {
			kind: 'option';
			index: number;
			name: string;
			rawName: string;
			value?: string | undefined;
			inlineValue?: boolean | undefined;
	  }
	| {kind: 'positional'; value: string}
	| {kind: 'option-terminator'};

/**
 * Reads options by a table over `node:util` parseArgs. Strict: an unknown option, a missing or a bad value is one
 * sentence. An option whose value is optional takes it only after `=`.
 */
export function parse(argv: readonly string[], table: Readonly<Record<string, Option>>, text: Text): Parsed {
	const separated = argv.map(word => (isBareOptional(word, table) ? `${word}=` : word));
	const {tokens} = parseArgs({
		args: separated,
		strict: false,
		tokens: true,
		allowPositionals: true,
		options: Object.fromEntries(
			Object.entries(table).map(([name, option]) => [name, {type: option.value === undefined ? 'boolean' : 'string'}]),
		),
	});
	const values: Record<string, string | boolean> = {};
	const positionals: string[] = [];
	for (const token of tokens as Token[]) {
		if (token.kind === 'option-terminator') continue;
		if (token.kind === 'positional') {
			positionals.push(token.value);
			continue;
		}

		const option = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
		if (!option) {
			const [typed = token.rawName] = (argv[token.index] ?? '').split('=');
			const near = nearest(typed.replace(/^-+/, ''), Object.keys(table));
			const meant = didYouMean(near === undefined ? undefined : `--${near}`, text);
			return {ok: false, message: `${text.cli.unknownOption(brief(typed))}${meant}`};
		}

		if (option.value === undefined) {
			if (token.inlineValue) return {ok: false, message: text.cli.takesNoValue(token.rawName)};
			values[token.name] = true;
			continue;
		}

		const value = token.value ?? '';
		const left = value === '' || (!token.inlineValue && value.startsWith('--'));
		if (left && !option.optional) return {ok: false, message: text.cli.needsValue(`--${token.name}`)};
		const wanted = value === '' ? undefined : option.refuse?.(value, text);
		if (wanted !== undefined) return {ok: false, message: text.cli.badValue(`--${token.name}`, brief(value), wanted)};
		values[token.name] = value;
	}

	return {ok: true, values, positionals};
}

function isBareOptional(word: string, table: Readonly<Record<string, Option>>): boolean {
	const name = word.startsWith('--') ? word.slice(2) : '';
	return Object.hasOwn(table, name) && table[name]?.optional === true;
}
