import {constants} from 'node:os';
import process from 'node:process';
import {visible} from '../../terminal/sanitise.js';
import {onText} from '../../text/on.js';
import type {Language} from '../../text/text.js';
import {envelope, noHost} from '../envelope.js';
import type {Output} from '../output.js';
import {faultWords, answerTable, worstOf} from './answer.js';
import {readToken} from '../token-stdin.js';
import {forms} from './archive.js';
import {takesToken, terminalOf} from './carry.js';
import {unsuited, type Fault} from './fault.js';
import {lineTo, type Line} from './line.js';
import {overEach} from './several.js';
import {printerTo, promptTo} from './printer.js';
import {progressLine} from './progress.js';
import {found, ready} from './reach-server.js';
import {removedLines} from './remove.js';
import type {OnGiven} from './given.js';
import {requestFrom, type Request} from './request.js';
import {startAsking, startCommand, startScreen, sudoAsks} from './start.js';

type Given = {
	readonly version: string;
	readonly language: Language;
	readonly usage: (message: string) => number;
	/** Standard output; whoever waits for it tells what was not written. */
	readonly output: Output;
};

/** `k0s-tui on …`: returns the exit code. One server: what its program prints, as it is. Several: one table, or one object. */
export async function runOn(argv: readonly string[], {version, language, usage, output}: Given): Promise<number> {
	const text = await onText(language);
	const request = requestFrom(argv, text);
	if (typeof request === 'string') return usage(request);
	const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
	const opensScreen = request.command === undefined && !request.remove && !asksAbout(request);
	if (opensScreen && !isTerminal) return usage(text.needsTerminal);
	// Before anything is asked or copied: without a token there is nothing to start there.
	const read = takesToken(request) ? await readToken() : undefined;
	if (read && 'fault' in read) return usage(text.token[read.fault]);
	const token = read?.token;
	const terminal = terminalOf(token);
	const lines: Line[] = [];
	const open = async (server: string): Promise<Line> => {
		const line = await lineTo(server, request.ssh);
		lines.push(line);
		return line;
	};

	const controller = new AbortController();
	let asked = 0;
	// The first ctrl-c is told to the server, and its answer waited for; the second does not wait.
	const stop = (): void => {
		controller.abort();
		if (++asked > 1) void closeAll(lines).then(() => process.exit(130));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	// Nobody reads, or nothing can be written: the command there ends too.
	output.onFault(() => controller.abort());
	process.stderr.on('error', () => undefined);
	try {
		const {signal} = controller;
		const given = {request, text, formFor: forms(version, request.archive), signal, open, token, terminal, output};
		if (request.servers.length === 1 && !request.remove) {
			return await onOne(given, opensScreen);
		}

		const answers = await overEach(given);
		const exit = asked > 0 ? 130 : worstOf(answers.map(each => each.exit));
		if (request.json) {
			const servers = Object.fromEntries(
				answers.map(({server, exit: code, answer, fault}) => [
					server,
					{exit: code, answer, error: fault && {code: fault.code, message: faultWords(fault, text)}},
				]),
			);
			output.write(envelope('on', noHost, {json: {command: request.command ?? null, servers}}));
		} else if (request.remove) {
			for (const {server, answer, fault} of answers) {
				const said = fault ? [faultWords(fault, text)] : removedLines(answer as never, text);
				for (const each of said) output.write(`${visible(text.on(server, each))}\n`);
			}
		} else output.write(`${answerTable(answers, text).join('\n')}\n`);
		return exit;
	} finally {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
		await closeAll(lines);
	}
}

async function onOne(given: OnGiven & {readonly output: Output}, opensScreen: boolean): Promise<number> {
	const {request, text, formFor, signal, open, token, terminal, output} = given;
	const [server = ''] = request.servers;
	const interrupted = (): number => {
		const error = {code: 'interrupted', message: text.interrupted};
		if (request.json) output.write(envelope(request.command ?? 'on', noHost, {json: {}, error}));
		return 130;
	};

	const failed = (fault: Fault): number => {
		if (signal.aborted) return interrupted();
		const message = faultWords(fault, text);
		if (request.json)
			output.write(envelope(request.command ?? 'on', noHost, {json: {}, error: {code: fault.code, message}}));
		else process.stderr.write(`k0s-tui: ${visible(text.on(server, message))}\n`);
		return fault.exit;
	};

	const line = await open(server);
	const there = await found(line, false);
	if ('code' in there) return failed(there);
	const progress = progressLine(server, text, process.stderr);
	const at = await ready(line, there, formFor, progress.tell);
	progress.end(typeof at === 'object' && 'folder' in at ? at.folder : undefined);
	if ('code' in at) return failed(at);
	if (opensScreen) {
		const exit = await startScreen(line, at.folder, request.words, request.sudo && !at.facts.root);
		return typeof exit === 'number' ? exit : failed(exit);
	}

	const out = printerTo({isTTY: process.stdout.isTTY, write: output.write});
	const err = printerTo(process.stderr);
	const streams = {onOut: out.write, onErr: err.write, token};
	const asks = sudoAsks(at, request.sudo);
	if (asks && terminal === undefined) return failed(unsuited('sudo-asks'));
	const exit = asks
		? await startAsking(line, at, request.words, {...streams, onPrompt: promptTo(process.stderr), terminal})
		: await startCommand(line, at, request.words, {...streams, sudo: request.sudo, signal});
	out.end();
	err.end();
	// Told to stop before it listened: it said nothing.
	if (exit === 128 + constants.signals.SIGTERM && signal.aborted) return interrupted();
	return typeof exit === 'number' ? exit : failed(exit);
}

const closeAll = async (lines: readonly Line[]): Promise<unknown> => Promise.all(lines.map(async line => line.close()));

/** `--version` behind the server: asked of the program there, and no screen. */
const asksAbout = ({words}: Request): boolean => words.includes('--version') || words.includes('--help');
