import type {Pod} from '../facts/cluster.js';

/** STATUS words of pods, sorted by what they mean for the person who looks. */

const good = /^(Running|Completed|Succeeded)$/;
const onItsWay = /^(Pending|ContainerCreating|PodInitializing|Terminating|NotReady|SchedulingGated|Init:\d+\/\d+)$/;

export const isWell = (phase: string): boolean => good.test(phase);

/** Neither well nor on its way: waiting alone does not help. */
export const isTrouble = (phase: string): boolean => !good.test(phase) && !onItsWay.test(phase);

/** A pod that will never run again: its owner makes another one in its place, and nobody takes this one away. */
const dead =
	/^(Evicted|Preempting|ContainerStatusUnknown|NodeShutdown|Terminated|NodeAffinity|NodeLost|UnexpectedAdmissionError)$/;

export const isDead = ({phase}: Pod): boolean => dead.test(phase) || phase.startsWith('OutOf');

type Ended = Pick<Pod, 'phase' | 'containers' | 'over'>;

/**
 * It has ended for good. STATUS does not tell: it says `Completed` or `Error` of a pod whose container is about to be started
 * again, and a container's word of one that was evicted. Where only kubectl's table was read, STATUS is all there is.
 */
export const isOver = ({over, containers, phase}: Ended): boolean =>
	over !== undefined || (containers.length === 0 && /^(Completed|Succeeded|Failed|Evicted)$/.test(phase));

/** It has ended, and well. */
export const isDone = (pod: Ended): boolean =>
	isOver(pod) && (pod.over?.phase === 'Succeeded' || /^(Completed|Succeeded)$/.test(pod.phase));

export const isReady = ({phase, ready, total}: Pod): boolean => phase === 'Running' && total > 0 && ready >= total;

/** Its STATUS, and what the API says of it: `CrashLoopBackOff: back-off 5m0s restarting ...`. */
export function stateOf({phase, message, ready, total}: Pod): string {
	const state = phase === 'Running' ? `${phase}, ${ready}/${total}` : phase;
	return message === null ? state : `${state}: ${message}`;
}
