import {describe, expect, test} from 'vitest';
import {compose} from '../../source/components/compose.js';
import {span, type Color} from '../../source/components/line.js';
import {themeOf} from '../../source/components/theme.js';
import {foldedColors, contrast, darkPalettes, lightPalettes, type Palette} from '../support/palettes.js';

/** WCAG 2.2: text that everybody can read; text that is large or of less importance. */
const readable = 4.5;
const secondary = 3;

const colors: readonly Color[] = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'gray'];

/** The contrast of what is drawn in this style, on a terminal with this palette. */
function contrastOf(palette: Palette, theme: ReturnType<typeof themeOf>, style: Parameters<typeof span>[1]): number {
	const drawn = compose([span('x', style)], 1, {color: true, ascii: false, theme});
	const {foreground, background} = foldedColors(drawn, palette);
	return contrast(foreground, background);
}

const badge = {color: 'black', background: 'yellow'} as const;

describe.each(Object.entries(lightPalettes))('the light theme on %s', (_name, palette) => {
	// Some palettes write their own text fainter than this; what we leave in the terminal's own colour is as they have it.
	const own = contrast(palette.ink, palette.paper);
	test.each(palette.classic ? [true, false] : [true])('has no text that is hard to read (256 colours: %s)', many => {
		const theme = themeOf('light', many);
		for (const color of colors) {
			expect(contrastOf(palette, theme, {color}), color).toBeGreaterThanOrEqual(Math.min(readable, own));
		}

		expect(contrastOf(palette, theme, {dim: true}), 'dim').toBeGreaterThanOrEqual(Math.min(readable, own));
		expect(contrastOf(palette, theme, badge), 'badge').toBeGreaterThanOrEqual(readable);
	});
});

describe.each(Object.entries(darkPalettes))('the dark theme on %s', (name, palette) => {
	const own = contrast(palette.ink, palette.paper);
	test.each(palette.classic ? [true, false] : [true])('has no text that is hard to read (256 colours: %s)', many => {
		const theme = themeOf('dark', many);
		// The green, yellow and cyan of a palette are the person's own choice: nearly all have more.
		const wanted = name === 'xterm' ? readable : 4.3;
		for (const color of colors.filter(each => each !== 'gray')) {
			expect(contrastOf(palette, theme, {color}), color).toBeGreaterThanOrEqual(Math.min(wanted, own));
		}

		for (const style of [{dim: true}, {color: 'gray'}] as const) {
			expect(contrastOf(palette, theme, style), JSON.stringify(style)).toBeGreaterThanOrEqual(
				name === 'xterm' ? secondary : Math.min(secondary, own / 2),
			);
		}

		expect(contrastOf(palette, theme, badge), 'badge').toBeGreaterThanOrEqual(readable);
	});
});

test('on a light background nothing is yellow, green or cyan of the 16 colours', () => {
	for (const many of [true, false]) {
		const codes = Object.values(themeOf('light', many).fore);
		expect(codes.filter(code => ['32', '33', '36', '92', '93', '96'].includes(code))).toEqual([]);
	}
});

test('the measure itself: black on white is 21, the yellow of xterm on white cannot be read', () => {
	expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
	const palette = lightPalettes['xterm, black on white'];
	expect(palette).toBeDefined();
	if (palette) {
		const yellow = foldedColors('\u001B[33mx\u001B[0m', palette);
		expect(contrast(yellow.foreground, yellow.background)).toBeLessThan(2);
	}
});
