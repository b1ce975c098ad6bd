import type {Chain, Rule, Table} from './packet-filter.js';
import type {Assumption, Ending, Hop, Packet, Ruling, Step, Travel, WalkVerdict} from './packet-walk-facts.js';
import {leads, type Routing} from './packet-walk-route.js';
import {stepText} from './packet-walk-words.js';

/**
 * A packet's way as a machine of single steps: a state can be copied where the way forks, and a circle of jumps ends at
 * the kernel's own limit. Order of things: nf_tables' base chains by priority, `accept` ends only its own, nat chains see
 * a connection once for each direction of translation.
 */
export type Terrain = {
	readonly routing: Routing;
	readonly rule: (table: Table, rule: Rule, travel: Travel) => Ruling;
	readonly basesOf: (hook: Hook, family: 'ip' | 'ip6') => readonly Base[];
	readonly chainOf: (table: Table, name: string) => Chain | undefined;
};

/** A base chain in its table. */
export type Base = {readonly table: Table; readonly chain: Chain};

type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

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
	readonly supposed: boolean;
	/** Which of the two translations of this connection are settled. */
	readonly settled: {readonly destination: boolean; readonly source: boolean};
};

/** The hops so far, newest first: states that part share what was before. */
type Trail = {readonly hop: Hop; readonly before: Trail | null; readonly length: number};

/** NFT_JUMP_STACK_SIZE: deeper the kernel does not load. */
const maxDepth = 16;

/** The kernel loads no circle of gotos either; rules that somebody typed may hold one. */
const maxHops = 2000;

export const isEnding = (way: State | Ending): way is Ending => 'verdict' in way;

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
		supposed: false,
		settled: {destination: false, source: false},
	};
	if (made && travel.output === null) return end(withHop(state, routeHop(state, routing)), 'unreachable', null);
	return entering(made ? 'output' : 'prerouting', state, terrain);
}

function outputFor(destination: string, routing: Routing): string | null {
	if (routing.isLocal(destination)) return 'lo';
	const route = routing.routeTo(destination);
	return leads(route) ? route.dev : null;
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

const moved = (state: State, at: number): State => {
	const frame = state.frames.at(-1);
	return frame ? {...state, frames: [...state.frames.slice(0, -1), {...frame, at}]} : state;
};

const leaveBase = (state: State): State => ({...state, base: state.base + 1, frames: []});

/** The end of a chain, or `return`: back to the caller, or the base chain's policy. */
function leave(state: State, base: Base): State | Ending {
	if (state.frames.length > 1) return {...state, frames: state.frames.slice(0, -1)};
	const policy = base.chain.policy ?? 'accept';
	const hop = policyHop(state, base, policy);
	const after = withHop(state, hop);
	return policy === 'drop' ? end(after, 'dropped', hop) : leaveBase(after);
}

const withHop = (state: State, hop: Hop): State => ({
	...state,
	trail: {hop, before: state.trail, length: (state.trail?.length ?? 0) + 1},
});

function hopsOf(trail: Trail | null): Hop[] {
	const hops: Hop[] = [];
	for (let at = trail; at; at = at.before) hops.push(at.hop);
	return hops.reverse();
}

const policyHop = ({hook}: State, {table, chain}: Base, verdict: string): Hop => ({
	kind: 'policy',
	hook,
	priority: chain.priority,
	family: table.family,
	table: table.name,
	chain: chain.name,
	index: null,
	handle: null,
	text: `policy ${verdict}`,
	verdict,
	answer: verdict === 'unread' ? 'unread' : 'yes',
	share: 1,
});

function ruleHop(state: State, {table, chain: {priority}}: Base, rule: Rule, step: Step): Hop {
	return {
		kind: 'rule',
		hook: state.hook,
		priority,
		family: table.family,
		table: table.name,
		chain: state.frames.at(-1)?.chain.name ?? '',
		index: rule.index,
		handle: rule.handle,
		text: rule.text,
		verdict: stepText(step),
		answer: 'yes',
		share: 1,
	};
}

const assuming = (state: State, {assumed}: Ruling): State => ({
	...state,
	assumed: [...new Set([...state.assumed, ...assumed])],
});

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

const entering = (hook: Hook, state: State, terrain: Terrain): State => ({
	...state,
	hook,
	bases: terrain.basesOf(hook, state.travel.family),
	base: 0,
	frames: [],
});

function nextHook(state: State, terrain: Terrain): State | Ending {
	const {travel, settled} = state;
	const {routing} = terrain;
	switch (state.hook) {
		case 'prerouting': {
			const output = outputFor(travel.destination, routing);
			const local = output === 'lo';
			const bridged = !local && output === travel.input && routing.isBridge(output);
			const routed: State = {
				...withHop(state, routeHop(state, routing)),
				travel: {...travel, output: local ? null : output, bridged},
				settled: {...settled, destination: true},
			};
			if (output === null) return end(routed, 'unreachable', null);
			return entering(local ? 'input' : 'forward', routed, terrain);
		}

		case 'output': {
			const output = outputFor(travel.destination, routing);
			const routed: State = {
				...withHop(state, routeHop(state, routing)),
				travel: {...travel, output},
				settled: {...settled, destination: true},
			};
			return output === null ? end(routed, 'unreachable', null) : entering('postrouting', routed, terrain);
		}

		case 'forward':
			return entering('postrouting', state, terrain);
		case 'postrouting': {
			if (travel.output !== 'lo') return end(state, 'delivered', null);
			// Made here for this host: it comes in again.
			const looped: State = {
				...state,
				travel: {...travel, input: 'lo', output: null},
				settled: {...settled, source: true},
			};
			return entering('prerouting', looped, terrain);
		}

		case 'input':
			return end(state, 'delivered', null);
	}
}

function routeHop({hook, travel: {destination, family}}: State, routing: Routing): Hop {
	const route = routing.routeTo(destination);
	const local = routing.isLocal(destination);
	const dev = local ? 'lo' : leads(route) ? route.dev : null;
	const via = !local && leads(route) && route.via !== null ? ` via ${route.via}` : '';
	return {
		kind: 'route',
		hook,
		priority: null,
		family,
		table: '',
		chain: '',
		index: null,
		handle: null,
		text: dev === null ? destination : `${destination}${via} dev ${dev}`,
		verdict: dev === null ? 'unreachable' : local ? 'local' : 'forward',
		answer: 'yes',
		share: 1,
	};
}

function end({travel, ...state}: State, verdict: WalkVerdict, by: Hop | null): Ending {
	const {source, destination, protocol, sourcePort, destinationPort, input, output} = travel;
	const {trail, share, assumed, unread, supposed} = state;
	const hops = hopsOf(trail);
	const packet: Packet = {source, destination, protocol, sourcePort, destinationPort, input};
	return {verdict, by, hops, packet, output, share, assumed, unread, supposed};
}
