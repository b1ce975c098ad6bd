import type {NamespaceId} from '../facts/network.js';
import {known, unknown, type Note} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/**
 * `lsns -t net -n -r -o NS,NETNSID` (util-linux 2.38.1). Only namespaces with a process, and without root only those of
 * the user's own processes, with exit 0: what is missing here is unknown, never absent.
 */
export const readNamespaceIds: Reader<readonly NamespaceId[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'lsns');
	const ids: NamespaceId[] = [];
	const notes: Note[] = [];
	for (const line of outcome.stdout.split('\n')) {
		if (line.trim() === '') continue;
		const match = /^\s*(\d+)(?: +(\d+|unassigned)?)?\s*$/.exec(line);
		if (match) ids.push({inode: Number(match[1]), id: /^\d+$/.test(match[2] ?? '') ? Number(match[2]) : null});
		else notes.push({line, reason: 'not a namespace'});
	}

	return known(ids, notes);
};
