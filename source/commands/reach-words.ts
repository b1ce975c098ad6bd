import {shown} from '../command/command.js';
import type {Reached, ReachReason, ReachVerdict} from '../model/reach/facts.js';
import type {Answered} from '../model/reach/answer.js';
import type {ResolveNote} from '../model/reach/resolve.js';
import type {ReachText} from '../text/reach.js';
import type {Text} from '../text/text.js';

/** A reason as a person reads it; text from outside is not made visible yet. */
export function reasonText({kind, about}: ReachReason, words: ReachText, text: Text): string {
	if (kind === 'walk') {
		const [id = '', what = ''] = about;
		return text.whatIf.reason[id]?.(what) ?? `${id} ${what}`;
	}

	const say = words.blocked[kind] ?? words.depends[kind];
	return say ? say(...about) : kind;
}

/** One sentence for a verdict and what it rests on. */
export function verdictText(
	{
		verdict,
		reasons,
		blockedShare = 1,
	}: {readonly verdict: ReachVerdict; readonly reasons: readonly ReachReason[]; readonly blockedShare?: number},
	words: ReachText,
	text: Text,
): string {
	const said = reasons.map(reason => reasonText(reason, words, text));
	switch (verdict) {
		case 'reaches':
			return words.verdict.reaches;
		case 'blocked': {
			if (said.length === 0) return words.verdict.blocked;
			return blockedShare < 0.999_999 ? words.partly(blockedShare, said.join('; ')) : words.blockedBy(said.join('; '));
		}

		case 'unknown':
			return said.length === 0 ? words.verdict.unknown : words.dependsOn(said.join('; '));
	}
}

export function noteText(note: ResolveNote, {notes}: ReachText): string {
	switch (note.kind) {
		case 'default-port':
			return notes[note.what];
		case 'name-cluster':
			return notes.cluster(note.name, note.service);
		case 'name-host':
			return notes.host(note.name, note.addresses.join(' '));
		case 'name-external':
			return notes.external(note.service, note.name);
		case 'headless':
			return notes.headless(note.service, notes[note.by]);
		case 'outside-as':
			return notes.outside(note.address);
	}
}

/** Commands that show why, each once. */
export const seeCommands = (reasons: readonly ReachReason[]): readonly string[] => [
	...new Set(reasons.flatMap(({command}) => (command === null ? [] : [shown(command)]))),
];

/** How many of an answer's packets reach. */
export const goodOf = ({results}: Answered): number =>
	results.filter(({verdict}: Reached) => verdict === 'reaches').length;
