import {ageOf} from '../model/age.js';
import type {ClusterFacts, Part} from '../model/cluster.js';
import type {Reason} from '../model/conditions.js';
import {formatBytes} from '../model/quantity.js';
import {portText} from '../model/service-port.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import {textColumns} from './text-columns.js';
import type {Judged} from './status-wait.js';

export const reasonText = ({status}: Text, {id, subject, detail}: Reason): string =>
	status.reasons[id](subject, detail);

/** The human form of `status`: the verdict's word alone on the first line, then why, then the facts. */
export function statusLines({verdict, reasons, facts}: Judged, text: Text, now: number): readonly string[] {
	const {status} = text;
	return [
		status.verdicts[verdict],
		...reasons.map(reason => `  ${visible(reasonText(text, reason))}`),
		...errorLines(facts, status),
		...k0sLines(facts, status),
		...listLines(facts, text, now),
	];
}

function errorLines({errors}: ClusterFacts, words: Text['status']): readonly string[] {
	if (!errors.known || errors.value.length === 0) return [];
	return [
		'',
		words.lastErrors,
		...errors.value.map(({time, component, message}) => visible(`  ${time} ${component ?? ''} ${message}`)),
	];
}

function k0sLines({k0s, unit}: ClusterFacts, words: Text['status']): readonly string[] {
	if (!k0s.known) return [];
	const {version, pid, role, workloads, apiReachable} = k0s.value;
	const state = unit.known ? [`${unit.value.id} ${unit.value.activeState} (${unit.value.subState})`] : [];
	return [
		'',
		visible(
			[
				`k0s ${version}`,
				`${words.facts.pid} ${pid}`,
				`${role} ${words.workloads[`${workloads}`]}`,
				`${words.facts.api} ${words.apiReachable[`${apiReachable}`]}`,
				...state,
			].join(', '),
		),
	];
}

const joined = (words: readonly string[], none: string): string => words.join(',') || none;

type Table = {
	readonly title: string;
	readonly part: Part<unknown>;
	readonly titles: readonly string[];
	readonly rows: ReadonlyArray<readonly string[]>;
};

const rowsOf = <T>(part: Part<readonly T[]>, row: (value: T) => readonly string[]): ReadonlyArray<readonly string[]> =>
	part.known ? part.value.map(value => row(value)) : [];

function listLines(facts: ClusterFacts, {status: words, common}: Text, now: number): readonly string[] {
	// Where nothing runs the verdict has said all there is.
	const silent = new Set(['not-installed', 'not-running', 'needs-root']);
	return tables(facts, words, now).flatMap(({title, part, titles, rows}) => {
		if (part.known) return ['', ...(rows.length === 0 ? [`${title}: ${common.none}`] : textColumns(titles, rows))];
		const {reason, detail} = part.unknown;
		if (silent.has(reason)) return [];
		return ['', visible(`${title}: ${common.unknownBecause(common.reason[reason] ?? reason)} ${detail}`.trimEnd())];
	});
}

function tables(facts: ClusterFacts, words: Text['status'], now: number): readonly Table[] {
	const {columns: c, none, sections} = words;
	const age = (at: string | null): string => ageOf(at, now) ?? words.unknownAge;
	return [
		{
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
			title: sections.services,
			part: facts.services,
			titles: [c.namespace, words.service, c.type, c.clusterIp, c.externalIp, c.ports, c.age],
			rows: rowsOf(facts.services, service => [
				service.namespace,
				service.name,
				service.type,
				service.clusterIp ?? none,
				joined(service.externalIps, none),
				joined(service.ports.map(portText), none),
				age(service.createdAt),
			]),
		},
		{
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
