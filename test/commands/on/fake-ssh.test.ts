import {spawn} from 'node:child_process';
import {chownSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {forms} from '../../../source/commands/on/archive.js';
import type {Line} from '../../../source/commands/on/line.js';
import {found, ready} from '../../../source/commands/on/reach-server.js';
import {removedLines, removeFrom} from '../../../source/commands/on/remove.js';
import {requestFrom} from '../../../source/commands/on/request.js';
import {overEach} from '../../../source/commands/on/several.js';
import {startCommand} from '../../../source/commands/on/start.js';
import {on} from '../../../source/text/en/on.js';
import {fakeServers} from '../../support/fake-ssh.js';

const fake = fakeServers();
const {root, line} = fake;
const text = on;
const formFor = forms('1.2.3', fake.archive);

const there = async (to: Line) => {
	const answer = await found(to, false);
	if ('code' in answer) throw new Error(answer.code);
	return answer;
};

const cache = (server: string) => join(root, server, '.cache/k0s-tui/on');
const placedIn = (server: string) => readdirSync(cache(server)).filter(name => !name.startsWith('.'));

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('on, over a fake ssh', () => {
	afterEach(async () => fake.closeLines());
	afterAll(() => fake.down());

	test('passes the options on, one login for all, and never touches how host keys are checked', async () => {
		await there(await line('options', ['-J', 'jump', '-p', '22', '-o', 'User=a']));
		const log = fake.log().trim().split('\n').at(-1) ?? '';
		expect(log).toContain('-J jump -p 22 -o User=a -- options sh -s ');
		expect(log).toMatch(/-o ControlPath=\S+\/k0s-tui-on-\S+ -o ControlMaster=auto/);
		expect(log).not.toMatch(/StrictHostKey|KnownHosts/);
	});

	test('places the program once, runs it, and passes on its words, output and exit code', async () => {
		const to = await line('noisy');
		const told: string[] = [];
		const at = await ready(to, await there(to), formFor, ({kind}) => told.push(kind));
		if ('code' in at) throw new Error(at.code);
		expect(told).toEqual(expect.arrayContaining(['making', 'sent', 'checking']));
		expect(placedIn('noisy')).toHaveLength(1);
		expect(readdirSync(cache('noisy')).filter(name => name.startsWith('.incoming'))).toEqual([]);
		const out: Uint8Array[] = [];
		const streams = {onOut: (chunk: Uint8Array) => out.push(chunk), onErr() {}};
		const given = {...streams, sudo: false, signal: new AbortController().signal};
		expect(await startCommand(to, at, ['a  b', "it's $HOME"], given)).toBe(0);
		expect(Buffer.concat(out).toString()).toMatch(/"words":"a {2}b it's \$HOME"}$/);
		expect(await startCommand(to, at, ['fail'], given)).toBe(1);
		const again = await ready(to, await there(to), formFor, ({kind}) => told.push(`again ${kind}`));
		expect(again).toMatchObject({folder: at.folder});
		expect(told.filter(each => each.startsWith('again'))).toEqual([]);
	});

	test.each([
		['cut', 'cut', 4],
		['damaged', 'checksum', 3],
	])('a copy that is %s leaves nothing that looks whole; the next one clears it away', async (server, code, exit) => {
		const to = await line(server);
		expect(await ready(to, await there(to), formFor, () => undefined)).toMatchObject({code, exit});
		expect(placedIn(server)).toEqual([]);
		await ready(to, await there(to), formFor, () => undefined);
		expect(readdirSync(cache(server)).filter(name => name.startsWith('.incoming')).length).toBeLessThanOrEqual(1);
		expect(placedIn(server)).toEqual([]);
	});

	test('takes away what it placed, and the folders that it made; not while it is used', async () => {
		const to = await line('removed');
		const at = await ready(to, await there(to), formFor, () => undefined);
		if ('code' in at) throw new Error(at.code);
		expect(await removeFrom(to, await there(to))).toMatchObject({removed: true, used: []});
		expect(existsSync(join(root, 'removed/.cache'))).toBe(false);
		expect(await removeFrom(to, await there(to))).toMatchObject({removed: false, used: []});
		mkdirSync(join(root, 'kept/.cache'), {recursive: true});
		const other = await line('kept');
		await ready(other, await there(other), formFor, () => undefined);
		await removeFrom(other, await there(other));
		expect(readdirSync(join(root, 'kept/.cache'))).toEqual([]);
	});

	test('leaves what somebody else laid beside it, and names it', async () => {
		const to = await line('beside');
		await ready(to, await there(to), formFor, () => undefined);
		const own = cache('beside');
		mkdirSync(join(own, 'notes/start'), {recursive: true});
		writeFileSync(join(own, 'host.jsonl'), 'mine');
		writeFileSync(join(own, '.hidden'), 'mine');
		symlinkSync(join(own, 'notes'), join(own, 'linked'));
		const removed = await removeFrom(to, await there(to));
		const names = ['.hidden', 'host.jsonl', 'linked', 'notes'].map(name => join(own, name));
		expect(removed).toMatchObject({removed: true, used: []});
		expect([...('foreign' in removed ? removed.foreign : [])].toSorted()).toEqual(names);
		expect(readdirSync(own).filter(name => name !== '.made-cache')).toEqual([
			'.hidden',
			'host.jsonl',
			'linked',
			'notes',
		]);
		expect('code' in removed ? [] : removedLines(removed, text)).toContain(text.foreign(join(own, 'host.jsonl')));
	});

	test('a program that runs by another path of the same folder is not taken away', async () => {
		const to = await line('linked-home');
		mkdirSync(join(root, 'disk'), {recursive: true});
		mkdirSync(join(root, 'linked-home'), {recursive: true});
		symlinkSync(join(root, 'disk'), join(root, 'linked-home/.cache'));
		const at = await ready(to, await there(to), formFor, () => undefined);
		if ('code' in at) throw new Error(at.code);
		const real = join(root, 'disk/k0s-tui/on');
		// As a worker is started: Node's own path has no links.
		const worker = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20_000)'], {argv0: `${real}/x/node`});
		try {
			expect(await removeFrom(to, await there(to))).toMatchObject({removed: false, used: [worker.pid]});
			expect(placedIn('linked-home')).toHaveLength(1);
		} finally {
			worker.kill('SIGKILL');
		}
	});

	test.skipIf(process.geteuid?.() !== 0)("nothing is run from, or copied into, another user's folder", async () => {
		const to = await line('squatted');
		await ready(to, await there(to), formFor, () => undefined);
		chownSync(cache('squatted'), 65_534, 65_534);
		expect((await there(to)).facts).toMatchObject({placed: []});
		expect(await ready(to, await there(to), formFor, () => undefined)).toMatchObject({
			code: 'no-write',
			said: expect.stringContaining('belongs to another user') as string,
		});
	});

	test('asks several side by side, and says of each what is known', async () => {
		const request = requestFrom('one,two,refused,denied,lost status'.split(' '), text);
		if (typeof request === 'string') throw new Error(request);
		const answers = await overEach({request, text, formFor, signal: new AbortController().signal, open: line});
		expect(answers.map(({server, exit, fault}) => [server, exit, fault?.code])).toEqual([
			['one', 0, undefined],
			['two', 0, undefined],
			['refused', 4, 'refused'],
			['denied', 4, 'denied'],
			['lost', 4, 'lost'],
		]);
		expect(answers[0]?.answer).toEqual({verdict: 'healthy', words: '--json status'});
	});

	test('without ssh on this computer it says so', async () => {
		const path = process.env['PATH'];
		process.env['PATH'] = '/nonexistent';
		try {
			expect(await found(await line('one'), false)).toMatchObject({code: 'no-ssh', exit: 3});
		} finally {
			process.env['PATH'] = path;
		}
	});
});
