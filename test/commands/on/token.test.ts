import {execFileSync} from 'node:child_process';
import {closeSync, openSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {Readable} from 'node:stream';
import {gzipSync} from 'node:zlib';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {forms} from '../../../source/commands/on/archive.js';
import {takesToken} from '../../../source/commands/on/carry.js';
import {found, ready} from '../../../source/commands/on/reach-server.js';
import {requestFrom} from '../../../source/commands/on/request.js';
import {overEach} from '../../../source/commands/on/several.js';
import {startAsking, startCommand} from '../../../source/commands/on/start.js';
import {readToken} from '../../../source/commands/token-stdin.js';
import {sha256} from '../../../source/ship/portable.js';
import {joinToken} from '../../../source/simulated/join-token.js';
import {on} from '../../../source/text/en/on.js';
import {fakeServers} from '../../support/fake-ssh.js';

const token = joinToken({role: 'worker', address: '192.0.2.1', secret: 'abcdef.0123456789abcdef'});
const install = 'install --role worker --token-file - --yes';
const requestOf = (line: string) => {
	const request = requestFrom(line.split(' '), on);
	if (typeof request === 'string') throw new Error(request);
	return request;
};

describe('which command takes a token from standard input', () => {
	test.each([
		[`one ${install}`, true],
		[`one,two --json ${install}`, true],
		['one install --role worker --token-file=- --yes', true],
		['one install --role worker --token-file /root/k0s.token --yes', false],
		['one install --token-file - --help', false],
		['one status - --token-file', false],
		['one plan --role worker --token-file -', false],
	])('on %s: %s', (line, takes) => {
		expect(takesToken(requestOf(line))).toBe(takes);
	});
});

describe('what comes by standard input', () => {
	const of = (...parts: readonly string[]) => Readable.from(parts);

	test('is the token, however it is cut', async () => {
		expect(await readToken(of(token.slice(0, 9), token.slice(9), '\n'))).toEqual({token});
	});
	test.each([
		['nothing', of(), 'empty'],
		['white space', of(' \n'), 'empty'],
		['more than 64 KiB', of('H4sI'.repeat(9000), 'H4sI'.repeat(9000)), 'too-large'],
		['no token', of('a password\n'), 'no-token'],
		['another kubeconfig', of(gzipSync('kind: Config\n').toString('base64')), 'no-token'],
		['a terminal', Object.assign(of(token), {isTTY: true}), 'terminal'],
	])('%s is refused', async (_, input, fault) => {
		expect(await readToken(input)).toEqual({fault});
	});
	test('a terminal is not read', async () => {
		const input = Object.assign(of(token), {isTTY: true});
		await readToken(input);
		expect(input.readableDidRead).toBe(false);
	});
});

const fake = fakeServers({sudo: true});
const formFor = forms('1.2.3', fake.archive);
const readThere = sha256(Buffer.from(token));

/** Nothing of it stays on a server or in what ssh was given. */
const nowhere = () => {
	const secrets = [token, token.slice(20, 60)];
	for (const secret of secrets) {
		expect(fake.log()).not.toContain(secret);
		expect(() => execFileSync('grep', ['-rlF', '--', secret, fake.root])).toThrow(/status 1|Command failed/);
	}
};

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('a token, over a fake ssh', () => {
	afterEach(async () => {
		delete process.env['K0S_TUI_FAKE_SUDO'];
		await fake.closeLines();
	});
	afterAll(() => fake.down());

	const placed = async (server: string) => {
		const line = await fake.line(server);
		const there = await found(line, false);
		if ('code' in there) throw new Error(there.code);
		const at = await ready(line, there, formFor, () => undefined);
		if ('code' in at) throw new Error(at.code);
		return {line, at: {...at, facts: {...at.facts, root: false}}};
	};

	const heard = () => {
		const out: Uint8Array[] = [];
		const onOut = (chunk: Uint8Array): void => void out.push(chunk);
		return {streams: {onOut, onErr() {}, onPrompt() {}}, said: () => Buffer.concat(out).toString()};
	};

	test('the same one goes to each of several, and to nobody who is not reached', async () => {
		const request = requestOf(`one,two,refused ${install}`);
		const {signal} = new AbortController();
		const answers = await overEach({request, text: on, formFor, signal, open: fake.line, token});
		expect(answers.map(({server, exit, answer, fault}) => [server, exit, answer?.['read'], fault?.code])).toEqual([
			['one', 0, readThere, undefined],
			['two', 0, readThere, undefined],
			['refused', 4, undefined, 'refused'],
		]);
		expect(answers[0]?.answer?.['words']).toBe(`--json ${install}`);
		nowhere();
	});

	test.each([false, true])('as root by sudo that asks nothing: %s', async sudo => {
		const {line, at} = await placed('plain');
		const {streams, said} = heard();
		const given = {...streams, sudo, signal: new AbortController().signal, token};
		expect(await startCommand(line, at, install.split(' '), given)).toBe(0);
		expect(said()).toContain(readThere);
		nowhere();
	});

	test('without one the program there reads nothing', async () => {
		const {line, at} = await placed('plain');
		const {streams} = heard();
		const given = {...streams, sudo: false, signal: new AbortController().signal};
		expect(await startCommand(line, at, ['status'], given)).toBe(0);
	});

	test.each([
		['lets in', 'asks', 0],
		['lets nobody in', 'refuses', {code: 'sudo-refused'}],
	])('where sudo asks and %s, it goes by a pipe that is gone afterwards', async (_, sudo, end) => {
		const {line, at} = await placed('asks');
		process.env['K0S_TUI_FAKE_SUDO'] = sudo;
		const {streams, said} = heard();
		const terminal = openSync('/dev/null', 'r+');
		const exit = await startAsking(line, at, install.split(' '), {...streams, token, terminal});
		closeSync(terminal);
		expect(exit).toEqual(typeof end === 'number' ? end : expect.objectContaining(end));
		if (end === 0) expect(said()).toContain(readThere);
		expect(readdirSync(join(fake.root, 'asks/.cache/k0s-tui/on')).filter(name => name.startsWith('.pipes'))).toEqual(
			[],
		);
		nowhere();
	});
});
