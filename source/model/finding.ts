import type {Unknown} from '../facts/reading.js';
import type {Trouble} from './pod-trouble/trouble.js';

/** The five conditions of a healthy node, in the order in which they come true during a start. */
export const conditionIds = ['service', 'api', 'node', 'network', 'dns'] as const;

export type ConditionId = (typeof conditionIds)[number];

/** Why the verdict is what it is. The sentence stands in `text.status.reasons`; `subject` and `detail` go into it. */
export type Reason = {
	readonly id: ReasonId;
	readonly subject: string;
	readonly detail: string;
	/** Of `pod-trouble`: the pod with its cause. */
	readonly trouble?: Trouble;
};

export const reasonIds = [
	'no-k0s',
	'damaged-k0s',
	'no-binary',
	'no-unit',
	'unit-masked',
	'unit-stopped',
	'unit-stopping',
	'pods-run',
	'unit-failed',
	'unit-condition',
	'unit-restarting',
	'unit-starting',
	'without-unit',
	'status-late',
	'status-none',
	'api-unreachable',
	'api-not-node',
	'no-workloads',
	'worker',
	'not-joined',
	'no-node',
	'node-name',
	'node-not-ready',
	'node-old',
	'node-unproved',
	'node-pressure',
	'runtime-silent',
	'leader-idle',
	'no-network-parts',
	'strict-forward-ports',
	'services-not-entered',
	'rules-missing',
	'policies-missing',
	'policies-late',
	'no-masquerade',
	'rules-unread',
	'workload-missing',
	'workload-not-ready',
	'workload-changed',
	'workload-rolls',
	'pod-not-so',
	'pod-no-container',
	'pod-stuck',
	'pod-trouble',
	'log-cause',
	'node-cordoned',
	'other-node',
	'other-node-silent',
	'needs-root',
	'no-answer',
	'no-tool',
	'unknown',
] as const;

export type ReasonId = (typeof reasonIds)[number];

export const reason = (id: ReasonId, subject = '', detail = ''): Reason => ({id, subject, detail});

/** Something that keeps a condition from holding. */
export type Finding = {
	readonly condition: ConditionId;
	/** `hard`: does not pass by waiting. `soft`: usual while young. `unknown`: could not be looked at. */
	readonly kind: 'hard' | 'soft' | 'unknown';
	readonly reason: Reason;
};

export const unknownFinding = (condition: ConditionId, unknown: Unknown): Finding => ({
	condition,
	kind: 'unknown',
	reason: unknownReason(condition, unknown),
});

/** The detail is a tool's name or a tool's words: only words are a reason by themselves. */
export function unknownReason(condition: ConditionId, {reason: why, detail}: Unknown): Reason {
	if (why === 'needs-root') return reason('needs-root', condition, detail);
	if (why === 'timed-out') return reason('no-answer', condition, detail);
	if (why === 'tool-missing') return reason('no-tool', condition, detail);
	if (why === 'not-installed') return reason('no-binary');
	return reason('unknown', condition, detail || why);
}
