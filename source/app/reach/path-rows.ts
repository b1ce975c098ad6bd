import {wrap} from '../../components/blocks.js';
import {bold, colored, dim, line, span, type Line} from '../../components/line.js';
import {sign} from '../../components/marks.js';
import type {Reached, ReachReason, ReachVerdict} from '../../model/reach/facts.js';
import {wayOf, type Stop, type Way} from '../../model/reach/way.js';
import {placeOf} from '../../model/packet-walk/words.js';
import {endText} from '../../commands/reach-lines.js';
import {reasonText, seeCommands} from '../../commands/reach-words.js';
import type {ReachScreenText} from '../../text/reach-screen.js';
import type {ReachText} from '../../text/reach.js';
import type {Text} from '../../text/text.js';

export type Words = {readonly screen: ReachScreenText; readonly reach: ReachText; readonly text: Text};

export const markOf = {reaches: 'pass', blocked: 'fail', unknown: 'unknown'} as const;

/** One packet: its verdict, the way it takes with the place where it ends, and who stops it. */
export function pathRows(reached: Reached, words: Words, width: number): readonly Line[] {
	const {flow, verdict, ends} = reached;
	const way = wayOf(reached);
	const several = ends.length > 1;
	return [
		line(
			sign(markOf[verdict]),
			' ',
			bold(`${flow.sender.label} → ${flow.label}`),
			dim(`  ${words.reach.sign[verdict]}`),
			...(several ? [dim(`  ${words.screen.oneWay(words.reach.share(way.share))}`)] : []),
		),
		...way.stops.flatMap(stop => stopRows(stop, way, words, width)),
		...(verdict === 'unknown' ? reasonRows(way.reasons, words, width, '    ') : []),
		...(several ? endRows(reached, words) : []),
	];
}

/** The ways of chance, each with where it comes to. */
const endRows = ({ends}: Reached, {reach, screen}: Words): readonly Line[] => [
	line(dim(`    ${screen.ways}`)),
	...ends.map(({address, port, pod, node, share, verdict}) =>
		line(
			'      ',
			sign(markOf[verdict]),
			` ${reach.share(share).padStart(6)}  ${endText(address, port)}`,
			dim(pod === null ? '' : `  ${pod}${node === null ? '' : ` · ${node}`}`),
			dim(`  ${reach.sign[verdict]}`),
		),
	),
];

function stopRows(stop: Stop, way: Way, words: Words, width: number): readonly Line[] {
	const {screen} = words;
	const bar = dim('  │ ');
	switch (stop.kind) {
		case 'sender':
			return [
				line('  ', bold('○'), ` ${stop.label}`, dim(stop.address === null ? '' : `  ${screen.as(stop.address)}`)),
			];
		case 'rules':
			return [line(bar, dim(screen.rules(stop.hook, stop.count, stop.chains)))];
		case 'route':
			return [line(bar, screen.route(stop.hop.text === '' ? stop.hop.verdict : stop.hop.text))];
		case 'change':
			return [line('  ', dim('├ '), bold(`→ ${stop.hop.verdict}`), dim(`  ${placeOf(stop.hop)}`))];
		case 'unread':
			return [
				line('  ', colored('? ', 'magenta'), placeOf(stop.hop), dim(`  ${screen.unread}`)),
				...wrap(stop.hop.text, width - 6).map(row => line('      ', dim(row))),
			];
		case 'refused':
			return [
				line('  ', sign('fail'), ' ', span(stop.hop.verdict, {color: 'red', bold: true}), `  ${placeOf(stop.hop)}`),
				...reasonRows(way.reasons, words, width, '    '),
			];
		case 'end': {
			const to = line(
				` ${endText(stop.address, stop.port)}`,
				dim(stop.pod === null ? '' : `  ${stop.pod}`),
				dim(`  ${stop.arrives ? screen.arrives[stop.verdict] : screen.neverArrives}`),
			);
			if (!stop.arrives) {
				const told = way.stops.some(({kind}) => kind === 'refused');
				return [
					line('  ', dim('○'), ...to),
					...(told || stop.verdict === 'unknown' ? [] : reasonRows(way.reasons, words, width, '    ')),
				];
			}

			const why = stop.verdict === 'blocked' ? reasonRows(way.reasons, words, width, '    ') : [];
			return [line('  ', sign(markOf[stop.verdict]), ...to), ...why];
		}
	}
}

/** Who stops it, or what it depends on, each with the command that shows it. */
export function reasonRows(
	reasons: readonly ReachReason[],
	{reach, text, screen}: Words,
	width: number,
	indent: string,
): readonly Line[] {
	return reasons.flatMap(reason => [
		...wrap(reasonText(reason, reach, text), width - indent.length - 2).map((row, at) =>
			line(indent, at === 0 ? dim('· ') : '  ', row),
		),
		...seeCommands([reason]).flatMap(command => commandRows(screen.see(command), width, `${indent}  `)),
	]);
}

/** A command is shown whole: who copies half of one by hand gets something else. */
export const commandRows = (command: string, width: number, indent: string): readonly Line[] =>
	wrap(command, Math.max(20, width - indent.length - 2)).map((row, at) =>
		line(at === 0 ? indent : `${indent}  `, colored(row, 'cyan')),
	);

/** Blocked first: that is what is looked for. */
const order: readonly ReachVerdict[] = ['blocked', 'unknown', 'reaches'];

export const sorted = (results: readonly Reached[]): readonly Reached[] =>
	order.flatMap(verdict => results.filter(each => each.verdict === verdict));
