import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {asciiOf} from '../../source/components/look.js';
import {displayWidth} from '../../source/components/width.js';

/** Rooms whose strings are drawn on the screen. */
const rooms = ['app', 'components', 'screens', 'text/en'].map(room => `source/${room}`);
const withoutComments = (code: string): string =>
	code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');

test('every sign that a screen draws has an ASCII form: none becomes a question mark', () => {
	const files = rooms.flatMap(room =>
		readdirSync(room, {recursive: true, encoding: 'utf8'})
			.filter(name => /\.tsx?$/.test(name))
			.map(name => join(room, name)),
	);
	expect(files.length).toBeGreaterThan(100);
	const unknown = files.flatMap(file =>
		[...new Set(withoutComments(readFileSync(file, 'utf8')).match(/[\u2000-\u2BFF]/g))]
			.filter(glyph => asciiOf(glyph, displayWidth).includes('?'))
			.map(glyph => `${file}: ${glyph}`),
	);
	expect(unknown).toEqual([]);
});
