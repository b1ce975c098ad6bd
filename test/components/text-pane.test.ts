import {describe, expect, test} from 'vitest';
import {bold, line, plain, type Line} from '../../source/components/line.js';
import {rowsOf, stacked, type Rows} from '../../source/components/rows.js';
import {
	emptyPane,
	growingPane,
	paneLines,
	reducePane,
	type PaneAction,
	type PaneState,
} from '../../source/components/text-pane.js';

const numbered = (count: number): Rows => rowsOf(Array.from({length: count}, (_, row) => line(`row ${row}`)));

const size = {width: 40, height: 6};
const frame = {title: 'Title', none: 'no match'};

const shownOf = (pane: PaneState, content: Rows, {width, height} = size): string[] =>
	paneLines(pane, {content, width, height}, frame).map(row => plain(row));

function after(content: Rows, keys: ReadonlyArray<PaneAction | {readonly type: string}>, from = emptyPane): PaneState {
	let pane = from;
	for (const key of keys) {
		pane =
			typeof key === 'string'
				? reducePane(pane, {type: 'pane', action: key, content, ...size})
				: reducePane(pane, {type: 'pane-edit', edit: {insert: key.type}, content, ...size});
	}

	return pane;
}

const typed = (words: string) => [...words].map(type => ({type}));
const marked = (content: Line): string =>
	content.map(({text, style}) => (style?.inverse ? (style.underline ? `<<${text}>>` : `<${text}>`) : text)).join('');

describe('scrolling', () => {
	test('the title says how far one is; lines and pages, top and bottom', () => {
		const content = numbered(20);
		expect(shownOf(emptyPane, content)).toEqual([
			expect.stringMatching(/^── Title ─+ 5\/20 ──$/),
			'row 0',
			'row 1',
			'row 2',
			'row 3',
			'row 4',
		]);
		expect(shownOf(after(content, ['list.down', 'list.page-down']), content)[1]).toBe('row 6');
		expect(shownOf(after(content, ['list.bottom']), content).at(-1)).toBe('row 19');
		expect(shownOf(after(content, ['list.bottom', 'list.page-up']), content)[1]).toBe('row 10');
		expect(shownOf(after(content, ['list.bottom', 'list.top']), content)[1]).toBe('row 0');
	});

	test('a text that got shorter is not scrolled past its end', () => {
		const pane = after(numbered(100), ['list.bottom']);
		expect(shownOf(pane, numbered(7)).at(-1)).toBe('row 6');
	});

	test('a text that grows is followed until one scrolls up, and again from its end', () => {
		const content = numbered(20);
		expect(shownOf(growingPane, numbered(30)).at(-1)).toBe('row 29');
		const up = after(content, ['list.up'], growingPane);
		expect(shownOf(up, numbered(30)).at(-1)).toBe('row 18');
		const again = after(content, ['list.up', 'list.down'], growingPane);
		expect(shownOf(again, numbered(30)).at(-1)).toBe('row 29');
	});

	test('left and right move the text, and w folds it so that all of it is read', () => {
		const content = rowsOf([line(bold('$ '), `${'x'.repeat(50)}END`), line('next')]);
		expect(shownOf(after(content, ['pane.right']), content)[1]).toMatch(/^x+END$/);
		expect(shownOf(after(content, ['pane.right', 'pane.left']), content)[1]).toMatch(/^\$ x/);
		const folded = shownOf(after(content, ['pane.wrap']), content);
		expect(folded.slice(1, 4)).toEqual([`$ ${'x'.repeat(38)}`, `${'x'.repeat(12)}END`, 'next']);
	});
});

describe('searching', () => {
	const content = rowsOf([
		line('NAME pods'),
		line(bold('CoreDNS'), ' runs'),
		...Array.from({length: 10}, (_, row) => line(`row ${row}`)),
		line('coredns and coredns again'),
		line('last'),
	]);

	test('goes to the first match while one types, counts the rows, marks each place', () => {
		const pane = after(content, ['pane.search', ...typed('coredns')]);
		const lines = paneLines(pane, {content, ...size}, frame);
		expect(lines.map(marked)).toEqual([
			expect.stringContaining('Title'),
			'NAME pods',
			'<<CoreDNS>> runs',
			'row 0',
			'row 1',
			expect.stringMatching(/^\/coredns< > {2}1\/2$/),
		]);
	});

	test('n and N go round, and bring the match into the window', () => {
		const found = after(content, ['pane.search', ...typed('coredns')]);
		const kept = reducePane(found, {type: 'pane-keep'});
		const next = after(content, ['pane.next'], kept);
		const lines = paneLines(next, {content, ...size}, frame).map(marked);
		expect(lines).toContain('<<coredns>> and <<coredns>> again');
		expect(lines.at(-1)).toBe('/coredns  2/2');
		expect(after(content, ['pane.next', 'pane.next'], kept).current).toBe(1);
		expect(after(content, ['pane.previous'], kept).current).toBe(12);
	});

	test('says that nothing matches, and finds again what an erased letter gives back', () => {
		const none = after(content, ['pane.search', ...typed('corednsx')]);
		expect(shownOf(none, content).at(-1)).toContain('no match');
		const back = reducePane(none, {type: 'pane-edit', edit: 'field.erase', content, ...size});
		expect(shownOf(back, content).at(-1)).toContain('1/2');
	});

	test('a mark may begin in one style and end in another', () => {
		const mixed = rowsOf([line(bold('kube-'), 'proxy')]);
		const pane = after(mixed, ['pane.search', ...typed('be-pro')]);
		expect(marked(paneLines(pane, {content: mixed, ...size}, frame)[1] ?? [])).toBe('ku<<be->><<pro>>xy');
	});

	test('is over when it is cleared', () => {
		const pane = reducePane(after(content, ['pane.search', ...typed('last')]), {type: 'pane-clear'});
		expect(shownOf(pane, content)).toHaveLength(6);
		expect(pane.search.text).toBe('');
	});

	test('finds in what is folded what stands in one row of it', () => {
		const long = rowsOf([line(`${'x'.repeat(60)}needle`)]);
		const pane = after(long, ['pane.wrap', 'pane.search', ...typed('needle')]);
		expect(pane.current).toBe(1);
	});
});

test('rows are made where they are seen', () => {
	const made: number[] = [];
	const content = stacked([
		rowsOf([line('head')]),
		{
			length: 1_000_000,
			at(row) {
				made.push(row);
				return line(String(row));
			},
		},
	]);
	expect(shownOf({...emptyPane, top: 500_000}, content)[1]).toBe('499999');
	expect(made).toHaveLength(5);
});
