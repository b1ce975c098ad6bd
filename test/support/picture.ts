import type {Cell} from './emulator.js';
import {fixed} from './palettes.js';

/** The 16 ANSI colours and the two of the terminal itself, as a calm dark terminal shows them. */
const palette = [
	'#3b4048',
	'#e06c75',
	'#98c379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#c8ccd4',
	'#7a828e',
	'#f08b93',
	'#b5d99a',
	'#f0d197',
	'#85c3f7',
	'#d8a0e8',
	'#7fcfd9',
	'#f2f4f8',
];
/** The terminal's own two colours. */
export type Ground = {readonly ink: string; readonly paper: string};
export const darkGround: Ground = {ink: '#c8ccd4', paper: '#1b1e24'};
export const lightGround: Ground = {ink: '#24272e', paper: '#fdfdfb'};

const cellWidth = 8.43;
const cellHeight = 17;
const fontSize = 14;
const baseline = 13;
const margin = 14;

type Run = {readonly x: number; readonly cells: number; readonly text: string; readonly look: Cell};

/**
 * An emulated screen as an SVG picture: text stays text, so that it can be searched and read aloud; every run is placed by
 * its column, so that a font of another width cannot shift what stands right of it.
 */
export function pictureOf(cells: readonly Cell[][], title: string, ground = darkGround): string {
	const {ink, paper} = ground;
	const columns = cells[0]?.length ?? 0;
	const width = Math.round(columns * cellWidth + 2 * margin);
	const height = Math.round(cells.length * cellHeight + 2 * margin);
	const rows = cells.map((row, y) => drawRow(row, y, ground)).filter(row => row !== '');
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">`,
		`<rect width="${width}" height="${height}" rx="8" fill="${paper}"/>`,
		`<g transform="translate(${margin} ${margin})" font-family="'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK JP', monospace" font-size="${fontSize}" fill="${ink}">`,
		...rows,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

function drawRow(row: readonly Cell[], y: number, ground: Ground): string {
	const {ink, paper} = ground;
	const top = y * cellHeight;
	const paint: string[] = [];
	const text: string[] = [];
	for (const run of runsOf(row)) {
		const left = round(run.x * cellWidth);
		const long = round(run.cells * cellWidth);
		const {foreground, background} = colorsOf(run.look, ground);
		if (background !== paper) {
			paint.push(
				`<rect x="${left}" y="${top}" width="${long}" height="${cellHeight}" fill="${background}" shape-rendering="crispEdges"/>`,
			);
		}

		if (run.text.trim() === '') continue;
		const attributes = [
			foreground === ink ? '' : ` fill="${foreground}"`,
			run.look.bold ? ' font-weight="bold"' : '',
			run.look.italic ? ' font-style="italic"' : '',
			run.look.underline ? ' text-decoration="underline"' : '',
			run.look.dim ? ' opacity="0.62"' : '',
		].join('');
		text.push(
			`<text x="${left}" y="${round(top + baseline)}" textLength="${long}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"${attributes}>${escape(run.text)}</text>`,
		);
	}

	return [...paint, ...text].join('');
}

/** Neighbours that look alike; blanks at the end of a run go, so that few bytes say what is seen. */
function runsOf(row: readonly Cell[]): Run[] {
	const runs: Run[] = [];
	for (let x = 0; x < row.length; x++) {
		const cell = row[x];
		if (!cell || cell.width === 0) continue;
		const glyph = cell.text === '' ? ' ' : cell.text;
		const last = runs.at(-1);
		const joins =
			last && cell.width === 1 && last.cells === last.text.length && glyph.length === 1 && alike(last.look, cell);
		if (joins) runs[runs.length - 1] = {...last, cells: last.cells + 1, text: last.text + glyph};
		else runs.push({x, cells: cell.width, text: glyph, look: cell});
	}

	return runs.flatMap(run => splitAtGaps(run));
}

/** Two blanks or more are a gap between columns: what follows gets a place of its own. */
function splitAtGaps(run: Run): Run[] {
	const {background, underline, inverse} = run.look;
	if (background !== 'default' || underline || inverse || run.cells !== run.text.length) return [run];
	return [...run.text.matchAll(/\S+(?: \S+)*/g)].map(({0: text, index}) => ({
		...run,
		x: run.x + index,
		cells: text.length,
		text,
	}));
}

function alike(one: Cell, other: Cell): boolean {
	return (
		one.foreground === other.foreground &&
		one.background === other.background &&
		one.bold === other.bold &&
		one.dim === other.dim &&
		one.italic === other.italic &&
		one.underline === other.underline &&
		one.inverse === other.inverse
	);
}

function colorsOf(look: Cell, {ink, paper}: Ground): {readonly foreground: string; readonly background: string} {
	const foreground = colorOf(look.foreground, ink);
	const background = colorOf(look.background, paper);
	return look.inverse ? {foreground: background, background: foreground} : {foreground, background};
}

function colorOf(color: string, fallback: string): string {
	const [kind, value = ''] = color.split(' ');
	if (kind === 'rgb') return `#${value}`;
	if (kind !== 'palette') return fallback;
	return Number(value) < 16 ? (palette[Number(value)] ?? fallback) : fixed(Number(value));
}

const round = (value: number): number => Math.round(value * 100) / 100;

const escape = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
