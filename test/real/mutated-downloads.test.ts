import {createHash} from 'node:crypto';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Outcome} from '../../source/command/outcome.js';
import {createRunner} from '../../source/host/runner.js';
import {fetchAndPlace, type Ended} from '../support/binary-steps.js';
import {rootedHost} from '../support/rooted-host.js';
import {whole as everyOne} from '../support/series.js';
import {tinyElf} from '../support/tiny-elf.js';

/**
 * Downloads that came whole, as far as curl can tell, but are not what was published. The engine, the steps and every
 * command of the verification are the real ones (sha256sum, od, stat, the program itself), on files below a folder of
 * this test; only the network is not: what curl would have written is written here.
 */

const version = 'v1.34.1+k0s.0';
const processor = process.arch === 'arm64' ? 'arm64' : 'amd64';
const asset = `k0s-${version}-${processor}`;
const part = `/usr/local/bin/.${asset}.part`;
const whole = tinyElf(version);
const otherVersion = tinyElf('v1.34.0+k0s.0');
const page = Buffer.from('<!DOCTYPE html>\n<html><body>Please sign in.</body></html>\n');

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const listOf = (bytes: Buffer): string => `${'0'.repeat(64)} *cosign.pub\n${digest(bytes)} *${asset}\n`;

const flip = (hex: string): string => (hex.startsWith('a') ? 'b' : 'a') + hex.slice(1);

type Served = {readonly bytes: Buffer; readonly list: string; readonly length: number};

let root = '';
let served: Served;

/** curl, without a network: it ends well whatever it brought. */
function curl(argv: readonly string[]): Partial<Outcome> {
	const {bytes, list, length} = served;
	if (argv.includes('-fsSIL')) {
		return {stdout: `HTTP/2 200 \r\naccept-ranges: bytes\r\ncontent-length: ${length}\r\n\r\n`};
	}

	const url = argv.at(-1) ?? '';
	const to = argv[argv.indexOf('-o') + 1];
	if (to === undefined || !to.startsWith('/usr/local/')) return {kind: 'failed', exit: 2, stderr: 'curl: (2) no file'};
	writeFileSync(join(root, to), url.endsWith('sha256sums.txt') ? list : bytes);
	return {};
}

/** Questions that tell nothing of a download are answered here: a thousand runs ask them. */
const plain: Readonly<Record<string, Partial<Outcome>>> = {
	uname: {stdout: `Linux 6.12.0 ${processor === 'arm64' ? 'aarch64' : 'x86_64'}\n`},
	df: {kind: 'failed', exit: 1, stderr: 'df: not asked here\n'},
	systemctl: {kind: 'not-found', exit: null},
};

type Result = Ended & {readonly placed: boolean; readonly ran: number};

async function fetchOne(next: Served): Promise<Result> {
	served = next;
	for (const name of ['bin', '.k0s-get']) rmSync(join(root, 'usr/local', name), {recursive: true, force: true});
	mkdirSync(join(root, 'usr/local/bin'), {recursive: true});
	chmodSync(join(root, 'usr/local/bin'), 0o755);
	const host = rootedHost(root, argv => {
		if (argv[0] === 'curl') return curl(argv);
		if (argv.at(-1) === '/proc/sys/kernel/random/boot_id') return {stdout: 'boot\n'};
		return plain[argv[0] ?? ''];
	});
	const ended = await fetchAndPlace(createRunner(host, {}));
	const ran = host.asked.filter(([tool = '']) => tool.startsWith('/usr/local')).length;
	return {...ended, ran, placed: existsSync(join(root, 'usr/local/bin/k0s'))};
}

/** The same numbers each time. */
function* numbers(seed: number): Generator<number, never> {
	for (let value = seed; ;) {
		value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
		yield value;
	}
}

function flipped(bytes: Buffer, offset: number, bit: number): Buffer {
	const copy = Buffer.from(bytes);
	copy[offset] = (copy[offset] ?? 0) ^ (1 << bit);
	return copy;
}

function otherProcessor(bytes: Buffer): Buffer {
	const copy = Buffer.from(bytes);
	copy.writeUInt16LE(processor === 'arm64' ? 0x3e : 0xb7, 18);
	return copy;
}

/** A thousand, each other than what the list names. */
function mutations(bytes: Buffer, other: Buffer): ReadonlyArray<readonly [string, Buffer]> {
	const random = numbers(20_261_123);
	const below = (limit: number): number => random.next().value % limit;
	const header = Array.from({length: 20 * 8}, (_, at) => ['bit', flipped(bytes, at >> 3, at & 7)] as const);
	const cuts = Array.from(
		{length: 100},
		(_, at) => ['cut', bytes.subarray(0, Math.floor((at * bytes.length) / 100))] as const,
	);
	const others = [
		['other version', other],
		['other processor', otherProcessor(bytes)],
		['page', page],
		['page before it', Buffer.concat([page, bytes])],
		['page behind it', Buffer.concat([bytes, page])],
		['twice', Buffer.concat([bytes, bytes])],
		['nothing but zeros', Buffer.alloc(bytes.length)],
		['script', Buffer.from(`#!/bin/sh\necho ${version}\n`)],
	] as const;
	const known = [...header, ...cuts, ...others];
	const bits = Array.from(
		{length: 1000 - known.length},
		() => ['bit', flipped(bytes, below(bytes.length), below(8))] as const,
	);
	return [...known, ...bits];
}

describe.skipIf(whole === undefined)('downloads that are not what was published', () => {
	const good = whole ?? Buffer.alloc(0);
	beforeAll(() => {
		root = mkdtempSync(join(tmpdir(), 'k0s-tui-download-'));
		chmodSync(root, 0o755);
	});
	afterAll(() => {
		rmSync(root, {recursive: true, force: true});
	});

	test('1,000 of them, or a part: none is placed or run; the unchanged one is', {timeout: 600_000}, async () => {
		const list = listOf(good);
		const all = mutations(good, otherVersion ?? good);
		expect(all).toHaveLength(1000);
		expect(all.filter(([, bytes]) => bytes.equals(good))).toEqual([]);
		const ends = new Map<string, number>();
		const tried = all.filter(([kind], index) => everyOne || index % 8 === 0 || (kind !== 'bit' && kind !== 'cut'));
		for (const [index, [kind, bytes]] of tried.entries()) {
			// A server that is honest about the length it sends, and one that is not.
			const length = index % 2 === 0 ? bytes.length : good.length;
			const {state, step, found, placed, ran} = await fetchOne({bytes, list, length});
			expect([kind, index, state, step, placed, ran]).toEqual([kind, index, 'failed', 'download', false, 0]);
			expect(found).toMatch(/[a-z]{3}/);
			ends.set(found, (ends.get(found) ?? 0) + 1);
		}

		expect([...ends.values()].reduce((sum, count) => sum + count, 0)).toBe(tried.length);
		const right = await fetchOne({bytes: good, list, length: good.length});
		expect(right).toMatchObject({state: 'done', placed: true, ran: 1});
		expect(readFileSync(join(root, 'usr/local/bin/k0s')).equals(good)).toBe(true);
		expect(statSync(join(root, 'usr/local/bin/k0s')).mode & 0o7777).toBe(0o755);
	});

	test.each([
		['of another version', otherVersion, 'place', 1],
		['for another processor', otherProcessor(good), 'download', 0],
		['a page', page, 'download', 0],
		['nothing at all', Buffer.alloc(0), 'download', 0],
		['a script that says the version', Buffer.from(`#!/bin/sh\necho ${version}\n`), 'download', 0],
	] as const)('the list agrees, but it is %s: not placed', async (_what, bytes, step, ran) => {
		const wrong = bytes ?? good;
		const result = await fetchOne({bytes: wrong, list: listOf(wrong), length: wrong.length});
		expect(result).toMatchObject({state: 'failed', step, ran, placed: false});
	});

	test.each([
		['does not name it', `${digest(good)} *k0s-${version}-sparc\n`],
		['names it twice', `${digest(good)} *${asset}\n${digest(good)} *${asset}\n`],
		['has other line ends', listOf(good).replaceAll('\n', '\r\n')],
		['is cut within the line', listOf(good).slice(0, -4)],
		['is a page', page.toString()],
		['is empty', ''],
		['has one digit changed', listOf(good).replace(digest(good), flip(digest(good)))],
	])('a list that %s: nothing is placed or run', async (_what, list) => {
		expect(await fetchOne({bytes: good, list, length: good.length})).toMatchObject({
			...{state: 'failed', step: 'download', ran: 0, placed: false},
		});
	});

	test('until it is verified it is for root alone, and cannot be run', async () => {
		await fetchOne({bytes: flipped(good, 2000, 3), list: listOf(good), length: good.length});
		expect(statSync(join(root, part)).mode & 0o7777).toBe(0o600);
	});
});
