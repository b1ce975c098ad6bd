import {priorityOf} from './bases.js';
import {tracked, type State} from './state.js';
import type {Base} from './terrain.js';

/**
 * Where the kernel turns the answer of a translated connection back (nf_nat_inet_fn): its destination where the first
 * packet's source was translated, its source where that one's destination was; and what the sender says next is translated
 * as the first packet was. No chain is asked for it. Undefined: not here, or done already.
 */
export function turnedBack(state: State, base: Base | undefined): State | undefined {
	const {hook, settled, travel} = state;
	const {answers, continues} = travel;
	if (!answers && !continues) return undefined;
	const isFirst = hook === 'prerouting' || hook === 'output';
	if (!isFirst && hook !== 'postrouting' && hook !== 'input') return undefined;
	if (isFirst ? settled.destination : settled.source) return undefined;
	if (base && priorityOf(base.chain, hook) < (isFirst ? -100 : 100)) return undefined;
	const seen = tracked(state);
	const after = {...seen, settled: isFirst ? {...settled, destination: true} : {...settled, source: true}};
	const told = continues
		? {source: continues.arrived, destination: continues.arrived}
		: answers && {
				source: {source: answers.asked.destination, sourcePort: answers.asked.destinationPort},
				destination: {destination: answers.asked.source, destinationPort: answers.asked.sourcePort},
			};
	const isKnown = seen.travel.tracking === 'reply' || seen.travel.tracking === 'established';
	if (!told || !isKnown) return after;
	if (isFirst) {
		const {destination, destinationPort} = told.destination;
		const dnat = destination !== travel.destination;
		const to = {destination, destinationPort};
		const changed = travel.changed || (hook === 'output' && dnat);
		return {...after, travel: {...seen.travel, ...to, dnat, changed}};
	}

	const {source, sourcePort} = told.source;
	return {...after, travel: {...seen.travel, source, sourcePort, snat: source !== travel.source}};
}
