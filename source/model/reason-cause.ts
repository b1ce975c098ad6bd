import type {ClusterFacts} from './cluster.js';
import {reason, type Reason, type ReasonId} from './finding.js';
import {isTelling} from './log-cause.js';

/** Reasons that the service's log may explain. */
const ofService: ReadonlySet<ReasonId> = new Set<ReasonId>([
	'unit-failed',
	'unit-restarting',
	'unit-starting',
	'status-late',
	'status-none',
	'api-unreachable',
	'no-node',
	'node-not-ready',
	'no-answer',
]);

/**
 * The cause before what follows from it: the line of the service's log that says why, and instead of a pod or workload
 * that is not ready the pod in trouble with its cause.
 */
export function explained(reasons: readonly Reason[], facts: ClusterFacts): readonly Reason[] {
	const troubles = facts.troubles.known
		? facts.troubles.value.filter(({namespace}) => namespace === 'kube-system')
		: [];
	const named = reasons.map(each => {
		if (each.id !== 'pod-stuck' && each.id !== 'workload-not-ready') return each;
		const {subject} = each;
		const trouble = troubles.find(({name}) => name === subject || name.startsWith(`${subject}-`));
		return trouble === undefined ? each : {...reason('pod-trouble', trouble.name), trouble};
	});
	if (!facts.errors.known || !reasons.some(({id}) => ofService.has(id))) return named;
	const line = facts.errors.value.find(each => isTelling(each));
	return line === undefined ? named : [reason('log-cause', line.component ?? 'k0s', line.message), ...named];
}
