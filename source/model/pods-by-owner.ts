import type {Pod} from '../facts/cluster.js';

/** Pods by their owner (`ReplicaSet/web-5d8`), within its namespace. */
export interface PodsByOwner {
	of(namespace: string, owner: string): readonly Pod[];
}

const nobody: readonly Pod[] = [];

/**
 * Made when somebody asks first: most looks ask for none, and to look through all pods for each of 500 workloads is a
 * million comparisons with 2,000 pods.
 */
export function podsByOwner(pods: readonly Pod[]): PodsByOwner {
	let found: Map<string, Pod[]> | undefined;
	return {
		of(namespace, owner) {
			found ??= grouped(pods);
			return found.get(`${namespace} ${owner}`) ?? nobody;
		},
	};
}

function grouped(pods: readonly Pod[]): Map<string, Pod[]> {
	const found = new Map<string, Pod[]>();
	for (const pod of pods) {
		if (pod.owner === null) continue;
		const key = `${pod.namespace} ${pod.owner}`;
		const others = found.get(key);
		if (others) others.push(pod);
		else found.set(key, [pod]);
	}

	return found;
}
