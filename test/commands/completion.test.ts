import {spawnSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {ask} from '../../source/commands/index.js';
import {globalOptions} from '../../source/commands/settings.js';
import {commandTable} from '../../source/commands/table.js';
import {outputTo} from '../support/output.js';

const names = commandTable.filter(({hidden}) => hidden !== true).map(({name}) => name);

async function print(...words: string[]) {
	let out = '';
	let err = '';
	const streams = {out: outputTo(text => void (out += text)), err: (text: string) => void (err += text)};
	const result = await ask(words, '1.2.3', streams, {});
	return {code: result.kind === 'exit' ? result.code : null, out, err};
}

/** How a program ends that is given text; null: it is not on this machine. */
function fed(program: string, args: readonly string[], input: string) {
	const {error, status, stdout, stderr} = spawnSync(program, args, {input, encoding: 'utf8', timeout: 60_000});
	return error === undefined ? {status, stdout, stderr} : null;
}

const has = (program: string): boolean => fed(program, ['--version'], '') !== null;

describe('completion', () => {
	test.each(['bash', 'zsh', 'fish'])('%s: every command and every option stands in it', async shell => {
		const {code, out, err} = await print('completion', shell);
		expect({code, err}).toEqual({code: 0, err: ''});
		const dashes = shell === 'fish' ? ' -l ' : '--';
		const options = await Promise.all(
			commandTable.filter(({hidden}) => hidden !== true).map(async ({load}) => Object.keys((await load()).options)),
		);
		for (const name of [...names, 'on', 'completion', 'man', 'help']) expect(out).toContain(name);
		for (const name of [...Object.keys(globalOptions), ...options.flat()]) expect(out).toContain(`${dashes}${name}`);
		// A command that the program itself starts is none for a person; `--enable-worker` is of k0s, and a role stands beside
		// the other roles.
		const lines = out.split('\n').filter(line => !line.includes('controller'));
		expect(lines.length).toBeGreaterThan(50);
		expect(lines.join('\n')).not.toMatch(/(?<![-\w])worker\b/);
	});

	test.each(['bash', 'zsh', 'fish'].flatMap(shell => ['en', 'ja'].map(lang => [shell, lang] as const)))(
		'%s in %s is read by the shell itself, where it is there',
		async (shell, lang) => {
			const {out} = await print('completion', shell, '--lang', lang);
			const ended = fed(shell, ['-n'], out);
			if (ended === null && shell !== 'bash') return;
			expect(ended).toEqual({status: 0, stdout: '', stderr: ''});
		},
	);

	test.each([
		[['completion'], 2, 'missing bash|zsh|fish'],
		[['completion', 'tcsh'], 2, 'completion tcsh: must be one of bash, zsh, fish. See: k0s-tui completion --help'],
		[['completion', 'constructor'], 2, 'must be one of'],
		[['completion', 'bash', 'zsh'], 2, 'too many arguments: zsh'],
		[['man', 'check'], 2, 'too many arguments: check'],
		[['man', '--jsno'], 2, 'did you mean --json?'],
		[['completon', 'bash'], 2, 'did you mean completion?'],
	])('%j: exit %i, %s', async (words, code, message) => {
		const ended = await print(...words);
		expect(ended).toMatchObject({code, out: ''});
		expect(ended.err).toContain(message);
	});

	test.each(['completion', 'man'])('%s --help', async name => {
		const {code, out} = await print(name, '--help');
		expect(code).toBe(0);
		expect(out).toMatch(new RegExp(`^Usage: k0s-tui ${name}`));
		expect(out).toContain(`  k0s-tui ${name}`);
	});
});

/** What a real bash proposes; the words as bash cuts them, with `=` on its own. */
async function proposed(...words: string[]): Promise<readonly string[]> {
	const {out} = await print('completion', 'bash');
	const ended = fed(
		'bash',
		[
			'--norc',
			'-c',
			'eval "$(cat)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _k0s_tui; printf "%s\\n" "${COMPREPLY[@]}"',
			'bash',
			...words,
		],
		out,
	);
	expect(ended).toMatchObject({status: 0, stderr: ''});
	return (ended?.stdout ?? '').split('\n').filter(line => line !== '');
}

describe('a completion by bash', () => {
	test.each([
		[['k0s-tui', 'st'], ['status']],
		[
			['k0s-tui', 're'],
			['reach', 'reset', 'restore', 'record', 'report', 'repair'],
		],
		[
			['k0s-tui', ''],
			[...names, 'on', 'completion', 'man', 'help'],
		],
		[['k0s-tui', '--la'], ['--lang']],
		[
			['k0s-tui', '--lang', ''],
			['en', 'ja'],
		],
		[['k0s-tui', '--lang', '=', 'j'], ['ja']],
		[
			['k0s-tui', '--lang', '='],
			['en', 'ja'],
		],
		[['k0s-tui', '--simulate', '=', 're'], ['ready']],
		// Its value is taken only after =.
		[['k0s-tui', '--simulate', 'stat'], ['status']],
		[['k0s-tui', '--simulate', '=', 'ready', 'stat'], ['status']],
		[['k0s-tui', '--lang', 'ja', 'stat'], ['status']],
		[
			['k0s-tui', '--screen', 'n'],
			['network', 'nftables'],
		],
		[['k0s-tui', 'status', '--wa'], ['--wait']],
		[['k0s-tui', 'check', '--wa'], []],
		[['k0s-tui', 'check', '--fix', 'firewall-po'], ['firewall-pods']],
		[['k0s-tui', 'check', '--only', 'swap,firewall-po'], ['swap,firewall-pods']],
		[
			['k0s-tui', 'install', '--profile', ''],
			['single-node', 'article', 'multi-node'],
		],
		[['k0s-tui', 'install', '--k0s-version', ''], ['stable']],
		[['k0s-tui', 'install', '--hostname', ''], []],
		[['k0s-tui', 'undo', '--to', 'firewall-t'], ['firewall-trial']],
		[
			['k0s-tui', 'report', '--format', ''],
			['md', 'html', 'sh'],
		],
		[['k0s-tui', 'report', '--out', '/etc/os-rel'], ['/etc/os-release']],
		[['k0s-tui', 'record', '/etc/os-rel'], ['/etc/os-release']],
		[['k0s-tui', 'reset', '--data-dir', '/usr/bi'], ['/usr/bin']],
		[
			['k0s-tui', 'completion', ''],
			['bash', 'zsh', 'fish'],
		],
		[['k0s-tui', 'help', 'st'], ['status']],
		[['k0s-tui', 'path', ''], []],
	])('%j: %j', async (words, wanted) => {
		expect(await proposed(...words)).toEqual(wanted);
	});
});

describe('the man page', () => {
	test.each(['en', 'ja'])('in %s names every command and option', async lang => {
		const {code, out} = await print('man', '--lang', lang);
		expect(code).toBe(0);
		for (const name of names) expect(out).toMatch(new RegExp(`^\\.SS ${name}\\b`, 'm'));
		for (const name of Object.keys(globalOptions)) expect(out).toContain(`\\-\\-${name.replaceAll('-', '\\-')}`);
		expect(
			out
				.trimEnd()
				.split('\n')
				.filter(line => line === ''),
		).toEqual([]);
	});

	test.skipIf(!has('groff'))('groff sets it without a warning', async () => {
		for (const lang of ['en', 'ja']) {
			const {out} = await print('man', '--lang', lang);
			const ended = fed('groff', ['-K', 'utf8', '-man', '-ww', '-W', 'break', '-T', 'utf8', '-P', '-c'], out);
			expect(ended).toMatchObject({status: 0, stderr: ''});
			expect(ended?.stdout).toContain('k0s-tui');
		}
	});
});
