import {defaultDataDir} from '../command/k0s-paths.js';
import * as files from '../command/files.js';
import * as asks from '../command/usage.js';
import type {Pod} from '../facts/cluster.js';
import type {Disk} from '../facts/host.js';
import {known, unknown, type Part, type Reading} from '../facts/reading.js';
import type {CpuTimes, Metric, Moment, Sample, Usage, UsageRow} from '../facts/usage.js';
import type {Runner} from '../host/runner.js';
import {fromGroups, fromMetrics, usageRows, withSample, type GroupsLook, type Measured} from '../model/usage.js';
import {readDisk} from '../read/df.js';
import {readMetrics} from '../read/kubectl/metrics.js';
import {readMemory} from '../read/meminfo.js';
import {readPodGroups} from '../read/pod-groups.js';
import {readCpuTimes, readLoadAverage} from '../read/proc-stat.js';
import {createAsked} from './asked.js';
import type {Pacer} from './pacer.js';
import {createPoll} from './poll.js';
import type {Source} from './source.js';

export type UsageGiven = {
	readonly runner: Runner;
	readonly pacer: Pacer;
	/** What was read of pods last; undefined: nothing. */
	readonly pods: () => readonly Pod[] | undefined;
	readonly dataDir: () => string | null;
};

/** Milliseconds between two looks: the host's files; pods (metrics-server measures each 15 s); the disk, by a program. */
const hostPace = 5000;
const podPace = 14_000;
const diskPace = 60_000;

/**
 * What host, node and pods use, read only while somebody looks; the histories stay while nobody does. Pods are read from
 * metrics-server, else from their control groups. What cannot be read is unknown, and what was read before stays with its
 * time.
 */
export function createUsageSource({runner, pacer, pods, dataDir}: UsageGiven): Source<Usage> {
	let hostTrend: readonly Sample[] = [];
	let loads: readonly Moment[] = [];
	let diskTrends: ReadonlyMap<string, readonly Moment[]> = new Map();
	let rows: readonly UsageRow[] = [];
	let times: CpuTimes | undefined;
	let look: GroupsLook | undefined;

	const disks = createAsked(async (signal): Promise<Reading<readonly Disk[]>> => {
		const places = [...new Set(['/', dataDir() ?? defaultDataDir])];
		const read = await Promise.all(
			places.map(async place => readDisk(await runner.run(files.diskSpace(place), {signal}))),
		);
		const [first] = read;
		if (first && !first.known) return first;
		const found = read.flatMap(each => (each.known && each.value ? [each.value] : []));
		return known(found.filter((disk, at) => found.findIndex(({target}) => target === disk.target) === at));
	});

	const memories = createAsked(async signal => readMemory(await runner.run(asks.memory(), {signal})));
	const averages = createAsked(async signal => readLoadAverage(await runner.run(asks.loadAverage(), {signal})));

	const metrics = createAsked(async (signal): Promise<Reading<readonly Metric[]>> => {
		const [nodes, own] = await Promise.all([
			runner.run(asks.nodeMetrics(), {signal}).then(readMetrics),
			runner.run(asks.podMetrics(), {signal}).then(readMetrics),
		]);
		if (!nodes.known) return nodes;
		return own.known ? known([...nodes.value, ...own.value]) : own;
	});

	const groups = createAsked(async (signal): Promise<Reading<GroupsLook>> => {
		const outcome = await runner.run(asks.podGroups(), {signal});
		const found = readPodGroups(outcome);
		return found.known
			? known({at: outcome.startedAt, groups: new Map(found.value.map(group => [group.uid, group]))})
			: found;
	});

	const host = async (signal: AbortSignal): Promise<Usage['host']> => {
		const [cpu, memory, load, disk] = await Promise.all([
			runner.run(asks.cpuTimes(), {signal}).then(readCpuTimes),
			memories.ask(0, signal),
			averages.ask(0, signal),
			disks.ask(diskPace, signal),
		]);
		const before = times;
		times = cpu.known ? cpu.value : undefined;
		const passed = before && times ? times.total - before.total : 0;
		const busy = before && times ? times.busy - before.busy : -1;
		const used = memory.known && memory.value.available !== null ? memory.value.total - memory.value.available : null;
		const cores = passed > 0 && busy >= 0 && times ? (busy / passed) * times.count : null;
		const at = Date.now();
		hostTrend = withSample(hostTrend, {at, cpu: cores, memory: used});
		loads = withSample(loads, {at, value: load.known ? load.value[0] : null});
		diskTrends = disksAt(at, disk, diskTrends);
		return {
			...{trend: hostTrend, memory, load, loads, disks: disk, diskTrends},
			processors: times?.count ?? null,
			cpuUnknown: cpu.known ? null : cpu.unknown,
		};
	};

	const measure = async (
		signal: AbortSignal,
	): Promise<Pick<Usage, 'withoutMetrics' | 'withoutGroups'> & {measured: readonly Measured[] | null}> => {
		const own = pods() ?? [];
		const told = await metrics.ask(podPace, signal);
		if (told.known) {
			return {measured: fromMetrics(told.value, Date.now()), withoutMetrics: null, withoutGroups: null};
		}

		const withoutMetrics = told.unknown;
		const found = await groups.ask(podPace, signal);
		if (!found.known) return {measured: null, withoutMetrics, withoutGroups: found.unknown};
		const before = look;
		if (before?.at !== found.value.at) look = found.value;
		// The same look again: what it told stands in the histories.
		const measured = before?.at === found.value.at ? null : fromGroups(found.value, before, own);
		return {measured, withoutMetrics, withoutGroups: null};
	};

	return createPoll<Usage>({
		pacer,
		interval: Math.max(hostPace, pacer.interval),
		async read(signal) {
			if (runner.kind === 'recorded') return unknown('aborted', 'usage');
			const [machine, {measured, ...without}] = await Promise.all([host(signal), measure(signal)]);
			if (signal.aborted) return unknown('aborted');
			rows = usageRows(rows, measured, pods());
			return known({host: machine, rows, ...without});
		},
	});
}

/** Its use of each file system, once a minute. What is not there any more is forgotten, what could not be read is a gap. */
function disksAt(
	at: number,
	disks: Part<readonly Disk[]>,
	before: ReadonlyMap<string, readonly Moment[]>,
): ReadonlyMap<string, readonly Moment[]> {
	const told = disks.known ? disks.value : (disks.last?.value ?? []);
	return new Map(
		told.map(({target, size, available}) => {
			const trend = before.get(target) ?? [];
			const last = trend.at(-1);
			// Looks come each five seconds, the disk is read by a program and more seldom.
			if (last && at - last.at < diskPace - hostPace / 2) return [target, trend] as const;
			return [target, withSample(trend, {at, value: disks.known ? size - available : null})] as const;
		}),
	);
}
