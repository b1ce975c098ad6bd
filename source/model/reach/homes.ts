import type {Namespace, Topology} from '../../facts/network.js';
import type {ReachWorld} from './facts.js';

/** Who has an address on this host: a namespace with the pod in it. `file`: by which it is entered. */
export type Space = {readonly pod: string | null; readonly file: string | undefined; readonly namespace: Namespace};

const known = new WeakMap<Topology, ReadonlyMap<string, Space>>();

/** The namespace of this host that has the address; undefined: none is known to. */
export function homeOf({topology}: Pick<ReachWorld, 'topology'>, address: string): Space | undefined {
	if (!topology.known) return undefined;
	const spaces = known.get(topology.value) ?? spacesOf(topology.value);
	known.set(topology.value, spaces);
	return spaces.get(address);
}

function spacesOf({namespaces}: Topology): ReadonlyMap<string, Space> {
	const spaces = new Map<string, Space>();
	for (const namespace of namespaces) {
		const {pod} = namespace;
		const space = {pod: pod && `${pod.namespace}/${pod.name}`, file: namespaceFile(namespace), namespace};
		for (const address of addressesOf(namespace)) if (!spaces.has(address)) spaces.set(address, space);
	}

	return spaces;
}

/** Global ones: loopback and link-local addresses are everywhere. */
export const addressesOf = ({links}: Namespace): readonly string[] =>
	links
		.flatMap(({addresses}) => addresses.map(({local}) => local))
		.filter(local => !/^127\.|^::1$|^fe80:/i.test(local));

/** By which a namespace can be entered: its name, else a process in it. */
export function namespaceFile({name, processes}: Namespace): string | undefined {
	if (name) return `/run/netns/${name}`;
	const pid = processes?.[0]?.pid;
	return pid === undefined ? undefined : `/proc/${pid}/ns/net`;
}

const pods = new WeakMap<Topology, ReadonlyMap<string, Space>>();

/** Pods that run in namespaces of this host, by `namespace/name`. */
export function podsHere({topology}: Pick<ReachWorld, 'topology'>): ReadonlyMap<string, Space> {
	if (!topology.known) return new Map();
	const here = pods.get(topology.value) ?? podsOf(topology.value);
	pods.set(topology.value, here);
	return here;
}

const podsOf = ({namespaces}: Topology): ReadonlyMap<string, Space> =>
	new Map(
		namespaces.flatMap(namespace => {
			const {pod} = namespace;
			if (!pod || addressesOf(namespace).length === 0) return [];
			const name = `${pod.namespace}/${pod.name}`;
			return [[name, {pod: name, file: namespaceFile(namespace), namespace}] as const];
		}),
	);
