import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ageOf, formatAge} from '../../source/model/age.js';
import {formatBytes} from '../../source/model/quantity.js';
import {momentOfAge} from '../../source/read/kubectl/table.js';

const s = 1000;
const m = 60 * s;
const h = 60 * m;
const d = 24 * h;

describe('an age as kubectl writes it', () => {
	it.each([
		[-5 * s, '<invalid>'],
		[-1 * s, '0s'],
		[0, '0s'],
		[86 * s, '86s'],
		[119_999, '119s'],
		[2 * m, '2m'],
		[2 * m + 5 * s, '2m5s'],
		[9 * m + 59 * s, '9m59s'],
		[12 * m + 40 * s, '12m'],
		[119 * m, '119m'],
		[179 * m, '179m'],
		[3 * h, '3h'],
		[3 * h + 20 * m, '3h20m'],
		[8 * h + 20 * m, '8h'],
		[47 * h, '47h'],
		[51 * h, '2d3h'],
		[7 * d, '7d'],
		[8 * d + 5 * h, '8d'],
		[729 * d, '729d'],
		[730 * d, '2y'],
		[800 * d, '2y70d'],
		[9 * 365 * d, '9y'],
	])('%d ms is %s', (milliseconds, text) => {
		expect(formatAge(milliseconds)).toBe(text);
	});

	it('is not known without a moment', () => {
		expect(ageOf(null, 0)).toBeNull();
		expect(ageOf('yesterday', 0)).toBeNull();
		expect(ageOf('2026-11-23T04:30:39Z', Date.parse('2026-11-23T04:32:05Z'))).toBe('86s');
	});

	it('never says more than two units, and read back is at most one smaller unit off', () => {
		const now = Date.parse('2026-11-23T00:00:00Z');
		fc.assert(
			fc.property(fc.integer({min: 0, max: 8 * d}), milliseconds => {
				const text = formatAge(milliseconds);
				expect(text).toMatch(/^\d+[dhms](\d+[hms])?$/);
				const back = now - Date.parse(momentOfAge(text, now) ?? '');
				expect(back).toBeLessThanOrEqual(milliseconds);
				expect(milliseconds - back).toBeLessThan(milliseconds < 10 * m ? s : milliseconds < 8 * h ? m : h);
			}),
		);
	});
});

describe('bytes as ctr writes them', () => {
	it.each([
		[0, '0 B'],
		[1023, '1023 B'],
		[1024, '1.0 KiB'],
		[Math.round(17.8 * 1024), '17.8 KiB'],
		[Math.round(14.5 * 2 ** 20), '14.5 MiB'],
		[1024 * 1024 - 1, '1.0 MiB'],
		[3.5 * 2 ** 30, '3.5 GiB'],
	])('%d is %s', (bytes, text) => {
		expect(formatBytes(bytes)).toBe(text);
	});
});
