import {blank, bold, dim, line, span, type Line, type Span} from '../../components/line.js';
import {wrap} from '../../components/blocks.js';
import {marked, sign, type Mark} from '../../components/marks.js';
import {displayWidth} from '../../components/width.js';
import {ageOf, formatAge} from '../../model/age.js';
import type {ClusterFacts, Node} from '../../model/cluster.js';
import {verdictMarks, type Assessment, type Condition} from '../../model/verdict.js';
import type {Context} from './section.js';

const conditionMarks: Readonly<Record<Condition['state'], Mark>> = {
	holds: 'pass',
	waits: 'running',
	fails: 'fail',
	unknown: 'unknown',
};

/** `✓ healthy   ✓ service  ✓ API  ✓ node  ✓ network  ✓ DNS`: the verdict, and the five conditions it stands on. */
export function verdictLine({verdict, conditions}: Assessment, {text}: Context): Line {
	const {verdicts, conditions: names} = text.status;
	const absent = verdict === 'not-installed' || verdict === 'stopped';
	const word = marked(verdictMarks[verdict], verdicts[verdict]);
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

/** Why it is not healthy, wrapped, at most `most` reasons. */
export function reasonLines({reasons}: Assessment, {text}: Context, width: number, most: number): Line[] {
	const told = reasons.slice(0, most).map(({id, subject, detail}) => text.status.reasons[id](subject, detail));
	const more = reasons.length - told.length;
	return [
		...told.flatMap(sentence => wrap(sentence, width - 2).map(row => line('  ', row))),
		...(more > 0 ? [line(dim(`  ${text.status.moreReasons(more)}`))] : []),
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
export function headLines(assessment: Assessment, context: Context, width: number, height: number): Line[] {
	const {verdict, reasons} = assessment;
	const {common, status} = context.text;
	if (verdict === 'healthy') return [verdictLine(assessment, context), blank];
	const awaited = verdict === 'starting' || (verdict === 'degraded' && height >= 24);
	const hint =
		reasons.some(({id}) => id === 'needs-root') && verdict === 'unknown'
			? common.becomeRoot
			: verdict === 'starting' || verdict === 'degraded'
				? status.hints[verdict]
				: '';
	return [
		verdictLine(assessment, context),
		...reasonLines(assessment, context, width, height >= 24 ? 6 : 2),
		...(hint === '' ? [] : wrap(hint, width - 2).map(row => line(dim(`  ${row}`)))),
		...(awaited ? awaitedLines(assessment, context) : []),
		blank,
	];
}

/** The node of this host, else the only one. */
export const ownNode = ({nodes, hostname}: ClusterFacts): Node | undefined => {
	const all = nodes.known ? nodes.value : (nodes.last?.value ?? []);
	return all.find(({name}) => name === hostname?.toLowerCase()) ?? (all.length === 1 ? all[0] : undefined);
};

/** The facts of k0s and its node: `[title, value]`, what is not known left out. */
export function k0sFacts(facts: ClusterFacts, {text, now}: Context): ReadonlyArray<readonly [string, string]> {
	const {status: words} = text;
	const node = ownNode(facts);
	const since = facts.unit.known ? facts.unit.value.activeSince : null;
	const k0s = facts.k0s.known ? facts.k0s.value : undefined;
	return [
		...(k0s
			? ([
					[words.facts.version, k0s.version],
					[words.facts.pid, String(k0s.pid)],
					[words.facts.role, k0s.role],
					[words.facts.workloads, k0s.workloads ? text.common.yes : text.common.no],
					[words.facts.api, words.apiReachable[`${k0s.apiReachable}`]],
				] as const)
			: []),
		...(since === null ? [] : [[words.facts.since, formatAge(now - since)] as const]),
		...(node
			? ([
					[words.facts.node, node.name],
					[words.facts.state, nodeState(node, words)],
					[words.facts.age, ageOf(node.createdAt, now) ?? words.unknownAge],
				] as const)
			: []),
		...(node?.internalIp ? [[words.facts.address, node.internalIp] as const] : []),
	];
}

const nodeState = ({ready, unschedulable}: Node, words: Context['text']['status']): string =>
	`${ready ? words.ready : words.notReady}${unschedulable ? `,${words.cordoned}` : ''}`;

/** The same in running lines, broken between facts where the window ends. */
export function factLines(facts: ReadonlyArray<readonly [string, string]>, width: number): Line[] {
	const lines: Line[] = [];
	let current: Span[] = [];
	let used = 0;
	for (const [title, value] of facts) {
		const size = displayWidth(title) + 1 + displayWidth(value);
		if (used > 0 && used + 3 + size > width) {
			lines.push(current);
			current = [];
			used = 0;
		}

		if (used > 0) current.push(span('   '));
		current.push(dim(`${title} `), span(value));
		used += size + (used > 0 ? 3 : 0);
	}

	return used > 0 ? [...lines, current] : lines;
}

/** Where there is nothing to list: the verdict, why, and what to do. */
export function absentLines(assessment: Assessment, facts: ClusterFacts, context: Context, width: number): Line[] {
	const {hints} = context.text.status;
	const {verdict} = assessment;
	const hint = verdict === 'not-installed' || verdict === 'stopped' ? hints[verdict] : '';
	return [
		verdictLine(assessment, context),
		blank,
		...reasonLines(assessment, context, width, 5),
		blank,
		...wrap(hint, width - 2).map(row => line('  ', row)),
		...(facts.unit.known && facts.unit.value.path !== null ? [blank, ...unitLines(facts.unit.value, context)] : []),
	];
}

function unitLines(unit: Extract<ClusterFacts['unit'], {known: true}>['value'], {text}: Context): Line[] {
	const {facts: words} = text.status;
	return factLines(
		[
			[words.unit, unit.path ?? ''],
			[words.boot, unit.fileState ?? ''],
			[words.result, `${unit.result}${unit.exitStatus === null ? '' : ` (${unit.exitStatus})`}`],
		],
		Number.POSITIVE_INFINITY,
	).map(content => [span('  '), ...content]);
}
