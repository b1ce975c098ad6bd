import {describe, expect, test} from 'vitest';
import {redact, redactArgv} from '../../source/redact/redact.js';
import {Tally} from '../../source/redact/tally.js';
import type {Hidden} from '../../source/redact/tally.js';

const secret = 'Xq7Geheim9Zr4Kennung';
const body = Buffer.from(`${secret}-`.repeat(12))
	.toString('base64')
	.match(/.{1,64}/g)!
	.join('\n');

/** What was hidden in a text, by its kind. */
function hidden(text: string): Hidden {
	const tally = new Tally();
	expect(redact(text, tally)).not.toContain('Geheim9');
	return tally.hidden;
}

describe('a recording says what it hides, by its kind', () => {
	test.each([
		['a private key', `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`, 'key'],
		['the end of a private key', `${body}\n-----END PRIVATE KEY-----\n`, 'key'],
		['a header', `> Authorization: Basic ${secret}\n`, 'header'],
		['a member of an object', JSON.stringify({spec: {password: secret}}), 'named'],
		['a Secret', JSON.stringify({kind: 'Secret', data: {a: secret}}), 'data'],
		['a variable', JSON.stringify({env: [{name: 'A', value: secret}]}), 'environment'],
		['an annotation', JSON.stringify({metadata: {annotations: {note: secret}}}), 'annotation'],
	])('%s', (_name, text, kind) => {
		expect(hidden(text)).toEqual({[kind]: 1});
	});
});

describe('a block of YAML whose values are hidden', () => {
	test.each([
		['env', 'environment'],
		['envs', 'environment'],
		['envVars', 'environment'],
		['extraEnv', 'environment'],
		['environment', 'environment'],
		['literals', 'environment'],
		['httpHeaders', 'environment'],
		['annotations', 'annotation'],
		['data', 'data'],
		['stringData', 'data'],
		['binaryData', 'data'],
	])('%s: %s, and what follows it stays', (name, kind) => {
		const tally = new Tally();
		const text = (value: string) => `spec:\n  ${name}:\n    colour: ${value}\n  image: nginx:1.27\n`;
		expect(redact(text('swordfish'), tally)).toBe(text('[redacted]'));
		expect(tally.hidden).toEqual({[kind]: 1});
	});

	test.each(['labels', 'metadata', 'status', 'envoy', 'database'])('not those of %s', name => {
		const text = `spec:\n  ${name}:\n    colour: swordfish\n`;
		expect(redact(text)).toBe(text);
	});
});

describe('what stands around a secret stays', () => {
	test('lines before the end of a cut key', () => {
		expect(redact(`first line of a log\n${body}\n-----END PRIVATE KEY-----\nlast`)).toMatch(
			/^first line of a log\n.*\nlast$/s,
		);
	});

	test('a name that stands before what is left of a key', () => {
		const text = `kubernetes.default.svc.cluster.local:\n${body.match(/.{64}/g)!.join('\n')}\n-----END PRIVATE KEY-----\n`;
		expect(redact(text)).toBe('kubernetes.default.svc.cluster.local:\n[redacted]\n');
	});

	test.each([
		['\n', '> Accept: */*'],
		['\r\n', '> Accept: */*'],
		['\n', 'the second line'],
	])('the line after a header, behind %j', (end, next) => {
		for (const quote of ['', '"', "'"]) {
			const clean = redact(`${quote}Authorization: Bearer ${secret}${end}${next}`);
			expect(clean).not.toContain('Geheim9');
			expect(clean.endsWith(`\n${next}`), clean).toBe(true);
		}
	});

	test('the other columns of a row', () => {
		const rows = (one: string, two: string) =>
			`INSERT INTO users (id, name, password, active) VALUES (1, 'ada', ${one}, true), (2, 'bob', ${two}, false);`;
		expect(redact(rows(`'${secret}'`, `'${secret}'`))).toBe(rows('[redacted]', '[redacted]'));
	});

	test('where kubectl says that a value comes from elsewhere', () => {
		const text = "    Environment:\n      LEVEL:  <set to the key 'level' of config map 'app'>  Optional: false\n";
		expect(redact(text)).toBe(text);
	});

	test('a switch is no secret', () => {
		expect(redact('automountServiceAccountToken: false\n')).toBe('automountServiceAccountToken: false\n');
	});

	test('a quoted value of YAML ends at its quote, on whatever line that is', () => {
		const open = `password: "${secret}\n  ${secret}"\nnext: shown\n`;
		expect(redact(open)).not.toContain('Geheim9');
		expect(redact(open)).toContain('next: shown');
		const closed = `password: "${secret}"\n  next: shown\n`;
		expect(redact(closed)).not.toContain('Geheim9');
		expect(redact(closed)).toContain('next: shown');
		expect(redact(`password: "\n  ${secret}"\nnext: shown\n`)).not.toContain('Geheim9');
	});

	test('a user’s name before the secret of smbclient', () => {
		for (const argv of [
			['smbclient', '-U', `me%${secret}`, '//h/s'],
			['smbclient', `-Ume%${secret}`, '//h/s'],
		]) {
			expect(redactArgv(argv).join(' ')).not.toContain('Geheim9');
			expect(redactArgv(argv).at(-1)).toBe('//h/s');
		}
		expect(redactArgv(['smbclient', '-Ume', '//h/s'])).toEqual(['smbclient', '-Ume', '//h/s']);
	});
});
