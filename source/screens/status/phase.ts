import {colored, span, type Span} from '../../components/line.js';

const good = /^(Running|Completed|Succeeded)$/;
const onItsWay = /^(Pending|ContainerCreating|PodInitializing|Terminating|NotReady|SchedulingGated|Init:\d+\/\d+)$/;

/** Neither well nor on its way: waiting alone does not help. */
export const isTrouble = (phase: string): boolean => !good.test(phase) && !onItsWay.test(phase);

/** A pod's STATUS; the word always stands beside the colour. */
export function phaseSpan(phase: string): Span {
	if (good.test(phase)) return span(phase);
	return colored(phase, isTrouble(phase) ? 'red' : 'yellow');
}
