import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {command} from '../../source/command/command.js';
import {createSimulatedHost} from '../../source/simulated/host.js';

test('a pipe or a device is no state of a simulated host, and is not waited for', () => {
	const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-state-'));
	try {
		const pipe = join(folder, 'pipe');
		execFileSync('mkfifo', [pipe]);
		for (const file of [pipe, '/dev/zero', folder])
			expect(() => createSimulatedHost({scenario: 'fresh', stateFile: file})).toThrow(
				'not the state of a simulated host',
			);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
});

test('a file of 6 GB is none either, and is not read', () => {
	const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-state-'));
	try {
		const large = join(folder, 'large');
		writeFileSync(large, '');
		// Sparse: it takes no room on the disk.
		truncateSync(large, 6 * 1024 ** 3);
		expect(() => createSimulatedHost({scenario: 'fresh', stateFile: large})).toThrow(
			'not the state of a simulated host',
		);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
});

test('what cannot be read is told with the reason of the system: it may be a state', () => {
	// Nothing is mapped at its beginning: EIO, whoever asks.
	expect(() => createSimulatedHost({scenario: 'fresh', stateFile: '/proc/self/mem'})).toThrow(
		/could not be read as the state of a simulated host \(E[A-Z]+\)/,
	);
});

test('a state that becomes a pipe while the host runs is left alone', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-state-'));
	try {
		const file = join(folder, 'state');
		const host = createSimulatedHost({scenario: 'ready', stateFile: file});
		const ask = async () => host.execute(command(['hostname'], 'test'));
		await ask();
		rmSync(file, {force: true});
		execFileSync('mkfifo', [file]);
		expect((await ask()).kind).toBe('ok');
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
});
