import type {NamespaceName} from '../facts/network.js';
import {ipRecords} from './ip/json.js';
import {asNumber, asText} from './json-value.js';
import {firstLine, notOk, type Reader} from './reading.js';
import {known, unknown, type Note} from '../facts/reading.js';

/** `ip -j netns list` (iproute2 6.1.0): newest first. Nothing printed, exit 0: there are none. Works without root. */
export const readNamespaces: Reader<readonly NamespaceName[]> = outcome => {
	const records = ipRecords(outcome);
	if (!records.known) return records;
	return known(
		records.value.flatMap(record => {
			const name = asText(record['name']);
			return name === null ? [] : [{name, id: asNumber(record['id'])}];
		}),
		records.notes,
	);
};

/** `ip netns`: `NAME (id: N)`, or the name alone. */
export const readNamespacesText: Reader<readonly NamespaceName[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'ip netns');
	const names: NamespaceName[] = [];
	const notes: Note[] = [];
	for (const line of outcome.stdout.split('\n')) {
		if (line.trim() === '') continue;
		const match = /^(.+?)(?: \(id: (\d+)\))?\s*$/.exec(line);
		if (match?.[1] === undefined || line.startsWith('Error:')) notes.push({line, reason: 'not a namespace'});
		else names.push({name: match[1], id: match[2] === undefined ? null : Number(match[2])});
	}

	return known(names, notes);
};

/**
 * `ip netns pids NAME`: a number a line. Without root it prints nothing with exit 0, so an empty answer is known to be
 * "none" only when `root` says that root asked.
 */
export const readNamespacePids =
	(root: boolean): Reader<readonly number[]> =>
	outcome => {
		const bad = notOk(outcome);
		if (bad) return bad;
		if (outcome.stdoutCut > 0) return unknown('cut', 'ip netns pids');
		const lines = outcome.stdout.split('\n').filter(line => line.trim() !== '');
		if (lines.length === 0 && !root) return unknown('needs-root', 'ip netns pids');
		const odd = lines.find(line => !/^\s*\d+\s*$/.test(line));
		if (odd !== undefined) return unknown('unreadable', firstLine(odd));
		return known(lines.map(Number));
	};
