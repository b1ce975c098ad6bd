import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

/** The built program with its streams on what really breaks: a full device, a reader that left. */
const program = join(process.cwd(), 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-streams-'));
beforeAll(() => {
	execFileSync('npm', ['run', '-s', 'bundle'], {stdio: 'ignore'});
}, 240_000);
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** `shell` is constant text; the program and its arguments are given by position. */
function run(shell: string, ...argv: readonly string[]) {
	const {status, stdout, stderr} = spawnSync('bash', ['-c', shell, 'bash', process.execPath, program, ...argv], {
		encoding: 'utf8',
		env: {...process.env, K0S_TUI_SIMULATION_SPEED: '200'},
	});
	return {exit: status, out: stdout, err: stderr};
}

const commands: ReadonlyArray<readonly string[]> = [
	['check'],
	['plan'],
	['status'],
	['status', '--json'],
	['network'],
	['network', '--json'],
	['nftables'],
	['nftables', '--json'],
	['path', 'kube-system/kube-dns'],
	['report'],
	['info', '--json'],
	['--help'],
];

describe('output that cannot be written', () => {
	test.each(commands.map(argv => [argv.join(' '), argv] as const))(
		'%s into a full device ends with 3 and says so',
		(_, argv) => {
			const {exit, err} = run('"$@" >/dev/full', ...argv, '--simulate=ready');
			expect(exit).toBe(3);
			if (argv[0] !== '--help') expect(err).toMatch(/could not write all of the output: .*(ENOSPC|no space left)/i);
		},
	);

	test('a reader that left is nothing to complain about', () => {
		const {exit, err} = run('"$@" | head -1; exit ${PIPESTATUS[0]}', 'nftables', '--simulate=ready');
		expect([0, 130]).toContain(exit);
		expect(err).toBe('');
	});

	test('a recording that is cut by a full disk is not called saved', () => {
		const {exit, err} = run('"$@"', 'record', '/dev/full', '--simulate=ready', '--force');
		expect(exit).toBe(3);
		expect(err).toContain('/dev/full');
	});
});

describe('on a server that refuses', () => {
	const refusing = join(folder, 'bin');
	beforeAll(() => {
		mkdirSync(refusing, {recursive: true});
		const words = 'ssh: connect to host s port 22: Connection refused';
		writeFileSync(join(refusing, 'ssh'), `#!/bin/sh\necho '${words}' >&2\nexit 255\n`, {mode: 0o755});
	});
	const on = (redirect: string, ...argv: readonly string[]) =>
		run(`PATH=${refusing}:$PATH "$@" ${redirect}`, 'on', ...argv);

	test.each([
		['s', 'status'],
		['s', 'status', '--json'],
		['s,t', 'status'],
		['s,t', 'status', '--json'],
		['s', '--remove'],
		['s', '--remove', '--json'],
	])('%s %s %s', (...argv) => {
		expect(on('', ...argv).exit).toBe(4);
		expect(on('2>/dev/full', ...argv).exit).toBe(4);
		expect(on('2>&-', ...argv).exit).toBe(4);
		const {exit, err} = on('>/dev/full', ...argv);
		expect(err).not.toMatch(/^\s+at /m);
		if (argv.join(' ') === 's status') return expect(exit).toBe(4);
		expect(exit).toBe(3);
		expect(err).toMatch(/could not write all of the output/);
	});
});

describe('in a folder that was deleted', () => {
	const inGone = (...argv: readonly string[]) =>
		run('d=$(mktemp -d); cd "$d"; rmdir "$d"; "$@"; e=$?; ls -A "$d" /here.* 2>/dev/null; exit $e', ...argv);

	test.each([['config'], ['info'], ['status', '--simulate=ready'], ['man']])(
		'%s says what it always says',
		(...argv) => {
			expect(inGone(...argv)).toMatchObject({exit: 0, err: ''});
		},
	);

	test.each([
		['report', '--out', 'here.md'],
		['packets', 'host', '--count', '1', '--write', 'here.pcap'],
		['status', '--debug', 'here.log'],
	])('%s %s writes nowhere else', (...argv) => {
		const {exit, out, err} = inGone(...argv, '--simulate=ready');
		expect(exit, err).toBe(3);
		expect(err).toContain('ENOENT');
		expect(out).not.toMatch(/\/here\./);
	});
});

describe('--json also where nothing can run', () => {
	test.each([
		['a usage error', ['status', '--bogus', '--json'], 2, 'usage'],
		['a recording that is none', ['status', '--replay', 'package.json', '--json'], 3, 'not-ours'],
		['a recording that is not there', ['status', '--replay', '/nonexistent', '--json'], 3, 'unread'],
		['a recording that never ends', ['status', '--replay', '/dev/zero', '--json'], 3, 'unread'],
		['a config file that never ends', ['status', '--config', '/dev/zero', '--json', '--simulate'], 2, 'usage'],
		['a foreign file to record into', ['status', '--record', 'package.json', '--json', '--simulate'], 3, 'exists'],
		['a change of a read-only host', ['reset', '--read-only', '--yes', '--json', '--simulate'], 3, 'read-only'],
		['a change without a yes', ['reset', '--json', '--simulate'], 2, 'needs-yes'],
	] as const)('%s', (_, argv, code, name) => {
		const {exit, out} = run('"$@"', ...argv);
		expect(exit).toBe(code);
		expect(JSON.parse(out)).toMatchObject({error: {code: name}, host: {simulated: expect.any(Boolean) as boolean}});
	});

	test('an interrupt', () => {
		const {exit, out} = run('timeout --preserve-status -s INT 2 "$@"', 'status', '--wait=60', '--json', '--simulate');
		expect(exit).toBe(130);
		expect(JSON.parse(out)).toMatchObject({schema: 'k0s-tui/status/1', error: {code: 'interrupted'}});
	});
});

test('--debug FILE and --junit FILE are written without a screen', () => {
	const debug = join(folder, 'debug');
	const junit = join(folder, 'junit.xml');
	const {exit} = run('"$@"', 'demo', '--yes', '--simulate=ready', '--debug', debug, '--junit', junit);
	expect(exit).toBe(0);
	expect(readFileSync(junit, 'utf8')).toMatch(/<testsuite name="k0s-tui demo" tests="9" failures="0"/);
	const lines = readFileSync(debug, 'utf8').trimEnd().split('\n');
	expect(lines.length).toBeGreaterThan(10);
	expect(lines.map(line => JSON.parse(line) as {argv?: string[]}).some(({argv}) => argv?.includes('deployment'))).toBe(
		true,
	);
	writeFileSync(junit, 'precious');
	expect(run('"$@"', 'demo', '--yes', '--simulate=ready', '--junit', junit).exit).toBe(3);
	expect(readFileSync(junit, 'utf8')).toBe('precious');
});
