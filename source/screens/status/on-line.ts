import {shown} from '../../command/command.js';
import type {Node} from '../../facts/cluster.js';
import {onNode} from '../../model/away-pods.js';
import type {ClusterFacts} from '../../model/cluster.js';
import {ownNode} from '../../model/own-node.js';

/** What opens k0s-tui on that node; null: it is this host, or which of several is cannot be told. */
export function onLine(node: Node, {nodes, hostname}: ClusterFacts): string | null {
	const own = ownNode(nodes.known ? nodes.value : (nodes.last?.value ?? []), hostname);
	return own === undefined || own.name === node.name
		? null
		: shown(onNode({node: node.name, address: node.internalIp}, []));
}
