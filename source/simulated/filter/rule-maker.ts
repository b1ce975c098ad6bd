import {counted} from './counters.js';
import type {Match, Rule, Target} from './rule.js';

/** A rule whose counter follows the guide's pace. `extra`: connections that it saw besides. */
export type Maker = (key: string, matches: readonly Match[], target: Target, extra?: number) => Rule;

/** Bytes of a connection's first packet: the nat table sees no other. */
const first = 60;

/** `elapsed`: simulated milliseconds since the rules were written, or written anew. */
export function maker(elapsed: number): Maker {
	return (key, matches, target, extra = 0) => {
		const {packets, bytes} = counted(key, elapsed);
		return {matches, target, packets: packets + extra, bytes: bytes + extra * first};
	};
}

export const comment = (text: string): Match => ({m: 'comment', text});
export const jump = (chain: string): Target => ({t: 'jump', chain});
