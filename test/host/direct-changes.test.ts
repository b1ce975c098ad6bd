import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, expect, test} from 'vitest';
import * as files from '../../source/command/files.js';
import {createLocalHost} from '../../source/host/local.js';

const top = fs.mkdtempSync(path.join(os.tmpdir(), 'changes-'));
const host = createLocalHost({folders: []});
afterAll(async () => {
	await host.close();
	fs.rmSync(top, {recursive: true, force: true});
});

async function watched(folders: readonly string[]) {
	const lines: string[] = [];
	const controller = new AbortController();
	const done = host.execute(files.changes(folders), {signal: controller.signal, onLine: line => lines.push(line)});
	const told = async (word: string): Promise<boolean> => {
		for (let turn = 0; turn < 200 && !lines.some(line => line.includes(word)); turn++) await sleep(10);
		return lines.some(line => line.includes(word));
	};

	for (let turn = 0; turn < 200 && lines.length === 0; turn++) await sleep(10);
	return {lines, told, end: async () => (controller.abort(), done)};
}

test('tells that it has begun, then what comes, changes and goes; ends when nobody listens', async () => {
	const folder = path.join(top, 'units');
	fs.mkdirSync(folder);
	const {lines, told, end} = await watched([folder]);
	expect(lines).toEqual(['']);
	fs.writeFileSync(path.join(folder, 'invocation:k0s'), 'x');
	expect(await told('units/invocation:k0s')).toBe(true);
	lines.length = 0;
	fs.rmSync(path.join(folder, 'invocation:k0s'));
	expect(await told('invocation:k0s')).toBe(true);
	expect(await end()).toMatchObject({kind: 'aborted'});
});

test('a folder that is not there is waited for, level by level, and again when it goes', async () => {
	const folder = path.join(top, 'run/k0s/tasks');
	const {lines, told, end} = await watched([folder]);
	for (let round = 0; round < 2; round++) {
		fs.mkdirSync(folder, {recursive: true});
		expect(await told('tasks')).toBe(true);
		await sleep(50);
		lines.length = 0;
		fs.mkdirSync(path.join(folder, 'one'));
		expect(await told('tasks/one')).toBe(true);
		fs.rmSync(path.join(top, 'run'), {recursive: true});
		await sleep(100);
		lines.length = 0;
	}

	await end();
});
