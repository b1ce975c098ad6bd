import {expect, test} from 'vitest';
import {emptyFilter, matcher, reduceFilter, type FilterEvent} from '../../source/components/filter.js';

const after = (...events: FilterEvent[]) => events.reduce(reduceFilter, emptyFilter);

test('typing, erasing, keeping, clearing', () => {
	const typed = after(
		{type: 'filter-open'},
		{type: 'filter-edit', edit: {insert: 'w'}},
		{type: 'filter-edit', edit: {insert: '語'}},
	);
	expect(typed).toEqual({text: 'w語', cursor: 2, open: true});
	expect(reduceFilter(typed, {type: 'filter-edit', edit: 'field.erase'}).text).toBe('w');
	expect(reduceFilter(typed, {type: 'filter-keep'})).toEqual({text: 'w語', cursor: 2, open: false});
	expect(reduceFilter(typed, {type: 'filter-clear'})).toEqual(emptyFilter);
});

test('all words must occur, in any order and case', () => {
	const matches = matcher({text: 'Kube svc', open: false});
	expect([matches('svc of KUBE-PROXY'), matches('svc only'), matcher(emptyFilter)('anything')]).toEqual([
		true,
		false,
		true,
	]);
});
