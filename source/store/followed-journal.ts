import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {followJournal, journal} from '../command/systemd.js';
import type {JournalLine} from '../facts/cluster.js';
import type {Unknown} from '../facts/reading.js';
import {createJournalStream} from '../read/journal-stream.js';
import {readJournal} from '../read/journal.js';

/** Milliseconds between two looks at what came: a log is repainted no oftener. */
const beat = 200;
/** Lines that it begins with. */
const first = 2000;

/** The log of a unit as far as it came. */
export type FollowedJournal = {
	/** Undefined: nothing came yet. */
	readonly lines: readonly JournalLine[] | undefined;
	/** How many older ones are not kept. */
	readonly lost: number;
	/** Why it cannot be read; it may be a part of it that can. */
	readonly unknown: Unknown | undefined;
	/** Nothing more comes. */
	readonly ended: boolean;
	/** When it ended, milliseconds since the epoch; left out: it goes on, or is a recording's. */
	readonly endedAt?: number;
};

export const noJournal: FollowedJournal = {lines: undefined, lost: 0, unknown: undefined, ended: false};

/** How the host is asked. `follows` false: nothing can be followed (a recorded host), and what it holds is all. */
export type JournalGiven = {
	readonly ask: (command: Command, signal?: AbortSignal) => Promise<Outcome>;
	readonly follow: (command: Command, onLine: (line: string) => void, signal: AbortSignal) => Promise<Outcome>;
	readonly follows: boolean;
};

/** Tells what the unit logs, until the function that it returns is called; in bounded memory. */
export function followedJournal(
	{ask, follow, follows}: JournalGiven,
	unit: string,
	tellAll: (log: FollowedJournal) => void,
): () => void {
	const controller = new AbortController();
	const {signal} = controller;
	const stream = createJournalStream();
	let why: Unknown | undefined;
	let ended = false;
	let endedAt: number | undefined;
	let timer: NodeJS.Timeout | undefined;
	const tell = (): void => {
		timer ??= setTimeout(() => {
			timer = undefined;
			tellAll({
				...{lines: stream.get(), lost: stream.lost, unknown: why, ended},
				...(endedAt !== undefined && {endedAt}),
			});
		}, beat);
	};

	// What may not be read journalctl leaves out without an error: a short look tells.
	void ask(journal(unit, follows ? 20 : first), signal).then(outcome => {
		if (signal.aborted) return;
		const read = readJournal(outcome);
		why = read.known ? undefined : read.unknown;
		if (!follows) {
			for (const line of outcome.stdout.split('\n')) stream.add(line);
			ended = true;
		}

		tell();
	});
	if (follows) {
		const onLine = (line: string): void => {
			if (stream.add(line)) tell();
		};

		void follow(followJournal(unit, first), onLine, signal).then(() => {
			if (signal.aborted) return;
			ended = true;
			endedAt = Date.now();
			tell();
		});
	}

	return () => {
		clearTimeout(timer);
		controller.abort();
	};
}
