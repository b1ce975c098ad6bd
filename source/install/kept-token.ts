import {join} from 'node:path';
import process from 'node:process';
import {writeFile} from '../command/edit.js';
import * as files from '../command/files.js';
import {makePrivate, ownFolders} from '../host/private-folder.js';
import {writePrivate} from '../host/private-file.js';
import type {Runner} from '../host/runner.js';
import type {Executor} from '../engine/executor.js';
import type {InstallAnswers} from './answers.js';

/** Where a token that came by standard input is kept until k0s has joined: root's alone, in a folder that only root may enter. */
export const tokenPath = (env: NodeJS.ProcessEnv = process.env): string => join(ownFolders(env).state, 'join-token');

/** Undefined: it is kept. Else why not. */
export async function keepToken(
	runner: Runner,
	token: string,
	env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
	const file = tokenPath(env);
	if (runner.kind !== 'local') {
		const {kind, stderr} = await runner.run({...writeFile(file, `${token}\n`), secret: true});
		return kind === 'ok' ? undefined : stderr || kind;
	}

	try {
		await makePrivate(ownFolders(env).state);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}

	return writePrivate(file, `${token}\n`);
}

/** It is of no use any more: k0s reads it at its first start alone. */
export async function forgetToken(runner: Runner, env: NodeJS.ProcessEnv = process.env): Promise<void> {
	await runner.run(files.remove(tokenPath(env)));
}

/** The same, which forgets the token when k0s has joined, whoever looks on by then. */
export const forgetting = (executor: Executor<InstallAnswers>, runner: Runner): Executor<InstallAnswers> => ({
	...executor,
	async execute(order, events, signal) {
		const end = await executor.execute(order, events, signal);
		const hasJoined = order.kind === 'run' && order.steps.includes('healthy') && end.state === 'done';
		if (hasJoined && order.answers.tokenFile === tokenPath()) await forgetToken(runner);
		return end;
	},
});
