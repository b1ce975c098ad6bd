import type {Outcome} from '../command/outcome.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

const absent = /: No such file or directory$/m;

/** coreutils say so when the path is not there (any version, LC_ALL=C). */
export const isAbsent = (outcome: Outcome): boolean => outcome.kind === 'failed' && absent.test(outcome.stderr);

/** `cat -- FILE`: its text, null when there is no such file. */
export const readText: Reader<string | null> = outcome => {
	if (isAbsent(outcome)) return known(null);
	const bad = notOk(outcome);
	if (bad) return bad;
	return outcome.stdoutCut > 0 ? unknown('cut', outcome.argv.at(-1) ?? '') : known(outcome.stdout);
};

/** `ls -1A -- FOLDER`: the names in it, null when there is no such folder. */
export const readFolder: Reader<readonly string[] | null> = outcome => {
	const text = readText(outcome);
	if (!text.known || text.value === null) return text as Reading<null>;
	return known(text.value.split('\n').filter(name => name !== ''));
};

/** `ls -1d -- PATH…`: those that are there (exit 2 when some are not). */
export const readExisting: Reader<readonly string[]> = outcome => {
	const others = outcome.stderr.split('\n').filter(line => line !== '' && !absent.test(line));
	const bad = outcome.kind === 'failed' && others.length === 0 ? undefined : notOk(outcome);
	return bad ?? known(outcome.stdout.split('\n').filter(path => path !== ''));
};

/** `grep -r -H -e '' -- FOLDER`: the first line of each file in it, by its name; no folder or nothing in it: none. */
export const readContents: Reader<ReadonlyMap<string, string>> = outcome => {
	if (isAbsent(outcome)) return known(new Map());
	const empty = outcome.kind === 'failed' && outcome.exit === 1 && outcome.stderr === '';
	const bad = empty ? undefined : notOk(outcome);
	if (bad) return bad;
	const lines = outcome.stdout.split('\n').flatMap(line => {
		const match = /^.*?([^/:]+):(.*)$/.exec(line);
		return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
	});
	return known(new Map(lines.toReversed()));
};

/** A file that must be there: absent is unknown, with its path. */
export function required<T>(outcome: Outcome, parse: (text: string) => T | undefined): Reading<T> {
	const text = readText(outcome);
	if (!text.known) return text;
	if (text.value === null) return unknown('failed', `${outcome.argv.at(-1) ?? ''}: no such file`);
	const value = parse(text.value);
	return value === undefined ? unknown('unreadable', text.value.trim().slice(0, 200)) : known(value);
}
