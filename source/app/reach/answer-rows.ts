import {wrap} from '../../components/blocks.js';
import {blank, bold, colored, dim, line, span, type Line} from '../../components/line.js';
import {sign} from '../../components/marks.js';
import {shown} from '../../command/command.js';
import {goodOf, noteText, verdictText} from '../../commands/reach-words.js';
import {missingLines, verdictAfter} from '../../commands/reach-probed.js';
import type {Answered} from '../../model/reach/answer.js';
import type {Probed} from '../../store/reach-probe.js';
import {commandRows, markOf, pathRows, reasonRows, sorted, type Words} from './path-rows.js';

export type HostKind = 'local' | 'simulated' | 'recorded';

/** The whole answer: the verdict first, what a probe found otherwise, then each packet's way. */
export function answerRows(
	answered: Answered,
	probed: readonly Probed[] | undefined,
	words: Words,
	{width, kind}: {readonly width: number; readonly kind: HostKind},
): readonly Line[] {
	const {reach, screen, text} = words;
	const {results, reasons, notes, failure} = answered;
	if (failure) {
		const said =
			failure.kind === 'several'
				? reach.several('', failure.of).trim()
				: failure.what === 'no-port'
					? reach.noPort
					: reach.cannotSend('');
		return wrap(said, width).map(row => line(colored(row, 'yellow')));
	}

	const verdict = probed ? verdictAfter(answered, probed) : answered.verdict;
	const single = results.length === 1 ? results[0] : undefined;
	const said = verdictText(
		{verdict, reasons: verdict === answered.verdict ? reasons : [], ...(single && {blockedShare: single.blockedShare})},
		reach,
		text,
	);
	const color = verdict === 'reaches' ? 'green' : verdict === 'blocked' ? 'red' : 'magenta';
	const labelled = kind === 'simulated' ? [screen.simulated] : kind === 'recorded' ? [screen.recorded] : [];
	return [
		...wrap(said, width - 2).map((row, at) =>
			line(at === 0 ? sign(markOf[verdict]) : ' ', ' ', span(row, {bold: true, color})),
		),
		...(results.length > 1 && verdict !== 'reaches'
			? [line('  ', dim(reach.someOf(goodOf(answered), results.length)))]
			: []),
		...labelled.flatMap(row => wrap(row, width - 2).map(part => line('  ', colored(part, 'yellow')))),
		...notes.flatMap(note => wrap(noteText(note, reach), width - 2).map(part => line('  ', dim(part)))),
		...(probed ? probeRows(answered, probed, words, width) : []),
		...(results.length === 0
			? [blank, ...reasonRows(reasons, words, width, '  ')]
			: sorted(results).flatMap(reached => [blank, ...pathRows(reached, words, width)])),
	];
}

function probeRows(answered: Answered, probed: readonly Probed[], words: Words, width: number): readonly Line[] {
	const {reach, screen, text} = words;
	const pairs = answered.results.flatMap((reached, at) => {
		const one = probed[at];
		return one ? [{reached, one}] : [];
	});
	const differing = pairs.filter(({one}) => one.differs);
	return [
		blank,
		...differing.flatMap(({reached: {flow, verdict}, one}) =>
			wrap(
				reach.probe.differs(flow.sender.label, flow.label, reach.sign[verdict], reach.probe.ends[one.end]),
				width - 4,
			).map((row, at) => line(at === 0 ? sign('warn') : ' ', ' ', bold(row))),
		),
		line(bold(screen.probe.heading)),
		...pairs.flatMap(({reached: {flow, verdict}, one}) => [
			line(
				'  ',
				sign(one.differs ? 'warn' : one.end === 'unsent' ? 'skip' : 'pass'),
				` ${flow.sender.label} → ${flow.label}  `,
				dim(`${reach.probe.predicted.toLowerCase()} `),
				reach.sign[verdict],
				dim(`  ${reach.probe.seen.toLowerCase()} `),
				reach.probe.ends[one.end],
			),
			...(one.argv ? commandRows(screen.see(shown(one.argv)), width, '      ') : []),
		]),
		...missingLines(probed, text.common).map(row => line(row)),
		...(differing.length > 0
			? []
			: [line('  ', dim(pairs.some(({one}) => one.end === 'unsent') ? screen.probe.unsent : screen.probe.same))]),
	];
}
