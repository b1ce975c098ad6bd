import {clusterAddresses} from '../model/cluster-addresses.js';
import {ageOf} from '../model/age.js';
import type {ClusterFacts} from '../model/cluster.js';
import type {Part} from '../facts/cluster.js';
import {formatBytes} from '../model/quantity.js';
import {portText} from '../model/service-port.js';
import type {Text} from '../text/text.js';

/** A list of the cluster as a table. Rows are empty where the part is not known. */
export type ClusterTable = {
	readonly id: 'nodes' | 'pods' | 'services' | 'workloads' | 'containers' | 'images';
	readonly title: string;
	readonly part: Part<unknown>;
	readonly titles: readonly string[];
	readonly rows: ReadonlyArray<readonly string[]>;
};

const rowsOf = <T>(part: Part<readonly T[]>, row: (value: T) => readonly string[]): ReadonlyArray<readonly string[]> =>
	part.known ? part.value.map(value => row(value)) : [];

const joined = (words: readonly string[], none: string): string => words.join(',') || none;

/** Every list of `k0s-tui status`, in its order. `now`: milliseconds since the epoch, for ages. */
export function clusterTables(facts: ClusterFacts, words: Text['status'], now: number): readonly ClusterTable[] {
	const {columns: c, none, sections} = words;
	const age = (at: string | null): string => ageOf(at, now) ?? words.unknownAge;
	return [
		{
			id: 'nodes',
			title: words.facts.node,
			part: facts.nodes,
			titles: [c.node, c.status, c.roles, c.age, c.version, c.address],
			rows: rowsOf(facts.nodes, node => [
				node.name,
				[node.ready ? words.ready : words.notReady, ...(node.unschedulable ? [words.cordoned] : [])].join(','),
				joined(node.roles, none),
				age(node.createdAt),
				node.version,
				node.internalIp ?? none,
			]),
		},
		{
			id: 'pods',
			title: sections.pods,
			part: facts.pods,
			titles: [c.namespace, c.pod, c.ready, c.status, c.restarts, c.age, c.ip, c.node],
			rows: rowsOf(facts.pods, pod => [
				pod.namespace,
				pod.name,
				`${pod.ready}/${pod.total}`,
				pod.phase,
				String(pod.restarts),
				age(pod.createdAt),
				pod.ips[0] ?? none,
				pod.node ?? none,
			]),
		},
		{
			id: 'services',
			title: sections.services,
			part: facts.services,
			titles: [c.namespace, words.service, c.type, c.clusterIp, c.externalIp, c.ports, c.age],
			rows: rowsOf(facts.services, service => [
				service.namespace,
				service.name,
				service.type,
				clusterAddresses(service).join(', ') || (service.clusterIp ?? none),
				joined(service.externalIps, none),
				joined(service.ports.map(portText), none),
				age(service.createdAt),
			]),
		},
		{
			id: 'workloads',
			title: sections.workloads,
			part: facts.workloads,
			titles: [c.namespace, c.kind, c.name, c.desired, c.ready, c.available, c.age, c.images],
			rows: rowsOf(facts.workloads, workload => [
				workload.namespace,
				workload.kind,
				workload.name,
				String(workload.desired),
				String(workload.ready),
				String(workload.available),
				age(workload.createdAt),
				joined(workload.images, none),
			]),
		},
		{
			id: 'containers',
			title: sections.containers,
			part: facts.containers,
			titles: [c.container, c.pid, c.status, c.pod, c.name, c.image],
			rows: rowsOf(facts.containers, container => [
				container.id.slice(0, 12),
				container.pid === null ? none : String(container.pid),
				container.status ?? none,
				container.pod ? words.pod(container.pod.namespace, container.pod.name) : none,
				container.kind === 'sandbox' ? words.sandbox : (container.name ?? none),
				container.image,
			]),
		},
		{
			id: 'images',
			title: sections.images,
			part: facts.images,
			titles: [c.ref, c.size, c.digest],
			rows: rowsOf(facts.images, image => [
				image.ref,
				image.size === null ? none : formatBytes(image.size),
				image.digest,
			]),
		},
	];
}
