import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {writePrivate} from '../host/private-file.js';
import {
	changesBetween,
	matrixSenders,
	matrixTargets,
	savedCells,
	type Change,
	type Matrix,
} from '../model/reach/matrix.js';
import type {ReachReason, ReachWorld} from '../model/reach/facts.js';
import {placeText} from '../model/reach/place.js';
import {askMatrix} from '../store/reach.js';
import {visible} from '../terminal/sanitise.js';
import type {ReachText} from '../text/reach.js';
import type {Text} from '../text/text.js';
import {type Answer, type Invocation} from './headless.js';
import {string, type Values} from './option.js';
import {notSaved, savedText, type MatrixFiles} from './reach-matrix-file.js';
import {reasonJson} from './reach-json.js';
import {differenceLines, probeAll, probedJson} from './reach-probed.js';
import {reasonText} from './reach-words.js';
import type {Probed} from '../store/reach-probe.js';
import {textColumns} from './text-columns.js';

/** `reach --matrix`: who reaches whom, kept for later and compared with before. */
export async function reachMatrix(
	{runner, text, signal, settings, say}: Invocation,
	values: Values,
	world: ReachWorld,
	{before, out}: MatrixFiles,
	words: ReachText,
): Promise<Answer> {
	const ask = async (command: Command): Promise<Outcome> => runner.run(command, {signal});
	const namespace = string(values, 'namespace');
	const given = {senders: matrixSenders(world, namespace), targets: matrixTargets(world, namespace)};
	const {matrix} = await askMatrix(world, given, ask);
	const cells = savedCells(matrix);
	const probed = values['probe'] === true ? await probeMatrix(matrix, ask, settings.yes) : null;
	const different = (probed ?? []).flatMap((each, at) => {
		const answered = matrix.cells.flat()[at];
		return answered && each.some(({differs}) => differs) ? [{answered, each}] : [];
	});
	const changes = before ? changesBetween(before, cells) : null;
	if (out !== undefined) {
		const why = await writePrivate(out, savedText(cells));
		if (why !== undefined) return notSaved(out, why, words, text);
		say(words.matrix.saved(out));
	}

	return {
		exit: changes !== null && changes.length > 0 ? 1 : 0,
		json: {
			...{from: null, to: null, verdict: null, reasons: [], senders: [], flows: [], notes: []},
			matrix: matrixJson(matrix, probed, words, text),
			file: out ?? null,
			changes,
			policies: null,
		},
		lines: [
			...different.flatMap(({answered, each}) => differenceLines(answered, each, words)),
			...(probed === null ? [] : [words.probe.sent(probed.flat().filter(({end}) => end !== 'unsent').length), '']),
			...matrixLines(matrix, words, text),
			...(changes ? changeLines(changes, words, text) : []),
		],
	};
}

/** One packet for each question and port; the runner lets few go at once. */
const probeMatrix = async (
	{cells}: Matrix,
	ask: (command: Command) => Promise<Outcome>,
	yes: boolean,
): Promise<ReadonlyArray<readonly Probed[]>> =>
	Promise.all(cells.flat().map(async answered => probeAll(answered, ask, yes)));

function matrixJson(
	{senders, targets, cells, leftOut}: Matrix,
	probed: ReadonlyArray<readonly Probed[]> | null,
	words: ReachText,
	text: Text,
): Record<string, unknown> {
	return {
		senders: senders.map(place => placeText(place)),
		targets: targets.map(place => placeText(place)),
		leftOut,
		cells: cells.flat().map((answered, at) => ({
			from: placeText(answered.question.from),
			to: placeText(answered.question.to),
			verdict: answered.verdict,
			reasons: answered.reasons.map(reason => reasonJson(reason, words, text)),
			probes: probed ? probedJson(answered, probed[at] ?? []) : null,
		})),
	};
}

const signs = {reaches: '+', blocked: 'x', unknown: '?'} as const;

/** A sign for each question, columns by number; below, why: one line for all senders that meet the same. */
function matrixLines({senders, targets, cells, leftOut}: Matrix, words: ReachText, text: Text): string[] {
	const own = words.matrix;
	const all = cells.flat();
	const count = (verdict: keyof typeof signs): number => all.filter(each => each.verdict === verdict).length;
	const groups = new Map<string, {to: string; sign: string; why: string; senders: string[]}>();
	for (const {question, verdict, reasons} of all) {
		if (verdict === 'reaches') continue;
		const to = placeText(question.to);
		const why = reasons.map(reason => reasonText(generic(reason), words, text)).join('; ');
		const group = groups.get(`${verdict} ${to} ${why}`) ?? {to, sign: signs[verdict], why, senders: []};
		group.senders.push(placeText(question.from));
		groups.set(`${verdict} ${to} ${why}`, group);
	}

	return [
		own.counts(all.length, count('reaches'), count('blocked'), count('unknown')),
		own.legend,
		...(leftOut > 0 ? [own.leftOut(leftOut)] : []),
		'',
		...textColumns(
			[words.columns.from, ...targets.map((_, at) => String(at + 1))],
			senders.map((from, row) => [placeText(from), ...(cells[row] ?? []).map(({verdict}) => signs[verdict])]),
		).map(line => visible(line)),
		'',
		...textColumns(
			['#', words.columns.to],
			targets.map((to, at) => [String(at + 1), placeText(to)]),
		).map(line => visible(line)),
		...(groups.size === 0
			? []
			: ['', ...[...groups.values()].map(group => visible(groupLine(group, senders.length, words)))]),
	];
}

/** Who is kept out stands beside the reason already: the same for all of them. */
const generic = (reason: ReachReason): ReachReason =>
	reason.kind === 'network-policy' ? {...reason, about: [...reason.about.slice(0, 3), '…']} : reason;

function groupLine(
	{to, sign, why, senders}: {to: string; sign: string; why: string; senders: readonly string[]},
	all: number,
	words: ReachText,
): string {
	const who = senders.length === all ? words.matrix.everybody : senders.join(', ');
	return `${sign} ${to}: ${why} (${words.matrix.fromWho(who)})`;
}

function changeLines(changes: readonly Change[], words: ReachText, text: Text): string[] {
	const {matrix: own, sign} = words;
	if (changes.length === 0) return ['', own.same];
	const rows = changes.map(({from, to, before, after, why}) => [
		from,
		to,
		before === null ? own.absent : sign[before],
		after === null ? own.absent : sign[after],
		why
			.map(({kind, about}) => reasonText({kind: kind as ReachReason['kind'], about, command: null}, words, text))
			.join('; '),
	]);
	const titles = [words.columns.from, words.columns.to, own.before, own.now, own.why];
	return ['', own.changed(changes.length), ...textColumns(titles, rows).map(line => visible(line))];
}
