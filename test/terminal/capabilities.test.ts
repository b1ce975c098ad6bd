import {expect, test} from 'vitest';
import {detectCapabilities} from '../../source/terminal/capabilities.js';

const xterm = {TERM: 'xterm-256color', LANG: 'en_US.UTF-8'};

test('a terminal of today', () => {
	expect(detectCapabilities({env: xterm})).toEqual({
		fullScreen: true,
		ascii: false,
		color: true,
		many: true,
		background: null,
	});
});

test.each([
	[{...xterm, LANG: 'C'}],
	[{...xterm, LANG: 'en_US.ISO-8859-1'}],
	[{TERM: 'xterm'}],
	[{...xterm, LC_ALL: 'C'}],
	[{...xterm, TERM: 'linux'}],
])('only ASCII: %o', env => {
	expect(detectCapabilities({env}).ascii).toBe(true);
});

test.each([[{...xterm, LANG: 'C.utf8'}], [{...xterm, LANG: 'C', LC_ALL: 'ja_JP.UTF-8'}], [{...xterm, LC_ALL: ''}]])(
	'more than ASCII: %o',
	env => {
		expect(detectCapabilities({env}).ascii).toBe(false);
	},
);

test('ASCII when asked for', () => {
	expect(detectCapabilities({env: xterm, ascii: true}).ascii).toBe(true);
});

test.each([[{...xterm, NO_COLOR: '1'}], [{...xterm, TERM: 'vt100'}]])('no colours: %o', env => {
	expect(detectCapabilities({env}).color).toBe(false);
});

test('an empty NO_COLOR does not count', () => {
	expect(detectCapabilities({env: {...xterm, NO_COLOR: ''}}).color).toBe(true);
});

test.each([[{TERM: 'dumb'}], [{TERM: ''}], [{}]])('no full screen: %o', env => {
	expect(detectCapabilities({env}).fullScreen).toBe(false);
});

test('a light background, as far as the terminal tells', () => {
	const background = (COLORFGBG: string) => detectCapabilities({env: {...xterm, COLORFGBG}}).background;
	for (const told of ['0;15', '0;default;15', '0;7', '0;11']) expect(background(told), told).toBe('light');
	for (const told of ['15;0', '15;default;0', '7;8']) expect(background(told), told).toBe('dark');
	for (const told of ['15;default', '', '0;115', '0;16', 'x']) expect(background(told), told).toBeNull();
});

test('256 colours, but where the name of the terminal says that there are fewer', () => {
	const many = (TERM: string) => detectCapabilities({env: {...xterm, TERM}}).many;
	expect(['xterm', 'xterm-256color', 'screen', 'tmux-256color', 'rxvt-unicode'].map(each => many(each))).not.toContain(
		false,
	);
	expect(['linux', 'ansi', 'rxvt', 'xterm-16color', 'screen-8color'].map(each => many(each))).not.toContain(true);
});
