import {blank, bold, colored, dim, line, span, type Line} from '../../components/line.js';
import {facts} from '../../components/blocks.js';
import type {Node, Pod} from '../../facts/cluster.js';
import type {Resources} from '../../facts/usage.js';
import {ageOf} from '../../model/age.js';
import {requestedOn, type Requested} from '../../model/node-requests.js';
import {formatBytes} from '../../model/quantity.js';
import type {ClusterFacts} from '../../model/cluster.js';
import {onLine} from './on-line.js';
import {mapPart} from './part.js';
import {sectionOf, type Context} from './section.js';
import {coresText} from './usage-text.js';

type NodeRow = {readonly node: Node; readonly requested: Requested};

const stateOf = ({ready, unschedulable}: Node, {text: {status}}: Context): string =>
	`${ready ? status.ready : status.notReady}${unschedulable ? `,${status.cordoned}` : ''}`;

const isBad = ({ready, pressures}: Node): boolean => !ready || (pressures ?? []).length > 0;

/** `250m of 4 (6 %)`; what nobody told is `?`. */
function share(
	asked: number | undefined,
	of: number | null | undefined,
	write: (value: number) => string,
	{text}: Context,
): string {
	const {usage: words} = text.status;
	if (asked === undefined) return of === null || of === undefined ? '?' : words.of('?', write(of), null);
	return of === null || of === undefined ? write(asked) : words.of(write(asked), write(of), of > 0 ? asked / of : null);
}

const taintText = ({key, value, effect}: NonNullable<Node['taints']>[number]): string =>
	`${key}${value === '' ? '' : `=${value}`}${effect ? `:${effect}` : ''}`;

/** Summed once for each list of pods: the tabs count their rows at every key, with 10,000 pods too. */
const summed = new WeakMap<
	readonly Node[],
	{readonly pods: readonly Pod[] | undefined; readonly rows: readonly NodeRow[]}
>();

function rowsOf(all: readonly Node[], pods: readonly Pod[] | undefined): readonly NodeRow[] {
	const known = summed.get(all);
	if (known && known.pods === pods) return known.rows;
	const rows = all.map(node => ({node, requested: requestedOn(node, pods)}));
	summed.set(all, {pods, rows});
	return rows;
}

export const nodes = sectionOf<NodeRow>({
	id: 'nodes',
	part: ({nodes: all, pods}) => mapPart(all, rows => rowsOf(rows, pods.known ? pods.value : pods.last?.value)),
	key: ({node}) => node.name,
	bad: ({node}) => isBad(node),
	words: ({node}) =>
		[node.name, node.version, node.internalIp ?? '', ...node.roles, ...(node.taints ?? []).map(taintText)].join(' '),
	columns(context) {
		const {columns: c, none} = context.text.status;
		const of = ({node}: NodeRow): Resources | undefined => node.allocatable;
		return [
			{id: 'name', title: c.name, cell: ({node}) => node.name, stays: true, middle: true, min: 12},
			{
				id: 'status',
				title: c.status,
				cell: ({node}) => (isBad(node) ? colored(stateOf(node, context), 'red') : stateOf(node, context)),
			},
			{id: 'roles', title: c.roles, cell: ({node}) => node.roles.join(',') || none, from: 100},
			{
				id: 'cpu',
				title: c.cpuRequests,
				cell: row => share(row.requested?.cpu, of(row)?.cpu, coresText, context),
				value: ({requested}) => requested?.cpu ?? null,
			},
			{
				id: 'memory',
				title: c.memoryRequests,
				cell: row => share(row.requested?.memory, of(row)?.memory, formatBytes, context),
				value: ({requested}) => requested?.memory ?? null,
				min: 10,
			},
			{
				id: 'pods',
				title: c.podCount,
				cell: row => `${row.requested?.pods ?? '?'}/${of(row)?.pods ?? '?'}`,
				value: ({requested}) => requested?.pods ?? null,
				from: 90,
			},
			{
				id: 'taints',
				title: c.taints,
				cell: ({node}) => (node.taints === undefined ? '?' : node.taints.map(taintText).join(',') || none),
				from: 118,
			},
			{id: 'age', title: c.age, cell: ({node}) => ageOf(node.createdAt, context.now) ?? context.text.status.unknownAge},
			{id: 'version', title: c.version, cell: ({node}) => node.version, wide: true},
			{id: 'address', title: c.address, cell: ({node}) => node.internalIp ?? none, wide: true},
		];
	},
	details: nodeDetails,
});

function nodeDetails({node, requested}: NodeRow, context: Context, cluster: ClusterFacts): readonly Line[] {
	const {columns: c, details: d} = context.text.status;
	const {allocatable} = node;
	const there = onLine(node, cluster);
	const block = (title: string, rows: readonly Line[]): Line[] =>
		rows.length === 0 ? [] : [blank, line(bold(title)), ...rows];
	return [
		line(bold(node.name)),
		blank,
		...facts([
			[c.status, stateOf(node, context)],
			[c.roles, node.roles.join(' ') || '-'],
			[c.cpuRequests, share(requested?.cpu, allocatable?.cpu, coresText, context)],
			[c.memoryRequests, share(requested?.memory, allocatable?.memory, formatBytes, context)],
			[c.podCount, `${requested?.pods ?? '?'}/${allocatable?.pods ?? '?'}`],
			[c.version, node.version],
			[c.address, node.internalIp ?? '-'],
			[c.age, ageOf(node.createdAt, context.now) ?? context.text.status.unknownAge],
			...(there === null ? [] : [[d.openThere, there] as const]),
		]),
		...block(
			d.conditions,
			(node.conditions ?? []).flatMap(({type, status, reason, message, since}) => {
				const good = status === (type === 'Ready' ? 'True' : 'False');
				const age = ageOf(since, context.now);
				return [
					line(
						'  ',
						span(type),
						'  ',
						good ? status : colored(status, 'red'),
						dim(`  ${reason}${age === null ? '' : `  ${age}`}`),
					),
					...(message === '' ? [] : [line(dim(`    ${message}`))]),
				];
			}),
		),
		...block(
			c.taints,
			(node.taints ?? []).map(taint => line(`  ${taintText(taint)}`)),
		),
	];
}
