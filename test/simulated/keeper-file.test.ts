import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
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
