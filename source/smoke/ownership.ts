import type {OwnPod} from '../read/kubectl/owned.js';
import {known, type Reading} from '../facts/reading.js';
import type {DemoAnswers} from './answers.js';
import type {DemoFacts} from './demo-facts.js';

/** Which pods are this very deployment's, of its present generation: pod -> ReplicaSet -> deployment, by uid. */

/** Null: the controller has not seen the deployment as it is now, so that no pod can be of it. */
export function ownPods({
	deployment,
	replicaSets,
	pods,
}: Pick<DemoFacts, 'deployment' | 'replicaSets' | 'pods'>): Reading<readonly OwnPod[] | null> {
	if (!deployment.known) return deployment;
	if (!replicaSets.known) return replicaSets;
	if (!pods.known) return pods;
	if (deployment.value.state !== 'ours') return known(null);
	const {uid, generation, observedGeneration, revision} = deployment.value.value;
	if (observedGeneration === null || observedGeneration < (generation ?? 0)) return known(null);
	const current = replicaSets.value.find(set => set.ownerUid === uid && set.revision === revision && revision !== null);
	if (!current) return known(null);
	return known(pods.value.filter(pod => pod.ownerUid === current.uid && !pod.ending));
}

export const isReady = ({ready, total}: OwnPod): boolean => total > 0 && ready === total;

/** Addresses that the service leads to and that are no ready pod of this deployment: one of them may have answered. */
export function strangers({endpoints, ...facts}: DemoFacts): Reading<readonly string[]> {
	const own = ownPods(facts);
	if (!own.known) return own;
	if (!endpoints.known) return endpoints;
	const ours = new Set(own.value?.map(({uid}) => uid) ?? []);
	return known(
		endpoints.value.flatMap(({address, pod}) =>
			pod?.uid && ours.has(pod.uid) ? [] : [pod === null ? address : `${pod.name} (${address})`],
		),
	);
}

/** Pods of a demo of this name that are deleted and still end: told to, or without the ReplicaSet that made them. */
export function endingPods({pods, replicaSets}: DemoFacts, {name}: DemoAnswers): readonly OwnPod[] {
	if (!pods.known || !replicaSets.known) return [];
	const sets = new Set(replicaSets.value.map(({uid}) => uid));
	return pods.value.filter(
		pod =>
			pod.owner?.startsWith(`ReplicaSet/${name}-`) === true &&
			(pod.ending || (pod.ownerUid !== null && !sets.has(pod.ownerUid))),
	);
}
