import {closeSync, fstatSync, openSync, readSync, writeSync} from 'node:fs';
import type {Command} from '../../command/command.js';
import type {OutputLine} from '../output.js';
import {isSaid, sentence, type Said} from '../../text/ids.js';
import type {Text} from '../../text/text.js';
import type {Progress} from '../progress.js';
import type {StepRunState} from '../run-state.js';
import type {ProcessId} from './holder.js';
import {O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY} from './folders.js';

/** What a worker tells beside the journal: one JSON object a line, each with the order that it belongs to. */
export type Told =
	| {readonly begun: ProcessId}
	/** `said`: of a note, which the reader makes a sentence of. */
	| {readonly line: Omit<OutputLine, 'at'>; readonly said?: Said}
	| {readonly progress: Progress | null}
	| {readonly plan: {readonly step: string; readonly commands: readonly Command[]}}
	| {readonly step: string}
	| {readonly end: {readonly state: StepRunState; readonly fault: Said | string | null}};

export type Entry = Told & {readonly order: string};

/** A command that prints without end must not fill the disk. Bytes. */
const most = 16 * 1024 ** 2;
const flushEvery = 50;
/** What is read of it at once; the rest comes with the next look. Bytes. */
const mostAtOnce = 4 * 1024 ** 2;

/** Writes a run's events. Lines of output are gathered for a moment; everything else is written at once. */
export function openStream(path: string, order: string) {
	const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
	let {size} = fstatSync(file);
	/** What an earlier worker was killed in the middle of ends here. */
	let waiting = size > 0 ? '\n' : '';
	let timer: NodeJS.Timeout | undefined;

	const flush = (): void => {
		clearTimeout(timer);
		timer = undefined;
		if (waiting === '') return;
		size += writeSync(file, waiting);
		waiting = '';
	};

	return {
		tell(told: Told): void {
			if ('line' in told && told.line.kind !== 'command' && size > most) return;
			waiting += `${JSON.stringify({order, ...told})}\n`;
			if ('line' in told || 'progress' in told) timer ??= setTimeout(flush, flushEvery);
			else flush();
		},
		close(): void {
			flush();
			closeSync(file);
		},
	};
}

export const readEntry = (line: string): Entry | undefined => {
	try {
		const entry = JSON.parse(line) as Entry;
		return typeof entry.order === 'string' ? entry : undefined;
	} catch {
		return undefined;
	}
};

/** A line in the reader's language; of an earlier version as it is. */
export const lineOf = ({line, said}: Extract<Entry, {line: unknown}>, text: Text): Omit<OutputLine, 'at'> =>
	isSaid(said) ? {...line, text: sentence(said, text)} : line;

/** Whole lines that were appended to a file since the last time; none while it is not there. */
export function createTail(path: string): () => readonly string[] {
	let offset = 0;
	let rest = Buffer.alloc(0);
	return () => {
		let file: number;
		try {
			file = openSync(path, O_NOFOLLOW | O_NONBLOCK);
		} catch {
			return [];
		}

		try {
			const stats = fstatSync(file);
			if (!stats.isFile() || stats.size <= offset) return [];
			const fresh = Buffer.alloc(Math.min(stats.size - offset, mostAtOnce));
			const got = readSync(file, fresh, 0, fresh.length, offset);
			offset += got;
			const content = Buffer.concat([rest, fresh.subarray(0, got)]);
			const end = content.lastIndexOf(10) + 1;
			rest = content.subarray(end);
			return content
				.subarray(0, end)
				.toString('utf8')
				.split('\n')
				.filter(line => line !== '');
		} finally {
			closeSync(file);
		}
	};
}
