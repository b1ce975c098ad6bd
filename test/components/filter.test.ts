import {expect, test} from 'vitest';
import {emptyFilter, matcher, reduceFilter, type FilterEvent} from '../../source/components/filter.js';

const after = (...events: FilterEvent[]) => events.reduce(reduceFilter, emptyFilter);

test('typing, erasing, keeping, clearing', () => {
	const typed = after({type: 'filter-open'}, {type: 'filter-type', text: 'w'}, {type: 'filter-type', text: '語'});
	expect(typed).toEqual({text: 'w語', open: true});
	expect(reduceFilter(typed, {type: 'filter-erase'}).text).toBe('w');
	expect(reduceFilter(typed, {type: 'filter-keep'})).toEqual({text: 'w語', open: false});
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
