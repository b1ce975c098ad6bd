/** A line on the screen is data: pure functions make it, tests read it, `<Lines>` turns it into one ANSI string. */

export type Color = 'black' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white' | 'gray';

export type Style = {
	readonly color?: Color;
	/** With `color`, for what must be read on every theme; without colours the text is inverse. */
	readonly background?: Color;
	readonly bold?: boolean;
	readonly dim?: boolean;
	readonly underline?: boolean;
	readonly inverse?: boolean;
	/** Where the line ends with it: so is what is left of the width. `restyled` gives it to a line that is inverse as a whole. */
	readonly bar?: true;
};

/**
 * `text` may come from outside: it is made visible (no control characters) where the line is composed. `press`: the action
 * of a click on it, where the mouse is on.
 */
export type Span = {readonly text: string; readonly style?: Style; readonly press?: string};

export type Line = readonly Span[];

export const span = (text: string, style?: Style): Span => (style ? {text, style} : {text});

/** A line from words: strings are plain, spans keep their style. */
export const line = (...parts: ReadonlyArray<string | Span>): Line =>
	parts.map(part => (typeof part === 'string' ? {text: part} : part));

export const dim = (text: string): Span => ({text, style: {dim: true}});
export const bold = (text: string): Span => ({text, style: {bold: true}});
export const colored = (text: string, color: Color): Span => ({text, style: {color}});

export const blank: Line = [];

/** The text of a line without its styles: for tests and for copying. */
export const plain = (content: Line): string => content.map(({text}) => text).join('');

/** The line with what a click on it does: `list.at:17` selects the row of that index in its list. */
export const pressed = (content: Line, press: string): Line => content.map(part => ({...part, press}));

/** The whole line in one more style. Inverse (the selection) is one calm bar: colours and dimming step back. */
export const restyled = (content: Line, style: Style): Line =>
	content.map(({text, style: own}) => {
		if (!style.inverse) return {text, style: {...own, ...style}};
		return {text, style: {...(own?.bold && {bold: true}), ...style, bar: true as const}};
	});
