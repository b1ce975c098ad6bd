import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {createToolFinder} from '../../source/host/find-tool.js';

let root = '';
let now = 0;
const us = process.geteuid?.() ?? 0;

beforeEach(() => {
	root = fs.mkdtempSync(path.join(os.tmpdir(), 'k0s-tui-find-'));
	for (const folder of ['one', 'two']) fs.mkdirSync(path.join(root, folder), {mode: 0o755});
	now = 0;
});
afterEach(() => {
	fs.rmSync(root, {recursive: true});
});

const at = (...parts: string[]): string => path.join(root, ...parts);
const tool = (place: string, mode = 0o755): string => {
	fs.writeFileSync(at(place), '#!/bin/sh\n');
	fs.chmodSync(at(place), mode);
	return at(place);
};

const finder = (owners: readonly number[] = [0, us]) =>
	createToolFinder({folders: [at('one'), at('two')], owners, now: () => now});

describe('a tool', () => {
	test('is taken from the first folder that has it', () => {
		tool('two/ip');
		expect(finder().find('ip')).toEqual({kind: 'found', file: at('two/ip')});
		tool('one/ip');
		expect(finder().find('ip')).toEqual({kind: 'found', file: at('one/ip')});
	});

	test('that cannot be executed, or is a folder, is passed over', () => {
		tool('one/ip', 0o644);
		tool('two/ip');
		fs.mkdirSync(at('one/nft'));
		expect(finder().find('ip')).toEqual({kind: 'found', file: at('two/ip')});
		expect(finder().find('nft')).toEqual({kind: 'not-found', reason: 'nft: command not found'});
	});

	test.each([
		['group can write', 0o775],
		['others can write', 0o757],
	])('that %s is refused, not passed over', (_, mode) => {
		tool('one/ip', mode);
		tool('two/ip');
		const found = finder().find('ip');
		expect(found.kind).toBe('untrusted');
		expect(found).toHaveProperty('reason', expect.stringContaining(at('one/ip')));
	});

	test('in a folder that others can write, or below one, is refused', () => {
		tool('one/ip');
		fs.chmodSync(at('one'), 0o777);
		expect(finder().find('ip').kind).toBe('untrusted');
		fs.chmodSync(at('one'), 0o1777);
		expect(finder().find('ip').kind).toBe('untrusted');
		fs.chmodSync(at('one'), 0o755);
		expect(finder().find('ip').kind).toBe('found');
		fs.chmodSync(root, 0o777);
		expect(finder().find('ip').kind).toBe('untrusted');
		fs.chmodSync(root, 0o755);
	});

	test('that belongs to another user than root is refused', () => {
		tool('one/ip');
		if (us === 0) fs.chownSync(at('one/ip'), 65_534, 65_534);
		expect(finder([0])).toBeDefined();
		expect(finder([0]).find('ip')).toMatchObject({
			kind: 'untrusted',
			reason: expect.stringMatching(/belongs to user \d+, not to root/) as unknown,
		});
	});

	test('behind a link is judged by where it leads', () => {
		tool('two/open', 0o777);
		fs.symlinkSync(at('two/open'), at('one/ip'));
		expect(finder().find('ip').kind).toBe('untrusted');
		fs.chmodSync(at('two/open'), 0o755);
		expect(finder().find('ip')).toEqual({kind: 'found', file: at('one/ip')});
		fs.symlinkSync(at('nowhere'), at('one/gone'));
		expect(finder().find('gone').kind).toBe('not-found');
		fs.symlinkSync(at('one/loop'), at('one/loop'));
		expect(finder().find('loop').kind).toBe('not-found');
	});

	test('by absolute path is judged alike; by another path it is refused', () => {
		expect(finder().find(tool('two/iptables-save'))).toEqual({kind: 'found', file: at('two/iptables-save')});
		expect(finder().find(tool('two/open', 0o777)).kind).toBe('untrusted');
		for (const name of ['./ip', 'two/ip', '../ip', '']) expect(finder().find(name).kind).toBe('untrusted');
		expect(finder().find('/bin/sh\0').kind).toBe('not-found');
	});

	test('that is installed later is found within half a second, one that is removed can be forgotten', () => {
		const tools = finder();
		expect(tools.find('k0s').kind).toBe('not-found');
		tool('two/k0s');
		expect(tools.find('k0s').kind).toBe('not-found');
		now += 500;
		expect(tools.find('k0s').kind).toBe('found');
		fs.rmSync(at('two/k0s'));
		expect(tools.find('k0s').kind).toBe('found');
		tools.forget('k0s');
		expect(tools.find('k0s').kind).toBe('not-found');
	});

	test('that was trusted is looked at again after ten seconds', () => {
		const tools = finder();
		tool('one/ip');
		expect(tools.find('ip').kind).toBe('found');
		fs.chmodSync(at('one/ip'), 0o777);
		now += 10_000;
		expect(tools.find('ip').kind).toBe('untrusted');
	});
});

test('what was missing may be there after a change of the host; what was found is kept', () => {
	const tools = finder();
	tool('one/ip');
	expect([tools.find('ip').kind, tools.find('nft').kind]).toEqual(['found', 'not-found']);
	tool('two/nft');
	fs.rmSync(at('one/ip'));
	tools.forgetMissing();
	expect([tools.find('ip').kind, tools.find('nft').kind]).toEqual(['found', 'found']);
});

test('a refusal says what is wrong with which place', () => {
	tool('one/ip', 0o4775);
	expect(finder().find('ip')).toEqual({
		kind: 'untrusted',
		reason: `${at('one/ip')} can be changed by others than root (mode 4775): not run`,
	});
	expect(finder().find('./ip')).toEqual({kind: 'untrusted', reason: './ip: only a name or an absolute path is run'});
	expect(finder().find('a\0b')).toEqual({kind: 'not-found', reason: 'a tool name with a NUL character'});
	tool('two/nft');
	expect(finder([us + 1]).find('nft')).toEqual({
		kind: 'untrusted',
		reason: `${at('two/nft')} belongs to user ${us}, not to root: not run`,
	});
});

test('the fixed list has the tools of this host', () => {
	const tools = createToolFinder();
	for (const name of ['sh', 'cat', 'uname', 'id']) expect(tools.find(name).kind).toBe('found');
	expect(tools.find('node_modules').kind).toBe('not-found');
});
