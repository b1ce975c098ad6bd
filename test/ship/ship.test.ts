import {execFileSync, spawn} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, describe, expect, test} from 'vitest';
import {withoutSymbols} from '../../source/ship/elf.js';
import {nodeFrom, nodeVersion} from '../../source/ship/node-packages.js';
import {portableOf, sha256} from '../../source/ship/portable.js';
import {safeWord, startScript} from '../../source/ship/start-script.js';
import {fileIn, tarOf} from '../../source/ship/tar.js';

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-ship-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a tar', () => {
	const files = [
		{name: 'a/one', mode: 0o755, data: bytes('#!/bin/sh\necho one\n')},
		{name: 'a/empty', mode: 0o644, data: bytes('')},
		{name: 'a/block', mode: 0o600, data: new Uint8Array(512).fill(65)},
	];
	test('is what tar reads: root’s, with its modes', () => {
		const file = join(folder, 'a.tar');
		writeFileSync(file, tarOf(files));
		const rows = execFileSync('tar', ['-tvf', file, '--numeric-owner'], {encoding: 'utf8'}).trim().split('\n');
		expect(rows.map(row => row.replaceAll(/ +/g, ' ').replace(/ \S+ \S+ (\S+)$/, ' $1'))).toEqual([
			'-rwxr-xr-x 0/0 19 a/one',
			'-rw-r--r-- 0/0 0 a/empty',
			'-rw------- 0/0 512 a/block',
		]);
	});
	test('gives back its files, and nothing that it does not have', () => {
		const tar = tarOf(files);
		for (const {name, data} of files) expect(Buffer.from(fileIn(tar, name) ?? '?')).toEqual(Buffer.from(data));
		expect(fileIn(tar, 'a/two')).toBeUndefined();
		expect(fileIn(tar.subarray(0, 700), 'a/block')).toBeUndefined();
	});
	test('refuses a name that would be cut', () => {
		expect(() => tarOf([{name: 'n'.repeat(101), mode: 0, data: bytes('')}])).toThrow('too long');
	});
});

describe('a program without its symbols', () => {
	/** The head of an ELF and one segment of 200 bytes; then 100 bytes that nothing loads. */
	const elf = (): Uint8Array => {
		const data = Buffer.alloc(300, 1);
		data.fill(0, 0, 120);
		data.write('\u007FELF\u0002\u0001', 0, 'latin1');
		data.writeBigUInt64LE(64n, 32);
		data.writeBigUInt64LE(250n, 40);
		data.writeUInt16LE(56, 54);
		data.writeUInt16LE(1, 56);
		data.writeUInt16LE(5, 60);
		data.writeBigUInt64LE(0n, 64 + 8);
		data.writeBigUInt64LE(200n, 64 + 32);
		return data;
	};

	test('ends behind its last segment, and names no sections', () => {
		const short = Buffer.from(withoutSymbols(elf()));
		expect(short).toHaveLength(200);
		expect(short.readBigUInt64LE(40)).toBe(0n);
		expect(short.readUInt16LE(60)).toBe(0);
		expect(short.subarray(120)).toEqual(Buffer.alloc(80, 1));
	});
	test.each([
		['a script', bytes('#!/bin/sh\n')],
		['one that was cut', elf().subarray(0, 150)],
		['big-endian', elf().map((byte, index) => (index === 5 ? 2 : byte))],
	])('%s stays as it is', (_, data) => {
		expect(withoutSymbols(data)).toBe(data);
	});
});

const program = {
	version: '1.2.3',
	licence: bytes('MIT\n'),
	dist: new Map([
		['cli.js', bytes('cli')],
		['a.js', bytes('a')],
		['a.js.v1-x64.cache', bytes('differs each time')],
	]),
};
const node = {program: bytes('not a real node\n'), licence: bytes('of node\n')};

describe('a portable form', () => {
	test('is the same bytes for the same program, in whatever order its files are read', () => {
		const one = portableOf('arm64', program, node);
		const other = portableOf('arm64', {...program, dist: new Map([...program.dist].reverse())}, node);
		expect(one.name).toBe('k0s-tui-1.2.3-linux-arm64.tar.gz');
		expect(Buffer.compare(one.archive, other.archive)).toBe(0);
		expect(one.sha256).toBe(sha256(other.archive));
	});
	test('holds what its own sums name, licences, and no code cache', () => {
		const file = join(folder, 'p.tar.gz');
		writeFileSync(file, portableOf('x64', program, node).archive);
		execFileSync('tar', ['-C', folder, '-xzf', file]);
		const into = join(folder, 'k0s-tui');
		expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], {cwd: into, encoding: 'utf8'})).toContain('node: OK');
		for (const name of ['LICENSE', 'LICENSE.node', 'dist/a.js', 'start'])
			expect(existsSync(join(into, name))).toBe(true);
		expect(existsSync(join(into, 'dist/a.js.v1-x64.cache'))).toBe(false);
	});
	test('brings the Node that the project runs on, and no other package in its place', () => {
		const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
			packages: Readonly<Record<string, {version: string}>>;
		};
		expect(lock.packages['node_modules/node']?.version).toBe(nodeVersion);
		expect(() => nodeFrom(bytes('something else'), 'x64')).toThrow('is not the package that it was');
	});
});

describe('start', () => {
	const place = join(folder, 'placed');
	mkdirSync(join(place, 'dist'), {recursive: true});
	writeFileSync(join(place, 'start'), startScript);
	/** A fake: says what it was started with, or waits for a signal. */
	writeFileSync(
		join(place, 'node'),
		`#!/bin/sh
shift
if [ "$1" = wait ]; then
	trap 'echo term; exit 130' TERM
	trap 'echo hup; exit 129' HUP
	echo ready
	while :; do sleep 0.1; done
fi
if [ "$1" = read ]; then
	trap 'echo term; exit 130' TERM
	cat
	env | grep -c ccc
	while :; do sleep 0.1; done
fi
printf '%s|' "$LANG" "$@"
exit 7
`,
	);
	chmodSync(join(place, 'node'), 0o755);
	const words = ['--', 'a b', '', "it's", '$(id)`x`"', 'ü_\\n*?~', '=x', 'line\nend\n', '--json'];

	test.each(['sh', 'bash'])('%s passes every word on as it was, and the exit code', shell => {
		const line = ['start', 'screen', ...['LANG=ja_JP.UTF-8', ...words].map(safeWord)];
		for (const word of line) expect(word).toMatch(/^[\w.:/@-]+$/);
		let out = '';
		try {
			execFileSync(shell, line, {cwd: place, encoding: 'utf8'});
		} catch (error) {
			const {status, stdout} = error as {status: number; stdout: string};
			expect(status).toBe(7);
			out = stdout;
		}

		expect(out).toBe(`ja_JP.UTF-8|${words.slice(1).join('|')}|`);
	});

	test.each([
		['ctrl-c', 'c', 'term', 130],
		['a line that is cut', '', 'hup', 129],
	])('%s reaches the program', async (_, typed, said, code) => {
		const child = spawn('sh', ['start', 'plain', ...['--', 'wait'].map(safeWord)], {cwd: place});
		let out = '';
		const ended = new Promise(resolve => child.on('close', resolve));
		await new Promise<void>(resolve => {
			child.stdout.on('data', data => {
				out += String(data);
				if (out.includes('ready')) resolve();
			});
		});
		child.stdin.end(typed);
		expect(await ended).toBe(code);
		expect(out).toBe(`ready\n${said}\n`);
	});

	test.each(['sh', 'bash'])('%s: bytes for the program come first, whole, and are no ctrl-c', async shell => {
		const given = 'c'.repeat(3000);
		const words = ['<3000', '--', 'read'].map(safeWord);
		const child = spawn(shell, ['start', 'plain', ...words], {cwd: place, env: {...process.env, input: 'exported'}});
		let out = '';
		const ended = new Promise(resolve => child.on('close', resolve));
		child.stdin.write(given.slice(0, 100));
		setImmediate(() => child.stdin.write(given.slice(100)));
		await new Promise<void>(resolve => {
			child.stdout.on('data', data => {
				out += String(data);
				if (out.endsWith('\n')) resolve();
			});
		});
		child.stdin.end('c');
		expect(await ended).toBe(130);
		expect(out).toBe(`${given}0\nterm\n`);
	});
});
