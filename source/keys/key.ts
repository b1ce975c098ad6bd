/**
 * A key by name: a printable character as itself (`j`, `G`, `/`, `?`), `space`, `enter`, `escape`, `tab`, `backspace`,
 * `delete`, `up` … `right`, `page-up`, `page-down`, `home`, `end`, with `ctrl+`, `alt+`, `shift+` (only where the character
 * does not already say it) in front.
 */
export type Key = string;

/** What Ink's useInput says of one read (Ink 8). */
export type InkKey = Readonly<Partial<Record<string, unknown>>>;

const named: ReadonlyArray<readonly [string, Key]> = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'page-up'],
	['pageDown', 'page-down'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];

/**
 * The keys of one read, in order. Over a slow link a held key arrives as one read (`jjj`): each character counts.
 * A paste never comes through here (bracketed paste is its own event).
 */
export function keysOf(input: string, key: InkKey): Key[] {
	const prefix = `${key['ctrl'] ? 'ctrl+' : ''}${key['meta'] && !key['escape'] ? 'alt+' : ''}`;
	for (const [flag, name] of named) {
		if (key[flag]) return [`${prefix}${key['shift'] && name === 'tab' ? 'shift+' : ''}${name}`];
	}

	const keys: Key[] = [];
	for (const character of input) {
		if (character === ' ') keys.push(`${prefix}space`);
		else if (character === '\r' || character === '\n') keys.push('enter');
		else if (character === '\t') keys.push('tab');
		else if (character === '\u007F' || character === '\b') keys.push('backspace');
		else if (character === '\u001B') keys.push('escape');
		else if (character >= ' ') keys.push(prefix + character);
		else if (character.length === 1 && character >= '\u0001' && character <= '\u001A') {
			keys.push(`ctrl+${String.fromCharCode(character.charCodeAt(0) + 96)}`);
		}
	}

	return keys;
}

/** Is it one printable character (what an input field takes)? */
export function printable(key: Key): string | undefined {
	if (key === 'space') return ' ';
	return [...key].length === 1 ? key : undefined;
}

/** How a key is written in the footer and the help. `ascii`: arrows in words, as `v` and `^` are other keys. */
export function keyLabel(key: Key, ascii = false): string {
	const short: Readonly<Record<string, string>> = {
		escape: 'esc',
		'page-up': 'pgup',
		'page-down': 'pgdn',
		up: '↑',
		down: '↓',
		left: '←',
		right: '→',
	};
	const label = short[key] ?? key.replace('ctrl+', '^');
	return ascii && label.length === 1 && label > '~' ? key : label;
}
