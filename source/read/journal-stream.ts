import type {JournalLine} from '../facts/cluster.js';
import {joinedLines, parseLine, type ParsedLine} from './journal.js';

/** So many lines are kept: older ones fall out, whatever comes. */
export const mostJournalLines = 5000;
/** Letters of one line that are read. */
const longest = 4096;

/** What `journalctl -f` prints, line by line, in bounded memory. */
export interface JournalStream {
	/** False: it is no line of the journal, and is left out. */
	add(line: string): boolean;
	/** The last ones, oldest first; an error that takes several lines is one. */
	get(): readonly JournalLine[];
	/** How many fell out. */
	readonly lost: number;
}

export function createJournalStream(most = mostJournalLines): JournalStream {
	let parsed: ParsedLine[] = [];
	let lost = 0;
	return {
		add(line) {
			const read = line === '' || line.startsWith('-- ') ? undefined : parseLine(line.slice(0, longest));
			if (!read) return false;
			parsed.push(read);
			if (parsed.length >= most * 2) {
				lost += parsed.length - most;
				parsed = parsed.slice(-most);
			}

			return true;
		},
		get: () => joinedLines(parsed.slice(-most)),
		get lost() {
			return lost + Math.max(0, parsed.length - most);
		},
	};
}
