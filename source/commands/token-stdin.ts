import process from 'node:process';
import {mostOfToken} from '../command/join.js';
import {decodeJoinToken} from './join-token.js';

/** Why nothing that came by standard input is used. `terminal`: nothing was read, a person would have to type it. */
export type TokenFault = 'terminal' | 'empty' | 'too-large' | 'no-token';

type Input = AsyncIterable<Buffer | string> & {readonly isTTY?: boolean};

/** The join token that comes by standard input, without white space around it. No more is read than a token has. */
export async function readToken(
	input: Input = process.stdin,
): Promise<{readonly token: string} | {readonly fault: TokenFault}> {
	if (input.isTTY === true) return {fault: 'terminal'};
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of input) {
		const bytes = Buffer.from(part);
		parts.push(bytes);
		size += bytes.length;
		if (size > mostOfToken) return {fault: 'too-large'};
	}

	const token = Buffer.concat(parts).toString('utf8').trim();
	if (token === '') return {fault: 'empty'};
	return decodeJoinToken(token) === undefined ? {fault: 'no-token'} : {token};
}
