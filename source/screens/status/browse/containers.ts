import type {ServerTable} from '../../../facts/browse.js';
import type {Part, Pod} from '../../../facts/cluster.js';
import type {Text} from '../../../text/text.js';

/** Where the image stands in a row of theirs. */
export const imageCell = 5;

/** The containers of a pod as a list like any other; undefined: the pod is not known. */
export function containersTable(
	pods: Part<readonly Pod[]>,
	{namespace, name}: {readonly namespace: string; readonly name: string},
	{status}: Text,
): ServerTable | undefined {
	const known = pods.known ? pods.value : pods.last?.value;
	const pod = known?.find(each => each.namespace === namespace && each.name === name);
	if (!pod) return undefined;
	const {columns: c, details: d} = status;
	const columns = [c.name, c.ready, c.status, c.restarts, d.exitTitle, c.image, c.container];
	return {
		columns: columns.map((title, at) => ({title, wide: at > 4, number: at === 3})),
		rows: pod.containers.map(container => ({
			name: container.name,
			...{namespace: null, uid: container.id, createdAt: null, labels: {}, owners: []},
			cells: [
				`${container.name}${container.init ? ` ${d.init}` : ''}`,
				String(container.ready),
				container.reason ?? (container.state === null ? d.notYet : d.states[container.state]),
				String(container.restarts),
				container.exitCode === null ? '-' : String(container.exitCode),
				container.image,
				container.id?.slice(0, 12) ?? '-',
			],
		})),
	};
}
