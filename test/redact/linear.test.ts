import {describe, expect, test} from 'vitest';
import {redact} from '../../source/redact/redact.js';
import {workOf} from './work.js';

/** What begins many rules, over and over. */
const pieces = [
	...['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', '"name":"', '\\"', 'a_', '://', '://a:', 'token'],
	...[
		'--',
		'eyJ',
		'H4sI',
		' ',
		'[',
		'{',
		'{"a":',
		'password=',
		'a=b"c ',
		"'",
		'%20',
		'value":"',
		'name: |\n',
		'Cookie: ',
	],
	...['-p', 'data: {a', 'password: [a', 'args=[--x ', 'K 8\npassword\n', '&lt;a', '<input ', 'variable "a" {', 'a:b|'],
	...[
		'"["a"]=>',
		'│ a ',
		'- value: a\n',
		'a = [\n',
		'env A=b ',
		'Authorization = ["',
		'echo a',
		'    A: b\n',
		'Aa1Aa1Aa\n',
	],
];
const small = 1_000;
const times = 8;

describe('eight times the text is eight times the work, for each regular expression', () => {
	test('the counter tells squares from lines', () => {
		const ratio = (pattern: RegExp): number => {
			const [few = 1, many = 0] = [200, 200 * times].map(length => {
				const text = 'a'.repeat(length);
				return workOf(() => pattern.test(text)).get(pattern.source);
			});
			return many / few;
		};
		expect(ratio(/a+b/)).toBeGreaterThan(times * 3);
		expect(ratio(/[ab]*b$/)).toBeGreaterThan(times * 3);
		expect(ratio(/(?<![a])a+b/)).toBeLessThan(times * 3);
		expect(ratio(/a{0,50}b/)).toBeLessThan(times * 3);
	});

	test.each(pieces)('%j', piece => {
		const [few, many] = [small, small * times].map(length => {
			const text = piece.repeat(length / piece.length);
			return workOf(() => redact(text));
		});
		const steep = [...(many ?? [])].filter(
			([source, work]) => work > 200 * small * times && work > 3 * times * (few?.get(source) ?? 0),
		);
		expect(many?.size).toBeGreaterThan(5);
		expect(steep).toEqual([]);
	});
});
