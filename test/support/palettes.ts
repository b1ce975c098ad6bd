/** Palettes of terminals as they come, and what a person sees of a styled text there. */
export type Palette = {
	readonly paper: string;
	readonly ink: string;
	/** 0 to 15. */
	readonly colors: readonly string[];
	/** Its 16 colours are those of a terminal without 256. */
	readonly classic?: true;
};

const words = (list: string): readonly string[] => list.split(' ').map(each => `#${each}`);

const xterm = words(
	'000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff',
);
const solarized = words(
	'073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3',
);
const tango = words(
	'2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec',
);
const macos = words(
	'000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf 666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5',
);

export const darkPalettes: Readonly<Record<string, Palette>> = {
	xterm: {paper: '#000000', ink: '#e5e5e5', colors: xterm, classic: true},
	'GNOME (VTE)': {
		paper: '#171421',
		ink: '#d0cfcc',
		colors: words(
			'171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc 5e5c64 f66151 33da7a e9ad0c 2a7bde c061cb 33c7de ffffff',
		),
	},
	'Ubuntu (Tango)': {paper: '#300a24', ink: '#eeeeec', colors: tango},
	'Windows (Campbell)': {
		paper: '#0c0c0c',
		ink: '#cccccc',
		colors: words(
			'0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2',
		),
	},
	'Solarized dark': {paper: '#002b36', ink: '#839496', colors: solarized},
	'macOS, white on black': {paper: '#000000', ink: '#ffffff', colors: macos},
	'One Dark': {
		paper: '#282c34',
		ink: '#abb2bf',
		colors: words(
			'282c34 e06c75 98c379 e5c07b 61afef c678dd 56b6c2 abb2bf 5c6370 e06c75 98c379 e5c07b 61afef c678dd 56b6c2 ffffff',
		),
	},
};

export const lightPalettes: Readonly<Record<string, Palette>> = {
	'xterm, black on white': {paper: '#ffffff', ink: '#000000', colors: xterm, classic: true},
	'GNOME light (VTE)': {paper: '#ffffff', ink: '#1e1e1e', colors: words('171421 c01c28 26a269 a2734c 12488b a347ba')},
	'Tango light': {paper: '#eeeeec', ink: '#2e3436', colors: tango},
	'Solarized light': {paper: '#fdf6e3', ink: '#657b83', colors: solarized},
	'macOS, black on white': {paper: '#ffffff', ink: '#000000', colors: macos},
	'One Half Light': {
		paper: '#fafafa',
		ink: '#383a42',
		colors: words('383a42 e45649 50a14f c18401 0184bc a626a4 0997b3'),
	},
	'Gruvbox light': {
		paper: '#fbf1c7',
		ink: '#3c3836',
		colors: words('fbf1c7 cc241d 98971a d79921 458588 b16286 689d6a'),
	},
};

/** The fixed part of the 256 colours. */
export function fixed(index: number): string {
	const hex = (value: number): string => value.toString(16).padStart(2, '0');
	if (index >= 232) return `#${hex(8 + (index - 232) * 10).repeat(3)}`;
	const steps = [0, 95, 135, 175, 215, 255];
	const at = index - 16;
	return `#${[Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(step => hex(steps[step] ?? 0)).join('')}`;
}

const parts = (color: string): readonly number[] => [1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16));

/** Faint, as VTE and kitty draw it: two thirds of the way from the background. Others only darken it. */
function faint(ink: string, paper: string): string {
	const below = parts(paper);
	return `#${parts(ink)
		.map((value, at) => Math.round((value * 2 + (below[at] ?? 0)) / 3))
		.map(value => value.toString(16).padStart(2, '0'))
		.join('')}`;
}

/** What the first SGR sequence of a text makes of its colours. */
export function foldedColors(drawn: string, palette: Palette): {foreground: string; background: string} {
	let foreground = palette.ink;
	let background = palette.paper;
	const codes = (/\u001B\[([\d;]+)m/.exec(drawn)?.[1] ?? '').split(';').map(Number);
	const named = (index: number): string => {
		const color = index < 16 ? palette.colors[index] : fixed(index);
		if (color === undefined) throw new Error(`this palette does not say its colour ${index}`);
		return color;
	};

	let isFaint = false;
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at] ?? 0;
		if (code === 38 || code === 48) {
			const color = named(codes[at + 2] ?? 0);
			if (code === 38) foreground = color;
			else background = color;
			at += 2;
		} else if (code === 2) isFaint = true;
		else if (code >= 30 && code <= 37) foreground = named(code - 30);
		else if (code >= 90 && code <= 97) foreground = named(code - 82);
		else if (code >= 40 && code <= 47) background = named(code - 40);
	}

	return {foreground: isFaint ? faint(foreground, background) : foreground, background};
}

/** WCAG's contrast of two colours: 1 to 21. */
export function contrast(one: string, other: string): number {
	const light = (color: string): number => {
		const [red = 0, green = 0, blue = 0] = parts(color)
			.map(value => value / 255)
			.map(value => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};

	const [high = 0, low = 0] = [light(one), light(other)].sort((a, b) => b - a);
	return (high + 0.05) / (low + 0.05);
}
