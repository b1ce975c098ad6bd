import type {Node} from '../facts/cluster.js';

/**
 * The node of this host: the one with its name in lower case. `uname -n` may be short where the node has the full name,
 * so with one node there is no doubt which it is. Undefined: none of several has the name.
 */
export function ownNode(nodes: readonly Node[], hostname: string | null): Node | undefined {
	const wanted = hostname?.toLowerCase();
	return nodes.find(({name}) => name === wanted) ?? (nodes.length === 1 ? nodes[0] : undefined);
}
