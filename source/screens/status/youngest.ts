import type {ClusterFacts} from '../../model/cluster.js';

/** When the youngest object that is listed was made, milliseconds since the epoch. */
export function youngestOf({pods, services, workloads}: ClusterFacts): number {
	const made = [pods, services, workloads].flatMap(part =>
		part.known ? part.value.map(({createdAt}) => Date.parse(createdAt ?? '')) : [],
	);
	return made.reduce((latest, at) => (at > latest ? at : latest), 0);
}
