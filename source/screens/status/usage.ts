import {bold, blank, dim, line, plain, restyled, span, type Line, type Span} from '../../components/line.js';
import {facts} from '../../components/blocks.js';
import {spark, topOf} from '../../components/spark.js';
import {displayWidth, pad} from '../../components/width.js';
import {known, unknown, type Part, type Unknown} from '../../facts/reading.js';
import type {HostUsage, Moment, Sample, Usage, UsageRow} from '../../facts/usage.js';
import {formatAge} from '../../model/age.js';
import {formatBytes} from '../../model/quantity.js';
import type {Snapshot} from '../../store/source.js';
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

/** Above the list: the host's processors, memory, load and disks, each with its short history, and what could not be read. */
export function usageLines(asked: Snapshot<Usage>, context: Context, width: number): Line[] {
	const {value, unknown: why} = asked;
	if (!value) return [];
	const {host, withoutMetrics, withoutGroups} = value;
	const {text} = context;
	const {usage: words} = text.status;
	const bars = Math.max(8, Math.min(30, Math.floor((width - 50) / 2)));
	const drawn = hostRows(host, context, bars);
	const widest = Math.max(...drawn.map(({title}) => displayWidth(title))) + 3;
	const lines = drawn.map(({title, told, line: history, more = '', old}) => {
		const aged = old === undefined ? '' : ` ${words.ago(formatAge(context.now - old))}`;
		const base = line(dim(pad(title, widest)), pad(`${told}${aged}`, 28), history);
		const fits = displayWidth(plain(base)) + displayWidth(more) <= width;
		const own = fits ? [...base, span(more)] : base;
		return old === undefined ? own : restyled(own, {dim: true});
	});
	return [
		...(why ? [line(dim(text.common.stale(whyText(why, text))))] : []),
		...lines,
		...(withoutMetrics === null ? [] : [line(dim(words.withoutMetrics(whyText(withoutMetrics, text))))]),
		...(withoutGroups === null
			? []
			: [line(span(words.withoutGroups(whyText(withoutGroups, text)), {color: 'yellow'}))]),
	];
}

/** `old`: when it was known last; undefined: it is as it is now. */
type HostRow = {
	readonly title: string;
	readonly told: string;
	readonly line: string;
	readonly more?: string;
	readonly old?: number | undefined;
};

/** What is known of a part, else what was last, else why nothing is. */
function toldOf<T>(part: Part<T>, {text}: Context, write: (value: T) => string): Pick<HostRow, 'told' | 'old'> {
	if (part.known) return {told: write(part.value)};
	if (part.last) return {told: write(part.last.value), old: part.last.at};
	return {told: text.common.unknownBecause(whyText(part.unknown, text))};
}

function hostRows(host: HostUsage, context: Context, bars: number): readonly HostRow[] {
	const {text, now} = context;
	const {usage: words} = text.status;
	const {memory, processors, trend, load, loads, disks, diskTrends} = host;
	const values = (moments: readonly Moment[]): ReadonlyArray<number | null> => moments.map(({value}) => value);
	const last = trend.at(-1);
	/** Nobody looked for a while: paused, or the looks fail. */
	const late = last && now - last.at > fresh ? last.at : undefined;
	const lastCpu = trend.findLast(({cpu}) => cpu !== null);
	const ofCpu = (cpu: number): string =>
		processors === null ? coresText(cpu) : words.of(coresText(cpu), String(processors), cpu / processors);
	const cpu =
		host.cpuUnknown === null
			? {told: last?.cpu === null || last === undefined ? words.first : ofCpu(last.cpu)}
			: lastCpu
				? {told: ofCpu(lastCpu.cpu ?? 0), old: lastCpu.at}
				: {told: text.common.unknownBecause(whyText(host.cpuUnknown, text))};
	const size = memory.known ? memory.value.total : (memory.last?.value.total ?? 0);
	const rows: readonly HostRow[] = [
		{title: words.cpu, ...cpu, line: spark(cpus(trend), processors ?? 1, bars)},
		{
			title: words.memory,
			...toldOf(memory, context, ({total, available}) =>
				available === null
					? words.of('?', formatBytes(total), null)
					: words.of(formatBytes(total - available), formatBytes(total), (total - available) / total),
			),
			line: spark(memories(trend), size, bars),
		},
		{
			title: words.load,
			...toldOf(load, context, averages => averages.map(value => value.toFixed(2)).join(' ')),
			// As high as the processors are many: above it tasks wait.
			line: spark(values(loads), topOf(values(loads), processors ?? 1), bars),
			...(processors !== null && {more: `  ${words.processors(processors)}`}),
		},
		...diskRows(),
	];
	return rows.map(row => (late === undefined ? row : {...row, old: row.old ?? late}));

	function diskRows(): readonly HostRow[] {
		const all = disks.known ? disks.value : disks.last?.value;
		if (!all) return [{title: words.disk, ...toldOf(disks, context, () => ''), line: ''}];
		return all.map(({target, size, available}) => ({
			title: words.disk,
			told: words.of(formatBytes(size - available), formatBytes(size), (size - available) / size),
			line: spark(values(diskTrends.get(target) ?? []), size, bars),
			more: `  ${target}`,
			old: disks.known ? undefined : disks.last?.at,
		}));
	}
}
