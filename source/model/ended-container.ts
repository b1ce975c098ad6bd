import type {Container, Pod} from '../facts/cluster.js';

/** A container of containerd with how it ended, as its pod's status tells it (`Completed`, `Error`); null: not told. */
export type EndedContainer = Container & {readonly ended: string | null};

/** `ctr` shows neither PID nor state of a container whose task is gone: an init container that did its work, mostly. */
export function withEnds(containers: readonly Container[], pods: readonly Pod[]): readonly EndedContainer[] {
	const ends = new Map(
		pods.flatMap(pod =>
			pod.containers.flatMap(({id, state, reason, exitCode}) =>
				id === null || state !== 'terminated'
					? []
					: [[id, reason ?? (exitCode === 0 ? 'Completed' : 'Error')] as const],
			),
		),
	);
	return containers.map(container => ({
		...container,
		ended: container.status === null ? (ends.get(container.id) ?? null) : null,
	}));
}
