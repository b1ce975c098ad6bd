import {priorityOf} from './bases.js';
import {tracked, type State} from './state.js';
import type {Base} from './terrain.js';

/**
 * Where the kernel turns the answer of a translated connection back (nf_nat_inet_fn): its destination where the first
 * packet's source was translated, its source where that one's destination was. No chain is asked for it. Undefined: not
 * here, or done already.
 */
export function turnedBack(state: State, base: Base | undefined): State | undefined {
	const {hook, settled, travel} = state;
	if (!travel.answers) return undefined;
	const isFirst = hook === 'prerouting' || hook === 'output';
	if (!isFirst && hook !== 'postrouting' && hook !== 'input') return undefined;
	if (isFirst ? settled.destination : settled.source) return undefined;
	if (base && priorityOf(base.chain, hook) < (isFirst ? -100 : 100)) return undefined;
	const seen = tracked(state);
	const after = {...seen, settled: isFirst ? {...settled, destination: true} : {...settled, source: true}};
	if (seen.travel.tracking !== 'reply') return after;
	const {asked} = travel.answers;
	if (isFirst) {
		const dnat = asked.source !== travel.destination;
		const to = {destination: asked.source, destinationPort: asked.sourcePort};
		const changed = travel.changed || (hook === 'output' && dnat);
		return {...after, travel: {...seen.travel, ...to, dnat, changed}};
	}

	const snat = asked.destination !== travel.source;
	return {...after, travel: {...seen.travel, source: asked.destination, sourcePort: asked.destinationPort, snat}};
}
