import {clusterAddresses} from '../../model/cluster-addresses.js';
import {colored, dim, span, type Span} from '../../components/line.js';
import {ageOf} from '../../model/age.js';
import type {Pod, Service, Workload} from '../../facts/cluster.js';
import {withEnds, type EndedContainer} from '../../model/ended-container.js';
import {namedImages, type NamedImage} from '../../model/images.js';
import {formatBytes} from '../../model/quantity.js';
import {isTrouble} from '../../model/pod-state.js';
import {portText} from '../../model/service-port.js';
import {briefPod, briefService} from './brief.js';
import {containerDetails, imageDetails, podDetails, serviceDetails, workloadDetails} from './details.js';
import {nodes} from './nodes.js';
import {mapPart} from './part.js';
import {phaseSpan} from './phase.js';
import {sectionOf, type Context, type Section} from './section.js';
import {usage} from './usage.js';

/** Columns are named and filled as kubectl and ctr print them, so that what one knows from there holds here. */

const orNone = (text: string | null | undefined): string => text ?? '<none>';
const age = (at: string | null, {now, text}: Context): string => ageOf(at, now) ?? text.status.unknownAge;

/** The youngest first, whatever time it is. */
const youth = (at: string | null): number | null => (at === null ? null : -Date.parse(at));

/** `0/1` where all should be there is worth a look. */
const countSpan = (ready: number, wanted: number, text = `${ready}/${wanted}`): string | Span =>
	ready < wanted ? colored(text, 'yellow') : text;

const pods = sectionOf<Pod>({
	id: 'pods',
	part: facts => facts.pods,
	key: pod => `${pod.namespace}/${pod.name}`,
	bad: pod => isTrouble(pod.phase),
	words: pod => [pod.namespace, pod.name, pod.phase, ...pod.ips, pod.node ?? '', ...pod.images].join(' '),
	columns(context) {
		const {columns: c} = context.text.status;
		return [
			{id: 'namespace', title: c.namespace, cell: pod => pod.namespace, max: 20},
			{id: 'name', title: c.name, cell: pod => pod.name, stays: true, middle: true, min: 12},
			{
				id: 'ready',
				title: c.ready,
				value: pod => (pod.total === 0 ? null : pod.ready / pod.total),
				cell: pod =>
					countSpan(pod.phase === 'Completed' ? pod.total : pod.ready, pod.total, `${pod.ready}/${pod.total}`),
			},
			{id: 'status', title: c.status, cell: pod => phaseSpan(pod.phase), min: 7},
			{
				id: 'restarts',
				title: c.restarts,
				value: pod => pod.restarts,
				cell: pod => (pod.restarts > 0 ? colored(String(pod.restarts), 'yellow') : '0'),
				from: 96,
			},
			{id: 'age', title: c.age, cell: pod => age(pod.createdAt, context), value: pod => youth(pod.createdAt)},
			{id: 'ip', title: c.ip, cell: pod => orNone(pod.ips[0]), min: 10},
			// On one node every row would say the same.
			{
				...{id: 'node', title: c.node, cell: (pod: Pod) => orNone(pod.node), grow: true},
				...((context.nodes ?? 1) > 1 ? {min: 5} : {from: 118}),
			},
			{id: 'owner', title: c.owner, cell: pod => orNone(pod.owner), wide: true},
			{id: 'images', title: c.images, cell: pod => pod.images.join(','), wide: true},
		];
	},
	details: (pod, context, {troubles}) => podDetails(pod, context, troubles.known ? troubles.value : []),
	brief: (pod, context, {troubles}) => briefPod(pod, context, troubles.known ? troubles.value : []),
});

const services = sectionOf<Service>({
	id: 'services',
	part: facts => facts.services,
	key: service => `${service.namespace}/${service.name}`,
	words: service =>
		[
			...[service.namespace, service.name, service.type, service.clusterIp ?? ''],
			...[...clusterAddresses(service).slice(1), ...service.ports.map(portText)],
		].join(' '),
	columns(context) {
		const {columns: c} = context.text.status;
		return [
			{id: 'namespace', title: c.namespace, cell: service => service.namespace, max: 20},
			{id: 'name', title: c.name, cell: service => service.name, stays: true, middle: true, min: 10},
			{id: 'type', title: c.type, cell: service => service.type},
			{id: 'clusterIp', title: c.clusterIp, cell: service => orNone(service.clusterIp), min: 10},
			{id: 'externalIp', title: c.externalIp, cell: service => service.externalIps.join(',') || '<none>', from: 100},
			{id: 'ports', title: c.ports, cell: service => service.ports.map(portText).join(',') || '<none>', min: 12},
			{
				id: 'age',
				title: c.age,
				cell: service => age(service.createdAt, context),
				value: service => youth(service.createdAt),
			},
			{id: 'selector', title: c.selector, cell: service => pairs(service.selector), from: 118, grow: true},
		];
	},
	details: serviceDetails,
	brief: briefService,
});

const pairs = (labels: Readonly<Record<string, string>>): string =>
	Object.entries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join(',') || '<none>';

const workloads = sectionOf<Workload>({
	id: 'workloads',
	part: facts => facts.workloads,
	key: ({kind, namespace, name}) => `${kind}/${namespace}/${name}`,
	words: ({kind, namespace, name, images}) => [kind, namespace, name, ...images].join(' '),
	columns(context) {
		const {columns: c} = context.text.status;
		return [
			{id: 'namespace', title: c.namespace, cell: workload => workload.namespace, max: 20},
			{id: 'kind', title: c.kind, cell: workload => workload.kind},
			{id: 'name', title: c.name, cell: workload => workload.name, stays: true, middle: true, min: 12},
			{
				id: 'desired',
				title: c.desired,
				cell: workload => String(workload.desired),
				value: workload => workload.desired,
				align: 'right',
			},
			{
				id: 'ready',
				title: c.ready,
				cell: workload =>
					countSpan(workload.ready, workload.kind === 'Job' ? 0 : workload.desired, String(workload.ready)),
				align: 'right',
			},
			{
				id: 'available',
				title: c.available,
				cell: workload => String(workload.available),
				value: workload => workload.available,
				align: 'right',
				from: 90,
			},
			{
				id: 'age',
				title: c.age,
				cell: workload => age(workload.createdAt, context),
				value: workload => youth(workload.createdAt),
			},
			{id: 'images', title: c.images, cell: workload => workload.images.join(','), from: 110, middle: true, grow: true},
		];
	},
	details: workloadDetails,
});

/** From this width on a container's pod has a column of its own. */
const podColumn = 100;

const containers = sectionOf<EndedContainer>({
	id: 'containers',
	part({containers: all, pods: of}) {
		const known = of.known ? of.value : (of.last?.value ?? []);
		return mapPart(all, rows => withEnds(rows, known));
	},
	key: container => container.id,
	words: ({id, image, status, ended, pid, pod, name}) =>
		[id, image, status ?? ended ?? '', pid ?? '', pod ? `${pod.namespace}/${pod.name}` : '', name ?? ''].join(' '),
	columns(context, width) {
		const {columns: c, sandbox, sandboxOf} = context.text.status;
		const sandboxName = (pod: EndedContainer['pod']): string =>
			pod === null || width >= podColumn ? sandbox : sandboxOf(pod.name);
		return [
			{id: 'container', title: c.container, cell: container => container.id.slice(0, 12), stays: true},
			{
				id: 'pid',
				title: c.pid,
				value: container => container.pid,
				cell: container => (container.pid === null ? '-' : String(container.pid)),
				align: 'right',
			},
			{id: 'status', title: c.status, cell: container => taskSpan(container)},
			{
				id: 'pod',
				title: c.pod,
				cell: ({pod}) => (pod === null ? dim('?') : `${pod.namespace}/${pod.name}`),
				middle: true,
				min: 12,
				from: podColumn,
			},
			{
				id: 'name',
				title: c.name,
				cell: ({kind, name, pod}) => (kind === 'sandbox' ? dim(sandboxName(pod)) : (name ?? dim('?'))),
				max: 28,
			},
			{id: 'image', title: c.image, cell: container => container.image, middle: true, grow: true, min: 16},
			{id: 'id', title: c.id, cell: container => container.id, wide: true},
		];
	},
	details: containerDetails,
});

/** The task's state; of a container without one how it ended, as its pod says, or nothing where nobody can tell. */
function taskSpan({status, ended}: EndedContainer): Span {
	if (status === null) return ended === null || ended === 'Completed' ? dim(ended ?? '-') : colored(ended, 'red');
	return status === 'RUNNING' ? span(status) : colored(status, 'yellow');
}

const images = sectionOf<NamedImage>({
	id: 'images',
	part: facts => mapPart(facts.images, namedImages),
	key: image => image.ref,
	words: ({refs, digest}) => [...refs, digest].join(' '),
	columns({text}) {
		const {columns: c} = text.status;
		return [
			{id: 'ref', title: c.ref, cell: image => image.ref, stays: true, middle: true, grow: true, min: 20},
			{
				id: 'size',
				title: c.size,
				cell: image => (image.size === null ? '?' : formatBytes(image.size)),
				value: image => image.size,
				align: 'right',
			},
			{id: 'digest', title: c.digest, cell: image => image.digest.slice(0, 19), from: 110},
			{id: 'names', title: c.names, cell: image => image.refs.filter(ref => ref !== image.ref).join(','), wide: true},
		];
	},
	details: imageDetails,
});

export const sections: readonly Section[] = [pods, services, workloads, containers, images, nodes, usage];
