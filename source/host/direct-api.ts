import fs from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';
import type {IncomingMessage, RequestOptions} from 'node:http';
import type {Direct} from '../command/command.js';
import {readKubeconfig, type Kubeconfig} from '../read/kubeconfig.js';
import {errorWords, type DirectAnswer, type DirectOptions} from './direct-answer.js';
import {expectMuch} from './engine-room.js';

/** As kubectl 1.34 asks; a server that knows no tables answers with objects. */
const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
/** A silent watch is asked for a sign of life by the kernel after so many milliseconds. */
const keepAlive = 30_000;
/** Longest event of a watch that is handed on; the API's own limit of an object is 1.5 MiB. */
const longestEvent = 16 * 1024 * 1024;

/** How often is asked where the server has too many requests and says when to come again, as kubectl does. */
const tries = 3;
/** Milliseconds; a server that wants a longer pause gets its answer told. */
const longestPause = 5000;

type Tried = DirectAnswer & {
	/** The server is busy: milliseconds until it may be asked again; left out: it answered, or did not say. */
	readonly again?: number;
};

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	await setTimeout(milliseconds, undefined, {signal}).catch(() => undefined);
}

type Config = {readonly text: string; readonly config: Kubeconfig | undefined};
let last: Config | undefined;

/**
 * `k0s kubectl get --raw PATH` without the program: the same request with the same certificate. What goes wrong is told in
 * kubectl's words (1.34), so that one reader reads both. With `follow` the answer is a watch: each whole line is handed on
 * as it comes, and the end of the connection is the end of the command. Undefined where the kubeconfig says more than a
 * certificate, or is elsewhere.
 */
export async function askApi(
	{path, kubeconfig, elsewhere, table}: Extract<Direct, {kind: 'api'}>,
	follow: boolean,
	options: DirectOptions,
): Promise<DirectAnswer | undefined> {
	let text: string;
	try {
		text = await fs.readFile(kubeconfig, 'utf8');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (elsewhere && code === 'ENOENT') return undefined;
		const words = errorWords(error).toLowerCase();
		if (code === 'ENOENT') {
			return failed(`Error: cannot stat k0s kubeconfig, is the server running?: stat ${kubeconfig}: ${words}`);
		}

		return failed(`error: error loading config file "${kubeconfig}": open ${kubeconfig}: ${words}`);
	}

	if (last?.text !== text) last = {text, config: readKubeconfig(text)};
	const {config} = last;
	if (!config) return undefined;
	const accept = table ? asTable : 'application/json';
	let answer = await request(config, path, accept, follow, options);
	for (let more = tries - 1; more > 0 && answer.again !== undefined; more--) {
		await pause(answer.again, options.signal);
		if (options.signal.aborted) break;
		answer = await request(config, path, accept, follow, options);
	}

	const {exit, stdout, stderr} = answer;
	return {exit, stdout, stderr};
}

const failed = (words: string, stdout = ''): DirectAnswer => ({exit: 1, stdout, stderr: `${words}\n`});

async function request(
	{server, ca, cert, key}: Kubeconfig,
	path: string,
	accept: string,
	follow: boolean,
	{signal, maxOutput, onLine}: DirectOptions,
): Promise<Tried> {
	const url = new URL(path, server);
	const secure = url.protocol === 'https:';
	const {default: web} = secure ? await import('node:https') : await import('node:http');
	const how: RequestOptions = {
		headers: {accept, 'user-agent': 'k0s-tui'},
		// A connection of its own, closed with the answer: nothing lies open between two questions.
		agent: false,
		signal,
		...(secure && {ca, cert, key}),
	};
	return new Promise(resolve => {
		const asked = web.get(url, how, response => {
			const watches = follow && response.statusCode === 200;
			// It is open: until something changes nothing else would tell.
			if (watches) onLine('');
			void (watches ? passOn(response, onLine) : whole(response, maxOutput)).then(
				body => resolve({...answerOf(response, watches ? '' : body), ...againOf(response)}),
				(error: unknown) => resolve(failed(`error: ${error instanceof Error ? error.message : String(error)}`)),
			);
		});
		asked.on('socket', socket => socket.setKeepAlive(true, keepAlive));
		asked.on('error', (error: NodeJS.ErrnoException) => {
			const refused = `The connection to the server ${url.host} was refused - did you specify the right host or port?`;
			resolve(failed(error.code === 'ECONNREFUSED' ? refused : `Unable to connect to the server: ${error.message}`));
		});
	});
}

async function whole(response: IncomingMessage, maxOutput: number): Promise<string> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of response as AsyncIterable<Buffer>) {
		parts.push(part);
		size += part.length;
		// One byte more than is kept, so that a cut is seen as one.
		if (size > maxOutput) break;
	}

	expectMuch(size);
	return Buffer.concat(parts).toString();
}

/** Hands on whole lines. What stands after the last line's end is half an event: the connection was cut. */
async function passOn(response: IncomingMessage, onLine: (line: string) => void): Promise<string> {
	let held: Buffer[] = [];
	let size = 0;
	for await (const part of response as AsyncIterable<Buffer>) {
		let from = 0;
		for (let end = part.indexOf(0x0a); end !== -1; end = part.indexOf(0x0a, from)) {
			if (size === 0) {
				onLine(part.toString('utf8', from, end));
			} else {
				held.push(part.subarray(from, end));
				onLine(Buffer.concat(held).toString());
				held = [];
				size = 0;
			}

			from = end + 1;
		}

		if (from === part.length) continue;
		held.push(part.subarray(from));
		size += part.length - from;
		if (size > longestEvent) throw new Error('an event longer than 16 MiB');
	}

	// A log may end without the end of its line. Of an event this is a part, and who reads it sees that.
	if (size > 0) onLine(Buffer.concat(held).toString());

	return '';
}

/** Of 429, and of 503 while it starts or stops: Retry-After in whole seconds. */
function againOf({statusCode, headers}: IncomingMessage): Pick<Tried, 'again'> {
	const after = headers['retry-after'];
	if ((statusCode !== 429 && statusCode !== 503) || after === undefined || !/^\d+$/.test(after)) return {};
	const again = Number(after) * 1000;
	return again <= longestPause ? {again} : {};
}

/** kubectl's words for an answer that is none: `Error from server (NotFound): …`. */
function answerOf({statusCode = 0, statusMessage = ''}: IncomingMessage, body: string): DirectAnswer {
	if (statusCode >= 200 && statusCode < 300) return {exit: 0, stdout: body, stderr: ''};
	if (statusCode === 401) return failed('error: You must be logged in to the server (Unauthorized)');
	let reason = statusMessage;
	let message = '';
	try {
		const status = JSON.parse(body) as {readonly reason?: unknown; readonly message?: unknown};
		if (typeof status.reason === 'string') ({reason} = status as {reason: string});
		if (typeof status.message === 'string') ({message} = status as {message: string});
	} catch {
		// A proxy's page, or nothing.
	}

	return failed(`Error from server (${reason || statusCode}): ${message || statusMessage}`);
}
