import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {forms} from '../../../source/commands/on/archive.js';
import {lineTo, type Line} from '../../../source/commands/on/line.js';
import {found, ready} from '../../../source/commands/on/reach-server.js';
import {removeFrom} from '../../../source/commands/on/remove.js';
import {requestFrom} from '../../../source/commands/on/request.js';
import {overEach} from '../../../source/commands/on/several.js';
import {startCommand} from '../../../source/commands/on/start.js';
import {portableOf} from '../../../source/ship/portable.js';
import {on} from '../../../source/text/en/on.js';

/** A fake ssh: it logs in nowhere, writes down its options, and runs the command here with a home of its own. */
const fakeSsh = `#!/bin/sh
printf '%s\\n' "$*" >>"$K0S_TUI_FAKE/log"
while [ $# -gt 0 ]; do
	case $1 in
	--) shift; break ;;
	-O) exit 0 ;;
	-o | -p | -J | -F | -i | -l) shift 2 ;;
	*) shift ;;
	esac
done
server=$1
shift
case $server in
refused) echo 'ssh: connect to host refused port 22: Connection refused' >&2; exit 255 ;;
denied) echo 'denied: Permission denied (publickey).' >&2; exit 255 ;;
noisy) echo 'Welcome! k0s-tui end ok' ;;
esac
HOME=$K0S_TUI_FAKE/$server
export HOME
unset XDG_CACHE_HOME
mkdir -p "$HOME"
cd "$HOME" || exit 1
case $server:$* in
cut:dd*) head -c 100 >"\${3#of=}"; echo 'client_loop: send disconnect: Broken pipe' >&2; exit 255 ;;
damaged:dd*) cat >"\${3#of=}"; printf x | dd of="\${3#of=}" bs=1 seek=50 conv=notrunc 2>/dev/null; exit 0 ;;
lost:*start*) exit 255 ;;
esac
exec sh -c "$*"
`;
/** A fake of the program's Node: prints what it was given; of the real one it takes only what a copy needs. */
const fakeNode = `#!/bin/sh
case $1 in
--version) echo v24.0.0; exit ;;
-e) exec ${process.execPath} "$@" ;;
esac
shift
[ "$1" = fail ] && exit 1
printf '{"verdict":"healthy","words":"%s"}' "$*"
`;

const root = mkdtempSync(join(tmpdir(), 'k0s-tui-fake-'));
const before = {...process.env};
const archive = join(root, 'k0s-tui-1.2.3-linux-x64.tar.gz');
const open: Line[] = [];
const text = on;
const formFor = forms('1.2.3', archive);

const line = async (server: string, options: readonly string[] = []): Promise<Line> => {
	const made = await lineTo(server, options);
	open.push(made);
	return made;
};

const there = async (to: Line) => {
	const answer = await found(to, false);
	if ('code' in answer) throw new Error(answer.code);
	return answer;
};

const cache = (server: string) => join(root, server, '.cache/k0s-tui/on');
const placedIn = (server: string) => readdirSync(cache(server)).filter(name => !name.startsWith('.'));

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('on, over a fake ssh', () => {
	beforeAll(() => {
		const bin = join(root, 'bin');
		mkdirSync(bin);
		writeFileSync(join(bin, 'ssh'), fakeSsh);
		chmodSync(join(bin, 'ssh'), 0o755);
		Object.assign(process.env, {PATH: `${bin}:${before['PATH'] ?? ''}`, K0S_TUI_FAKE: root});
		const program = {version: '1.2.3', licence: Buffer.from(''), dist: new Map([['cli.js', Buffer.from('')]])};
		const {archive: data} = portableOf('x64', program, {program: Buffer.from(fakeNode), licence: Buffer.from('')});
		writeFileSync(archive, data);
	});
	afterEach(async () => {
		await Promise.all(open.splice(0).map(async each => each.close()));
	});
	afterAll(() => {
		process.env['PATH'] = before['PATH'];
		delete process.env['K0S_TUI_FAKE'];
		rmSync(root, {recursive: true, force: true});
	});

	test('passes the options on, one login for all, and never touches how host keys are checked', async () => {
		await there(await line('options', ['-J', 'jump', '-p', '22', '-o', 'User=a']));
		const log = readFileSync(join(root, 'log'), 'utf8').trim().split('\n').at(-1) ?? '';
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
