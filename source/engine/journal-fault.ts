import {recordVersion} from './journal-record.js';
import type {JournalReading} from './journal.js';
import type {Text} from '../text/text.js';

/**
 * Why a journal is not acted on:
 * - newer: record `seq` has the version of a newer k0s-tui (`version`). What it says is not known here.
 * - broken: from record `seq` on, lines were edited, lost, or are no records at all.
 * - unread: it is there and could not be read. `detail`: what the system says.
 */
export type JournalFault =
	| {readonly reason: 'newer'; readonly seq: number; readonly version: number}
	| {readonly reason: 'broken'; readonly seq: number}
	| {readonly reason: 'unread'; readonly detail: string};

/** Undefined: every line is a record of ours, and the chain holds. A torn last line is no fault: nothing followed from it. */
export function journalFault({newer, brokenAt}: Pick<JournalReading, 'newer' | 'brokenAt'>): JournalFault | undefined {
	if (newer !== null) return {reason: 'newer', ...newer};
	return brokenAt === null ? undefined : {reason: 'broken', seq: brokenAt};
}

/** Of a journal that could not be read. An ordinary user may not, which is no fault of it: undefined. */
export function unreadJournal(error: unknown): JournalFault | undefined {
	const {code} = error as NodeJS.ErrnoException;
	if (code === 'EACCES' || code === 'EPERM') return undefined;
	return {reason: 'unread', detail: error instanceof Error ? error.message : String(error)};
}

/** What is wrong with it, and what a person can do: `force` runs what it records all the same. */
export function journalWords(fault: JournalFault, text: Text): {readonly message: string; readonly hint: string} {
	const words = text.journal;
	switch (fault.reason) {
		case 'newer': {
			return {message: words.newer(fault.seq, fault.version, recordVersion), hint: words.newerHint};
		}

		case 'broken': {
			return {message: words.broken(fault.seq), hint: words.brokenHint};
		}

		case 'unread': {
			return {message: words.unread(fault.detail), hint: words.unreadHint};
		}
	}
}
