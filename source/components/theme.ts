import type {Color} from './line.js';

/** Which codes (SGR) show our named colours. An empty code leaves the terminal's own: the sign and the word say it then. */
export type Theme = {
	readonly fore: Readonly<Record<Color, string>>;
	/** What is less important. */
	readonly dim: string;
	/** A badge, both its colours: it must be read on every background. */
	readonly badge: string;
};

/**
 * Colours that a terminal's palette cannot change (16 to 231 of the 256, and the grays up to 255) wherever one of the 16
 * is too faint in common palettes; test/components/theme.test.ts has the palettes and the contrasts. Green, yellow and
 * cyan of the 16 are bright enough on every dark background, and what the person chose.
 */
const dark: Theme = {
	fore: {
		black: '30',
		red: '38;5;203',
		green: '32',
		yellow: '33',
		blue: '38;5;75',
		magenta: '38;5;176',
		cyan: '36',
		white: '37',
		// Bright black is the background itself in some palettes (Solarized).
		gray: '2',
	},
	dim: '2',
	badge: '38;5;16;48;5;220',
};

const light: Theme = {
	fore: {
		black: '',
		red: '38;5;124',
		green: '38;5;22',
		yellow: '38;5;94',
		blue: '38;5;25',
		magenta: '38;5;90',
		cyan: '38;5;24',
		white: '',
		gray: '38;5;241',
	},
	// Faint text of a light terminal is often too light.
	dim: '38;5;241',
	badge: '38;5;231;48;5;94',
};

/** For terminals with 16 colours. */
const dark16: Theme = {...dark, fore: {...dark.fore, red: '91', blue: '36', magenta: '95'}, badge: '30;43'};

/** Of the 16 only these are dark enough on white. */
const light16: Theme = {
	fore: {...light.fore, red: '31', green: '', yellow: '', blue: '34', magenta: '35', cyan: '34', gray: ''},
	dim: '',
	badge: '37;40',
};

export const defaultTheme = dark;

/** `many`: the terminal has 256 colours. */
export const themeOf = (name: 'dark' | 'light', many: boolean): Theme =>
	name === 'light' ? (many ? light : light16) : many ? dark : dark16;
