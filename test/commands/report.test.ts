import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest';
import {install} from '../../source/commands/install.js';
import type {HeadlessCommand} from '../../source/commands/headless.js';
import {parse} from '../../source/commands/parse.js';
import {report} from '../../source/commands/report.js';
import {globalOptions, settingsFrom} from '../../source/commands/settings.js';
import {createRunner} from '../../source/host/runner.js';
import {writeReport} from '../../source/report/write.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
let folder = '';
beforeAll(() => {
	vi.stubEnv('K0S_TUI_SIMULATION_SPEED', '500');
});
afterAll(() => {
	vi.unstubAllEnvs();
});
beforeEach(async () => {
	folder = await fs.mkdtemp(path.join(os.tmpdir(), 'k0s-tui-report-'));
	vi.stubEnv('K0S_TUI_SIMULATION_STATE', path.join(folder, 'state'));
});
afterEach(async () => {
	await fs.rm(folder, {recursive: true});
});

async function call(command: HeadlessCommand, scenario: 'fresh' | 'ready', ...argv: string[]) {
	const parsed = parse(argv, {...globalOptions, ...command.options}, text);
	if (!parsed.ok) throw new Error(parsed.message);
	const stateFile = path.join(folder, 'state');
	const runner = createRunner(createSimulatedHost({scenario, speed: 500, stateFile}), {});
	const said: string[] = [];
	const answer = await command.run(
		{
			...{runner, text, settings: settingsFrom(parsed.values), signal: new AbortController().signal},
			say: line => said.push(line),
		},
		parsed.values,
		[],
	);
	await runner.close();
	return {...answer, said};
}

describe('report', () => {
	test('without --out: the document on standard output, Markdown, and nothing else', async () => {
		const {exit, lines, json, said} = await call(report, 'ready');
		expect(exit).toBe(0);
		expect(lines[0]).toBe('<!-- k0s-tui report -->');
		expect(json).toMatchObject({file: null, format: 'md'});
		expect(json['document']).toBe(`${lines.join('\n')}\n`);
		expect(said).toEqual([text.report.file.progress]);
	});

	test('--out - is standard output, as everywhere', async () => {
		const {lines, json} = await call(report, 'ready', '--out', '-', '--format', 'sh');
		expect(lines[0]).toBe('#!/bin/sh');
		expect(json).toMatchObject({file: null, format: 'sh'});
	});

	test('what an earlier process ran is told, from the journal beside the state', async () => {
		await call(install, 'fresh', '--yes');
		const {lines} = await call(report, 'fresh');
		expect(lines).toContain('k0s install controller --enable-worker --no-taints');
		expect(lines).toContain('Verdict: healthy.');
	});

	test.each([
		['host.md', [], 'md', 0o600],
		['host.html', [], 'html', 0o600],
		['host.sh', [], 'sh', 0o700],
		['host.txt', ['--format', 'html'], 'html', 0o600],
		['host.sh', ['--format', 'md'], 'md', 0o600],
	] as const)('--out %s %j writes %s for its owner alone, and writes it anew', async (name, more, format, mode) => {
		const file = path.join(folder, name);
		const {exit, json, lines, said} = await call(report, 'ready', '--out', file, ...more);
		expect({exit, lines}).toEqual({exit: 0, lines: []});
		const content = await fs.readFile(file, 'utf8');
		expect(json).toMatchObject({file, format, bytes: Buffer.byteLength(content)});
		expect((await fs.stat(file)).mode & 0o777).toBe(mode);
		expect(said.at(-1)).toContain(file);
		expect((await call(report, 'ready', '--out', file, ...more)).exit).toBe(0);
		expect(content.startsWith({md: '<!-- k0s', html: '<!doctype html>', sh: '#!/bin/sh\n'}[format])).toBe(true);
	});

	test('a file that is no report of ours stays as it is, what a link points to too', async () => {
		const file = path.join(folder, 'notes.md');
		const link = path.join(folder, 'link.md');
		await fs.writeFile(file, '# my notes\n');
		await fs.symlink(path.join(folder, 'elsewhere'), link);
		for (const out of [file, link, folder, path.join(folder, 'missing/x.md')]) {
			const {exit, error} = await call(report, 'ready', '--out', out);
			expect(exit).toBe(3);
			expect(error?.message).toContain(out);
		}

		expect(await fs.readFile(file, 'utf8')).toBe('# my notes\n');
		await expect(fs.stat(path.join(folder, 'elsewhere'))).rejects.toThrow('ENOENT');
	});

	test.each([['host.pdf'], ['host.docx'], ['host.JSON'], ['node1.example.com'], ['host.constructor']])(
		'--out %s promises a format that there is not: exit 2 with those that there are, and no file',
		async name => {
			const file = path.join(folder, name);
			const {exit, error, lines} = await call(report, 'ready', '--out', file);
			expect({exit, code: error?.code, lines}).toEqual({exit: 2, code: 'usage', lines: []});
			expect(error?.message).toBe(
				`${file}: a report has no format “${path.extname(name)}”; its formats are md, html, sh`,
			);
			await expect(fs.stat(file)).rejects.toThrow('ENOENT');
			// Whoever says the format means it.
			expect((await call(report, 'ready', '--out', file, '--format', 'md')).exit).toBe(0);
		},
	);

	test.each([['host'], ['host.txt'], ['HOST.MD'], ['host.markdown']])('--out %s is Markdown', async name => {
		const {exit, json} = await call(report, 'ready', '--out', path.join(folder, name));
		expect({exit, format: json['format']}).toEqual({exit: 0, format: 'md'});
	});

	test('the screen refuses such a file in the same words', async () => {
		const file = path.join(folder, 'host.pdf');
		const parts = {text} as Parameters<typeof writeReport>[0];
		expect(await writeReport(parts, file)).toBe(`${file}: a report has no format “.pdf”; its formats are md, html, sh`);
	});

	test('an unknown format is a usage error', () => {
		const parsed = parse(['--format', 'pdf'], {...globalOptions, ...report.options}, text);
		expect(parsed).toMatchObject({ok: false, message: '--format pdf: must be one of md, html, sh'});
	});
});
