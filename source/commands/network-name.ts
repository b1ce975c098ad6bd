import type {Namespace} from '../facts/network.js';
import {namespaceKey} from '../model/network-keys.js';

/** What a part of a name fits: `NAMESPACE/POD`, or the namespace's own name where no pod is known. */
export type Several = {readonly candidates: readonly string[]};

const podOf = ({pod}: Namespace): string | undefined => (pod === null ? undefined : `${pod.namespace}/${pod.name}`);
const labelOf = (namespace: Namespace): string => podOf(namespace) ?? namespaceKey(namespace);

/**
 * The namespaces that a person means: by the exact name, pod (`NAMESPACE/NAME` or the name alone) or inode
 * (`net:[4026532288]`), else by a part of a name or pod that fits only one. [] when nothing fits.
 */
export function findNamespaces(
	namespaces: readonly Namespace[],
	wanted: string,
): readonly [Namespace, ...Namespace[]] | readonly [] | Several {
	if (wanted === '') return [];
	const exact = namespaces.filter(namespace =>
		[namespaceKey(namespace), `net:[${namespace.inode ?? ''}]`, podOf(namespace), namespace.pod?.name].includes(wanted),
	);
	const fitting =
		exact.length > 0
			? exact
			: namespaces.filter(namespace =>
					[namespaceKey(namespace), podOf(namespace)].some(name => name?.includes(wanted)),
				);
	// A pod whose sandbox was made anew has two for a while: both are meant.
	const candidates = [...new Set(fitting.map(labelOf))].toSorted();
	if (exact.length === 0 && candidates.length > 1) return {candidates};
	const [first, ...rest] = fitting;
	return first === undefined ? [] : [first, ...rest];
}
