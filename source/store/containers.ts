import * as ctr from '../command/ctr.js';
import type {Runner} from '../host/runner.js';
import type {Container, Part, Pod, Task} from '../facts/cluster.js';
import {readContainerInfo, type ContainerInfo} from '../read/ctr-container-info.js';
import {readContainers} from '../read/ctr-tables.js';
import {known, type Reading} from '../facts/reading.js';

import {runEither} from './asked.js';

type Owner = Pick<ContainerInfo, 'pod' | 'name' | 'kind'>;

const nobody: Owner = {pod: null, name: null, kind: null};

/** How many containers' labels are asked for in one go: each is a process of its own. */
const atOnce = 8;

/**
 * Reads containers, joins them with their tasks (asked by who calls: the verdict looks at the same ones) and tells whose
 * they are. Labels never change, so each container's are asked once.
 */
export function createContainerReader(
	runner: Runner,
): (
	pods: readonly Pod[],
	tasks: Promise<Part<readonly Task[]>>,
	signal: AbortSignal,
) => Promise<Reading<readonly Container[]>> {
	let labels = new Map<string, Owner>();

	const learn = async (ids: readonly string[], signal: AbortSignal): Promise<void> => {
		const infos = await Promise.all(
			ids.slice(0, atOnce).map(async id => readContainerInfo(await runner.run(ctr.containerInfo(id), {signal}))),
		);
		for (const [index, info] of infos.entries()) {
			if (!info.known && info.unknown.reason === 'aborted') continue;
			labels.set(
				ids[index] ?? '',
				info.known ? {pod: info.value.pod, name: info.value.name, kind: info.value.kind} : nobody,
			);
		}
	};

	return async (pods, asked, signal) => {
		const [rows, tasks] = await Promise.all([
			runEither(runner, ctr.containers(), ctr.guideList('container'), signal).then(outcome => readContainers(outcome)),
			asked,
		]);
		if (!rows.known) return rows;
		if (!tasks.known) return tasks;
		const owners = ownersOf(pods);
		const ids = new Set(rows.value.map(({id}) => id));
		labels = new Map([...labels].filter(([id]) => ids.has(id)));
		await learn(
			[...ids].filter(id => !owners.has(id) && !labels.has(id)),
			signal,
		);
		const taskOf = new Map(tasks.value.map(task => [task.id, task]));
		return known(
			rows.value
				.map((row): Container => {
					const task = taskOf.get(row.id);
					const owner = owners.get(row.id) ?? labels.get(row.id) ?? nobody;
					return {...row, pid: task?.pid ?? null, status: task?.status ?? null, ...owner};
				})
				.toSorted(byPod),
			[...rows.notes, ...tasks.notes],
		);
	};
}

/** What the pods' own status tells of their containers costs no process. It does not name sandboxes. */
function ownersOf(pods: readonly Pod[]): ReadonlyMap<string, Owner> {
	return new Map(
		pods.flatMap(({namespace, name, containers}) =>
			containers.flatMap(container =>
				container.id === null
					? []
					: [[container.id, {pod: {namespace, name}, name: container.name, kind: 'container'}] as const],
			),
		),
	);
}

/** A pod's containers stand together, its sandbox first; those of nobody last. */
function byPod(a: Container, b: Container): number {
	const key = ({pod, name, id}: Container): string =>
		pod === null ? `\uFFFF${id}` : `${pod.namespace}/${pod.name}\u0000${name ?? ''}\u0000${id}`;
	const [left, right] = [key(a), key(b)];
	return left < right ? -1 : left > right ? 1 : 0;
}
