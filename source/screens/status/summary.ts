import {blank, bold, dim, line, span, type Line, type Span} from '../../components/line.js';
import {facts, wrap} from '../../components/blocks.js';
import {marked, sign, type Mark} from '../../components/marks.js';
import {displayWidth, pad} from '../../components/width.js';
import {ageOf, formatAge} from '../../model/age.js';
import type {ClusterFacts, Node, Unit} from '../../model/cluster.js';
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

/** k0s and its node, a line each; what the window has no room for is left out from the end. */
export function factLines(cluster: ClusterFacts, {text, now}: Context, width: number): Line[] {
	const {status: words, common} = text;
	const node = ownNode(cluster);
	const since = cluster.unit.known ? cluster.unit.value.activeSince : null;
	const up = since === null ? [] : [words.up(formatAge(now - since))];
	const version = cluster.version.known ? [cluster.version.value] : [];
	const k0s = cluster.k0s.known
		? [
				cluster.k0s.value.version,
				words.pidIs(cluster.k0s.value.pid),
				`${cluster.k0s.value.role} ${words.workloads[`${cluster.k0s.value.workloads}`]}`,
				...up,
				`${words.facts.api} ${words.apiReachable[`${cluster.k0s.value.apiReachable}`]}`,
			]
		: [
				...version,
				...up,
				common.unknownBecause(common.reason[cluster.k0s.unknown.reason] ?? cluster.k0s.unknown.reason),
			];
	const own = node
		? [
				node.name,
				nodeState(node, words),
				ageOf(node.createdAt, now) ?? words.unknownAge,
				...(node.internalIp === null ? [] : [node.internalIp]),
				...node.roles,
			]
		: [];
	const titles = Math.max(displayWidth(words.facts.k0s), displayWidth(words.facts.node)) + 3;
	return [[words.facts.k0s, k0s] as const, ...(own.length === 0 ? [] : [[words.facts.node, own] as const])].map(
		([title, values]) => line(dim(pad(title, titles)), fitting(values, width - titles)),
	);
}

/** As many values as fit, three blanks apart; the first one always. */
function fitting([first = '', ...others]: readonly string[], width: number): string {
	let shown = first;
	for (const value of others) {
		if (displayWidth(shown) + 3 + displayWidth(value) > width) break;
		shown += `   ${value}`;
	}

	return shown;
}

/** The same for the table: `[title, value]`. Empty while something of it is not known: then lines tell more. */
export function tableFacts(cluster: ClusterFacts, {text, now}: Context): ReadonlyArray<readonly [string, string]> {
	const {status: words, common} = text;
	const node = ownNode(cluster);
	if (!cluster.k0s.known || !node) return [];
	const {version, pid, role, workloads, apiReachable} = cluster.k0s.value;
	return [
		[words.facts.version, version],
		[words.facts.pid, String(pid)],
		[words.facts.role, role],
		[words.facts.workloads, workloads ? common.yes : common.no],
		[words.facts.api, words.apiReachable[`${apiReachable}`]],
		[words.facts.node, node.name],
		[words.facts.state, nodeState(node, words)],
		[words.facts.age, ageOf(node.createdAt, now) ?? words.unknownAge],
		...(node.internalIp === null ? [] : [[words.facts.address, node.internalIp] as const]),
	];
}

const nodeState = ({ready, unschedulable}: Node, words: Context['text']['status']): string =>
	`${ready ? words.ready : words.notReady}${unschedulable ? `,${words.cordoned}` : ''}`;

/** Where there is nothing to list: the verdict, why, and what to do. */
export function absentLines(assessment: Assessment, cluster: ClusterFacts, context: Context, width: number): Line[] {
	const {hints} = context.text.status;
	const {verdict} = assessment;
	const hint = verdict === 'not-installed' || verdict === 'stopped' ? hints[verdict] : '';
	return [
		verdictLine(assessment, context),
		blank,
		...reasonLines(assessment, context, width, 5),
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
