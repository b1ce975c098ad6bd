import {emptyFilter} from '../../components/filter.js';
import {emptyList} from '../../components/list.js';
import {emptyPane} from '../../components/text-pane.js';
import type {Container, Part, Pod, Service, Workload} from '../../facts/cluster.js';
import {namedImages} from '../../model/images.js';
import {namesOf, type NamedObject, type ObjectKind, type ScreenObjects} from '../objects.js';
import {initialStatus, sectionIds, type SectionId, type StatusState} from './state.js';

/** What people type for a list: kubectl's short names (1.34), and what `k0s ctr` calls them. */
const aliases: Readonly<Record<SectionId, readonly string[]>> = {
	pods: ['pods', 'pod', 'po'],
	services: ['services', 'service', 'svc'],
	workloads: [
		'workloads',
		'deployments',
		'deploy',
		'daemonsets',
		'ds',
		'statefulsets',
		'sts',
		'replicasets',
		'rs',
		'jobs',
	],
	containers: ['containers', 'ctr', 'tasks'],
	images: ['images'],
};

const podObject = ({namespace, name, ips}: Pod): NamedObject => ({
	kind: 'pod',
	names: namesOf(`${namespace}/${name}`, name, ...ips),
	key: `${namespace}/${name}`,
});

const serviceObject = ({namespace, name, clusterIp, externalIps, ports}: Service): NamedObject => ({
	kind: 'service',
	names: namesOf(
		`${namespace}/${name}`,
		name,
		clusterIp,
		...externalIps,
		...ports.map(({nodePort}) => (nodePort === null ? null : String(nodePort))),
	),
	key: `${namespace}/${name}`,
});

const workloadObject = ({kind, namespace, name}: Workload): NamedObject => ({
	kind: 'workload',
	names: namesOf(`${kind} ${namespace}/${name}`, name, `${namespace}/${name}`),
	key: `${kind}/${namespace}/${name}`,
});

const containerObject = ({id, name, pod, pid}: Container): NamedObject => ({
	kind: 'container',
	names: namesOf(
		[pod === null ? '' : `${pod.namespace}/${pod.name}`, name ?? '', id.slice(0, 12)].filter(Boolean).join(' '),
		name,
		id,
		pid === null ? null : String(pid),
	),
	key: id,
});

const sectionOf: Readonly<Partial<Record<ObjectKind, SectionId>>> = {
	pod: 'pods',
	service: 'services',
	workload: 'workloads',
	container: 'containers',
	image: 'images',
};

/** As read last where it cannot be read now. */
const valueOf = <T>(part: Part<readonly T[]> | undefined): readonly T[] | undefined =>
	part?.known ? part.value : part?.last?.value;

/** The cluster's objects, and the lists that hold them. */
export const statusObjects: ScreenObjects = {
	from: ({sources}) => [sources.cluster.get().value, sources.lastPods(), sources.lastContainers()],
	*list({sources, text}) {
		const facts = sources.cluster.get().value;
		const lists = sectionIds.map((id): NamedObject => ({
			kind: 'list',
			names: namesOf(text.status.sections[id], ...aliases[id]),
			key: id,
		}));
		const images = valueOf(facts?.images);
		const parts = [
			['pod', (valueOf(facts?.pods) ?? sources.lastPods())?.map(podObject)],
			['service', valueOf(facts?.services)?.map(serviceObject)],
			['workload', valueOf(facts?.workloads)?.map(workloadObject)],
			['container', (valueOf(facts?.containers) ?? sources.lastContainers())?.map(containerObject)],
			[
				'image',
				images &&
					namedImages(images).map(({ref, refs, digest}): NamedObject => ({
						kind: 'image',
						names: namesOf(ref, ...refs, digest),
						key: ref,
					})),
			],
		] as const;
		yield;
		return {
			objects: [...lists, ...parts.flatMap(([, objects]) => objects ?? [])],
			unread: parts.flatMap(([kind, objects]) => (objects === undefined ? [kind] : [])),
		};
	},
	select({kind, key}, states) {
		const state = (states.get('status') as StatusState | undefined) ?? initialStatus;
		const section = kind === 'list' ? (key as SectionId) : (sectionOf[kind] ?? state.section);
		const list = kind === 'list' ? state.lists[section] : {...emptyList, selected: key};
		states.set('status', {
			section,
			lists: {...state.lists, [section]: list},
			filter: emptyFilter,
			pane: null,
			text: emptyPane,
		} satisfies StatusState);
	},
};
