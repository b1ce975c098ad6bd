import {readFileSync} from 'node:fs';
import type {Outcome} from '../../source/command/outcome.js';

/** A sample's text: `sample('kubectl/1.34.5/get-all.json')`. */
export const sample = (path: string): string => readFileSync(new URL(`../samples/${path}`, import.meta.url), 'utf8');

/** An outcome as a host would give it; ok with nothing printed unless said otherwise. */
export function outcomeOf(parts: Partial<Outcome> = {}): Outcome {
	const exit = parts.exit ?? (parts.kind === undefined || parts.kind === 'ok' ? 0 : parts.kind === 'failed' ? 1 : null);
	return {
		kind: exit === 0 || exit === null ? 'ok' : 'failed',
		argv: ['k0s'],
		signal: null,
		stdout: '',
		stderr: '',
		stdoutCut: 0,
		stderrCut: 0,
		startedAt: Date.parse('2026-11-23T04:31:22Z'),
		ms: 5,
		...parts,
		exit,
	};
}

/** A recorded result of a real command: `{command, exitCode, stdout, stderr}`. */
export function recorded(path: string, argv: readonly string[] = ['k0s']): Outcome {
	const {exitCode, stdout, stderr} = JSON.parse(sample(path)) as {exitCode: number; stdout: string; stderr: string};
	return outcomeOf({exit: exitCode, kind: exitCode === 0 ? 'ok' : 'failed', stdout, stderr, argv});
}
