import {colored, span, type Span} from '../../components/line.js';
import {isTrouble, isWell} from '../../model/pod-state.js';

/** A pod's STATUS; the word always stands beside the colour. */
export function phaseSpan(phase: string): Span {
	if (isWell(phase)) return span(phase);
	return colored(phase, isTrouble(phase) ? 'red' : 'yellow');
}
