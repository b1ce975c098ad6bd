import type {Pod} from '../../../facts/cluster.js';

/** The log of one container. */
export type Stream = {readonly namespace: string; readonly pod: string; readonly container: string};

/** So many logs are followed at once; each is a request of its own. */
export const mostStreams = 12;

/** All containers of the pods, pod by pod: what `c` goes through. */
export const streamsOf = (pods: readonly Pod[]): readonly Stream[] =>
	pods.flatMap(({namespace, name, containers}) =>
		containers.map(container => ({namespace, pod: name, container: container.name})),
	);

/** What stands in front of a line where several logs come together: only what tells them apart. */
export function markOf({pod, container}: Stream, among: readonly Stream[]): string {
	if (among.length < 2) return '';
	const pods = new Set(among.map(each => each.pod)).size > 1;
	const containers = among.some(each => each.container !== container);
	return `[${[...(pods ? [pod] : []), ...(containers || !pods ? [container] : [])].join(' ')}] `;
}
