import {blank, bold, colored, dim, line, span, type Line, type Span} from '../../components/line.js';
import {facts, wrap} from '../../components/blocks.js';
import {marked, sign, type Mark} from '../../components/marks.js';
import {cut, displayWidth} from '../../components/width.js';
import {ownUnitName} from '../../checks/unit.js';
import type {ClusterFacts} from '../../model/cluster.js';
import type {Unit} from '../../facts/cluster.js';
import type {Reason} from '../../model/finding.js';
import {butOf, troubled, verdictMarks, type Assessment, type Condition} from '../../model/verdict.js';
import {reasonText, troubleText} from '../../text/reason.js';
import {troublesHead, verdictText} from '../../text/verdict.js';
import type {Context} from './section.js';

const conditionMarks: Readonly<Record<Condition['state'], Mark>> = {
	holds: 'pass',
	waits: 'running',
	fails: 'fail',
	unknown: 'unknown',
	off: 'skip',
};

/** `✓ healthy   ✓ service  ✓ API  ✓ node  ✓ network  ✓ DNS`: the verdict, and the five conditions it stands on. */
export function verdictLine(assessment: Assessment, facts: ClusterFacts, {text}: Context, alone = false): Line {
	const {verdict, conditions} = assessment;
	const {conditions: names} = text.status;
	const absent = alone || verdict === 'not-installed' || verdict === 'stopped';
	const but = butOf(assessment, facts);
	const word = marked(but ? 'warn' : verdictMarks[verdict], verdictText(text.status, {verdict, but}));
	return [
		{...word, style: {...word.style, bold: true}},
		...(absent
			? []
			: conditions.flatMap(({id, state}): Span[] => [
					span(id === 'service' ? '    ' : '  '),
					sign(conditionMarks[state]),
					dim(` ${names[id]}`),
				])),
	];
}

/** Why it is not healthy, or what else to look at, wrapped, at most `most` reasons. */
export function reasonLines(reasons: readonly Reason[], {text}: Context, width: number, most: number): Line[] {
	const told = reasons.slice(0, most).map(reason => reasonText(text.status, reason));
	const more = reasons.length - told.length;
	return [
		...told.flatMap(sentence => wrap(sentence, width - 2).map(row => line('  ', row))),
		...(more > 0 ? [line(dim(`  ${text.status.moreReasons(more)}`))] : []),
	];
}

/** What else to look at, a row each. */
const warningLines = (warnings: readonly Reason[], {text}: Context, width: number, most: number): Line[] =>
	warnings.slice(0, most).map(warning => line('  ', cut(reasonText(text.status, warning), width - 2)));

/**
 * Pods in trouble, each with its cause on one line; the details of a row tell it whole. `told`: the verdict has counted
 * them, so that they need no heading.
 */
function troubleLines({troubles}: ClusterFacts, {text}: Context, width: number, most: number, told: boolean): Line[] {
	if (!troubles.known || troubles.value.length === 0) return [];
	const {status} = text;
	const shown = troubles.value.slice(0, most);
	const more = troubles.value.length - shown.length;
	return [
		...(told ? [] : [line(sign('warn'), ' ', bold(troublesHead(status, troubled(troubles.value))))]),
		...shown.map(trouble => line(cut(`  ${troubleText(status, trouble)}`, width))),
		...(more > 0 ? [line(dim(`  ${status.moreTroubles(more)}`))] : []),
	];
}

/** The faults that the service logged, the cause first: why it does not stay up. */
function errorLines({errors}: ClusterFacts, {text}: Context, width: number, most: number): Line[] {
	if (!errors.known || errors.value.length === 0) return [];
	const rows = errors.value
		.slice(0, most)
		.map(({component, message}) => `${component === null ? '' : `${component}: `}${message}`);
	return [
		blank,
		line(bold(text.status.lastErrors)),
		...rows.map(row => line('  ', colored(cut(row, width - 2), 'red'))),
	];
}

/** What is awaited, one condition a line with what it stands for. */
export function awaitedLines({conditions}: Assessment, {text}: Context): Line[] {
	const {conditions: names, conditionHelp, conditionStates, awaited} = text.status;
	const widest = Math.max(...conditions.map(({id}) => displayWidth(names[id])));
	return [
		line(bold(awaited)),
		...conditions.map(({id, state}) =>
			line(
				'  ',
				sign(conditionMarks[state]),
				` ${names[id]}${' '.repeat(widest - displayWidth(names[id]))}  `,
				dim(`${conditionHelp[id]}: `),
				conditionStates[state],
			),
		),
	];
}

/** The block above the facts: the verdict, why, and while it starts (or where there is room) what is awaited. */
export function headLines(
	assessment: Assessment,
	facts: ClusterFacts,
	context: Context,
	size: {readonly width: number; readonly height: number},
): Line[] {
	const {width, height} = size;
	const {verdict, reasons, warnings} = assessment;
	const {common, status} = context.text;
	const troubles = [
		...warningLines(warnings, context, width, height >= 24 ? 4 : 2),
		...troubleLines(facts, context, width, height >= 24 ? 5 : 2, verdict === 'healthy'),
	];
	if (verdict === 'healthy') return [verdictLine(assessment, facts, context), ...troubles, blank];
	const awaited = verdict === 'starting' || (verdict === 'degraded' && height >= 24);
	const hint =
		reasons.some(({id}) => id === 'needs-root') && verdict === 'unknown'
			? common.becomeRoot
			: verdict === 'starting'
				? status.hints.starting
				: verdict === 'degraded' && facts.errors.known && facts.errors.value.length === 0
					? status.hints.degraded(ownUnitName(facts.unit).replace('.service', ''))
					: '';
	return [
		verdictLine(assessment, facts, context, awaited),
		...reasonLines(reasons, context, width, height >= 24 ? 6 : 2),
		...(awaited && height < 24 ? [] : troubles),
		...errorLines(facts, context, width, height >= 24 ? 5 : 2),
		...(hint === '' ? [] : wrap(hint, width - 2).map(row => line(dim(`  ${row}`)))),
		...(awaited ? [blank, ...awaitedLines(assessment, context)] : []),
		blank,
	];
}

/** Where there is nothing to list: the verdict, why, and what to do. */
export function absentLines(assessment: Assessment, cluster: ClusterFacts, context: Context, width: number): Line[] {
	const {hints} = context.text.status;
	const {verdict, reasons} = assessment;
	const hint = verdict === 'not-installed' || verdict === 'stopped' ? hints[verdict] : '';
	return [
		verdictLine(assessment, cluster, context),
		blank,
		...reasonLines(reasons, context, width, 5),
		...errorLines(cluster, context, width, 5),
		blank,
		...wrap(hint, width - 2).map(row => line('  ', row)),
		...(cluster.unit.known && cluster.unit.value.path !== null
			? [blank, ...unitLines(cluster.unit.value, context)]
			: []),
	];
}

function unitLines(unit: Unit, {text}: Context): Line[] {
	const {facts: words} = text.status;
	return facts(
		[
			[words.unit, unit.path ?? ''],
			[words.boot, unit.fileState ?? ''],
			[words.result, `${unit.result}${unit.exitStatus === null ? '' : ` (${unit.exitStatus})`}`],
		],
		2,
	);
}
