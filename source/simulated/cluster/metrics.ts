import {rowsOf} from '../tool/kubectl-kinds.js';
import {since, type Moment} from '../moment.js';
import type {Cluster} from '../state.js';

/** What metrics-server of a small idle cluster would say; it needs its pod to be ready, and measures each 15 s. */

/** Simulated milliseconds between two measures. */
const pace = 15_000;
const processors = 4;
const memoryInUse = 876_000;

/** A number from 0 to 1 that is the same for the same words. */
function wave(words: string, step: number): number {
	let seed = step * 7919;
	for (const letter of words) seed = (seed * 31 + (letter.codePointAt(0) ?? 0)) % 100_003;
	return ((seed * 48_271) % 100_003) / 100_003;
}

/** Undefined: its pod is not ready, so that the API has nobody to ask. */
export function metricsOf(moment: Moment, cluster: Cluster, path: string): Record<string, unknown> | undefined {
	const pods = rowsOf(moment, cluster, 'pods').map(row => row.object() as Pod);
	const running = pods.filter(({status}) => status.containerStatuses?.every(({ready}) => ready) ?? false);
	if (!running.some(({metadata}) => metadata.name.startsWith('metrics-server'))) return undefined;
	const step = Math.floor(since(moment, moment.state.bootedAt) / pace);
	const timestamp = new Date(moment.now - (since(moment, moment.state.bootedAt) - step * pace) / moment.speed)
		.toISOString()
		.replace(/\.\d+Z$/, 'Z');
	const when = {timestamp, window: '15.1s'};
	if (path.endsWith('/nodes')) {
		const usage = {cpu: `${Math.round((0.12 + 0.1 * wave('node', step)) * 1e9)}n`, memory: `${memoryInUse}Ki`};
		const items = rowsOf(moment, cluster, 'nodes').map(({name}) => ({metadata: {name}, ...when, usage}));
		return {kind: 'NodeMetricsList', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items};
	}

	const items = running.map(({metadata: {name, namespace}, spec}) => ({
		...{metadata: {name, namespace}, ...when},
		containers: spec.containers.map(container => ({
			name: container.name,
			usage: {
				cpu: `${Math.round((0.001 + 0.006 * wave(name, step)) * 1e9)}n`,
				memory: `${Math.round((12 + 14 * wave(name, 1) + wave(name, step)) * 1024)}Ki`,
			},
		})),
	}));
	return {kind: 'PodMetricsList', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items};
}

type Pod = {
	readonly metadata: {readonly name: string; readonly namespace: string};
	readonly spec: {readonly containers: ReadonlyArray<{readonly name: string}>};
	readonly status: {readonly containerStatuses?: ReadonlyArray<{readonly ready: boolean}>};
};

/** /proc/stat of a host with four processors, some six parts of a hundred of them busy, in ticks of 10 ms. */
export function procStat(moment: Moment): string {
	const ticks = Math.max(0, Math.floor(since(moment, moment.state.bootedAt) / 10));
	const bend = Math.sin(ticks / 3000) / 3000;
	const busy = Math.floor(ticks * (0.06 + bend));
	const of = (count: number): string =>
		[busy * 0.6, 0, busy * 0.3, ticks - busy, 0, 0, busy * 0.1, 0, 0, 0]
			.map(each => Math.floor(each * count))
			.join(' ');
	const own = Array.from({length: processors}, (_, index) => `cpu${index} ${of(1)}`);
	return `cpu  ${of(processors)}\n${own.join('\n')}\nintr 0\nctxt 0\nbtime ${Math.floor(moment.state.bootedAt / 1000)}\n`;
}
