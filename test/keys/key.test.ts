import {describe, expect, test} from 'vitest';
import {keyLabel, keysOf, printable} from '../../source/keys/key.js';

describe('keysOf', () => {
	test('a held key over a slow link arrives in one read: each counts', () => {
		expect(keysOf('jjj', {})).toEqual(['j', 'j', 'j']);
	});
	test.each([
		['', {upArrow: true}, ['up']],
		['\r', {return: true}, ['enter']],
		['', {escape: true, meta: true}, ['escape']],
		['', {tab: true, shift: true}, ['shift+tab']],
		['d', {ctrl: true}, ['ctrl+d']],
		['G', {shift: true}, ['G']],
		[' ', {}, ['space']],
		['x', {meta: true}, ['alt+x']],
		['j\r', {}, ['j', 'enter']],
		['dns\u001B', {}, ['d', 'n', 's', 'escape']],
		['日', {}, ['日']],
		['\u0003', {}, ['ctrl+c']],
	])('%j %j', (input, key, expected) => {
		expect(keysOf(input, key)).toEqual(expected);
	});
	test('only one printable character goes into an input field', () => {
		expect(printable('space')).toBe(' ');
		expect(printable('é')).toBe('é');
		expect(printable('enter')).toBeUndefined();
	});
	test('labels are short', () => {
		expect([keyLabel('escape'), keyLabel('ctrl+d'), keyLabel('up')]).toEqual(['esc', '^d', '↑']);
	});
});
