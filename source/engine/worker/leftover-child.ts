import {readdir, readFile} from 'node:fs/promises';
import type {JournalRecord} from '../journal.js';

/**
 * The command that the journal says was begun and never ended: the worker was killed while it ran. It changes the host
 * for as long as it lives, so nothing else may meanwhile.
 */
export function unfinished(records: readonly JournalRecord[], bootId: string | null): readonly string[] | undefined {
	const last = records.findLast(({ev}) => ev === 'begin' || ev === 'end');
	return last?.ev === 'begin' && last.argv !== null && last.boot_id === bootId ? last.argv : undefined;
}

/** Processes that run just this argv; the tool may be named by its path. */
export async function processesOf(argv: readonly string[]): Promise<readonly number[]> {
	const [tool = '', ...rest] = argv;
	const found: number[] = [];
	for (const name of await readdir('/proc')) {
		if (!/^\d+$/.test(name)) continue;
		const words = await wordsOf(name);
		// A script's interpreter stands before it.
		const at = words.findIndex((word, index) => index < 3 && (word === tool || word.endsWith(`/${tool}`)));
		if (at < 0 || words.length - at - 1 !== rest.length) continue;
		if (rest.every((word, index) => words[at + 1 + index] === word)) found.push(Number(name));
	}

	return found;
}

async function wordsOf(pid: string): Promise<readonly string[]> {
	try {
		return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1);
	} catch {
		return [];
	}
}
