import type {Chain, Rule} from '../../facts/packet-filter.js';
import type {Ending, Hop, Packet, Ruling, Step, Travel} from './facts.js';
import {nextHook} from './hooks.js';
import {policyHop, routeHop, ruleHop} from './hops.js';
import {assuming, end, entering, isEnding, leaveBase, moved, withHop, type State} from './state.js';
import {outputFor, type Base, type Terrain} from './terrain.js';

/** NFT_JUMP_STACK_SIZE: deeper the kernel does not load. */
const maxDepth = 16;

/** The kernel loads no circle of gotos either; rules that somebody typed may hold one. */
const maxHops = 2000;

/**
 * A packet's way as a machine of single steps: a state can be copied where the way forks, and a circle of jumps ends at
 * the kernel's own limit. Order of things: nf_tables' base chains by priority, `accept` ends only its own, nat chains see
 * a connection once for each direction of translation.
 */
export function begin(packet: Packet, terrain: Terrain): State | Ending {
	const {routing} = terrain;
	const family = packet.destination.includes(':') ? 'ip6' : 'ip';
	const made = packet.input === null;
	const travel: Travel = {
		...packet,
		family,
		original: packet,
		output: made ? outputFor(packet.destination, routing) : null,
		mark: 0,
		bridged: false,
		tracked: true,
		dnat: false,
		snat: false,
	};
	const state: State = {
		hook: 'output',
		bases: [],
		base: 0,
		frames: [],
		travel,
		trail: null,
		share: 1,
		assumed: [],
		unread: [],
		reasons: [],
		supposed: false,
		settled: {destination: false, source: false},
	};
	if (made && travel.output === null) return end(withHop(state, routeHop(state, routing)), 'unreachable', null);
	return entering(made ? 'output' : 'prerouting', state, terrain);
}

/** Goes on to the end, or to the next fork: then all ways from there, the main one first. */
export function proceed(from: State, terrain: Terrain, budget: {left: number}): Ending | ReadonlyArray<State | Ending> {
	let state = from;
	for (;;) {
		if (--budget.left < 0 || (state.trail?.length ?? 0) > maxHops) return end(state, 'unknown', null);
		const ways = step(state, terrain, budget);
		const [only] = ways;
		if (ways.length !== 1 || !only) return ways;
		if (isEnding(only)) return only;
		state = only;
	}
}

function step(state: State, terrain: Terrain, budget: {left: number}): ReadonlyArray<State | Ending> {
	const base = state.bases[state.base];
	if (!base) return [nextHook(state, terrain)];
	const frame = state.frames.at(-1);
	if (!frame) {
		return [
			isSettled(base.chain, state)
				? {...state, base: state.base + 1}
				: {...state, frames: [{chain: base.chain, at: 0}]},
		];
	}

	if (base.table.kind === 'unread') {
		const hop = policyHop(state, base, 'unread');
		return [{...leaveBase(withHop(state, hop)), unread: [...state.unread, hop]}];
	}

	// Rules that do not fit are most of them: passed here without a copy of the state for each.
	let {at} = frame;
	let here = state;
	for (; ; at++) {
		const rule = frame.chain.rules[at];
		if (!rule) return [leave(moved(here, at), base)];
		budget.left--;
		const ruling = terrain.rule(base.table, rule, state.travel);
		if (ruling.answer === 'no') {
			if (ruling.assumed.length > 0) here = assuming(here, ruling);
			continue;
		}

		return applied(moved(here, at + 1), base, rule, ruling, terrain);
	}
}

/** nf_nat asks its chains only for a connection whose translation on that side is not settled. */
function isSettled({type, hook}: Chain, {settled}: State): boolean {
	if (type !== 'nat') return false;
	return hook === 'prerouting' || hook === 'output' ? settled.destination : settled.source;
}

/** The end of a chain, or `return`: back to the caller, or the base chain's policy. */
function leave(state: State, base: Base): State | Ending {
	if (state.frames.length > 1) return {...state, frames: state.frames.slice(0, -1)};
	const policy = base.chain.policy ?? 'accept';
	const hop = policyHop(state, base, policy);
	const after = withHop(state, hop);
	return policy === 'drop' ? end(after, 'dropped', hop) : leaveBase(after);
}

/** Every way that a rule leaves open; `state` stands behind the rule. */
function applied(state: State, base: Base, rule: Rule, ruling: Ruling, terrain: Terrain): Array<State | Ending> {
	const {answer, ways, mark, untracked} = ruling;
	const unread = answer === 'unread';
	if (unread && mark === undefined && !untracked && ways.every(({step}) => step.kind === 'continue')) return [state];
	const {assumed} = assuming(state, ruling);
	const travel = {...state.travel, ...(mark !== undefined && {mark}), ...(untracked && {tracked: false})};
	const taken = ways.map(({share, step}) => {
		const hop: Hop = {...ruleHop(state, base, rule, step), share, ...(unread && {answer})};
		const after: State = {
			...withHop(state, hop),
			travel,
			assumed,
			share: state.share * share,
			...(unread && {unread: [...state.unread, hop], supposed: true}),
		};
		return take(after, base, step, hop, terrain);
	});
	const rest = 1 - ways.reduce((sum, {share}) => sum + share, 0);
	const [first] = ways;
	if (unread) {
		const hop: Hop = {...ruleHop(state, base, rule, first?.step ?? {kind: 'continue'}), answer};
		return [{...withHop(state, hop), unread: [...state.unread, hop]}, ...taken];
	}

	return rest > 1e-9 ? [...taken, {...state, assumed, share: state.share * rest}] : taken;
}

function take(state: State, base: Base, step: Step, hop: Hop, terrain: Terrain): State | Ending {
	const {travel, settled} = state;
	switch (step.kind) {
		case 'continue':
			return state;
		case 'jump':
		case 'goto': {
			const chain = terrain.chainOf(base.table, step.chain);
			const frames = step.kind === 'goto' ? state.frames.slice(0, -1) : state.frames;
			if (!chain || frames.length >= maxDepth) return end(state, 'unknown', hop);
			return {...state, frames: [...frames, {chain, at: 0}]};
		}

		case 'return':
			return leave(state, base);
		case 'accept':
			return leaveBase(state);
		case 'drop':
			return end(state, 'dropped', hop);
		case 'reject':
			return end(state, 'rejected', hop);
		case 'queue':
			return end(state, 'queued', hop);
		case 'unknown':
			return end(state, 'unknown', hop);
		case 'dnat':
		case 'redirect': {
			const destination = step.kind === 'dnat' ? (step.address ?? travel.destination) : redirected(travel, terrain);
			const destinationPort = step.port ?? travel.destinationPort;
			return leaveBase({
				...state,
				travel: {...travel, destination, destinationPort, dnat: true},
				settled: {...settled, destination: true},
			});
		}

		case 'snat':
		case 'masquerade': {
			const source =
				step.kind === 'snat'
					? (step.address ?? travel.source)
					: (terrain.routing.sourceFor(travel.destination, travel.output) ?? travel.source);
			return leaveBase({...state, travel: {...travel, source, snat: true}, settled: {...settled, source: true}});
		}
	}
}

/** `redirect`: this host itself, by the address of the interface. */
function redirected({input, family}: Travel, {routing}: Terrain): string {
	const v6 = family === 'ip6';
	const own = input === null ? undefined : routing.addressesOf(input).find(address => address.includes(':') === v6);
	return own ?? (v6 ? '::1' : '127.0.0.1');
}
