import {readFileSync} from 'node:fs';
import type {Outcome} from '../../source/command/outcome.js';

/** A recorded output of `test/samples/FOLDER/NAME`. */
export const sample = (folder: string, name: string): string =>
	readFileSync(new URL(`../samples/${folder}/${name}`, import.meta.url), 'utf8');

/** An Outcome that ended by itself: ok with exit 0, else failed. */
export const ended = (
	stdout: string,
	{
		stderr = '',
		exit = 0,
		stdoutCut = 0,
		argv = ['tool'],
	}: Partial<Pick<Outcome, 'stderr' | 'exit' | 'stdoutCut' | 'argv'>> = {},
): Outcome => ({
	kind: exit === 0 ? 'ok' : 'failed',
	argv,
	exit,
	signal: null,
	stdout,
	stderr,
	stdoutCut,
	stderrCut: 0,
	startedAt: 0,
	ms: 1,
});

export const notFound = (argv: readonly string[]): Outcome => ({...ended('', {argv}), kind: 'not-found', exit: null});
