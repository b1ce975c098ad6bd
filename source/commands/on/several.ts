import process from 'node:process';
import {visible} from '../../terminal/sanitise.js';
import {unreached, unsuited, type Fault} from './fault.js';
import type {Line} from './line.js';
import {progressLine} from './progress.js';
import {found, ready, type Found} from './reach-server.js';
import {removeFrom} from './remove.js';
import {promptTo} from './printer.js';
import {startAsking, startCommand, sudoAsks, type Place} from './start.js';
import type {ServerAnswer} from './answer.js';
import type {OnGiven} from './given.js';

/** What a question of ssh would have helped. */
const askable: readonly Fault['code'][] = ['denied', 'host-key-unknown'];

/**
 * The command on each server, side by side. Logins that need no question come first and together; ssh then asks for the others
 * one after the other, where there is a terminal.
 */
export async function overEach(given: OnGiven): Promise<readonly ServerAnswer[]> {
	const {request, open} = given;
	const alone = request.servers.length === 1;
	const lines = await Promise.all(request.servers.map(async server => open(server)));
	const first = await Promise.all(lines.map(async line => (alone ? undefined : found(line, true))));
	const there: Array<Found | Fault> = [];
	for (const [index, line] of lines.entries()) {
		const one = first[index];
		const asks = given.terminal !== undefined;
		const again = one === undefined || ('code' in one && askable.includes(one.code) && asks);
		there.push(again ? await found(line, false) : one);
	}

	if (request.remove) {
		return Promise.all(lines.map(async (line, index) => removedFrom(line, there[index] as Found | Fault)));
	}

	const places = await Promise.all(
		lines.map(async (line, index) => placedOn(line, there[index] as Found | Fault, given)),
	);
	const asking = places.map(at => 'folder' in at && sudoAsks(at, request.sudo) && given.terminal !== undefined);
	const free = lines.map(async (line, index) => {
		return asking[index] ? undefined : answered(line, places[index] as Place | Fault, given);
	});
	// One after the other, each to its end: two that read this terminal would share out the letters of a password.
	const asked = new Map<Line, ServerAnswer>();
	for (const [index, line] of lines.entries()) {
		if (!asking[index] || given.signal.aborted) continue;
		process.stderr.write(`${visible(given.text.on(line.server, given.text.sudoHere))}\n`);
		asked.set(line, await answered(line, places[index] as Place | Fault, given, true));
	}

	const done = await Promise.all(free);
	return lines.map((line, index) => done[index] ?? asked.get(line) ?? failedOn(line, unsuited('sudo-asks')));
}

const failedOn = ({server}: Line, fault: Fault): ServerAnswer => ({server, exit: fault.exit, answer: null, fault});

async function removedFrom(line: Line, there: Found | Fault): Promise<ServerAnswer> {
	const removed = 'code' in there ? there : await removeFrom(line, there);
	if ('code' in removed) return failedOn(line, removed);
	return {server: line.server, exit: removed.used.length > 0 ? 3 : 0, answer: removed, fault: null};
}

async function placedOn(line: Line, there: Found | Fault, {text, formFor}: OnGiven): Promise<Place | Fault> {
	if ('code' in there) return there;
	// One line for all would be overwritten by each: only where it lies at the end.
	const progress = progressLine(line.server, text, {isTTY: false, write: chunk => process.stderr.write(chunk)});
	const at = await ready(line, there, formFor, progress.tell);
	progress.end('folder' in at ? at.folder : undefined);
	return at;
}

/** `asks`: sudo asks on our terminal; nobody else does meanwhile. */
async function answered(
	line: Line,
	at: Place | Fault,
	{request, signal, token, terminal}: OnGiven,
	asks = false,
): Promise<ServerAnswer> {
	const failed = (fault: Fault): ServerAnswer => failedOn(line, fault);
	if ('code' in at) return failed(at);
	const out: Uint8Array[] = [];
	const err: Uint8Array[] = [];
	let size = 0;
	// One object, not whatever comes: a server that writes without end fills no memory here.
	const keep = (kept: Uint8Array[]) => (chunk: Uint8Array) => {
		size += chunk.length;
		if (size <= mostAnswer) kept.push(chunk);
	};
	const words = request.json ? request.words : ['--json', ...request.words];
	const streams = {token, onOut: keep(out), onErr: keep(err)};
	const exit = asks
		? await startAsking(line, at, words, {...streams, onPrompt: promptTo(process.stderr), terminal})
		: await startCommand(line, at, words, {...streams, sudo: request.sudo, signal});
	if (typeof exit !== 'number') return failed(exit);
	const answer = objectIn(Buffer.concat(out).toString());
	if (answer) return {server: line.server, exit, answer, fault: null};
	const said = Buffer.concat(err).toString().trim().split('\n').at(-1) ?? '';
	return failed(exit === 0 ? unreached('no-json', said) : {...unsuited('no-json', said), exit: exit === 4 ? 4 : 3});
}

/** Bytes of an answer: the rules of 10,000 services are some 60 MB of JSON. */
const mostAnswer = 256 * 1024 * 1024;

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
	} catch {
		return undefined;
	}
}
