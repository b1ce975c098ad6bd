import fc from 'fast-check';
import {expect, test} from 'vitest';
import {hostnameFaults, isFatal, isFullyQualified} from '../../source/model/hostname.js';

test.each([
	['centos10.home.local', []],
	['node1', []],
	['1', []],
	['', ['empty']],
	['bad_host', ['bad-character']],
	['日本', ['bad-character']],
	['a b', ['bad-character']],
	['a..b', ['empty-label']],
	['host.', ['empty-label']],
	['-host', ['edge-hyphen']],
	['host-.local', ['edge-hyphen']],
	['Node1.Home', ['upper-case']],
	['localhost', ['localhost']],
	['localhost.localdomain', ['localhost']],
	['x'.repeat(64), ['label-too-long']],
	[`${'x'.repeat(40)}.${'y'.repeat(40)}`, ['too-long']],
])('%s: %j', (name, faults) => {
	expect(hostnameFaults(name)).toEqual(faults);
});

test('only capitals and localhost are not fatal', () => {
	expect(hostnameFaults('LocalHost').every(fault => !isFatal(fault))).toBe(true);
	expect(hostnameFaults('a_b').some(isFatal)).toBe(true);
});

test('a name without fatal faults is one that the API server takes', () => {
	const subdomain = /^[\da-z]([\da-z-]*[\da-z])?(\.[\da-z]([\da-z-]*[\da-z])?)*$/;
	fc.assert(
		fc.property(fc.stringMatching(/^[\w.-]{0,70}$/), name => {
			const good =
				subdomain.test(name.toLowerCase()) && name.length <= 64 && !name.split('.').some(label => label.length > 63);
			expect(hostnameFaults(name).some(isFatal)).toBe(!good);
		}),
		{numRuns: 500},
	);
});

test('a domain makes it fully qualified', () => {
	expect(isFullyQualified('centos10.home.local')).toBe(true);
	expect(isFullyQualified('centos10')).toBe(false);
	expect(isFullyQualified('centos10.')).toBe(false);
});
