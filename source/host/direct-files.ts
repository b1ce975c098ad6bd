import {constants} from 'node:fs';
import fs from 'node:fs/promises';
import {errorWords, type DirectAnswer, type DirectOptions} from './direct-answer.js';

/** `cat -- PATH` of GNU coreutils. A file of /proc has no size: it is read until it ends. */
export async function readDirectly(path: string, {maxOutput}: DirectOptions): Promise<DirectAnswer> {
	const failed = (error: unknown): DirectAnswer => ({
		...{exit: 1, stdout: ''},
		stderr: `cat: ${path}: ${errorWords(error)}\n`,
	});
	let file: fs.FileHandle;
	try {
		// A pipe in its place must not make us wait.
		file = await fs.open(path, constants.O_RDONLY | constants.O_NONBLOCK);
	} catch (error) {
		return failed(error);
	}

	try {
		const parts: Buffer[] = [];
		// One byte more than is kept, so that a cut is seen as one.
		for (let left = maxOutput + 1; left > 0;) {
			const {bytesRead, buffer} = await file.read(Buffer.allocUnsafe(Math.min(left, 16 * 1024)));
			if (bytesRead === 0) break;
			parts.push(buffer.subarray(0, bytesRead));
			left -= bytesRead;
		}

		return {exit: 0, stdout: Buffer.concat(parts).toString(), stderr: ''};
	} catch (error) {
		return failed(error);
	} finally {
		await file.close();
	}
}

/** `stat -L -c '%n %d %i %s %Z'` of GNU coreutils. */
export async function stampsOf(paths: readonly string[]): Promise<DirectAnswer> {
	let stdout = '';
	let stderr = '';
	for (const path of paths) {
		try {
			const {dev, ino, size, ctimeMs} = await fs.stat(path);
			stdout += `${path} ${dev} ${ino} ${size} ${Math.floor(ctimeMs / 1000)}\n`;
		} catch (error) {
			stderr += `stat: cannot statx '${path}': ${errorWords(error)}\n`;
		}
	}

	return {exit: stderr === '' ? 0 : 1, stdout, stderr};
}
