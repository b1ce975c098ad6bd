import {describe, expect, test} from 'vitest';
import {redactFields} from '../../source/redact/fields.js';
import {redact} from '../../source/redact/redact.js';

const secret = 'Zq7Geheim9';
const words = (key: string): unknown => redactFields({[key]: `password: ${secret}`});

describe('what --json prints', () => {
	test.each(['argv', 'command', 'commands', 'verify', 'undo'])('%s is a command line, or a list of them', key => {
		const argv = ['mysql', `-p${secret}`, '-u', 'root'];
		expect(redactFields({[key]: argv})).toEqual({[key]: ['mysql', '-p[redacted]', '-u', 'root']});
		expect(redactFields({[key]: [argv, ['ip', 'link']]})).toEqual({
			[key]: [
				['mysql', '-p[redacted]', '-u', 'root'],
				['ip', 'link'],
			],
		});
	});

	test.each(['found', 'hint', 'message', 'note', 'notes', 'because', 'input', 'inputs', 'values', 'lines'])(
		'%s are words, or a list of them',
		key => {
			expect(words(key)).toEqual({[key]: 'password: [redacted]'});
			expect(redactFields({[key]: [`password: ${secret}`, 'well']})).toEqual({[key]: ['password: [redacted]', 'well']});
		},
	);

	test('at any depth; what is no text stays as it is', () => {
		expect(redactFields([{steps: [{found: `token=${secret}`, exit: 3, hint: null, ok: true}]}])).toEqual([
			{steps: [{found: 'token=[redacted]', exit: 3, hint: null, ok: true}]},
		]);
	});
});

describe('a user with a password before a host, without a scheme', () => {
	test.each([
		[`copied by me:${secret}@host7`, 'copied by [redacted]@host7'],
		[`rsync me:${secret}@[fd00::1]`, 'rsync [redacted]@[fd00::1]'],
	])('%s', (text, clean) => {
		expect(redact(text)).toBe(clean);
	});

	test.each([
		`pulled app:1.2.3@sha256:${'ab12'.repeat(16)}`,
		'mail to ada:bob@',
		'unix:22/tcp@host',
		'see https://example.org/a:b@c',
	])('%s holds none', text => {
		expect(redact(text)).toBe(text);
	});
});
