import {clusterAddresses} from '../../model/cluster-addresses.js';
import {blank, bold, dim, line, span, type Line} from '../../components/line.js';
import {facts} from '../../components/blocks.js';
import {ageOf} from '../../model/age.js';
import type {EndedContainer} from '../../model/ended-container.js';
import type {NamedImage} from '../../model/images.js';
import type {Pod, PodContainer, Service, Workload} from '../../facts/cluster.js';
import type {Trouble} from '../../model/pod-trouble/trouble.js';
import {formatBytes} from '../../model/quantity.js';
import {phaseSpan} from './phase.js';
import type {Context} from './section.js';

/** Everything that is known of one row, as lines. Long values are wrapped by the pane. */

export type Fact = readonly [string, string | Line];

const orNone = (value: string | null | undefined): string =>
	value === null || value === undefined || value === '' ? '-' : value;

const made = (createdAt: string | null, {now}: Context): string =>
	createdAt === null ? '-' : `${ageOf(createdAt, now) ?? '?'}  (${createdAt})`;

function block(title: string, rows: readonly Line[]): Line[] {
	return rows.length === 0 ? [] : [blank, line(bold(title)), ...rows];
}

const pairLines = (pairs: Readonly<Record<string, string>>): Line[] =>
	Object.entries(pairs).map(([key, value]) => line(`  ${key}=${value}`));

export function podDetails(pod: Pod, context: Context, troubles: readonly Trouble[] = []): readonly Line[] {
	const {columns: c, details: d} = context.text.status;
	const head: Fact[] = [
		[c.status, line(phaseSpan(pod.phase))],
		...reasons(pod, context, troubles),
		[c.ready, `${pod.ready}/${pod.total}`],
		[c.restarts, String(pod.restarts)],
		[c.ip, pod.hostNetwork ? `${orNone(pod.ips[0])}  ${d.hostNetwork}` : orNone(pod.ips.join(' '))],
		[c.node, orNone(pod.node)],
		[d.owner, orNone(pod.owner)],
		[c.age, made(pod.createdAt, context)],
		[d.uid, orNone(pod.uid)],
	];
	return [
		...title(pod.namespace, pod.name),
		...facts(head),
		...block(
			d.containers,
			pod.containers.flatMap(container => containerLines(container, d)),
		),
		...block(d.labels, pairLines(pod.labels)),
	];
}

/** What keeps it from working, as far as it is told; empty: nothing is. */
export function reasons(pod: Pod, {text}: Context, troubles: readonly Trouble[]): readonly Fact[] {
	const trouble = troubles.find(
		({kind, namespace, name}) => kind === 'Pod' && namespace === pod.namespace && name === pod.name,
	);
	return [
		...(trouble === undefined ? [] : [[text.status.cause, text.status.causes[trouble.cause](trouble)] as const]),
		...(pod.message === null ? [] : [[text.status.details.message, pod.message] as const]),
	];
}

export type Words = Context['text']['status']['details'];

/** `waiting, CrashLoopBackOff, exit 1, restarted 5 times`. */
export const containerState = (container: PodContainer, words: Words): string =>
	[
		container.state === null ? words.notYet : words.states[container.state],
		...(container.reason === null ? [] : [container.reason]),
		...(container.exitCode === null ? [] : [words.exit(container.exitCode)]),
		...(container.restarts === 0 ? [] : [words.restarted(container.restarts)]),
	].join(', ');

function containerLines(container: PodContainer, words: Words): Line[] {
	const state = containerState(container, words);
	return [
		line('  ', bold(container.name), container.init ? dim(` ${words.init}`) : '', '  ', span(state)),
		line(dim('    '), container.image),
		...(container.message === null ? [] : [line(dim('    '), container.message)]),
		...(container.id === null ? [] : [line(dim(`    ${container.id}`))]),
	];
}

const title = (namespace: string, name: string): Line[] => [line(dim(`${namespace}/`), bold(name)), blank];

export function serviceDetails(service: Service, context: Context): readonly Line[] {
	const {columns: c, details: d} = context.text.status;
	return [
		...title(service.namespace, service.name),
		...facts([
			[c.type, service.type],
			[c.clusterIp, orNone(clusterAddresses(service).join(' ') || service.clusterIp)],
			[c.externalIp, orNone(service.externalIps.join(' '))],
			[c.age, made(service.createdAt, context)],
		]),
		...block(
			c.ports,
			service.ports.map(port => line('  ', ...portLine(port, d))),
		),
		...block(c.selector, pairLines(service.selector)),
	];
}

export const portLine = ({name, port, protocol, targetPort, nodePort}: Service['ports'][number], words: Words): Line =>
	line(
		`${port}/${protocol}`,
		name === null ? '' : dim(`  ${name}`),
		targetPort === null ? '' : `  ${words.toPort(targetPort)}`,
		nodePort === null ? '' : `  ${words.nodePort(nodePort)}`,
	);

export function workloadDetails(workload: Workload, context: Context): readonly Line[] {
	const {columns: c} = context.text.status;
	return [
		...title(workload.namespace, workload.name),
		...facts([
			[c.kind, workload.kind],
			[c.desired, String(workload.desired)],
			[c.ready, String(workload.ready)],
			[c.available, String(workload.available)],
			[c.age, made(workload.createdAt, context)],
		]),
		...block(
			c.images,
			workload.images.map(image => line(`  ${image}`)),
		),
	];
}

export function containerDetails(container: EndedContainer, {text}: Context): readonly Line[] {
	const {columns: c, details: d, sandbox} = text.status;
	const {pod, kind, name} = container;
	return [
		line(bold(kind === 'sandbox' ? sandbox : (name ?? container.id.slice(0, 12)))),
		blank,
		...facts([
			[c.container, container.id],
			[c.image, container.image],
			[c.runtime, container.runtime],
			[c.pid, container.pid === null ? d.noTask : String(container.pid)],
			[c.status, orNone(container.status ?? container.ended)],
			[c.pod, pod === null ? text.common.unknown : `${pod.namespace}/${pod.name}`],
		]),
	];
}

export function imageDetails(image: NamedImage, {text}: Context): readonly Line[] {
	const {columns: c, details: d} = text.status;
	return [
		line(bold(image.ref)),
		blank,
		...facts([
			...image.refs.slice(1).map(ref => [d.otherName, ref] as const),
			[c.digest, image.digest],
			[c.size, image.size === null ? text.common.unknown : `${formatBytes(image.size)}  ${d.compressed}`],
			[c.type, image.type],
		]),
	];
}
