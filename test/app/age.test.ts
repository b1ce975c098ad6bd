import {describe, expect, test} from 'vitest';
import {ageWord, dateWord} from '../../source/app/age.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const told = (age: number, fresh = 6000) => ageWord(text, {at: 1_000_000, now: 1_000_000 + age, fresh});

describe('the age of what is shown', () => {
	test.each([
		[0, 'live'],
		[6000, 'live'],
		[6001, '5s ago'],
		[14_999, '10s ago'],
		[59_999, '55s ago'],
		[60_000, '1m ago'],
		[179_999, '2m ago'],
		[-500, 'live'],
	])('after %i ms: %s', (age, word) => {
		expect(told(age).word).toBe(word);
	});

	test('with a short interval it never says 0 seconds', () => {
		expect(told(2000, 1500).word).toBe('live');
		expect(told(5000, 1500).word).toBe('5s ago');
	});

	test.each([0, 3000, 6000, 6001, 9999, 10_000, 59_999, 60_000, 119_500])(
		'what it says after %i ms stays exactly as long as it tells',
		age => {
			for (const fresh of [1500, 6000, 90_000]) {
				const {word, stays} = told(age, fresh);
				expect(stays).toBeGreaterThan(0);
				expect(told(age + stays - 1, fresh).word).toBe(word);
				expect(told(age + stays, fresh).word).not.toBe(word);
			}
		},
	);
});

test('a recording tells its date, not that it is live', () => {
	expect(dateWord(new Date(2026, 10, 3, 6, 5).getTime())).toBe('2026-11-03 06:05');
});
