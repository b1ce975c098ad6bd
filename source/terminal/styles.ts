/** SGR styles as small numbers: equal looks have equal numbers, so comparing two cells is comparing two integers. */

const BOLD = 1;
const DIM = 2;
const ITALIC = 4;
const UNDERLINE = 8;
const INVERSE = 16;
const STRIKE = 32;

const flags: ReadonlyArray<{readonly bit: number; readonly on: number; readonly off: number}> = [
	{bit: BOLD, on: 1, off: 22},
	{bit: DIM, on: 2, off: 22},
	{bit: ITALIC, on: 3, off: 23},
	{bit: UNDERLINE, on: 4, off: 24},
	{bit: INVERSE, on: 7, off: 27},
	{bit: STRIKE, on: 9, off: 29},
];

/** `foreground` and `background` are SGR parameters (`31`, `48;5;17`), empty for the terminal's own colour. */
type Look = {readonly flags: number; readonly foreground: string; readonly background: string};

/** The number of the terminal's default look. */
export const plainStyle = 0;

export type StyleTable = {
	/** The style after an SGR sequence with these parameters (`1;31`, empty for reset). */
	fold(style: number, parameters: string): number;
	/** The same look for a cell that shows nothing: colours and weights that cannot be seen on a blank are dropped. */
	blank(style: number): number;
	/** The shortest bytes that turn one style into the other. */
	change(from: number, to: number): string;
};

export function createStyleTable({color}: {readonly color: boolean}): StyleTable {
	const looks: Look[] = [];
	const numbers = new Map<string, number>();
	const folds = new Map<string, number>();
	const changes = new Map<number, string>();
	const blanks: number[] = [];

	const intern = (look: Look): number => {
		const key = `${look.flags}|${look.foreground}|${look.background}`;
		const known = numbers.get(key);
		if (known !== undefined) return known;
		numbers.set(key, looks.length);
		looks.push(look);
		return looks.length - 1;
	};

	const plain: Look = {flags: 0, foreground: '', background: ''};
	intern(plain);
	const lookOf = (style: number): Look => looks[style] ?? plain;

	return {
		fold(style, parameters) {
			const key = `${style}|${parameters}`;
			const known = folds.get(key);
			if (known !== undefined) return known;
			const folded = foldLook(lookOf(style), parameters);
			const result = intern(color ? folded : {...folded, foreground: '', background: ''});
			folds.set(key, result);
			return result;
		},
		blank(style) {
			const known = blanks[style];
			if (known !== undefined) return known;
			const look = lookOf(style);
			const seen = look.flags & (INVERSE | UNDERLINE | STRIKE);
			const result = intern({flags: seen, foreground: seen ? look.foreground : '', background: look.background});
			blanks[style] = result;
			return result;
		},
		change(from, to) {
			if (from === to) return '';
			const key = from * 65_536 + to;
			const known = changes.get(key);
			if (known !== undefined) return known;
			const result = shortestChange(lookOf(from), lookOf(to));
			changes.set(key, result);
			return result;
		},
	};
}

function foldLook(look: Look, parameters: string): Look {
	let {flags: bits, foreground, background} = look;
	const codes = parameters.split(/[;:]/).map(Number);
	for (let index = 0; index < codes.length; index++) {
		const code = codes[index] ?? 0;
		const flag = flags.find(({on}) => on === code);
		if (code === 0) {
			bits = 0;
			foreground = '';
			background = '';
		} else if (flag) bits |= flag.bit;
		else if (code === 22) bits &= ~(BOLD | DIM);
		else if (code === 23) bits &= ~ITALIC;
		else if (code === 24) bits &= ~UNDERLINE;
		else if (code === 27) bits &= ~INVERSE;
		else if (code === 29) bits &= ~STRIKE;
		else if (code === 38 || code === 48 || code === 58) {
			const length = codes[index + 1] === 5 ? 3 : 5;
			const value = codes.slice(index, index + length).join(';');
			if (code === 38) foreground = value;
			else if (code === 48) background = value;
			index += length - 1;
		} else if (code === 39) foreground = '';
		else if (code === 49) background = '';
		else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) foreground = String(code);
		else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) background = String(code);
		// What remains (blinking, concealed, other fonts) is never shown: concealed text could hide what is run.
	}

	return {flags: bits, foreground, background};
}

function shortestChange(from: Look, to: Look): string {
	const whole = [...flags.filter(({bit}) => to.flags & bit).map(({on}) => String(on)), to.foreground, to.background]
		.filter(part => part !== '')
		.join(';');
	const anew = whole === '' ? '\u001B[m' : `\u001B[0;${whole}m`;

	const steps: string[] = [];
	let kept = from.flags;
	for (const {bit, off} of flags) {
		if (!(kept & bit) || to.flags & bit) continue;
		steps.push(String(off));
		// 22 ends bold and dim together.
		kept &= off === 22 ? ~(BOLD | DIM) : ~bit;
	}

	for (const {bit, on} of flags) if (to.flags & bit && !(kept & bit)) steps.push(String(on));
	if (to.foreground !== from.foreground) steps.push(to.foreground || '39');
	if (to.background !== from.background) steps.push(to.background || '49');
	const stepwise = `\u001B[${steps.join(';')}m`;
	return stepwise.length < anew.length ? stepwise : anew;
}
