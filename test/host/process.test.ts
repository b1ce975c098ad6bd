import {spawn, type ChildProcess} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {build} from 'esbuild';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

/** What the host does to a whole process, its end included: so in a process of its own. */
const program = `
import fs from 'node:fs';
import {command, change} from './source/command/command.js';
import {createLocalHost} from './source/host/local.js';
import {notOk} from './source/read/reading.js';
const host = createLocalHost();
const say = value => fs.writeSync(1, JSON.stringify(value) + '\\n');
const bash = script => ['bash', '-c', script];
const start = async () => {
	const reads = [];
	const changes = [];
	await new Promise(ready => {
		const onLine = line => {
			const [what, pid] = line.split(' ');
			(what === 'read' ? reads : changes).push(Number(pid));
			if (reads.length + changes.length === 3) ready();
		};
		void host.execute(command(bash('sleep 60 & echo read $!; echo read $$; wait'), 'x', {deadline: 50_000}), {onLine});
		void host.execute(change(bash('echo change $$; exec sleep 60'), 'x'), {onLine});
	});
	say({reads, changes});
};
const scenes = {
	async exit() { await start(); process.exit(0); },
	async throw() { await start(); setTimeout(() => { throw new Error('a bug'); }); },
	async wait() { await start(); },
	async emfile() {
		const open = [];
		try { for (;;) open.push(fs.openSync('/dev/null')); } catch {}
		for (const left of [0, 1, 2, 4, 6]) {
			for (let n = 0; n < left; n++) fs.closeSync(open.pop());
			const {kind, stderr} = await host.execute(command(['true'], 'x'));
			say({left, kind, stderr});
		}
		for (const fd of open) fs.closeSync(fd);
		say({kind: (await host.execute(command(['true'], 'x'))).kind});
	},
	async user() {
		for (const argv of [['cat', '--', '/etc/shadow'], ['/root/tool'], ['cat', '--', '/no/such/file']]) {
			const outcome = await host.execute(command(argv, 'x'));
			say({kind: outcome.kind, reading: notOk(outcome)?.unknown.reason});
		}
	},
	async end() { say({kind: (await host.execute(command(['true'], 'x'))).kind}); await host.close(); },
};
await scenes[process.argv[2]]();
`;

let folder = '';
let file = '';
beforeAll(async () => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'k0s-tui-process-'));
	file = path.join(folder, 'program.mjs');
	await build({
		stdin: {contents: program, resolveDir: process.cwd(), loader: 'js'},
		bundle: true,
		platform: 'node',
		format: 'esm',
		outfile: file,
		banner: {js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);"},
		logLevel: 'error',
	});
});
afterAll(() => {
	fs.rmSync(folder, {recursive: true});
});

type Scene = {readonly child: ChildProcess; readonly ended: Promise<string>; readonly firstLine: Promise<string>};

function play(scene: string, before = 'exec'): Scene {
	const child = spawn('bash', ['-c', `${before} "$0" "$1" "$2"`, process.execPath, file, scene], {
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	let text = '';
	const firstLine = new Promise<string>(resolve => {
		child.stdout.on('data', (chunk: Buffer) => {
			text += chunk.toString();
			if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
		});
	});
	const ended = new Promise<string>(resolve => {
		child.once('exit', (code, signal) => {
			setTimeout(() => {
				resolve(`${signal ?? code ?? ''}\n${text}`);
			}, 50);
		});
	});
	return {child, ended, firstLine};
}

const isAlive = (pid: number): boolean => fs.existsSync(`/proc/${pid}/exe`) && !statOf(pid).includes(') Z ');
const statOf = (pid: number): string => {
	try {
		return fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return ') Z ';
	}
};

describe('when our process ends', () => {
	test.each([
		['by exit', 'exit', undefined],
		['by an uncaught error', 'throw', undefined],
		['by SIGTERM', 'wait', 'SIGTERM'],
		['by SIGHUP', 'wait', 'SIGHUP'],
		['by SIGINT', 'wait', 'SIGINT'],
	] as const)('%s, what reads ends with it and what changes goes on', async (_, scene, signal) => {
		const {child, ended, firstLine} = play(scene);
		const {reads, changes} = JSON.parse(await firstLine) as {reads: number[]; changes: number[]};
		if (signal) child.kill(signal);
		await ended;
		for (let attempt = 0; attempt < 50 && reads.some(pid => isAlive(pid)); attempt++) await sleep(20);
		expect(reads.length).toBe(2);
		expect(reads.filter(pid => isAlive(pid))).toEqual([]);
		expect(changes.filter(pid => isAlive(pid)).length).toBe(1);
		for (const pid of changes) process.kill(pid);
	});

	test('nothing of ours keeps it from ending', async () => {
		const began = performance.now();
		const [end, line = ''] = (await play('end').ended).split('\n');
		expect([end, JSON.parse(line)]).toEqual(['0', {kind: 'ok'}]);
		expect(performance.now() - began).toBeLessThan(5000);
	});
});

test('no descriptor left: a failure and no crash, and the next command runs', async () => {
	const [end, ...lines] = (await play('emfile', 'ulimit -n 40; exec').ended).trim().split('\n');
	const outcomes = lines.map(line => JSON.parse(line) as {kind: string; stderr?: string});
	expect(end).toBe('0');
	expect(outcomes[0]).toMatchObject({kind: 'failed', stderr: expect.stringMatching(/EMFILE|EAGAIN|ENFILE/) as unknown});
	expect(outcomes.slice(0, -1).every(({kind}) => kind === 'failed' || kind === 'ok')).toBe(true);
	expect(outcomes.at(-1)).toEqual({kind: 'ok'});
	expect(outcomes.length).toBe(6);
});

/** Can another user reach our Node? Not below a home folder that is closed. */
const nodeIsReachable = (): boolean => {
	for (let place = fs.realpathSync(process.execPath); place !== '/'; place = path.dirname(place)) {
		if ((fs.statSync(place).mode & 0o001) === 0) return false;
	}

	return true;
};

test.runIf(process.geteuid?.() === 0 && nodeIsReachable())(
	'an ordinary user is told that it takes root, and of nothing else',
	async () => {
		fs.chmodSync(folder, 0o755);
		const [end, ...lines] = (await play('user', 'exec setpriv --reuid 65534 --clear-groups').ended).trim().split('\n');
		expect(end).toBe('0');
		expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([
			{kind: 'not-permitted', reading: 'needs-root'},
			{kind: 'not-permitted', reading: 'needs-root'},
			{kind: 'failed', reading: 'failed'},
		]);
	},
);
