import {shown} from '../../command/command.js';
import type {Node} from '../../facts/cluster.js';
import type {Reading} from '../../facts/reading.js';
import {onNode} from '../../model/away-pods.js';
import type {ClusterFacts} from '../../model/cluster.js';
import {ownNode} from '../../model/own-node.js';
import type {Whereabouts} from '../other-server.js';

type Nodes = Pick<ClusterFacts, 'nodes' | 'hostname'>;

/** What opens k0s-tui on that node; null: it is this host, or which of several is cannot be told. */
export function onLine(node: Node, facts: Nodes): string | null {
	const at = serverOf(node.name, facts);
	return typeof at === 'object' ? shown(onNode({node: node.name, address: node.internalIp}, [])) : null;
}

/** Where a node is, by its name. */
export function serverOf(name: string, {nodes, hostname}: Nodes): Whereabouts {
	const all = lastOf(nodes);
	const own = ownNode(all, hostname);
	const node = all.find(each => each.name === name);
	if (own === undefined || own.name === name || !node) return 'here';
	return {node: name, server: node.internalIp ?? name};
}

/** Where an object of the API is: a node, or a pod by its node. Undefined: it is on no node. */
export function serverOfObject(
	object: {readonly kind: string; readonly namespace: string | null; readonly name: string} | undefined,
	facts: ClusterFacts | undefined,
): Whereabouts {
	if (!object || !facts) return undefined;
	if (object.kind === 'Node') return serverOf(object.name, facts);
	if (object.kind !== 'Pod') return undefined;
	const pod = lastOf(facts.pods).find(({namespace, name}) => namespace === object.namespace && name === object.name);
	const node = pod?.node ?? null;
	return node === null ? undefined : serverOf(node, facts);
}

const lastOf = <T>(
	reading: Reading<readonly T[]> & {readonly last?: {readonly value: readonly T[]} | undefined},
): readonly T[] => (reading.known ? reading.value : (reading.last?.value ?? []));
