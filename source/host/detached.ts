import {spawn} from 'node:child_process';
import {closeSync, constants, openSync} from 'node:fs';
import process from 'node:process';
import type {Command} from '../command/command.js';
import {childEnvironment} from './environment.js';

/** What became of it by now: `exit` is null while it runs. */
export type Detached = {readonly exit: () => number | null; readonly failure: () => string | undefined};

/**
 * Starts a program in a session of its own, with its output on a file: it goes on when we, our terminal and our login are
 * gone. For a host without systemd.
 */
export function startDetached(command: Command, file: string, log: string): Detached {
	const {O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK} = constants;
	const output = openSync(log, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
	let exit: number | null = null;
	let failure: string | undefined;
	const child = spawn(file, command.argv.slice(1), {
		cwd: '/',
		env: childEnvironment(command, process.env),
		detached: true,
		stdio: ['ignore', output, output],
	});
	child.on('exit', (code, signal) => {
		exit = code ?? 128;
		if (signal !== null) failure = signal;
	});
	child.on('error', error => {
		failure = error.message;
	});
	child.unref();
	closeSync(output);
	return {exit: () => exit, failure: () => failure};
}
