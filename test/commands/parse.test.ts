import {describe, expect, test} from 'vitest';
import {parse} from '../../source/commands/parse.js';
import {globalOptions, settingsFrom} from '../../source/commands/settings.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const read = (...argv: string[]) => parse(argv, globalOptions, text);

describe('the command line', () => {
	test.each([
		[['--simulate'], 'fresh'],
		[['--simulate=ready'], 'ready'],
		[['--simulate', 'check'], 'fresh'],
		[[], undefined],
	])('%j simulates %s', (argv, expected) => {
		const parsed = read(...argv);
		expect(parsed.ok && settingsFrom(parsed.values).simulate).toBe(expected ?? undefined);
	});
	test('an optional value is taken only after =', () => {
		const parsed = read('--simulate', 'ready');
		expect(parsed).toMatchObject({ok: true, positionals: ['ready']});
	});
	test.each([
		[['--nope'], '--nope'],
		[['--simulate=old'], 'fresh, ready'],
		[['--interval'], '--interval'],
		[['--interval', '--json'], '--interval'],
		[['--interval', '0'], 'seconds'],
		[['--interval', 'soon'], 'seconds'],
		[['--json=yes'], '--json'],
		[['--screen', 'pods'], 'checks, install'],
		[['-x'], '-x'],
		[['--lang', 'de'], 'en, ja'],
	])('%j is refused in one sentence that names it', (argv, named) => {
		const parsed = read(...argv);
		expect(parsed.ok).toBe(false);
		expect(parsed.ok ? '' : parsed.message).toContain(named);
		expect(parsed.ok ? '' : parsed.message).not.toContain('\n');
	});
	test('a replay is read-only, seconds become milliseconds', () => {
		const parsed = read('--replay', 'host.jsonl', '--interval', '0.5');
		expect(parsed.ok && settingsFrom(parsed.values)).toMatchObject({
			readOnly: true,
			replay: 'host.jsonl',
			interval: 500,
		});
	});
	test('prototype words are no options', () => {
		expect(read('--constructor').ok).toBe(false);
	});
});
