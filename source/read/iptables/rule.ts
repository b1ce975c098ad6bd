/** One rule of iptables-save (1.8.x) taken apart: only for the rules that somebody looks into, never for all of them. */

export type Negatable<T> = {readonly not: boolean; readonly value: T};

/** `-m NAME` with its options: `--dport 80` is `{name: 'dport', not: false, values: ['80']}`. */
export type XtMatch = {readonly name: string; readonly options: readonly XtOption[]};

export type XtOption = {readonly name: string; readonly not: boolean; readonly values: readonly string[]};

export type XtRule = {
	readonly chain: string;
	readonly source: Negatable<string> | null;
	readonly destination: Negatable<string> | null;
	readonly protocol: Negatable<string> | null;
	readonly inInterface: Negatable<string> | null;
	readonly outInterface: Negatable<string> | null;
	readonly matches: readonly XtMatch[];
	readonly comment: string | null;
	/** Null: the rule only counts. */
	readonly target: {readonly name: string; readonly goto: boolean; readonly options: readonly XtOption[]} | null;
};

export type Token = {readonly text: string; readonly quoted: boolean};

const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;

/**
 * Splits a rule as iptables-save writes it: words at blanks, double quotes around what holds blanks, and a backslash
 * before `"`, `'` and `\` inside them. An open quote at the end is closed there.
 */
export function tokenise(text: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < text.length) {
		const code = text.charCodeAt(at);
		if (code === space) {
			at++;
			continue;
		}

		if (code === quote) {
			const [word, next] = quotedWord(text, at);
			tokens.push({text: word, quoted: true});
			at = next;
			continue;
		}

		let end = text.indexOf(' ', at);
		if (end === -1) end = text.length;
		tokens.push({text: text.slice(at, end), quoted: false});
		at = end;
	}

	return tokens;
}

/** The word that begins with the quote at `at`, and where to go on. */
export function quotedWord(text: string, at: number): [word: string, next: number] {
	let word = '';
	let from = at + 1;
	for (let index = from; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === backslash && index + 1 < text.length) {
			word += text.slice(from, index);
			from = ++index;
		} else if (code === quote) {
			return [word + text.slice(from, index), index + 1];
		}
	}

	return [word + text.slice(from), text.length];
}

const plain: Readonly<Record<string, 'source' | 'destination' | 'protocol' | 'inInterface' | 'outInterface'>> = {
	'-s': 'source',
	'-d': 'destination',
	'-p': 'protocol',
	'-i': 'inInterface',
	'-o': 'outInterface',
};

type Draft = {-readonly [K in keyof XtRule]: XtRule[K]};

/** Takes a rule's text (`-A CHAIN …`) apart. Total: what is odd is kept as an option without values. */
export function parseXtRule(text: string): XtRule {
	const tokens = tokenise(text);
	const rule: Draft = {
		chain: '',
		source: null,
		destination: null,
		protocol: null,
		inInterface: null,
		outInterface: null,
		matches: [],
		comment: null,
		target: null,
	};
	const matches: Array<{name: string; options: XtOption[]}> = [];
	let options: XtOption[] | undefined;
	let not = false;
	for (let at = 0; at < tokens.length; at++) {
		const {text: word, quoted} = tokens[at] ?? {text: '', quoted: true};
		if (quoted) continue;
		const value = tokens[at + 1]?.text ?? '';
		const field = plain[word];
		if (word === '!') {
			not = true;
			continue;
		}

		if (field) {
			rule[field] = {not, value};
			at++;
		} else if (word === '-A') {
			rule.chain = value;
			at++;
		} else if (word === '-m') {
			options = [];
			matches.push({name: value, options});
			at++;
		} else if (word === '-j' || word === '-g') {
			options = [];
			rule.target = {name: value, goto: word === '-g', options};
			at++;
		} else if (word.startsWith('-')) {
			const values = valuesAfter(tokens, at);
			at += values.length;
			const name = word.replace(/^--?/, '');
			if (name === 'comment') rule.comment = values[0] ?? '';
			(options ?? looseOptions(matches)).push({name, not, values});
		}

		not = false;
	}

	rule.matches = matches;
	return rule;
}

/** Options before any `-m` (`-f`): kept under a match without a name. */
function looseOptions(matches: Array<{name: string; options: XtOption[]}>): XtOption[] {
	const options: XtOption[] = [];
	matches.push({name: '', options});
	return options;
}

function valuesAfter(tokens: readonly Token[], at: number): string[] {
	const values: string[] = [];
	for (const token of tokens.slice(at + 1, at + 9)) {
		if (!token.quoted && (token.text.startsWith('-') || token.text === '!')) break;
		values.push(token.text);
	}

	return values;
}

/** An option of any match, `dport` for `--dport`. */
export function xtOption(rule: XtRule, name: string): XtOption | undefined {
	for (const match of rule.matches) {
		for (const option of match.options) if (option.name === name) return option;
	}

	return undefined;
}

/** The match `-m NAME`. */
export const xtMatch = (rule: XtRule, name: string): XtMatch | undefined =>
	rule.matches.find(match => match.name === name);
