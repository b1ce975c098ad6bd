import type {Chain} from '../../facts/packet-filter.js';
import type {Assumption, Ending, Hop, Packet, Ruling, Travel, WalkVerdict} from './facts.js';
import type {Reason} from './sureness.js';
import type {Base, Hook, Terrain} from './terrain.js';

/** Where a packet stands: between two rules, or between two base chains. */
export type State = {
	readonly hook: Hook;
	readonly bases: readonly Base[];
	readonly base: number;
	/** The chains that one is in, innermost last; empty: the base chain was not entered yet. */
	readonly frames: ReadonlyArray<{readonly chain: Chain; readonly at: number}>;
	readonly travel: Travel;
	readonly trail: Trail | null;
	readonly share: number;
	readonly assumed: readonly Assumption[];
	readonly unread: readonly Hop[];
	/** What else was not read on the way. */
	readonly reasons: readonly Reason[];
	readonly supposed: boolean;
	/** Which of the two translations of this connection are settled. */
	readonly settled: {readonly destination: boolean; readonly source: boolean};
};

/** The hops so far, newest first: states that part share what was before. */
type Trail = {readonly hop: Hop; readonly before: Trail | null; readonly length: number};

export const isEnding = (way: State | Ending): way is Ending => 'verdict' in way;

export const moved = (state: State, at: number): State => {
	const frame = state.frames.at(-1);
	return frame ? {...state, frames: [...state.frames.slice(0, -1), {...frame, at}]} : state;
};

export const leaveBase = (state: State): State => ({...state, base: state.base + 1, frames: []});

export const withHop = (state: State, hop: Hop): State => ({
	...state,
	trail: {hop, before: state.trail, length: (state.trail?.length ?? 0) + 1},
});

function hopsOf(trail: Trail | null): Hop[] {
	const hops: Hop[] = [];
	for (let at = trail; at; at = at.before) hops.push(at.hop);
	return hops.reverse();
}

export const assuming = (state: State, {assumed}: Ruling): State => ({
	...state,
	assumed: [...new Set([...state.assumed, ...assumed])],
});

export const entering = (hook: Hook, state: State, terrain: Terrain): State => ({
	...state,
	hook,
	bases: terrain.basesOf(hook, state.travel.family),
	base: 0,
	frames: [],
});

export function end({travel, ...state}: State, verdict: WalkVerdict, by: Hop | null): Ending {
	const {source, destination, protocol, sourcePort, destinationPort, input, output} = travel;
	const {trail, share, assumed, unread, reasons, supposed} = state;
	const hops = hopsOf(trail);
	const packet: Packet = {source, destination, protocol, sourcePort, destinationPort, input};
	return {verdict, by, hops, packet, output, share, assumed, unread, reasons, supposed};
}
