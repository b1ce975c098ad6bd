import {describe, expect, test} from 'vitest';
import {fitting, readEnvironmentFiles, readVariables, valueOf} from '../../source/read/environment-file.js';
import {outcomeOf} from '../support/samples.js';

describe('a value in a file of variables, as systemd 257 reads it', () => {
	test.each([
		['http://p:3128', 'http://p:3128'],
		['  http://p:3128  ', 'http://p:3128'],
		['"a b"  ', 'a b'],
		["'a b'", 'a b'],
		['"a" \'b\'', 'ab'],
		['""', ''],
		['', ''],
		[String.raw`"a\"b\\c\$d\e"`, String.raw`a"b\c$d\e`],
		[String.raw`'a\b'`, String.raw`a\b`],
		[String.raw`a\ b\"c`, 'a b"c'],
		['a"b c"', 'a"b c"'],
		['a "b"', 'a "b"'],
		['a # no comment', 'a # no comment'],
		['$OTHER', '$OTHER'],
		['a\\', undefined],
		['"a', undefined],
	])('%j: %j', (text, value) => {
		expect(valueOf(text)).toBe(value);
	});
});

test('the files of a unit, those that may be missing, and what it takes away', () => {
	const stdout =
		'EnvironmentFiles=/etc/sysconfig/k0scontroller (ignore_errors=yes)\nEnvironmentFiles=/etc/k0s/*.env (ignore_errors=no)\nUnsetEnvironment=ALL_PROXY NO_PROXY=x\n';
	const read = readEnvironmentFiles(outcomeOf({stdout}));
	expect(read).toMatchObject({
		value: {
			files: [
				{path: '/etc/sysconfig/k0scontroller', optional: true},
				{path: '/etc/k0s/*.env', optional: false},
			],
			unset: ['ALL_PROXY', 'NO_PROXY=x'],
		},
	});
	expect(readEnvironmentFiles(outcomeOf({stdout: 'UnsetEnvironment=\n'}))).toMatchObject({
		value: {files: [], unset: []},
	});
});

test('a pattern fits as in glob(7)', () => {
	const names = ['b.env', 'a.env', '.hidden.env', 'a.env.bak', 'c1', 'c-', 'x(y)'];
	expect(fitting('/etc/k0s/*.env', names)).toEqual(['a.env', 'b.env']);
	expect(fitting('/etc/k0s/.*.env', names)).toEqual(['.hidden.env']);
	expect(fitting('/etc/k0s/c[0-9]', names)).toEqual(['c1']);
	expect(fitting('/etc/k0s/c[!0-9]', names)).toEqual(['c-']);
	expect(fitting('/etc/k0s/?(y)', names)).toEqual(['x(y)']);
});

describe('what grep prints of them', () => {
	test('the last value of each file; what systemd does not take is none', () => {
		const stdout =
			'/a:HTTPS_PROXY=http://one\n/a:HTTPS_PROXY = "http://two"\n/b:export HTTPS_PROXY=http://three\n/b:"NO_PROXY=x"\n';
		const read = readVariables(outcomeOf({stdout}));
		expect(read.known && [...read.value].map(([path, values]) => [path, ...values])).toEqual([
			['/a', ['HTTPS_PROXY', 'http://two']],
		]);
	});

	test('no line is no proxy; a file that only root may read is not known', () => {
		expect(readVariables(outcomeOf({kind: 'failed', exit: 1}))).toMatchObject({known: true});
		const missing = 'grep: /etc/x: No such file or directory\n';
		expect(readVariables(outcomeOf({kind: 'failed', exit: 2, stderr: missing}))).toMatchObject({known: true});
		const denied = 'grep: /etc/x: Permission denied\n';
		expect(readVariables(outcomeOf({kind: 'failed', exit: 2, stderr: denied}))).toMatchObject({
			unknown: {reason: 'needs-root'},
		});
		expect(readVariables(outcomeOf({stdout: '/a:NO_PROXY=10.0.0.0/8,\\\n'}))).toMatchObject({unknown: {reason: 'cut'}});
	});
});
