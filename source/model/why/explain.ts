import type {Reading} from '../../facts/reading.js';
import {logKey} from '../pod-trouble/trouble.js';
import {symptomIds, type Cause} from './cause.js';
import {chainOf} from './chain.js';
import {concernsNodes, evidenceOf, missingKind, presentKey} from './evidence.js';
import {judge} from './judge.js';
import {nextOf} from './next.js';
import type {Why} from './why.js';
import type {Judgement, Unread, WhyFacts, WhyTarget} from './facts.js';

/** Why a pod or workload is broken, or that it is not; undefined: nothing has this name. */
export function explain(target: WhyTarget, facts: WhyFacts): Why | undefined {
	const judgement = judge(target, facts);
	if (!judgement) return undefined;
	const {well, pod, pods, also = []} = judgement;
	const cause = judgement.cause && withPresence(judgement.cause, facts);
	const node =
		pod?.node ?? (facts.nodes.known && facts.nodes.value.length === 1 ? (facts.nodes.value[0]?.name ?? null) : null);
	return {
		...{target, cause, also, well, pods},
		verdict: cause === null ? 'healthy' : isSymptom(cause) ? 'unknown' : 'cause',
		chain: chainOf(
			pod && target.kind !== 'Pod' ? {kind: 'Pod', namespace: pod.namespace, name: pod.name} : target,
			facts,
		),
		evidence: evidenceOf(target, judgement, facts),
		next: cause ? nextOf(cause, node, unitOn(node, facts)) : [],
		unread: cause ? unreadOf(judgement, cause, facts) : [],
	};
}

/** A controller's node has the role control-plane; one without is a worker, whose service has another name (k0s 1.34). */
function unitOn(node: string | null, {nodes}: WhyFacts): string {
	const own = nodes.known ? nodes.value.find(({name}) => name === node) : undefined;
	return own && !own.roles.includes('control-plane') ? 'k0sworker' : 'k0scontroller';
}

/** The kubelet's word on what is missing is as old as its last try. */
function withPresence(cause: Cause, {present}: WhyFacts): Cause {
	const kind = missingKind[cause.id];
	const there = kind === undefined ? undefined : present.get(presentKey(kind, cause.namespace, cause.subject));
	// A key may still be missing in an object that is there.
	return there?.known && there.value && !/-key$/.test(cause.id) ? {...cause, appeared: true} : cause;
}

const symptoms: readonly string[] = symptomIds;
export const isSymptom = ({id}: Cause): boolean => symptoms.includes(id);

/** Only what could have said more about this cause. */
function unreadOf({pod}: Judgement, cause: Cause, facts: WhyFacts): readonly Unread[] {
	const missing = (part: Unread['part'], of: string, reading: Reading<unknown> | undefined): readonly Unread[] =>
		reading === undefined || reading.known ? [] : [{part, of, unknown: reading.unknown}];
	const kind = missingKind[cause.id];
	const log = pod && cause.container !== null ? facts.logs.get(logKey(pod, cause.container)) : undefined;
	return [
		...missing('events', cause.namespace, facts.events),
		...(concernsNodes.test(cause.id) ? missing('nodes', '', facts.nodes) : []),
		...missing('log', cause.container ?? '', log),
		...(/^(out-of-memory|oom-undated|killed)$/.test(cause.id) ? missing('kernel', '', facts.oom?.kills) : []),
		...(kind === undefined
			? []
			: missing(
					'object',
					`${kind} ${cause.subject}`,
					facts.present.get(presentKey(kind, cause.namespace, cause.subject)),
				)),
	];
}
