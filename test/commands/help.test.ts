import {describe, expect, test} from 'vitest';
import {aboutCommands, onCommand} from '../../source/commands/about.js';
import {argumentForms, examples} from '../../source/commands/examples.js';
import {commandHelp, help} from '../../source/commands/help.js';
import {requestFrom} from '../../source/commands/on/request.js';
import {on} from '../../source/text/en/on.js';
import {ask} from '../../source/commands/index.js';
import {commandTable} from '../../source/commands/table.js';
import {parseTarget} from '../../source/model/service-target.js';
import {catalogue} from '../../source/text/text.js';
import {outputTo} from '../support/output.js';

const shown = commandTable.filter(({hidden}) => hidden !== true);
const lines = Object.entries(examples).flatMap(([name, all]) => all.map(line => ({name, line})));

describe.each(['en', 'ja'] as const)('help in %s', lang => {
	test.each(shown)('$name --help: options, the common ones in one line, examples, exit codes', async ({name, load}) => {
		const text = await catalogue(lang);
		const all = commandHelp(await load(), text);
		const at = (line: string) => all.indexOf(line);
		const common = all.findIndex(line => line.includes('--json --yes --read-only --simulate'));
		expect(common).toBeGreaterThan(0);
		if (at(text.cli.commandOptions) !== -1) expect(at(text.cli.commandOptions)).toBeLessThan(common);
		expect(at(text.help.examplesTitle)).toBeGreaterThan(common);
		expect(all[at(text.help.examplesTitle) + 1]).toMatch(new RegExp(`^  k0s-tui ${name}.* {2}# \\S`));
		const codes = all.slice(at(text.help.exitTitle) + 1).map(line => line.trim().split(/\s+/)[0]);
		expect(codes.filter(code => code !== '1' && code !== '4')).toEqual(['0', '2', '3', '130']);
		// Not every line of options once more: those stand in k0s-tui --help.
		expect(all.filter(line => line.startsWith('  --no-color'))).toEqual([]);
	});

	test('an option is told in the words of its own command where these differ', async () => {
		const text = await catalogue(lang);
		for (const [name, words] of Object.entries(text.cli.optionsOf)) {
			const command = shown.find(each => each.name === name);
			const {options, ...rest} = (await command?.load()) ?? expect.fail(`no command ${name}`);
			const told = commandHelp({options, ...rest}, text).join('\n');
			for (const [option, sentence] of Object.entries(words)) {
				expect(Object.keys(options)).toContain(option);
				expect(told).toContain(sentence);
				if (text.cli.options[option] !== undefined) expect(told).not.toContain(text.cli.options[option]);
			}
		}
	});

	test('each example and each form of an argument is explained, and no more than those', async () => {
		const {help: words} = await catalogue(lang);
		const counts = (table: Readonly<Record<string, readonly string[]>>) =>
			Object.fromEntries(Object.entries(table).map(([key, list]) => [key, list.length]));
		expect(counts(words.examples)).toEqual(counts(examples));
		expect(counts(words.forms)).toEqual(counts(argumentForms));
		expect(Object.keys(words.open)).toEqual(['why', 'path', 'on', 'reach', 'packets', 'conntrack']);
		expect(Object.keys(words.exits).toSorted()).toEqual(
			[...shown, onCommand, ...aboutCommands].map(({name}) => name).toSorted(),
		);
	});

	test('path and trace say what TARGET is', async () => {
		const text = await catalogue(lang);
		for (const {load} of shown.filter(({name}) => name === 'path' || name === 'trace')) {
			const all = commandHelp(await load(), text).join('\n');
			expect(all).toMatch(
				/\nTARGET\n {2}NAMESPACE\/NAME\[:PORT\] .*\n {2}IP:PORT\[\/PROTO\] .*\n {2}nodeport:N\[\/PROTO\] /,
			);
		}
	});

	test('k0s-tui --help has examples and exit codes', async () => {
		const all = help(await catalogue(lang)).join('\n');
		expect(all).toContain('  k0s-tui --simulate  # ');
		expect(all).toMatch(/\n {2}130 +\S/);
	});
});

describe('examples', () => {
	test.each(lines)('$line can be typed as it is', async ({name, line}) => {
		let err = '';
		const streams = {out: outputTo(() => undefined), err: (text: string) => void (err += text)};
		// As a shell takes it: what stands between quotes is one word.
		const [program, ...words] = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
		const asked = await ask(words, '1.2.3', streams, {});
		expect(program).toBe('k0s-tui');
		expect(err).toBe('');
		const prints = aboutCommands.some(each => each.name === name);
		if (name === onCommand.name) {
			expect(asked.kind).toBe('elsewhere');
			expect(requestFrom(words.slice(1), on)).toBeTypeOf('object');
			return;
		}

		expect(asked.kind).toMatch(name === '' ? /^(?:screen|headless)$/ : prints ? /^exit$/ : /^headless$/);
		if (asked.kind === 'exit') expect(asked.code).toBe(0);
		if (asked.kind === 'headless' && name !== '') expect(asked.name).toBe(name);
		if (name === 'path' || name === 'trace') expect(parseTarget(words[1] ?? '')).toBeDefined();
	});
});
