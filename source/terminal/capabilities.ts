export type Capabilities = {
	/** False: no full screen here (TERM says dumb or nothing). The caller answers as if there were no terminal. */
	readonly fullScreen: boolean;
	/** Only ASCII can be shown: asked for, or the locale or the terminal cannot do more. */
	readonly ascii: boolean;
	readonly color: boolean;
	/** It has 256 colours, as nearly all have whatever their name says. */
	readonly many: boolean;
	/** As far as the terminal tells in `COLORFGBG` (rxvt, Konsole, iTerm2: `0;15`); null: it does not. */
	readonly background: 'dark' | 'light' | null;
};

/** Terminals whose fonts lack most of what lies beyond ASCII. */
const plainTerminals = /^(?:linux|ansi|cons25|vt\d|sun)/;
/** Terminals without colours. */
const monochrome = /^(?:vt\d|.*-m(?:ono)?$)/;

/** Terminals with 16 colours or fewer. */
const fewColors = /^(?:linux|ansi|cons25|sun|Eterm|rxvt$|.*-(?:8|16|88)color)/;

/**
 * What the terminal can show, from the environment alone: no question is sent to it, so nothing waits for an answer over
 * a slow line and no late answer is taken for a key.
 */
export function detectCapabilities(given: {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly ascii?: boolean;
}): Capabilities {
	const {env, ascii = false} = given;
	const term = env['TERM'] ?? '';
	const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
	return {
		fullScreen: term !== '' && term !== 'dumb',
		ascii: ascii || !/utf-?8/i.test(locale) || plainTerminals.test(term),
		// NO_COLOR counts when it is not empty (no-color.org).
		many: !fewColors.test(term),
		background: backgroundOf(env['COLORFGBG'] ?? ''),
		color: !env['NO_COLOR'] && !monochrome.test(term),
	};
}

/** The background's number of the 16, as Vim reads it: white and the bright ones but gray are light. */
function backgroundOf(colors: string): Capabilities['background'] {
	const number = /;(\d+)$/.exec(colors)?.[1];
	if (number === undefined || Number(number) > 15) return null;
	return /^(?:7|9|1\d)$/.test(number) ? 'light' : 'dark';
}
