import fs, {type FileHandle} from 'node:fs/promises';
import {resolve} from 'node:path';

/** A new file of ours, or why it could not be made. */
export type NewFile =
	| {
			readonly file: string;
			readonly handle: FileHandle;
			readonly fault?: undefined;
			/** Takes it away again. */
			readonly remove: () => Promise<void>;
	  }
	| {readonly file: string; readonly fault: string; readonly handle?: undefined};

/** Makes a file for its owner alone (0600). One that is there is never written over, nor a link followed. */
export async function createFile(file: string): Promise<NewFile> {
	try {
		const path = resolve(file);
		return {file, handle: await fs.open(path, 'wx', 0o600), remove: async () => fs.rm(path, {force: true})};
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		return {file, fault: code ?? message};
	}
}

/** Tries of another name before it gives up. */
const most = 100;

/** The same in the folder that the program was started in; the next free name gets a number (`web.log`, `web-2.log`). */
export async function createNumbered(name: string): Promise<NewFile> {
	// Of a name from outside nothing may lead elsewhere, or hide the file.
	const safe =
		name
			.replaceAll(/[^\w.-]/g, '_')
			.replace(/^[.-]+/, '')
			.slice(-128) || 'k0s-tui.log';
	const [, stem = safe, ending = ''] = /^(.*?)(\.\w+)?$/.exec(safe) ?? [];
	for (let number = 1; number <= most; number++) {
		const made = await createFile(number === 1 ? safe : `${stem}-${number}${ending}`);
		if (made.handle || made.fault !== 'EEXIST') return made;
	}

	return {file: safe, fault: 'EEXIST'};
}
