import {createNumbered} from './new-file.js';

/**
 * Writes a new file, for its owner alone (0600), in the folder that the program was started in. A file that is there is never
 * written over, nor a link followed: the next free name gets a number (`web.log`, `web-2.log`). `fault`: why it is not saved.
 */
export async function saveNew(
	name: string,
	content: string,
): Promise<{readonly file: string; readonly fault?: string}> {
	const {file, handle, fault} = await createNumbered(name);
	if (!handle) return {file, fault};
	try {
		await handle.writeFile(content);
		return {file};
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		return {file, fault: code ?? message};
	} finally {
		await handle.close();
	}
}
