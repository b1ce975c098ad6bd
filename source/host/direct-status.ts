import http from 'node:http';
import type {DirectAnswer, DirectOptions} from './direct-answer.js';

/** Go's words for what a connection to a socket file can come to. */
const dialWords: Readonly<Record<string, string>> = {
	ENOENT: 'connect: no such file or directory',
	ECONNREFUSED: 'connect: connection refused',
	EACCES: 'connect: permission denied',
};

/**
 * `k0s status --out json` (k0s 1.34) without the program: it does the same request and prints the same object. What goes
 * wrong is told in k0s's own words, so that one reader reads both. While the API server starts, k0s answers late: the
 * deadline ends the request, which no program outlives.
 */
export async function askStatusSocket(socket: string, {signal, maxOutput}: DirectOptions): Promise<DirectAnswer> {
	const failed = (words: string): DirectAnswer => ({
		...{exit: 1, stdout: ''},
		stderr: `Error: status: can't get "status" via ${JSON.stringify(socket)}: ${words}\n`,
	});
	return new Promise(resolve => {
		const request = http.get(
			{socketPath: socket, path: '/status', headers: {host: 'localhost'}, agent: false, signal},
			response => {
				const parts: Buffer[] = [];
				let size = 0;
				response.on('data', (part: Buffer) => {
					size += part.length;
					parts.push(part);
					if (size > maxOutput) response.destroy();
				});
				response.on('error', error => resolve(failed(error.message)));
				response.on('close', () => {
					const stdout = Buffer.concat(parts).toString();
					const {statusCode = 0, statusMessage = ''} = response;
					if (!response.complete && size <= maxOutput) resolve(failed('unexpected EOF'));
					else if (statusCode === 200) resolve({exit: 0, stdout, stderr: ''});
					else resolve(failed(`${statusCode} ${statusMessage}`));
				});
			},
		);
		request.on('error', (error: NodeJS.ErrnoException) => {
			const dial = dialWords[error.code ?? ''];
			const why = dial === undefined ? error.message : `dial unix ${socket}: ${dial}`;
			resolve(failed(`Get "http://localhost/status": ${why}`));
		});
	});
}
