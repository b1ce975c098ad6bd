import {readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {makePrivate} from '../../host/private-folder.js';
import {isName, type RunFolder} from './folders.js';
import {writeJson} from './private-json.js';

/** What a screen may ask of a worker: a file in the run's folder, there at once or not at all. */
export type Request = {readonly kind: 'cancel'; readonly order: string};

export async function drop(folder: RunFolder, request: Request): Promise<void> {
	await makePrivate(folder.requests);
	await writeJson(join(folder.requests, `${request.kind}-${request.order}`), request);
}

/** The kinds of requests that came for this order; each is told once. */
export function take(folder: RunFolder, order: string): ReadonlyArray<Request['kind']> {
	const name = `cancel-${order}`;
	try {
		if (!readdirSync(folder.requests).some(each => each === name && isName(each))) return [];
		rmSync(join(folder.requests, name), {force: true});
		return ['cancel'];
	} catch {
		return [];
	}
}
