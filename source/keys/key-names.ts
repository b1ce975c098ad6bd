import type {Key} from './key.js';

const names = [
	'space',
	'enter',
	'escape',
	'tab',
	'backspace',
	'delete',
	'up',
	'down',
	'left',
	'right',
	'page-up',
	'page-down',
	'home',
	'end',
] as const;

/** As the footer and other programs write them. */
const others: Readonly<Record<string, Key>> = {
	esc: 'escape',
	return: 'enter',
	del: 'delete',
	pgup: 'page-up',
	pgdn: 'page-down',
	pageup: 'page-up',
	pagedown: 'page-down',
	'↑': 'up',
	'↓': 'down',
	'←': 'left',
	'→': 'right',
};

/** What a terminal turns into a signal of its own, or the program does before any table is asked. */
const terminals: readonly Key[] = ['ctrl+c', 'ctrl+z'];

/** A terminal sends the same byte for these as for tab, enter, backspace and escape. */
const sameBytes: Readonly<Record<Key, Key>> = {
	'ctrl+i': 'tab',
	'ctrl+j': 'enter',
	'ctrl+m': 'enter',
	'ctrl+[': 'escape',
};

export type NamedKey =
	| {readonly kind: 'key' | 'terminal'; readonly key: Key}
	/** `near`: names that could have been meant. */
	| {readonly kind: 'unknown'; readonly near: readonly string[]};

/**
 * A key as a person writes it in the config file: a character (`j`, `G`, `/`), one of the names, `ctrl+x` (also `^x`),
 * `alt+x`, `shift+tab`.
 */
export function keyNamed(word: string): NamedKey {
	const [, modifiers = '', rest = ''] = /^((?:(?:ctrl|alt|shift)\+|\^(?=.))*)(.*)$/isu.exec(word) ?? [];
	const unknown: NamedKey = {kind: 'unknown', near: names};
	const one = [...rest].length === 1;
	const low = rest.toLowerCase();
	const base = rest === ' ' ? 'space' : (others[low] ?? (one ? rest : names.find(name => name === low)));
	if (base === undefined || /\p{C}/u.test(base)) return unknown;
	const has = (name: string): boolean => modifiers.toLowerCase().includes(name);
	const isCtrl = has('ctrl+') || modifiers.includes('^');
	if (has('shift+')) {
		if (base === 'tab' && !isCtrl && !has('alt+')) return {kind: 'key', key: 'shift+tab'};
		// The character itself says it: `G`, not `shift+g`.
		return {kind: 'unknown', near: one ? [rest.toUpperCase()] : names};
	}

	if (isCtrl && one && !/^[a-z]$/i.test(base)) return unknown;
	const key = `${isCtrl ? 'ctrl+' : ''}${has('alt+') ? 'alt+' : ''}${isCtrl && one ? base.toLowerCase() : base}`;
	if (sameBytes[key] !== undefined) return {kind: 'unknown', near: [sameBytes[key]]};
	return {kind: terminals.includes(key) ? 'terminal' : 'key', key};
}
