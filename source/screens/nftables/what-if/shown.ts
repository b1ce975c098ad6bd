import type {Ending, Walk} from '../../../model/packet-walk/facts.js';
import type {LiveTrace} from '../../../model/trace.js';
import type {TraceResult, TraceState} from '../../../store/trace.js';
import type {Wanted} from './state.js';

/** What stands below the form: the walk, or why there is none; or the live trace. */
export type Shown =
	| {readonly kind: 'reading'}
	| {readonly kind: 'no-world'; readonly why: string}
	| {readonly kind: 'wanted'; readonly field: Wanted}
	| {readonly kind: 'walk'; readonly walk: Walk; readonly ending: Ending}
	| {
			readonly kind: 'live';
			readonly state: TraceState;
			readonly trace: LiveTrace | undefined;
			readonly result: TraceResult | undefined;
			readonly failure: string | undefined;
			/** What the walk said of the same packet. */
			readonly expected: Ending | undefined;
	  };

export type Size = {readonly width: number; readonly height: number};
