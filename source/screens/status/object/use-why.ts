import {useEffect, useState} from 'react';
import {blank, bold, colored, dim, line, type Line} from '../../../components/line.js';
import {wrap} from '../../../components/blocks.js';
import {marked} from '../../../components/marks.js';
import type {Reading} from '../../../facts/reading.js';
import type {WhyTarget} from '../../../model/why/facts.js';
import type {Why} from '../../../model/why/why.js';
import {whySentences, type Said} from '../../../report/why-sentences.js';
import {readWhy, readWhyObjects} from '../../../store/why.js';
import type {Text} from '../../../text/text.js';
import type {Services} from '../../services.js';

export type WhyAnswer = {readonly reading: Reading<Why | undefined>; readonly now: number};

/** Asks anew with each target, and whenever `fact` (its row as it stands now) is another one. Undefined: being asked. */
export function useWhy({ask, kind}: Services, target: WhyTarget | undefined, fact: unknown): WhyAnswer | undefined {
	const [answer, setAnswer] = useState<WhyAnswer>();
	const {kind: what, namespace, name} = target ?? {};
	useEffect(() => setAnswer(undefined), [what, namespace, name]);
	useEffect(() => {
		if (what === undefined || namespace === undefined || name === undefined) return undefined;
		const controller = new AbortController();
		const {signal} = controller;
		void (async () => {
			const host = {kind, ask};
			const objects = await readWhyObjects(host, signal);
			const reading = objects.known
				? await readWhy(host, {kind: what, namespace, name}, objects.value, signal)
				: objects;
			const now = (objects.known ? objects.value.asOf : null) ?? Date.now();
			if (!signal.aborted) setAnswer({reading, now});
		})();
		return () => controller.abort();
	}, [ask, kind, what, namespace, name, fact]);
	return answer;
}

const marks = {healthy: 'pass', cause: 'fail', unknown: 'unknown'} as const;

/** The sentence first, what it stands on with its commands, then what to do. */
export function whyRows({reading, now}: WhyAnswer, text: Text, width: number): readonly Line[] {
	const {cause: words, common} = text;
	if (!reading.known) {
		const {reason, detail} = reading.unknown;
		const why = [common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
		return wrap(words.couldNotRead(why), width).map(row => line(row));
	}

	if (!reading.value) return [line(common.none)];
	const {verdict} = reading.value;
	const sentences = whySentences(reading.value, text, now);
	const told = (rows: readonly Said[]): Line[] =>
		rows.flatMap(({text: says, below, command}) => [
			...wrap(says, width - 2).map(row => line('  ', row)),
			...below.flatMap(row => wrap(row, width - 4).map(part => line(dim('    '), part))),
			...(command === null ? [] : [line(dim('    $ '), colored(command, 'cyan'))]),
		]);
	const block = (title: string, rows: readonly Line[]): Line[] =>
		rows.length === 0 ? [] : [blank, line(bold(title)), ...rows];
	return [
		line(marked(marks[verdict], words.verdict[verdict]), '  ', bold(sentences.name)),
		...wrap(sentences.sentence, width - 2).map(row => line('  ', bold(row))),
		...(sentences.chain === '' ? [] : [line(dim(`${words.titles.chain}: `), sentences.chain)]),
		...block(words.titles.evidence, told(sentences.evidence)),
		...block(words.titles.next, told(sentences.next)),
		...block(
			words.titles.unread,
			sentences.unread.flatMap(row => wrap(row, width - 2).map(part => line('  ', part))),
		),
	];
}
