import {join} from 'node:path';
import process from 'node:process';
import {writeFile} from '../command/edit.js';
import * as files from '../command/files.js';
import {makePrivate, ownFolders} from '../host/private-folder.js';
import {writePrivate} from '../host/private-file.js';
import type {Runner} from '../host/runner.js';
import {readToken, type TokenFault} from './token-stdin.js';

/** A token that came by standard input: the file that k0s reads it from, or why there is none. */
export type TokenInput = {readonly file: string} | {readonly fault: TokenFault | 'not-written'; readonly said: string};

/** Where it is kept until k0s has joined: root's alone, in a folder that only root may enter. */
export const tokenPath = (env: NodeJS.ProcessEnv = process.env): string => join(ownFolders(env).state, 'join-token');

/** Reads the whole of it, no more than a token has; nothing of it is ever told. */
export async function takeToken(runner: Runner, env: NodeJS.ProcessEnv = process.env): Promise<TokenInput> {
	const read = await readToken();
	if ('fault' in read) return {...read, said: ''};
	const {token} = read;
	const file = tokenPath(env);
	const why = runner.kind === 'local' ? await keep(file, `${token}\n`, env) : await simulate(runner, file, token);
	return why === undefined ? {file} : {fault: 'not-written', said: why};
}

async function keep(file: string, token: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
	try {
		await makePrivate(ownFolders(env).state);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}

	return writePrivate(file, token);
}

async function simulate(runner: Runner, file: string, token: string): Promise<string | undefined> {
	const {kind, stderr} = await runner.run({...writeFile(file, `${token}\n`), secret: true});
	return kind === 'ok' ? undefined : stderr || kind;
}

/** It is of no use any more: k0s reads it at its first start alone. */
export async function forgetToken(runner: Runner, file: string): Promise<void> {
	await runner.run(files.remove(file));
}
