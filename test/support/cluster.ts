import type {ClusterFacts} from '../../source/model/cluster.js';
import type {K0sStatus, Lease, Pod, Task, Unit, Workload} from '../../source/facts/cluster.js';
import {readImages} from '../../source/read/ctr-tables.js';
import {readK0sStatus} from '../../source/read/k0s/status.js';
import {readAll, readNodes} from '../../source/read/kubectl/get.js';
import {known, mapReading, unknown, type Reading} from '../../source/facts/reading.js';
import {readUnit} from '../../source/read/systemctl-show.js';
import {outcomeOf, sample} from './samples.js';

/** The moment just after the samples were taken. */
export const sampledAt = Date.parse('2026-11-23T04:31:22Z');

export const must = <T>(reading: Reading<T>): T => {
	if (!reading.known) throw new Error(`a sample that cannot be read: ${JSON.stringify(reading.unknown)}`);
	return reading.value;
};

const text = (path: string) => outcomeOf({stdout: sample(path)});

/** The lease that the kubelet of the sample's node renewed then. */
export const kubeletLease = (renewedAt: string, change: Partial<Lease> = {}): Lease => ({
	...{namespace: 'kube-node-lease', name: 'centos10.home.local', holder: 'centos10.home.local'},
	...{acquiredAt: null, renewedAt},
	...change,
});

/** What `ctr task list` would show of the containers that these pods call running. */
export const tasksOf = (pods: readonly Pod[]): Task[] =>
	pods.flatMap(({containers}) =>
		containers.flatMap(({id, state}) =>
			id !== null && state === 'running' ? [{id, pid: 4000, status: 'RUNNING'}] : [],
		),
	);

/** A healthy node with a demo and a deployment whose image does not exist, read from the samples. */
export function healthyFacts(change: Partial<ClusterFacts> = {}): ClusterFacts {
	const all = readAll(text('kubectl/1.34.5/get-all.json'));
	return {
		asOf: null,
		root: true,
		hostname: 'centos10.home.local',
		version: known('v1.34.1+k0s.0'),
		unit: readUnit(text('systemd/252/show-active.txt')),
		k0s: readK0sStatus(text('k0s/1.34.1/status.json')),
		nodes: readNodes(text('kubectl/1.34.5/get-nodes.json')),
		pods: mapReading(all, ({pods}) => pods),
		services: mapReading(all, ({services}) => services),
		workloads: mapReading(all, ({workloads}) => workloads),
		leases: known([kubeletLease('2026-11-23T04:31:20.123456Z')]),
		tasks: mapReading(all, ({pods}) => tasksOf(pods)),
		bootedAt: unknown('aborted'),
		rules: unknown('aborted'),
		containers: known([]),
		images: readImages(text('guide/ctr-image-list.txt')),
		shims: unknown('aborted'),
		errors: known([]),
		troubles: known([]),
		...change,
	};
}

export const unitWith = (change: Partial<Unit>): Reading<Unit> => known({...must(healthyFacts().unit), ...change});
export const k0sWith = (change: Partial<K0sStatus>): Reading<K0sStatus> =>
	known({...must(healthyFacts().k0s), ...change});
/** The sample's workloads, one of them changed or (null) gone. */
export function workloadsWith(name: string, change: Partial<Workload> | null): Reading<readonly Workload[]> {
	return known(
		must(healthyFacts().workloads).flatMap(each =>
			each.name === name ? (change === null ? [] : {...each, ...change}) : each,
		),
	);
}
