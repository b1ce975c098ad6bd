import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {deepEqual} from '../../source/store/equal.js';

const facts = fc.letrec(tie => ({
	value: fc.oneof(
		{maxDepth: 4},
		fc.integer({min: 0, max: 3}),
		fc.constantFrom('a', '', null, undefined, true, Number.NaN, 10n),
		fc.array(tie('value'), {maxLength: 3}),
		fc.dictionary(fc.constantFrom('a', 'b', '__proto__x'), tie('value'), {maxKeys: 3, noNullPrototype: true}),
		fc.array(fc.tuple(fc.constantFrom('x', 'y'), tie('value')), {maxLength: 2}).map(entries => new Map(entries)),
		fc.uniqueArray(fc.integer({min: 0, max: 3}), {maxLength: 3}).map(items => new Set(items)),
	),
})).value;

test('a copy is equal', () => {
	fc.assert(
		fc.property(facts, value => {
			expect(deepEqual(value, structuredClone(value))).toBe(true);
		}),
		{numRuns: 2000},
	);
});

test('agrees with the comparison of Node, both ways round', () => {
	let equal = 0;
	fc.assert(
		fc.property(facts, facts, (a, b) => {
			const same = isDeepStrictEqual(a, b);
			if (same) equal++;
			expect(deepEqual(a, b)).toBe(same);
			expect(deepEqual(b, a)).toBe(same);
		}),
		{numRuns: 5000},
	);
	expect(equal).toBeGreaterThan(50);
});

test.each([
	['a missing key and an undefined one', {a: undefined}, {}],
	['two keys of the same number', {a: undefined}, {b: undefined}],
	['an array and an object', [], {}],
	['a Map and an object', new Map(), {}],
	['a Set and a Map', new Set(), new Map()],
	['+0 and -0', 0, -0],
	['dates', new Date(1), new Date(2)],
	['null and an object', null, {}],
])('%s differ', (_, a, b) => {
	expect(deepEqual(a, b)).toBe(false);
	expect(deepEqual(b, a)).toBe(false);
});

test('10,000 rules are compared in less time than it takes to write them down', () => {
	const rules = Array.from({length: 10_000}, (_, index) => ({
		index,
		text: `-A KUBE-SVC-${index} -j KUBE-SEP`,
		counters: {packets: index, bytes: index},
		matches: [{name: 'comment', value: 'x'}],
	}));
	const copy = structuredClone(rules);
	const best = (work: () => void): number =>
		Math.min(
			...Array.from({length: 7}, () => {
				const began = performance.now();
				work();
				return performance.now() - began;
			}),
		);
	expect(deepEqual(rules, copy)).toBe(true);
	const written = best(() => void (JSON.stringify(rules) === JSON.stringify(copy)));
	expect(best(() => void deepEqual(rules, copy))).toBeLessThan(2 * written);
});
