import type {Answered} from '../model/reach/answer.js';
import type {ReachEnd, Reached, ReachReason, Sender} from '../model/reach/facts.js';
import {placeText} from '../model/reach/place.js';
import type {ReachText} from '../text/reach.js';
import type {Text} from '../text/text.js';
import {noteText, reasonText} from './reach-words.js';

/** `reach --json`. Sentences are there for people; scripts read `kind`, `about` and `rule`. */
export function reachJson(answered: Answered, words: ReachText, text: Text): Record<string, unknown> {
	const {question, verdict, senders, results, reasons, notes} = answered;
	return {
		from: placeText(question.from),
		to: placeText(question.to),
		port: question.port,
		protocol: question.protocol,
		verdict,
		reasons: reasons.map(reason => reasonJson(reason, words, text)),
		senders: senders.map(senderJson),
		flows: results.map(result => flowJson(result, words, text)),
		notes: notes.map(note => ({...note, text: noteText(note, words)})),
	};
}

const senderJson = ({label, kind, addresses, file}: Sender): Record<string, unknown> => ({
	label,
	kind,
	addresses,
	namespace: file ?? null,
});

export function reasonJson(reason: ReachReason, words: ReachText, text: Text): Record<string, unknown> {
	const {kind, about, command, hop} = reason;
	return {
		kind,
		about,
		text: reasonText(reason, words, text),
		command,
		rule: hop
			? {family: hop.family, table: hop.table, chain: hop.chain, index: hop.index, handle: hop.handle, text: hop.text}
			: null,
	};
}

export function flowJson(
	{flow, verdict, share, blockedShare, reasons, ends, packet, walk}: Reached,
	words: ReachText,
	text: Text,
): Record<string, unknown> {
	return {
		from: flow.sender.label,
		to: flow.label,
		source: packet?.source ?? null,
		destination: flow.destination,
		port: flow.port,
		protocol: flow.protocol,
		verdict,
		share,
		blockedShare,
		sureness: walk?.sureness.kind ?? null,
		reasons: reasons.map(reason => reasonJson(reason, words, text)),
		ends: ends.map(end => endJson(end, words, text)),
		hops: (walk?.main.hops ?? []).map(({kind, hook, family, table, chain, index, text: rule, verdict: said}) => ({
			...{kind, hook, family, table, chain, index, text: rule, verdict: said},
		})),
	};
}

const endJson = (
	{verdict, address, port, pod, node, share, reasons}: ReachEnd,
	words: ReachText,
	text: Text,
): Record<string, unknown> => ({
	...{address, port, pod, node, share, verdict},
	reasons: reasons.map(reason => reasonJson(reason, words, text)),
});
