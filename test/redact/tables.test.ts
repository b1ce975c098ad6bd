import {describe, expect, test} from 'vitest';
import {mark, Tally} from '../../source/redact/tally.js';
import {redactTables} from '../../source/redact/tables.js';

/** `#` stands for what was hidden. */
const clean = (...lines: readonly string[]): readonly string[] =>
	redactTables(lines.join('\n'), new Tally()).replaceAll(mark, '#').split('\n');

describe('a column of secrets', () => {
	test('of kubeadm token list: hidden, and the columns behind it stay where they were', () => {
		expect(
			clean(
				'TOKEN                     TTL         EXPIRES                USAGES',
				'abcdef.0123456789abcdef   23h         2026-12-02T03:00:00Z   authentication,signing',
				'ghijkl.0123456789abcdef   <forever>   <never>                signing',
			),
		).toEqual([
			'TOKEN                     TTL         EXPIRES                USAGES',
			'#                         23h         2026-12-02T03:00:00Z   authentication,signing',
			'#                         <forever>   <never>                signing',
		]);
	});

	test.each([
		[
			'mysql',
			'+------+----------+\n| user | password |\n+------+----------+\n| ada  | geheim-1 |\n+------+----------+',
		],
		['psql', ' user | password \n------+----------\n ada  | geheim-1 \n bob  | geheim-2 '],
		['lines of a box', '│ user │ password │\n├──────┼──────────┤\n│ ada  │ geheim-1 │'],
		['CSV', 'user,password\nada,geheim-1\nbob,geheim-2'],
		['quoted CSV', '"user","password"\n"ada","geheim-1"'],
		['CSV of Excel', 'user;password\nada;geheim-1'],
		['tabs', 'user\tpassword\nada\tgeheim-1'],
		['tabs, the secret first', 'password\tuser\ngeheim-1\tada'],
		['blanks', 'USER    PASSWORD   ROLE\nada     geheim-1   admin'],
		['words with a blank', 'USER NAME   API KEY    LAST USED\nada         geheim-1   now'],
		['lines as Windows ends them', 'user,password\r\nada,geheim-1\r\nbob,geheim-2\r'],
	])('of %s', (_, text) => {
		const lines = clean(text);
		const joined = lines.join('\n');
		expect(joined).not.toContain('geheim');
		expect(joined).toContain('#');
		expect(joined).toContain('ada');
		expect(lines[0]).toBe(text.split('\n')[0]);
		expect(lines).toHaveLength(text.split('\n').length);
	});

	test.each(
		'password passwd passphrase passcode pwd token apikey api_key access_key private-key secret_key client_secret psk db.password my-token'.split(
			' ',
		),
	)('%s', head => {
		expect(clean(`name,${head}`, 'ada,geheim-1')).toEqual([`name,${head}`, 'ada,#']);
	});

	test.each('secret secrets session key keys passport tokens sort_key'.split(' '))('%s: none', head => {
		expect(clean(`name,${head}`, 'ada,geheim-1')).toEqual([`name,${head}`, 'ada,geheim-1']);
	});

	test.each('user username login name e-mail mail email host ttl expires role id'.split(' '))(
		'the first before %s is one; else such a line is a name with its value',
		head => {
			expect(clean(`password,${head}`, 'geheim-1,x')).toEqual([`password,${head}`, '#,x']);
		},
	);

	test('password<tab>x is a name with its value, and the next lines are not its rows', () => {
		expect(clean('password\tother', 'one\ttwo')).toEqual(['password\tother', 'one\ttwo']);
	});

	test('heads of columns that only blanks divide are in capitals', () => {
		expect(clean('user    password', 'ada     geheim-1')).toEqual(['user    password', 'ada     geheim-1']);
	});
});

describe('a cell that says how it is with a secret stays', () => {
	test.each(
		[
			'',
			'1',
			'123456',
			'<none>',
			'-',
			'---',
			'expired',
			'revoked',
			'set',
			'unset',
			'never',
			'optional',
			'x',
			'!',
			'!!',
			'true',
			'[]',
		].map(cell => [cell]),
	)('%j', cell => {
		expect(clean('user,password', `ada,${cell}`)).toEqual(['user,password', `ada,${cell}`]);
	});

	test.each(['1234567', 'expired1', 'xx', 'never!', '<a b>', '-a', 'red-hat'].map(cell => [cell]))(
		'%j is no such word',
		cell => {
			expect(clean('user,password', `ada,${cell}`)).toEqual(['user,password', 'ada,#']);
		},
	);

	test('what is hidden already is not counted again', () => {
		const tally = new Tally();
		redactTables(`user,password\nada,${mark}\nbob,geheim\ncid,`, tally);
		expect(tally.hidden).toEqual({named: 1});
	});
});

describe('a table ends', () => {
	test('with a row of another shape; what follows is looked at anew', () => {
		expect(
			clean('user,password', 'ada,geheim-1', 'one word', 'bob,geheim-2', 'id,token', '7,geheim-3', 'x,y,z'),
		).toEqual(['user,password', 'ada,#', 'one word', 'bob,geheim-2', 'id,token', '7,#', 'x,y,z']);
	});

	test('not with a rule between its rows', () => {
		expect(clean('| user | token |', '|---|---|', '| ada | geheim-1 |', '|===|===|', '| bob | geheim-2 |')).toEqual([
			...['| user | token |', '|---|---|', '| ada | # |', '|===|===|', '| bob | # |'],
		]);
	});

	test('several columns of secrets, each in its place', () => {
		expect(clean('USER   PASSWORD   TOKEN   ROLE', 'ada    geheim-1   abcde   root')).toEqual([
			...['USER   PASSWORD   TOKEN   ROLE', 'ada    #          #       root'],
		]);
	});

	test('a line longer than any head is none', () => {
		const head = `user,password,${'x'.repeat(30)}${',column'.repeat(140)}`;
		expect(head.length).toBeGreaterThan(1000);
		expect(clean(head, `ada,geheim-1,x${',y'.repeat(140)}`)[1]).toContain('geheim-1');
	});
});
