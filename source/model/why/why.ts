import type {Cause, WellId} from './cause.js';
import type {Evidence} from './evidence.js';
import type {Unread, WhyTarget} from './facts.js';
import type {NextStep} from './next.js';

export type Why = {
	readonly target: WhyTarget;
	/**
	 * `healthy`: nothing is wrong with it. `cause`: what was read says what is wrong. `unknown`: it does not work, or might not,
	 * and what was read does not say why.
	 */
	readonly verdict: 'healthy' | 'cause' | 'unknown';
	/** What is wrong, a symptom where the verdict is unknown; null: nothing is. */
	readonly cause: Cause | null;
	/** What else is wrong: it would keep it from its work if the cause did not. */
	readonly also: readonly Cause[];
	/** How it is well; null: it is not, or that is not known. */
	readonly well: WellId | null;
	/** Its pods, and those of them in trouble. */
	readonly pods: {readonly all: number; readonly bad: number};
	/** Who made whom, the target's maker first: `Deployment/web`, `ReplicaSet/web-5d`, `Pod/web-5d-x`. */
	readonly chain: readonly string[];
	readonly evidence: readonly Evidence[];
	readonly next: readonly NextStep[];
	readonly unread: readonly Unread[];
};
