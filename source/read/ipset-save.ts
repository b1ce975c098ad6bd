import type {Outcome} from '../command/outcome.js';
import type {NamedSet, SetElement} from '../facts/packet-filter.js';
import {known, unknown, type Note, type Reading} from '../facts/reading.js';
import {notOk} from './reading.js';

/**
 * `ipset save` (ipset 7.x): `create NAME TYPE options…` and `add NAME ELEMENT options…`, sets before what is in them.
 */
export function readIpsetSave(outcome: Outcome): Reading<readonly NamedSet[]> {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? '');
	const notes: Note[] = [];
	const sets = new Map<string, {name: string; type: string; timeout: number | null; elements: SetElement[]}>();
	for (const line of outcome.stdout.split('\n')) {
		if (line.trim() === '') continue;
		const [verb, name, word, ...rest] = line.trim().split(/\s+/);
		const set = name === undefined ? undefined : sets.get(name);
		if (verb === 'create' && name !== undefined && word !== undefined) {
			const at = rest.indexOf('timeout');
			const timeout = at === -1 ? 0 : Number(rest[at + 1]);
			sets.set(name, {name, type: word, timeout: timeout > 0 ? timeout : null, elements: []});
		} else if (verb === 'add' && set && word !== undefined) {
			const comment = /\bcomment "([^"]*)"/.exec(rest.join(' '))?.[1] ?? null;
			const not = rest.includes('nomatch') ? '! ' : '';
			set.elements.push({key: `${not}${word}`, value: null, verdict: null, comment});
		} else if (notes.length < 20) {
			notes.push({line: line.slice(0, 200), reason: 'not-understood'});
		}
	}

	return known(
		[...sets.values()].map(({name, type, timeout, elements}) => ({
			name,
			kind: 'set' as const,
			type,
			comment: null,
			timeout,
			elements,
		})),
		notes,
	);
}
