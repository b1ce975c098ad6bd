import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {contains, overlaps, parseCidr} from '../../source/model/cidr.js';

const cidr = (text: string) => {
	const parsed = parseCidr(text);
	if (!parsed) throw new Error(`not a network: ${text}`);
	return parsed;
};

describe('parseCidr', () => {
	test.each([
		['10.244.0.0/16', {family: 4, base: 0x0a_f4_00_00n, length: 16}],
		['10.244.7.9/16', {family: 4, base: 0x0a_f4_00_00n, length: 16}],
		['192.168.122.161', {family: 4, base: 0xc0_a8_7a_a1n, length: 32}],
		['default', {family: 4, base: 0n, length: 0}],
		['::1', {family: 6, base: 1n, length: 128}],
		['::', {family: 6, base: 0n, length: 128}],
		['fd00::/8', {family: 6, base: 0xfdn << 120n, length: 8}],
		['::ffff:10.0.0.1', {family: 6, base: 0xff_ff_0a_00_00_01n, length: 128}],
	])('%s', (text, wanted) => {
		expect(parseCidr(text)).toEqual(wanted);
	});

	test.each([
		'',
		'10.244.0.0/33',
		'10.244.0/16',
		'256.0.0.1',
		'10.0.0.0/16/8',
		'fd00:::1',
		'1:2:3:4:5:6:7',
		'1::2::3',
		'::/129',
		'ipset:kube',
		'52:54:00:da:28:19',
		'10.0.0.0/-1',
	])('is no network: %s', text => {
		expect(parseCidr(text)).toBeUndefined();
	});

	test('a network holds exactly the addresses that share its first bits', () => {
		fc.assert(
			fc.property(fc.ipV4(), fc.integer({min: 0, max: 32}), fc.ipV4(), (base, length, address) => {
				const bits = (text: string) =>
					text
						.split('.')
						.map(part => Number(part).toString(2).padStart(8, '0'))
						.join('');
				const wanted = bits(base).slice(0, length) === bits(address).slice(0, length);
				expect(contains(cidr(`${base}/${length}`), cidr(address))).toBe(wanted);
			}),
		);
	});

	test('reads every IPv6 address', () => {
		fc.assert(
			fc.property(fc.ipV6(), address => {
				expect(parseCidr(address)).toMatchObject({family: 6, length: 128});
			}),
		);
	});
});

describe('overlaps', () => {
	test.each([
		['10.96.0.0/12', '10.111.255.0/24', true],
		['10.96.0.0/12', '10.112.0.0/16', false],
		['10.244.3.0/24', '10.244.0.0/16', true],
		['10.244.0.0/16', '::/0', false],
	])('%s and %s: %s', (a, b, wanted) => {
		expect(overlaps(cidr(a), cidr(b))).toBe(wanted);
		expect(overlaps(cidr(b), cidr(a))).toBe(wanted);
	});
});
