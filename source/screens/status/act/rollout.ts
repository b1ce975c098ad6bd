import type {Outcome} from '../../../command/outcome.js';

/** How a restart ended, by what `kubectl rollout status` says (1.34.1). */
export type RolloutEnd =
	| {readonly kind: 'done' | 'on-delete' | 'deadline' | 'gone'}
	/** A stateful set whose update is partitioned: so many of its pods are new. */
	| {readonly kind: 'partly'; readonly updated: number}
	/** kubectl gave up for another reason: its words. */
	| {readonly kind: 'unknown'; readonly why: string};

/** `desired`: the pods that it is to have; undefined: not known. */
export function rolloutEnd(
	{kind, stdout, stderr}: Pick<Outcome, 'kind' | 'stdout' | 'stderr'>,
	desired: number | undefined,
): RolloutEnd {
	if (kind === 'ok') {
		// `kubectl` says so of every stateful set that rolls, whether some of its pods are to stay as they are or not.
		const [, updated] = /partitioned roll out complete: (\d+) new pods/.exec(stdout) ?? [];
		if (updated === undefined || desired === undefined || Number(updated) >= desired) return {kind: 'done'};
		return {kind: 'partly', updated: Number(updated)};
	}

	if (/only available for RollingUpdate/.test(stderr)) return {kind: 'on-delete'};
	if (/exceeded its progress deadline/.test(stderr)) return {kind: 'deadline'};
	if (/\(NotFound\)/.test(stderr)) return {kind: 'gone'};
	return {kind: 'unknown', why: stderr.trim().split('\n').at(-1) || kind};
}
