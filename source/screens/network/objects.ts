import {emptyFilter} from '../../components/filter.js';
import {emptyList} from '../../components/list.js';
import {emptyPane} from '../../components/text-pane.js';
import type {LinkWithPeer, Process} from '../../facts/network.js';
import {mapOf} from '../../model/map.js';
import {hostKey, linkKey} from '../../model/network-keys.js';
import {globalAddresses} from '../../model/topology/pods.js';
import {namesOf, type NamedObject, type ScreenObjects} from '../objects.js';
import {emptyMap} from './map/state.js';
import {linkAt, namespaceAt, stopsOf} from './map/stops.js';
import {spacesOf, type Space} from './spaces.js';
import {initialNetwork, type NetworkState} from './state.js';

const spaceObject = ({key, namespace, links}: Space, host: string): NamedObject => {
	const pod = namespace?.pod ? `${namespace.pod.namespace}/${namespace.pod.name}` : undefined;
	return {
		kind: 'netns',
		names: namesOf(key === hostKey ? host : key, pod, namespace?.pod?.name, ...globalAddresses(links)),
		key,
	};
};

/** Its key is its namespace's and its own. */
const linkObject = (space: Space, link: LinkWithPeer, host: string): NamedObject => {
	const pod = space.namespace?.pod;
	const where = pod ? `${pod.namespace}/${pod.name}` : space.key === hostKey ? host : space.key;
	return {
		kind: 'link',
		names: namesOf(link.name, link.mac, ...link.addresses.map(({local}) => local)),
		note: where,
		key: linkKey(space.key, link),
	};
};

/** A process in the namespace with that key. */
export const processKey = (space: string, {pid}: Pick<Process, 'pid'>): string => `${space} ${pid}`;

const processObject = (space: Space, process: Process, host: string): NamedObject => ({
	kind: 'process',
	names: namesOf(
		[String(process.pid), process.command ?? ''].filter(Boolean).join(' '),
		String(process.pid),
		process.command,
	),
	note: space.namespace?.pod
		? `${space.namespace.pod.namespace}/${space.namespace.pod.name}`
		: space.key === hostKey
			? host
			: space.key,
	key: processKey(space.key, process),
});

/** Network namespaces, their links and processes, by their names, pods and addresses. */
export const networkObjects: ScreenObjects = {
	from: ({sources}) => [sources.network.get().value?.topology],
	*list({sources, text}) {
		const topology = sources.network.get().value?.topology;
		const lists: NamedObject[] = [
			{kind: 'list', names: namesOf(text.objects.lists.netns, 'netns', 'namespaces'), key: 'list'},
			{kind: 'list', names: namesOf(text.objects.lists.map, 'map'), key: 'map'},
		];
		if (!topology) return {objects: lists, unread: ['netns', 'link', 'process']};
		yield;
		const spaces = spacesOf(topology).filter(({node}) => !node);
		yield;
		const {host} = text.network;
		return {
			objects: [
				...lists,
				...spaces.map(space => spaceObject(space, host)),
				...spaces.flatMap(space => space.links.map(link => linkObject(space, link, host))),
				...spaces.flatMap(space => (space.processes ?? []).map(process => processObject(space, process, host))),
			],
			unread: spaces.some(({processes}) => processes === null) ? ['process'] : [],
		};
	},
	read: ({sources}) => sources.network.refresh(),
	select({kind, key}, states, {sources}) {
		const state = (states.get('network') as NetworkState | undefined) ?? initialNetwork;
		const plain: NetworkState = {
			...state,
			filter: emptyFilter,
			focus: 'list',
			details: emptyPane,
			raw: null,
			wanted: null,
		};
		const topology = sources.network.get().value?.topology;
		states.set('network', kind === 'list' ? {...plain, view: key === 'map' ? 'map' : 'list'} : shown());

		function shown(): NetworkState {
			if (kind === 'netns' || !topology) return {...plain, view: 'list', list: {...emptyList, selected: key}};
			if (kind === 'process') {
				const space = key.slice(0, key.lastIndexOf(' '));
				return {...plain, view: 'list', list: {...emptyList, selected: space}, focus: 'details', wanted: key};
			}

			// A link has a place of its own on the map only; in the list it stands in its namespace's details.
			const stops = stopsOf(mapOf(topology));
			const own = spacesOf(topology).find(space => space.links.some(link => linkKey(space.key, link) === key));
			const onHost = stops.find(stop => {
				const link = linkAt(stop, false);
				return link !== undefined && linkKey(hostKey, link) === key;
			});
			const stop = onHost ?? stops.find(each => own?.namespace && namespaceAt(each, true) === own.namespace);
			if (!stop) return {...plain, view: 'list', list: {...emptyList, selected: own?.key ?? null}};
			return {...plain, view: 'map', map: {...emptyMap, selected: stop.key, end: stop !== onHost}};
		}
	},
};
