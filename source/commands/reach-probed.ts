import {shown, type Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {Answered} from '../model/reach/answer.js';
import type {ReachVerdict} from '../model/reach/facts.js';
import {probeFlow, type Probed} from '../store/reach-probe.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import type {ReachText} from '../text/reach.js';
import {textColumns} from './text-columns.js';

/** So many packets of one question are sent at most. */
const most = 32;

/** One packet for each flow, one after the other. */
export async function probeAll(
	{results}: Answered,
	ask: (command: Command) => Promise<Outcome>,
	yes: boolean,
): Promise<readonly Probed[]> {
	const probed: Probed[] = [];
	for (const reached of results.slice(0, most)) probed.push(await probeFlow(reached, ask, yes));
	return probed;
}

/** With what was seen: reality outweighs the prediction, and where that is not known it decides. */
export function verdictAfter({verdict, results}: Answered, probed: readonly Probed[]): ReachVerdict {
	const seen = results.map((reached, at): ReachVerdict => {
		const end = probed[at]?.end ?? 'unsent';
		if (end === 'answered') return reached.verdict === 'blocked' && reached.share > 0 ? 'blocked' : 'reaches';
		if (end === 'refused') return 'blocked';
		const silent = end === 'silent' && (reached.flow.protocol !== 'udp' || reached.flow.port === 53);
		return silent ? 'blocked' : reached.verdict;
	});
	if (seen.length === 0) return verdict;
	return seen.includes('blocked') ? 'blocked' : seen.includes('unknown') ? 'unknown' : 'reaches';
}

/** Where the rules and the packet differ: a finding, shown before all else. */
export const differenceLines = ({results}: Answered, probed: readonly Probed[], words: ReachText): readonly string[] =>
	results.flatMap(({flow, verdict}, at) =>
		probed[at]?.differs
			? [
					visible(
						words.probe.differs(flow.sender.label, flow.label, words.sign[verdict], words.probe.ends[probed[at].end]),
					),
				]
			: [],
	);

/** Differences first, then what each packet met. */
export function probedLines(
	answered: Answered,
	probed: readonly Probed[],
	words: ReachText,
	{common}: Pick<Text, 'common'>,
): readonly string[] {
	const {results} = answered;
	const rows = results.flatMap(({flow, verdict}, at) => {
		const one = probed[at];
		return one
			? [
					[
						flow.sender.label,
						flow.label,
						words.sign[verdict],
						one.wantsYes ? words.probe.wantsYes : words.probe.ends[one.end],
					],
				]
			: [];
	});
	const {columns} = words;
	const titles = [columns.from, columns.to, words.probe.predicted, words.probe.seen];
	return [
		...differenceLines(answered, probed, words),
		...(rows.length === 0 ? [] : textColumns(titles, rows).map(line => `  ${line}`)),
		...missingLines(probed, common),
		...[...new Set(probed.flatMap(({argv, missing}) => (argv && missing === null ? [shown(argv)] : [])))].map(
			line => `  ${visible(words.probe.ran(line))}`,
		),
	];
}

/** Programs that are not installed, and what brings them: without them nothing was sent. */
export const missingLines = (probed: readonly Probed[], common: Text['common']): readonly string[] =>
	[...new Set(probed.flatMap(({missing}) => missing ?? []))].map(
		tool => `  ${visible(common.toolMissing(tool, common.package[tool] ?? tool))}`,
	);

export const probedJson = ({results}: Answered, probed: readonly Probed[]): ReadonlyArray<Record<string, unknown>> =>
	results.flatMap(({flow, verdict, share}, at) => {
		const one = probed[at];
		if (!one) return [];
		return [
			{
				from: flow.sender.label,
				to: flow.label,
				predicted: verdict,
				share,
				end: one.end,
				differs: one.differs,
				missing: one.missing,
				argv: one.argv,
			},
		];
	});
