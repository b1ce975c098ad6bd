import {join} from 'node:path';
import process from 'node:process';
import {writeFile} from '../command/edit.js';
import {mostOfToken} from '../command/join.js';
import * as files from '../command/files.js';
import {makePrivate, ownFolders} from '../host/private-folder.js';
import {writePrivate} from '../host/private-file.js';
import type {Runner} from '../host/runner.js';
import {decodeJoinToken} from './join-token.js';

/** A token that came by standard input: the file that k0s reads it from, or why there is none. */
export type TokenInput =
	{readonly file: string} | {readonly fault: 'terminal' | 'no-token' | 'not-written'; readonly said: string};

/** Where it is kept until k0s has joined: root's alone, in a folder that only root may enter. */
export const tokenPath = (env: NodeJS.ProcessEnv = process.env): string => join(ownFolders(env).state, 'join-token');

/** Reads the whole of it, no more than a token has; nothing of it is ever told. */
export async function takeToken(runner: Runner, env: NodeJS.ProcessEnv = process.env): Promise<TokenInput> {
	if (process.stdin.isTTY) return {fault: 'terminal', said: ''};
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of process.stdin as AsyncIterable<Buffer | string>) {
		const bytes = Buffer.from(part);
		parts.push(bytes);
		size += bytes.length;
		if (size > mostOfToken) return {fault: 'no-token', said: ''};
	}

	const token = Buffer.concat(parts).toString('utf8').trim();
	if (decodeJoinToken(token) === undefined) return {fault: 'no-token', said: ''};
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
