import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {onTestFinished} from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));

export type OnEnd = {readonly exit: number | null; readonly stdout: string; readonly stderr: string};

/** argv of the built `k0s-tui on`. */
export const onArgv = (args: readonly string[]): readonly string[] => [
	process.execPath,
	`${project}dist/cli.js`,
	'on',
	...args,
];

/** Starts the built `k0s-tui on` without a terminal; with the test it ends too, also one that took too long. `input`: what it reads. */
export function startOn(
	args: readonly string[],
	input?: string,
): {readonly child: ChildProcess; readonly end: Promise<OnEnd>} {
	const [file = '', ...words] = onArgv(args);
	const child = spawn(file, words, {stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe']});
	child.stdin?.end(input);
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	let stdout = '';
	let stderr = '';
	child.stdout?.on('data', data => (stdout += String(data)));
	child.stderr?.on('data', data => (stderr += String(data)));
	return {child, end: new Promise(resolve => child.on('close', exit => resolve({exit, stdout, stderr})))};
}

export const runOn = async (args: readonly string[], input?: string): Promise<OnEnd> => startOn(args, input).end;
