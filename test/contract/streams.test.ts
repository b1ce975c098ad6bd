import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {ask} from '../../source/commands/index.js';
import {commandTable} from '../../source/commands/table.js';
import {headerOf} from '../../source/host/recording.js';
import {buildProgram} from '../support/build-program.js';
import {outputTo} from '../support/output.js';

/**
 * What the contract promises of every command in every state of its streams: the exit code, with --json exactly one JSON
 * document, `error` in it where the command failed, and nothing lost without a word.
 */
const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-streams-'));
let program: Awaited<ReturnType<typeof buildProgram>>;
beforeAll(async () => {
	program = await buildProgram('headless');
	writeFileSync(join(folder, 'foreign'), 'a shopping list\n');
	writeFileSync(join(folder, 'newer'), `${JSON.stringify({...headerOf('local', 0), v: 99})}\n`);
	writeFileSync(join(folder, 'broken.json'), '{"theme":');
	writeFileSync(join(folder, 'wrong.json'), '{"lang":"xx"}');
	// One answer, to commands that nobody asks.
	writeFileSync(join(folder, 'empty'), `${JSON.stringify(headerOf('local', 0))}\n`);
}, 60_000);
afterAll(() => {
	program.remove();
	rmSync(folder, {recursive: true, force: true});
});

type Ended = {
	readonly exit: number | null;
	readonly signal: string | null;
	readonly out: string;
	readonly err: string;
};

type Streams = {
	/** What a shell does with the streams before it starts the program. */
	readonly redirect?: string;
	/** Sent as soon as the program catches signals. */
	readonly signal?: NodeJS.Signals;
	/** Reads this much of standard output, then closes it. */
	readonly reads?: number;
	readonly speed?: string;
	/** The signal comes at the very first moment. */
	readonly early?: boolean;
};

/** Loaded before the program: it is signalled once it has looked at its arguments and asks for its folder. */
const atOnce = (signal: NodeJS.Signals): string =>
	`data:text/javascript,${[
		'const {cwd,argv}=process;let begun=false',
		'Object.defineProperty(process,"argv",{get(){begun||=new Error().stack.includes("program-");return argv}})',
		`process.cwd=()=>{if(begun){process.cwd=cwd;process.kill(process.pid,"${signal}")}return cwd()}`,
	].join(';')}`;

const hangUp = 1n;

/** Whether the program handles a signal: the kernel says so. Node itself handles SIGINT and SIGTERM from its start. */
function catches(pid: number): boolean {
	try {
		const mask = /SigCgt:\s*([\da-f]+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
		return ((BigInt(`0x${mask}`) >> (hangUp - 1n)) & 1n) === 1n;
	} catch {
		return false;
	}
}

async function run(
	words: readonly string[],
	{redirect = '', signal, reads, speed = '1000', early = false}: Streams = {},
) {
	const child = spawn(
		'/bin/sh',
		[
			...['-c', `exec "$@" ${redirect} </dev/null`, 'sh', process.execPath],
			...(early && signal !== undefined ? ['--import', atOnce(signal)] : []),
			...[program.file, ...words],
		],
		{
			env: {
				...{PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8'},
				...{XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder, K0S_TUI_ROOT: folder},
				K0S_TUI_SIMULATION_SPEED: speed,
				// Hundreds of starts of one program.
				NODE_COMPILE_CACHE: join(folder, 'compiled'),
			},
		},
	);
	let out = '';
	let err = '';
	child.stdout.on('data', (chunk: Buffer) => {
		out += String(chunk);
		if (reads !== undefined && out.length >= reads) child.stdout.destroy();
	});
	child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
	const ended = new Promise<Ended>(resolve => {
		child.on('close', (exit, by) => resolve({exit, signal: by, out, err}));
	});
	const {pid} = child;
	if (signal !== undefined && pid !== undefined && !early) {
		while (child.exitCode === null && !catches(pid)) {
			await new Promise(resolve => {
				setTimeout(resolve, 5);
			});
		}

		child.kill(signal);
	}

	return ended;
}

/** The same without a process of its own: nothing runs. */
async function asked(words: readonly string[]): Promise<Ended> {
	let out = '';
	const answer = await ask(words, '1.2.3', {out: outputTo(text => void (out += text)), err: () => undefined});
	return {exit: answer.kind === 'exit' ? answer.code : null, signal: null, out, err: ''};
}

const targets: Readonly<Record<string, readonly string[]>> = {
	path: ['kube-system/kube-dns'],
	trace: ['kube-system/kube-dns'],
	reach: ['host', 'svc/kube-system/kube-dns'],
	packets: ['host', '--count', '2'],
	conntrack: ['kube-system/coredns-7656c59669-8wwxq'],
	why: ['kube-system/coredns'],
	upgrade: ['--to', 'v1.35.7+k0s.0'],
	restore: ['/srv/backup.tar.gz'],
	record: [],
};
const commands = commandTable.filter(({hidden}) => hidden !== true).map(({name}) => name);
const loaded = await Promise.all(commandTable.map(async ({name, load}) => ({name, command: await load()})));
const changing = loaded
	.filter(({command: {changes}}) => (typeof changes === 'function' ? changes({}) : changes))
	.map(({name}) => name);

let files = 0;
/** The words of a command that is complete; `record` needs a file that is not there. */
const wordsOf = (name: string, ...options: readonly string[]): readonly string[] => [
	name,
	...(name === 'record' ? [join(folder, `recording-${++files}`)] : (targets[name] ?? [])),
	...options,
];
const here = (name: string, ...options: readonly string[]) =>
	wordsOf(name, '--simulate=ready', '--json', ...(changing.includes(name) ? ['--yes'] : []), ...options);

/** The one document on standard output. */
function documentOf({out, err}: Ended, name: string): Readonly<Record<string, unknown>> {
	expect(out, err).toMatch(/^\{[^]*\}\n$/);
	const value = JSON.parse(out) as Readonly<Record<string, unknown>>;
	expect(value['schema']).toBe(`k0s-tui/${name}/1`);
	return value;
}

function expectRefused(ended: Ended, name: string, exit: number): void {
	const value = documentOf(ended, name);
	expect(value['error']).toMatchObject({
		code: expect.any(String) as unknown,
		message: expect.stringMatching(/\S/) as unknown,
	});
	expect(ended.exit, JSON.stringify(value['error'])).toBe(exit);
}

/** No trace of a fault inside the program: stacks, unhandled rejections, Node's own warnings. */
function expectNoCrash({err, signal}: Ended): void {
	expect(signal).toBeNull();
	expect(err).not.toMatch(/^\s+at .*:\d+|Unhandled|node:internal|ERR_[A-Z]|Warning:/m);
}

describe.each(commands)('%s --json', name => {
	test('standard error is closed, or a full disk: all of the data, once', async () => {
		for (const redirect of ['2>&-', '2>/dev/full']) {
			const ended = await run(here(name), {redirect});
			expectNoCrash(ended);
			const value = documentOf(ended, name);
			// What changes something and tells its steps there ends in order where nobody reads them: it says that it did.
			expect(changing.includes(name) ? [0, 1, 130] : [0, 1]).toContain(ended.exit);
			if (ended.exit === 130) expect(value['error']).toMatchObject({code: 'interrupted'});
		}
	});

	test('standard output is a full disk: exit 3, and it says so', async () => {
		const ended = await run(here(name), {redirect: '>/dev/full'});
		expectNoCrash(ended);
		expect(ended.exit).toBe(3);
		expect(ended.err).toMatch(/ENOSPC/);
	});

	test('standard output is closed, or its reader leaves: no crash, no noise', async () => {
		for (const streams of [{redirect: '>&-'}, {reads: 1}] as const) {
			const ended = await run(here(name), streams);
			expectNoCrash(ended);
			expect([0, 1, 130]).toContain(ended.exit);
			expect(ended.err).not.toMatch(/EPIPE|could not write/);
		}
	});

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: exit 130, one document with error', async signal => {
		const ended = await run(here(name), {signal, speed: '0.02'});
		expectNoCrash(ended);
		// It asks the host nothing: it may have ended before.
		if (['repair', 'config'].includes(name) && ended.exit === 0)
			expect(documentOf(ended, name)['error']).toBeUndefined();
		else expectRefused(ended, name, 130);
	});

	test('a signal that comes while the program is loaded: exit 130, one document, nothing begun', async () => {
		const ended = await run(here(name), {signal: 'SIGTERM', early: true, speed: '0.02'});
		expectNoCrash(ended);
		expect(ended.err).not.toContain('$ ');
		// It asks the host nothing: it may have ended before.
		if (['repair', 'config'].includes(name) && ended.exit === 0) documentOf(ended, name);
		else expectRefused(ended, name, 130);
	});

	test('usage and configuration: exit 2, one document with error', async () => {
		for (const words of [
			here(name, '--no-such-option'),
			here(name, '--interval=soon'),
			here(name, '--lang=xx'),
			here(name, '--yes=maybe'),
			here(name, 'one', 'word', 'too', 'many'),
			here(name, `--config=${join(folder, 'not-there.json')}`),
			here(name, `--config=${join(folder, 'broken.json')}`),
			here(name, `--config=${join(folder, 'wrong.json')}`),
			here(name, '--config=/dev/zero'),
			here(name, `--config=${folder}`),
		]) {
			expectRefused(await asked(words), name, 2);
		}
	});

	test('a replay that cannot be: exit 3, one document with error', async () => {
		for (const file of ['not-there', 'foreign', 'newer', '.']) {
			const ended = await run(wordsOf(name, '--json', '--yes', `--replay=${join(folder, file)}`));
			expectNoCrash(ended);
			expectRefused(ended, name, 3);
		}
	});

	test('a recording of nothing: whatever it says, it is one document', async () => {
		const ended = await run(wordsOf(name, '--json', '--yes', `--replay=${join(folder, 'empty')}`));
		expectNoCrash(ended);
		documentOf(ended, name);
		// 4: not known, of those that promise it (docs/CONTRACT.md).
		expect(['conntrack', 'packets', 'path', 'reach', 'why'].includes(name) ? [0, 1, 3, 4] : [0, 1, 3]).toContain(
			ended.exit,
		);
	});

	if (changing.includes(name)) {
		test('without a terminal and without --yes: exit 2; read-only: exit 3', async () => {
			// A restore has nothing to ask here: the archive is not there, and that is what it says.
			expectRefused(await run(wordsOf(name, '--simulate=ready', '--json')), name, name === 'restore' ? 1 : 2);
			expectRefused(await run(here(name, '--read-only')), name, 3);
		});
	}
});

describe('what is said without a host', () => {
	test.each([['help'], ['--help'], ['check', '--help'], ['man'], ['completion', 'bash'], ['--version']])(
		'%s %s: a full disk is told, exit 3',
		async (...words) => {
			const ended = await run(words, {redirect: '>/dev/full'});
			expect(ended.exit).toBe(3);
			expect(ended.err).toMatch(/^k0s-tui: could not write all of the output: ENOSPC[^\n]*\n$/);
			expect((await run([...words], {redirect: '>/dev/full 2>/dev/full'})).exit).toBe(3);
		},
	);

	test.each([
		[['--json'], 'cli', 2],
		[['--simulate', '--json'], 'cli', 2],
		[['check', '--json=1'], 'check', 2],
		[['help', 'no-such-command', '--json'], 'cli', 2],
		[['check', '--simulate', '--json', '--debug', '/no-such-folder/x'], 'check', 3],
		[['check', '--simulate', '--json', '--record', '/no-such-folder/x'], 'check', 3],
		[['demo', '--simulate=ready', '--yes', '--json', '--junit', '/no-such-folder/x'], 'demo', 3],
		[['token', '--simulate=ready', '--yes', '--json', '--out', '/no-such-folder/x'], 'token', 3],
	] as const)('%j is refused as JSON, before any work', async (words, name, exit) => {
		const ended = await run([...words]);
		expectNoCrash(ended);
		expectRefused(ended, name, exit);
		expect(ended.err).not.toMatch(/cluster|answered/);
	});

	test('a usage error keeps its exit code where it cannot be told', async () => {
		for (const redirect of ['2>/dev/full', '2>&-'])
			expect((await run(['status', '--no-such-option'], {redirect})).exit).toBe(2);
	});
});
