import fs from 'node:fs/promises';
import {resolve} from 'node:path';

/** Tries of another name before it gives up. */
const most = 100;

/**
 * Writes a new file, for its owner alone (0600), in the folder that the program was started in. A file that is there is never
 * written over, nor a link followed: the next free name gets a number (`web.log`, `web-2.log`). `fault`: why it is not saved.
 */
export async function saveNew(
	name: string,
	content: string,
): Promise<{readonly file: string; readonly fault?: string}> {
	// Of a name from outside nothing may lead elsewhere, or hide the file.
	const safe =
		name
			.replaceAll(/[^\w.-]/g, '_')
			.replace(/^[.-]+/, '')
			.slice(-128) || 'k0s-tui.log';
	const [, stem = safe, ending = ''] = /^(.*?)(\.\w+)?$/.exec(safe) ?? [];
	for (let number = 1; number <= most; number++) {
		const file = number === 1 ? safe : `${stem}-${number}${ending}`;
		try {
			await fs.writeFile(resolve(file), content, {flag: 'wx', mode: 0o600});
			return {file};
		} catch (error) {
			const {code, message} = error as NodeJS.ErrnoException;
			if (code !== 'EEXIST') return {file, fault: code ?? message};
		}
	}

	return {file: safe, fault: 'EEXIST'};
}
