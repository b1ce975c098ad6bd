import {clusterAddresses} from '../../model/cluster-addresses.js';
import {emptyFilter} from '../../components/filter.js';
import {emptyList} from '../../components/list.js';
import {emptyPane} from '../../components/text-pane.js';
import {fullName} from '../../command/kubectl-table.js';
import type {ApiKind} from '../../facts/browse.js';
import type {Container, Part, Pod, Service, Workload} from '../../facts/cluster.js';
import {kindNamed, listable, namesOfKind, usualKinds} from '../../model/api-kinds.js';
import {namedImages} from '../../model/images.js';
import {namesOf, type NamedObject, type ObjectKind, type ScreenObjects} from '../objects.js';
import type {Services} from '../services.js';
import {browseState, kindPlace, levelAt, type BrowseState, type Place} from './browse/state.js';
import {typedLevel, typedOf} from './browse/typed.js';
import {initialK0sLog, k0sLogState, type K0sLogState} from './k0s-log/state.js';
import {initialStatus, type SectionId, type StatusState} from './state.js';

/** Lists of the screen's own; those of the API's kinds are found by the names of the kinds. */
const lists: ReadonlyArray<readonly [SectionId, ...string[]]> = [
	['containers', 'containers', 'ctr', 'tasks'],
	['images', 'images'],
	['usage', 'usage', 'top', 'resources', 'cpu', 'memory'],
];

const kindObject = (kind: ApiKind): NamedObject => {
	const [plural, ...others] = namesOfKind(kind);
	return {
		kind: 'kind',
		names: namesOf(plural ?? kind.plural, ...others),
		note: kind.group === '' ? kind.version : `${kind.group}/${kind.version}`,
		key: fullName(kind),
	};
};

/** What discovery offered, else what every cluster has. */
const kindsOf = ({sources}: Services): readonly ApiKind[] => {
	const kinds = sources.browse.kinds();
	return kinds?.known ? listable(kinds.value) : usualKinds;
};

const podObject = ({namespace, name, ips}: Pod): NamedObject => ({
	kind: 'pod',
	names: namesOf(`${namespace}/${name}`, name, ...ips),
	key: `${namespace}/${name}`,
});

const serviceObject = ({namespace, name, clusterIp, clusterIps, externalIps, ports}: Service): NamedObject => ({
	kind: 'service',
	names: namesOf(
		`${namespace}/${name}`,
		name,
		...clusterAddresses({clusterIp, clusterIps}),
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

/** Before a name that may be a kind's. */
const guessed = '?';
/** Before a line that names a kind, and where or which. */
const typedKey = '=';

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
	from: ({sources}) => [
		sources.cluster.get().value,
		sources.lastPods(),
		sources.lastContainers(),
		sources.browse.kinds(),
	],
	*list(services) {
		const {sources, text} = services;
		const facts = sources.cluster.get().value;
		const own = lists.map(([id, ...aliases]): NamedObject => ({
			kind: 'list',
			names: namesOf(text.status.sections[id], ...aliases),
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
		const log: NamedObject = {
			kind: 'list',
			names: namesOf(text.status.actions['status.service-log'], 'k0s log', 'journal', 'journalctl'),
			key: k0sLogState,
		};
		yield;
		return {
			objects: [...kindsOf(services).map(kindObject), ...own, log, ...parts.flatMap(([, objects]) => objects ?? [])],
			unread: parts.flatMap(([kind, objects]) => (objects === undefined ? [kind] : [])),
		};
	},
	guess(word, services) {
		const {sources, text} = services;
		const wanted = typedOf(word);
		if (wanted) {
			const kind = kindNamed(wanted.name, kindsOf(services));
			if (!kind) return undefined;
			const words = text.browse.typed(kind.plural, kind.namespaced ? wanted.namespace : null, wanted.filter);
			return {kind: 'kind', names: namesOf(words, word), key: `${typedKey}${word}`};
		}

		// What discovery does not offer there is not.
		if (sources.browse.kinds()?.known || !/^[a-z][a-z\d.-]*$/i.test(word)) return undefined;
		return {kind: 'kind', names: namesOf(text.browse.ask(word)), key: `${guessed}${word}`};
	},
	read: ({sources}) => sources.cluster.refresh(),
	select({kind, key}, states, services) {
		states.delete(k0sLogState);
		if (kind === 'kind') {
			const wanted = key.startsWith(typedKey) ? typedOf(key.slice(typedKey.length)) : undefined;
			const of = wanted && kindNamed(wanted.name, kindsOf(services));
			if (wanted && of) {
				states.set(browseState, {trail: [typedLevel(of, wanted)]} satisfies BrowseState);
				return;
			}

			const known = kindsOf(services).find(each => fullName(each) === key);
			const place: Place = known ? kindPlace(known) : {type: 'named', name: key.replace(guessed, '')};
			states.set(browseState, {trail: [levelAt(place)]} satisfies BrowseState);
			return;
		}

		states.delete(browseState);
		if (key === k0sLogState) {
			states.set(k0sLogState, {...initialK0sLog, open: true} satisfies K0sLogState);
			return;
		}

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
