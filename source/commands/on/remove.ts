import {unreached, type Fault} from './fault.js';
import type {Line} from './line.js';
import type {Found} from './reach-server.js';
import {ask, removeScript} from './scripts.js';
import type {OnText} from '../../text/on.js';

/** What became of what `on` had placed there: lines for a person, and the same as data. */
export type Removed = {
	readonly removed: boolean;
	readonly folder: string | null;
	/** Processes that still run from it. */
	readonly used: readonly number[];
	/** Folders that stay on purpose. */
	readonly kept: readonly string[];
	/** What lay beside it and is not ours. */
	readonly foreign: readonly string[];
};

/** Takes away what `on` placed. Works where the program itself cannot run, too. */
export async function removeFrom(line: Line, {said}: Found): Promise<Removed | Fault> {
	const cache = said.get('cache')?.[0] ?? '';
	const {said: told, ended} = await ask(line, removeScript, [cache]);
	if (!told.has('end')) return unreached('lost', ended.stderr.trim().split('\n').at(-1) ?? '');
	return {
		removed: told.has('removed'),
		folder: (told.get('removed') ?? told.get('nothing'))?.[0] ?? null,
		used: (told.get('used') ?? []).map(Number),
		kept: told.get('kept') ?? [],
		foreign: told.get('foreign') ?? [],
	};
}

export function removedLines({removed, folder, used, kept, foreign}: Removed, text: OnText): readonly string[] {
	const first =
		used.length > 0 ? text.used(used.join(', ')) : removed ? text.removed(folder ?? '') : text.nothing(folder ?? '');
	return [first, ...foreign.map(each => text.foreign(each)), ...kept.map(each => text.kept(each))];
}
