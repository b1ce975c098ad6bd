import type {Chain} from '../../facts/packet-filter.js';
import type {Decision} from './decision.js';
import type {Assumption, Ending, Hop, Packet, Ruling, Tracking, Travel, WalkVerdict} from './facts.js';
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
	/** The last decision of the kernel on its way; null: none yet. */
	readonly way: Decision | null;
	readonly trail: Trail | null;
	readonly share: number;
	readonly assumed: readonly Assumption[];
	readonly unread: readonly Hop[];
	/** What else was not read on the way. */
	readonly reasons: readonly Reason[];
	/** Why it is not the main way. */
	readonly presumes: readonly Reason[];
	readonly supposed: boolean;
	/** Which of the two translations of this connection are settled. */
	readonly settled: {readonly destination: boolean; readonly source: boolean};
};

/** The hops so far, newest first: states that part share what was before. */
type Trail = {readonly hop: Hop; readonly before: Trail | null; readonly length: number};

/** A packet at its start. */
export const atStart = (travel: Travel): State => ({
	hook: travel.input === null ? 'output' : 'ingress',
	bases: [],
	base: 0,
	frames: [],
	travel,
	way: null,
	trail: null,
	share: 1,
	assumed: [],
	unread: [],
	reasons: [],
	presumes: [],
	supposed: false,
	settled: {destination: false, source: false},
});

/** The connection tracking has looked at it. */
export const tracked = (state: State): State =>
	state.travel.tracking === 'none' ? {...state, travel: {...state.travel, tracking: trackedAs(state.travel)}} : state;

/** What answers a packet that was kept from it begins a connection of its own, where its protocol lets an answer do so. */
function trackedAs({answers, continues, protocol}: Travel): Tracking {
	if (continues?.tracked) return 'established';
	// `nf_conntrack_tcp_loose`, on as Linux begins: what is in the middle of an unknown connection begins one.
	if (!answers) return 'new';
	if (answers.tracked) return 'reply';
	return protocol === 'udp' ? 'new' : 'invalid';
}

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

export const withReasons = (state: State, reasons: readonly Reason[]): State =>
	reasons.length === 0 ? state : {...state, reasons: [...state.reasons, ...reasons]};

/** The same packet on another way, which is only perhaps its way. */
export const presuming = (state: State, reasons: readonly Reason[]): State => ({
	...state,
	supposed: true,
	presumes: [...state.presumes, ...reasons],
});

function hopsOf(trail: Trail | null): Hop[] {
	const hops: Hop[] = [];
	for (let at = trail; at; at = at.before) hops.push(at.hop);
	return hops.reverse();
}

export const assuming = (state: State, {assumed}: Pick<Ruling, 'assumed'>): State => ({
	...state,
	assumed: [...new Set([...state.assumed, ...assumed])],
});

/** What decides at this place beside the rules. */
function besides(hook: Hook, travel: Travel, {beside}: Terrain): readonly Reason[] {
	switch (hook) {
		case 'ingress':
			return beside.device('in', travel.input);
		case 'egress':
			return beside.device('out', travel.output);
		case 'input':
		case 'forward':
		case 'postrouting':
			return beside.ipsec(travel);
		default:
			return [];
	}
}

/** Into a hook: once for every order that its chains may have, the listed one first. */
export function entering(hook: Hook, given: State, terrain: Terrain): State[] {
	const state = withReasons(given, besides(hook, given.travel, terrain));
	return terrain.basesOf(hook, state.travel).map(({bases, tied, cut}, at) => {
		const plain: State = {...state, hook, bases, base: 0, frames: []};
		const entered = cut && tied !== null ? withReasons(plain, [{id: 'order', what: tied}]) : plain;
		return at === 0 || tied === null ? entered : presuming(entered, [{id: 'order', what: tied}]);
	});
}

export function end({travel, ...state}: State, verdict: WalkVerdict, by: Hop | null): Ending {
	const {source, destination, protocol, sourcePort, destinationPort, input, output} = travel;
	const {trail, share, assumed, unread, reasons, presumes, supposed} = state;
	const hops = hopsOf(trail);
	const via = output === null || travel.bridged ? null : (state.way?.answer.route?.via ?? null);
	const packet: Packet = {source, destination, protocol, sourcePort, destinationPort, input};
	const connection = {
		...{asked: travel.original, arrived: packet, tracked: travel.tracking !== 'untracked'},
		...{mark: travel.connectionMark, dnat: travel.dnat, snat: travel.snat},
	};
	return {
		verdict,
		by,
		hops,
		packet,
		output,
		via,
		share,
		assumed,
		unread,
		reasons,
		presumes,
		supposed,
		connection,
		back: null,
	};
}
