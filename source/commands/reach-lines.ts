import type {Answered} from '../model/reach/answer.js';
import type {Reached} from '../model/reach/facts.js';
import {placeText} from '../model/reach/place.js';
import {visible} from '../terminal/sanitise.js';
import type {ReachText} from '../text/reach.js';
import type {Text} from '../text/text.js';
import {goodOf, noteText, seeCommands, verdictText} from './reach-words.js';
import {textColumns} from './text-columns.js';

/** The human form of `reach`: what was asked, one row a packet and endpoint, and at the end the answer with what shows it. */
export function reachLines(answered: Answered, words: ReachText, text: Text): string[] {
	const {question, results, notes, verdict, reasons} = answered;
	const single = results.length === 1 ? results[0] : undefined;
	return [
		words.head(placeText(question.from), placeText(question.to)),
		...notes.map(note => visible(noteText(note, words))),
		...(results.length === 0 ? [] : tableOf(results, words).map(line => `  ${line}`)),
		...(results.length > 1 && verdict !== 'reaches' ? [words.someOf(goodOf(answered), results.length)] : []),
		visible(verdictText({verdict, reasons, ...(single && {blockedShare: single.blockedShare})}, words, text)),
		...seeCommands(reasons).map(command => `  ${visible(words.see(command))}`),
	];
}

function tableOf(results: readonly Reached[], words: ReachText): readonly string[] {
	const {columns, sign} = words;
	const manySenders = new Set(results.map(({flow}) => flow.sender.label)).size > 1;
	const isAway = results.some(({ends}) => ends.some(({node}) => node !== null));
	const rows = results.flatMap(({flow, verdict, ends}) => {
		const from = manySenders ? [flow.sender.label] : [];
		if (ends.length === 0) return [[...from, flow.label, '', '', '', ...(isAway ? [''] : []), sign[verdict]]];
		return ends.map(({address, port, share, pod, node, verdict: own}, at) => [
			...(manySenders ? [at === 0 ? flow.sender.label : ''] : []),
			at === 0 ? flow.label : '',
			endText(address, port),
			words.share(share),
			pod ?? '',
			...(isAway ? [node ?? ''] : []),
			sign[own],
		]);
	});
	return textColumns(
		[
			...(manySenders ? [columns.from] : []),
			...[columns.to, columns.sentTo, columns.share, columns.pod],
			...(isAway ? [columns.node] : []),
			columns.answer,
		],
		rows,
	);
}

export const endText = (address: string, port: number | null): string =>
	port === null ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`;
