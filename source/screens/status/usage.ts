import {bold, blank, dim, line, span, type Line, type Span} from '../../components/line.js';
import {facts} from '../../components/blocks.js';
import {spark, topOf} from '../../components/spark.js';
import {displayWidth, pad} from '../../components/width.js';
import {known, unknown, type Unknown} from '../../facts/reading.js';
import type {Sample, Usage, UsageRow} from '../../facts/usage.js';
import {formatAge} from '../../model/age.js';
import {formatBytes} from '../../model/quantity.js';
import type {Text} from '../../text/text.js';
import {sectionOf, type Context} from './section.js';
import {coresText} from './usage-text.js';

/** Older than this it is greyed, with its age: metrics-server measures every 15 s, and is asked as often. */
const fresh = 60_000;
/** What is less than this is drawn low, however even it is: cores, bytes. */
const leastCpu = 0.02;
const leastMemory = 16 * 2 ** 20;

const cpus = (trend: readonly Sample[]): ReadonlyArray<number | null> => trend.map(({cpu}) => cpu);
const memories = (trend: readonly Sample[]): ReadonlyArray<number | null> => trend.map(({memory}) => memory);

const isOld = ({trend}: UsageRow, {now}: Context): boolean => {
	const last = trend.at(-1);
	return last !== undefined && now - last.at > fresh;
};

const aged = (row: UsageRow, context: Context, text: string): string | Span => (isOld(row, context) ? dim(text) : text);

const cpuText = (sample: Sample | undefined): string =>
	sample?.cpu === null || sample === undefined ? '?' : coresText(sample.cpu);
const memoryText = (sample: Sample | undefined): string =>
	sample?.memory === null || sample === undefined ? '?' : formatBytes(sample.memory);

/** `metrics-server`, with its age when it is old; `-`: nothing measures it. */
function fromText(row: UsageRow, context: Context): string {
	const last = row.trend.at(-1);
	if (row.from === null || !last) return '-';
	const age = isOld(row, context) ? ` ${context.text.status.usage.ago(formatAge(context.now - last.at))}` : '';
	return `${row.from}${age}`;
}

export const usage = sectionOf<UsageRow>({
	id: 'usage',
	uncounted: true,
	part(_, {usage: asked}) {
		if (asked?.value) return known(asked.value.rows);
		return asked?.unknown ? {known: false, unknown: asked.unknown} : unknown('aborted');
	},
	key: ({kind, namespace, name}) => (kind === 'node' ? `node:${name}` : `${namespace ?? ''}/${name}`),
	words: ({kind, namespace, name, from}) => [kind, namespace ?? '', name, from ?? ''].join(' '),
	columns(context, width) {
		const {columns: c, usage: words} = context.text.status;
		const bars = width >= 110 ? 20 : width >= 96 ? 12 : 8;
		const line_ = (row: UsageRow, values: ReadonlyArray<number | null>, least: number): string | Span =>
			aged(row, context, spark(values, topOf(values, least), bars));
		return [
			{
				id: 'namespace',
				title: c.namespace,
				cell: ({kind, namespace}) => (kind === 'node' ? dim(words.node) : (namespace ?? '?')),
				max: 20,
			},
			{id: 'name', title: c.name, cell: ({name}) => name, stays: true, middle: true, min: 12, yields: true},
			{
				id: 'cpu',
				title: c.cpu,
				cell: row => aged(row, context, cpuText(row.trend.at(-1))),
				value: ({trend}) => trend.at(-1)?.cpu ?? null,
				align: 'right',
			},
			{id: 'cpu-line', title: '', cell: row => line_(row, cpus(row.trend), leastCpu), min: bars},
			{
				id: 'memory',
				title: c.memory,
				cell: row => aged(row, context, memoryText(row.trend.at(-1))),
				value: ({trend}) => trend.at(-1)?.memory ?? null,
				align: 'right',
			},
			{id: 'memory-line', title: '', cell: row => line_(row, memories(row.trend), leastMemory), min: bars},
			{id: 'from', title: c.from, cell: row => dim(fromText(row, context)), min: 14},
		];
	},
	details: usageDetails,
});

function usageDetails(row: UsageRow, context: Context): readonly Line[] {
	const {columns: c, usage: words} = context.text.status;
	const {trend} = row;
	const [first, last] = [trend[0], trend.at(-1)];
	const most = (values: ReadonlyArray<number | null>, write: (value: number) => string): string => {
		const told = values.filter(value => value !== null);
		return told.length === 0 ? '?' : write(Math.max(...told));
	};

	return [
		line(dim(row.kind === 'node' ? `${words.node} ` : `${row.namespace ?? '?'}/`), bold(row.name)),
		blank,
		...facts([
			[c.cpu, `${cpuText(last)}  ${words.most(most(cpus(trend), coresText))}`],
			['', spark(cpus(trend), topOf(cpus(trend), leastCpu), Math.max(1, trend.length))],
			[c.memory, `${memoryText(last)}  ${words.most(most(memories(trend), formatBytes))}`],
			['', spark(memories(trend), topOf(memories(trend), leastMemory), Math.max(1, trend.length))],
			[c.from, fromText(row, context)],
			...(first && last ? [[words.measured, words.times(trend.length, formatAge(last.at - first.at))] as const] : []),
		]),
	];
}

const whyText = ({reason, detail}: Unknown, {common}: Text): string =>
	`${common.reason[reason] ?? reason}${detail === '' ? '' : `: ${detail}`}`;

/** Above the list: the host's processors, memory, load and disks, and what could not be read. A line each. */
export function usageLines({host, withoutMetrics, withoutGroups}: Usage, {text}: Context, width: number): Line[] {
	const {usage: words} = text.status;
	const titles = [words.cpu, words.memory, words.load, words.disk];
	const widest = Math.max(...titles.map(title => displayWidth(title))) + 3;
	const bars = Math.max(8, Math.min(30, Math.floor((width - 50) / 2)));
	const row = (title: string, told: string, drawn = ''): Line => line(dim(pad(title, widest)), pad(told, 28), drawn);
	const last = host.trend.at(-1);
	const {memory, processors} = host;
	const cpu =
		host.cpuUnknown !== null
			? text.common.unknownBecause(whyText(host.cpuUnknown, text))
			: last?.cpu === null || last === undefined || processors === null
				? words.first
				: words.of(coresText(last.cpu), String(processors), last.cpu / processors);
	const used = last?.memory ?? null;
	return [
		row(words.cpu, cpu, spark(cpus(host.trend), processors ?? 1, bars)),
		memory.known
			? row(
					words.memory,
					used === null
						? words.of('?', formatBytes(memory.value.total), null)
						: words.of(formatBytes(used), formatBytes(memory.value.total), used / memory.value.total),
					spark(memories(host.trend), memory.value.total, bars),
				)
			: row(words.memory, text.common.unknownBecause(whyText(memory.unknown, text))),
		row(
			words.load,
			host.load.known
				? host.load.value.map(value => value.toFixed(2)).join(' ')
				: text.common.unknownBecause(whyText(host.load.unknown, text)),
			host.load.known && processors !== null ? words.processors(processors) : '',
		),
		...(host.disks.known
			? host.disks.value.map(({target, size, available}) =>
					row(
						words.disk,
						words.of(formatBytes(size - available), formatBytes(size), (size - available) / size),
						target,
					),
				)
			: [row(words.disk, text.common.unknownBecause(whyText(host.disks.unknown, text)))]),
		...(withoutMetrics === null ? [] : [line(dim(words.withoutMetrics(whyText(withoutMetrics, text))))]),
		...(withoutGroups === null
			? []
			: [line(span(words.withoutGroups(whyText(withoutGroups, text)), {color: 'yellow'}))]),
	];
}
