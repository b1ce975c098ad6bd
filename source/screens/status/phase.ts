import {colored, span, type Span} from '../../components/line.js';

/** A STATUS is good, on its way, or in trouble; the word always stands beside the colour. */
export function phaseSpan(phase: string): Span {
	if (phase === 'Running' || phase === 'Completed' || phase === 'Succeeded') return span(phase);
	if (/^(Pending|ContainerCreating|PodInitializing|Terminating|NotReady|Init:\d+\/\d+)$/.test(phase)) {
		return colored(phase, 'yellow');
	}

	return colored(phase, 'red');
}
