import {describe, expect, test} from 'vitest';
import type {Report, Result} from '../../../source/checks/check.js';
import {allChecks} from '../../../source/checks/checks.js';
import type {CheckRow} from '../../../source/checks/source.js';
import {plain, type Line} from '../../../source/components/line.js';
import {displayWidth} from '../../../source/components/width.js';
import {copyText} from '../../../source/screens/checks/details.js';
import {checksLines, visibleRows} from '../../../source/screens/checks/rows.js';
import {initialChecks, reduceChecks, type ChecksState} from '../../../source/screens/checks/state.js';
import {catalogue} from '../../../source/text/text.js';

const text = catalogue('en');
const matchAll = () => true;

function report(check: (typeof allChecks)[number], result: Result, found = 'as it should be'): Report {
	const words = text.checks.items[check.id];
	return {
		id: check.id,
		group: check.group,
		title: words.title,
		result,
		found,
		wanted: words.wanted,
		why: words.why,
		evidence: [{argv: ['cat', '--', '/a b'], kind: 'ok', exit: 0, lines: ['the line']}],
		remedy:
			result === 'fail'
				? {
						commands: [
							{
								argv: ['hostnamectl', 'set-hostname', 'a'],
								why: 'x',
								root: true,
								changes: true,
								deadline: 1,
								maxOutput: 1,
								env: {},
							},
						],
						note: 'Do this.',
					}
				: null,
	};
}

const rows = (results: Readonly<Record<string, Result>> = {}, found?: string): CheckRow[] =>
	allChecks.map(check => ({
		id: check.id,
		group: check.group,
		title: text.checks.items[check.id].title,
		report: report(check, results[check.id] ?? 'pass', found),
		asking: false,
	}));

const lines = (all: readonly CheckRow[], state: ChecksState, width: number, height: number): Line[] => [
	...checksLines(all, visibleRows(all, state, matchAll, text), state, text, {width, height}),
];

const broken = rows({init: 'fail', programs: 'warn', hostname: 'unknown'});

describe('the list', () => {
	test('what failed on top, whatever its group; then by group, within a group the worst first', () => {
		const ids = visibleRows(broken, initialChecks, matchAll, text).map(({id}) => id);
		expect(ids.slice(0, 5)).toEqual(['init', 'root', 'secure-path', 'programs', 'os']);
	});

	test('problems only; without any it says so', () => {
		const problems = {...initialChecks, problems: true};
		expect(visibleRows(broken, problems, matchAll, text).map(({id}) => id)).toEqual(['init', 'programs', 'hostname']);
		const calm = lines(rows(), problems, 80, 20).map(plain);
		expect(calm[2]).toBe(text.checks.noProblems);
		expect(calm).toContain(text.checks.seeAll);
	});

	test('a filter looks at id, group, title and what was found', () => {
		const shown = visibleRows(rows({}, 'enp1s0'), initialChecks, each => each.includes('ports-node'), text);
		expect(shown.map(({id}) => id)).toEqual(['ports-node', 'ports-nodeport']);
	});

	test('nothing yet: rows that are asked, never “fine”', () => {
		const asking = rows().map(row => ({...row, report: null, asking: true}));
		const shown = lines(asking, initialChecks, 80, 20).map(plain);
		expect(shown[0]).toContain(`${allChecks.length} still running`);
		expect(shown[2]).toContain('running ');
		expect(lines(asking, {...initialChecks, problems: true}, 80, 20).map(plain)[2]).toBe(text.checks.notYet);
	});

	test('names each group once in a window, also in the middle of it', () => {
		const keys = visibleRows(broken, initialChecks, matchAll, text).map(({id}) => id);
		const down = reduceChecks(initialChecks, {type: 'move', action: 'list.bottom', keys, height: 10});
		const shown = lines(broken, down, 80, 20).map(plain).slice(2, 12);
		const groups = shown.map(each => each.slice(0, 12).trim()).filter(Boolean);
		expect(new Set(groups).size).toBe(groups.length);
		expect(shown[0]?.slice(0, 12).trim()).not.toBe('');
	});
});

describe('sizes', () => {
	test.each([
		[80, 20],
		[120, 36],
		[60, 11],
		[200, 60],
		[110, 12],
	])('%i x %i: exactly so many lines, none wider, with any text', (width, height) => {
		const wide = rows({init: 'fail'}, `${'日本語のホスト名 '.repeat(12)}\u001B[2J`);
		for (const state of [initialChecks, {...initialChecks, open: true}, {...initialChecks, problems: true}]) {
			const shown = lines(wide, state, width, height);
			expect(shown).toHaveLength(height);
			// The list and its rules are laid out here; what wraps is cut where it is drawn.
			for (const each of shown.slice(0, 3)) expect(displayWidth(plain(each))).toBeLessThanOrEqual(width);
		}
	});

	test('80 x 20: ten rows, and the short details of the selected one', () => {
		const shown = lines(broken, initialChecks, 80, 20).map(plain);
		expect(shown[0]).toContain('1 failed · 1 warning · 1 unknown');
		expect(shown.slice(2, 12).every(each => each.length > 20)).toBe(true);
		// The failure is selected from the start.
		expect(shown[2]).toContain('Init system');
		expect(shown[12]).toContain('Init system');
		expect(shown[13]).toMatch(/^found /);
	});

	test('120 columns: the details beside the list', () => {
		const keys = visibleRows(broken, initialChecks, matchAll, text).map(({id}) => id);
		const at = reduceChecks(initialChecks, {type: 'jump', by: 1, problems: ['init'], keys, height: 30});
		const shown = lines(broken, at, 120, 36).map(plain);
		const right = shown.map(each => each.split(' │ ')[1] ?? '');
		expect(right[2]).toBe('Init system  ✗ FAIL');
		// What was found keeps its column.
		expect(shown[3]).toContain('as it should be');
		expect(right).toContain('# hostnamectl set-hostname a');
		expect(right).toContain("$ cat -- '/a b'");
		expect(right).toContain('    the line');
	});
});

describe('state', () => {
	const keys = visibleRows(broken, initialChecks, matchAll, text).map(({id}) => id);
	const jump = (state: ChecksState, by: 1 | -1, problems: readonly string[] = ['init', 'hostname']) =>
		reduceChecks(state, {type: 'jump', by, problems, keys, height: 10});

	test('n and N go round the problems', () => {
		const first = jump(initialChecks, 1);
		// The failure on top is selected already: the next one comes.
		expect(first.list.selected).toBe('hostname');
		expect(jump(first, 1).list.selected).toBe('init');
		expect(jump(jump(first, 1), 1).list.selected).toBe('hostname');
		expect(jump(initialChecks, -1).list.selected).toBe('hostname');
		expect(jump(first, 1, [])).toBe(first);
		expect(jump(first, 1, ['init']).list.selected).toBe('init');
	});

	test('the selection is a check, whatever order results bring', () => {
		const first = jump(initialChecks, 1, ['init']);
		const later = rows({root: 'fail', os: 'fail'});
		const shown = visibleRows(later, first, matchAll, text);
		const all = lines(later, first, 120, 36).map(plain);
		expect(shown[0]?.id).toBe('root');
		expect(all[2]).toContain('│ Init system');
	});

	test('esc closes the details, then clears the filter', () => {
		const filtered = {...initialChecks, filter: {text: 'x', open: false}};
		const open = reduceChecks(filtered, {type: 'open', keys, height: 10});
		expect(open.open).toBe(true);
		const closed = reduceChecks(open, {type: 'close'});
		expect([closed.open, closed.filter.text]).toEqual([false, 'x']);
		expect(reduceChecks(closed, {type: 'close'}).filter.text).toBe('');
		expect(reduceChecks(initialChecks, {type: 'open', keys: [], height: 10})).toBe(initialChecks);
	});
});

test('C copies the remedy’s commands, else those that were asked', () => {
	expect(copyText(broken.find(({id}) => id === 'init')!)).toBe('hostnamectl set-hostname a');
	expect(copyText(broken.find(({id}) => id === 'os')!)).toBe("cat -- '/a b'");
	expect(copyText({...broken[0]!, report: null})).toBeUndefined();
});
