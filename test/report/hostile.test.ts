import {spawnSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import type {JournalEntry} from '../../source/engine/journal.js';
import {html} from '../../source/report/html.js';
import {markdown} from '../../source/report/markdown.js';
import type {RanCommand, Report} from '../../source/report/document.js';
import {script} from '../../source/report/script.js';
import {journalWith, ran, reportWith, simulated, text, verdict} from './report-facts.js';

const names = [
	'```\n# broken out',
	'````` <script>alert(1)</script> |`',
	"it's; touch /tmp/owned #",
	'$(touch owned) `touch owned` ${HOME} !!',
	'</pre></td><img src=x onerror=alert(1)>',
	'"><script>alert(1)</script>',
	'\u001B]0;title\u0007\u001B[2J\u202Eevil\u0000',
	'# heading\n- item\n1. one\n> quote\n[link](http://x)\n![i](x)',
	'a\r\nrm -rf /\r',
	'日本語のラベル',
	'',
] as const;

/** Every place of a report that holds words from outside. */
const hostile = (name: string): Report => {
	const command: RanCommand = {
		...{
			argv: ['true', name],
			secret: false,
			why: 'hostname',
			at: 0,
			exit: 0,
			signal: null,
			ms: 1,
			state: 'ok' as const,
		},
		...{changes: true, input: null, printed: name, undone: false, own: false},
	};
	return {
		title: name,
		facts: [['host', name]],
		notes: [name],
		chapters: [
			{
				id: 'install',
				title: name,
				blocks: [
					{kind: 'heading', text: name},
					{kind: 'text', text: name},
					{kind: 'unknown', text: name},
					{kind: 'facts', rows: [['a', name]]},
					{kind: 'table', titles: ['A', name], rows: [[name, name]]},
					{kind: 'drawing', lines: [name]},
					{kind: 'typed', commands: [['ip', 'netns', 'pids', name]], changes: false},
					{kind: 'ran', why: name, rans: [command]},
					{kind: 'ran', why: name, rans: [{...command, changes: false}]},
				],
			},
		],
	};
};

describe.each(names.map(name => [JSON.stringify(name), name] as const))('the name %s', (_, name) => {
	const report = hostile(name);

	test('cannot end a fence, and means nothing, in Markdown', () => {
		const written = markdown(report, text);
		let fence: string | undefined;
		const outside: string[] = [];
		for (const line of written.split('\n')) {
			const ticks = /^(`{3,})(?:text|sh)?$/.exec(line)?.[1];
			if (fence === undefined && ticks !== undefined) fence = ticks;
			else if (fence !== undefined) fence = line === fence ? undefined : fence;
			else outside.push(line);
		}

		expect(fence).toBeUndefined();
		// Headings, quotes and links are ours alone.
		expect(outside.filter(line => /^#{1,6} /.test(line))).toHaveLength(4);
		expect(outside.filter(line => line.startsWith('>'))).toHaveLength(1);
		expect(outside.join('\n').match(/(?<!\\)\]\(/g) ?? []).toHaveLength(1);
		expect(outside.filter(line => /(?<!\\)</.test(line))).toEqual(['<!-- k0s-tui report -->', '<a id="install"></a>']);
	});

	test('is only text in HTML', () => {
		const written = html(report, text);
		expect(written).not.toMatch(/<(?:script|img)|onerror=[^&]*>/i);
		const tags = new Set([...written.matchAll(/<\/?([a-z!]\w*)/g)].map(([, tag]) => tag));
		expect([...tags].sort()).toEqual(
			[
				...['!doctype', 'a', 'body', 'div', 'h1', 'h2', 'h3', 'head', 'html', 'li', 'meta', 'nav', 'ol', 'p', 'pre'],
				...['section', 'style', 'table', 'tbody', 'td', 'th', 'thead', 'title', 'tr'],
			].sort(),
		);
	});

	test('is one word of one command in the script, or only a comment', () => {
		const written = script(report, text);
		const {status, stderr} = spawnSync('bash', ['-n'], {input: written, encoding: 'utf8'});
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
		const shown = written.replace("true '", 'printf "%s\\n" \'').replace(/^true /m, 'printf "%s\\n" ');
		const answer = spawnSync('bash', ['-s'], {
			...{input: shown, encoding: 'utf8', cwd: '/proc/self'},
			env: {...process.env, K0S_TUI_RUNBOOK_READ: 'yes'},
		});
		const odd = /[\u0000-\u001F\u202E]/.test(name);
		expect(answer).toMatchObject({status: 0, stderr: '', stdout: odd ? '' : `${name}\n`});
	});

	test('sends nothing to a terminal in any format', () => {
		for (const write of [markdown, html, script]) {
			// Control characters but newline and tab, and what turns writing around.
			expect(write(report, text)).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
		}
	});
});

describe('the script', () => {
	const of = async (...entries: ReadonlyArray<Partial<JournalEntry>>) =>
		script(await reportWith(simulated('ready'), await journalWith(...entries)), text);
	const lines = (written: string) => written.split('\n').filter(line => line !== '' && !line.startsWith('#'));
	const plan = (step: string) => ({step, ev: 'plan', before: {undo: []}, after: []}) as const;

	test('refuses to run until its reader says that he has read it', async () => {
		const written = await of(plan('hostname'), ...ran('hostname', ['false']), verdict('hostname', 'done', 'set'));
		const {K0S_TUI_RUNBOOK_READ: _, ...env} = process.env;
		const {status, stderr} = spawnSync('sh', ['-s'], {input: written, encoding: 'utf8', env});
		expect(status).toBe(1);
		expect(stderr).toContain('read all of this script first');
		expect(lines(written)).toContain('set -eu');
		expect(written.split('\n')[0]).toBe('#!/bin/sh');
	});

	test('runs what changed the host and is in force; everything else is a comment that says why', async () => {
		const written = await of(
			plan('hostname'),
			...ran('hostname', ['hostnamectl', 'set-hostname', 'a b']),
			...ran('hostname', ['hostnamectl', 'status'], {exit: 0, changes: false}),
			...ran('hostname', ['hostnamectl', 'set-hostname', '-'], {exit: 1}),
			...ran('hostname', ['mkdir', '/var/lib/k0s-tui/runs/x'], {exit: 0, why: 'guard-folder'}),
			...ran('hostname', ['mv', '/etc/cni/net.d/x', '/var/lib/k0s-tui/backup/x'], {exit: 0, why: 'move-aside'}),
			...ran('hostname', ['k0s', 'install', 'worker', '--token', 'geheim-token-1']),
			{step: 'hostname', ev: 'begin', argv: ['tee', '/etc/x'], after: {why: 'write-file', changes: true, input: 5}},
			{
				step: 'hostname',
				ev: 'end',
				argv: ['tee', '/etc/x'],
				exit: 0,
				ms: 1,
				after: {kind: 'ok', stdout: 'x', stderr: ''},
			},
			{step: 'hostname', ev: 'begin', argv: ['reboot'], after: {why: 'x', changes: true, input: null}},
			verdict('hostname', 'done', 'set'),
		);
		expect(lines(written).slice(5)).toEqual([
			"hostnamectl set-hostname 'a b'",
			'mv /etc/cni/net.d/x /var/lib/k0s-tui/backup/x',
		]);
		for (const line of [
			'# $ hostnamectl status  (only reads)',
			'# $ hostnamectl set-hostname -  (failed when it ran)',
			"# $ mkdir /var/lib/k0s-tui/runs/x  (k0s-tui's own safety net)",
			"# $ k0s install worker --token '[redacted]'  (a secret is missing from it)",
			'# $ tee /etc/x  (its standard input is missing)',
			'# $ reboot  (its end was not recorded)',
		]) {
			expect(written).toContain(`\n${line}\n`);
		}

		expect(written).not.toContain('geheim');
	});

	test('a file that was verified there must have the same checksum', async () => {
		const sum = 'a'.repeat(64);
		const written = await of(
			plan('place'),
			...ran('place', ['sha256sum', '--', '/tmp/k0s'], {exit: 0, changes: false, stdout: `${sum}  /tmp/k0s`}),
			...ran('place', ['mv', '/tmp/k0s', '/usr/local/bin/k0s']),
			verdict('place', 'done', 'placed'),
		);
		expect(lines(written).slice(5)).toEqual([
			`printf '%s\\n' '${sum}  /tmp/k0s' | sha256sum -c -`,
			'mv /tmp/k0s /usr/local/bin/k0s',
		]);
	});

	test('of a host on which nothing ran it says that there is nothing to run', async () => {
		const written = await of();
		expect(written).toContain('there is nothing to run');
		expect(lines(written)).toHaveLength(5);
	});
});
