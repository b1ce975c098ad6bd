import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {readJson} from '../../../source/engine/worker/private-json.js';
import {createTail, openStream} from '../../../source/engine/worker/stream.js';

let folder: string;
let pipe: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-pipes-'));
	pipe = join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
});
afterEach(() => {
	rmSync(folder, {recursive: true});
});

/** Opening a pipe waits for its other end, for ever. */
test('a pipe in the folder of a run is waited for by nobody', async () => {
	await expect(readJson(pipe)).rejects.toThrow('not a file');
	expect(createTail(pipe)()).toEqual([]);
	expect(() => openStream(pipe, 'o')).toThrow('ENXIO');
});
