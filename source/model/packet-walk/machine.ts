import type {Chain, Rule} from '../../facts/packet-filter.js';
import {canonicalAddress} from '../cidr.js';
import {priorityOf} from './bases.js';
import {decideOutput} from './decision.js';
import type {Ending, Hop, Packet, Ruling, Step, Travel} from './facts.js';
import {nextHook, stopped} from './hooks.js';
import {policyHop, ruleHop} from './hops.js';
import {
	assuming,
	atStart,
	end,
	entering,
	isEnding,
	leaveBase,
	moved,
	presuming,
	tracked,
	withHop,
	withReasons,
	type State,
} from './state.js';
import {assumptionAs, type Reason} from './sureness.js';
import type {Base, Terrain} from './terrain.js';
import {turnedBack} from './turn-back.js';
import {placeOf} from './words.js';

/** NFT_JUMP_STACK_SIZE: deeper the kernel does not load. */
const maxDepth = 16;

/** The kernel loads no circle of gotos either; rules that somebody typed may hold one. */
const maxHops = 2000;

/** NF_IP_PRI_CONNTRACK: what runs before sees no connection. */
const conntrack = -200;

/**
 * A packet's way as a machine of single steps: a state can be copied where the way forks, and a circle of jumps ends at
 * the kernel's own limit. Order of things: nf_tables' base chains by priority, `accept` ends only its own, nat chains see
 * a connection once for each direction of translation.
 */
/** `part`: the packet is the first answer of a connection, or what its sender says next. */
export function begin(
	packet: Packet,
	terrain: Terrain,
	part?: Pick<Travel, 'answers' | 'continues'>,
): Array<State | Ending> {
	const connection = part?.answers ?? part?.continues;
	const family = packet.destination.includes(':') ? 'ip6' : 'ip';
	const given = {
		...packet,
		source: canonicalAddress(packet.source),
		destination: canonicalAddress(packet.destination),
	};
	const travel: Travel = {
		...given,
		family,
		original: connection?.asked ?? given,
		output: null,
		mark: 0,
		connectionMark: connection?.tracked ? connection.mark : 0,
		bridged: false,
		tracking: 'none',
		dnat: false,
		snat: false,
		changed: false,
		touched: [],
		...part,
	};
	const state = atStart(travel);
	if (packet.input !== null) return entering('ingress', state, terrain);
	const decision = decideOutput(travel, terrain);
	const made = withReasons({...state, travel: {...travel, output: decision.output}, way: decision}, decision.reasons);
	return stopped(made, decision) ?? entering('output', made, terrain);
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
	const frame = state.frames.at(-1);
	if (!frame && state.travel.changed) return rerouted(state, terrain);
	const base = state.bases[state.base];
	const turned = frame ? undefined : turnedBack(state, base);
	if (turned) return [turned];
	if (!base) return nextHook(state, terrain);
	if (!frame) return enter(state, base);
	if (base.table.kind === 'unread') {
		const hop = policyHop(state, base, 'unread');
		return [{...leaveBase(withHop(state, hop)), unread: [...state.unread, hop]}];
	}

	// Rules that do not fit are most of them: passed here without a copy of the state for each.
	let {at} = frame;
	for (; ; at++) {
		const from = at;
		at = terrain.nextRule(base.table, frame.chain, at, state.travel);
		budget.left -= at - from;
		const rule = frame.chain.rules[at];
		if (!rule) return [leave(moved(state, at), base)];
		budget.left--;
		const ruling = terrain.rule(base.table, rule, state.travel, state.hook);
		if (ruling.answer === 'no' && ruling.assumed.length === 0) continue;
		return applied(moved(state, at + 1), base, rule, ruling, terrain);
	}
}

/** Into a base chain, past one that asks nothing of this packet, or both where nobody tells. */
function enter(state: State, base: Base): State[] {
	const {travel, hook} = state;
	const {chain, table} = base;
	const seen =
		travel.tracking === 'none' && (hook === 'prerouting' || hook === 'output') && priorityOf(chain, hook) > conntrack
			? tracked(state)
			: state;
	const passed = {...seen, base: seen.base + 1};
	if (isSettled(chain, seen)) return [passed];
	const entered = {...seen, frames: [{chain, at: 0}]};
	if (!base.perhaps) return [entered];
	return [passed, presuming(entered, [{id: 'hook', what: `${table.family} ${table.name} ${chain.name}`}])];
}

/** The kernel looks for the route again where a rule of `output` changed what was made here (ip_route_me_harder). */
function rerouted(state: State, terrain: Terrain): Array<State | Ending> {
	const decision = decideOutput(state.travel, terrain);
	const after = withReasons({...state, way: decision, travel: {...state.travel, changed: false}}, decision.reasons);
	return stopped(after, decision) ?? [after];
}

/** nf_nat asks its chains only for a connection whose translation on that side is not settled; none without tracking. */
function isSettled({type, hook}: Chain, {settled, travel}: State): boolean {
	if (type !== 'nat') return false;
	if (travel.tracking !== 'new') return true;
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
	const {answer, ways} = ruling;
	const {assumed} = assuming(state, ruling);
	const plain = !hasEffects(ruling) && ways.every(({step}) => step.kind === 'continue');
	if (answer !== 'yes' && plain) return [answer === 'no' ? {...state, assumed} : state];
	const unread = answer === 'unread';
	const travel = changedBy(ruling, state, base);
	const taken = ways.map(({share, step}) => {
		const hop: Hop = {...ruleHop(state, base, rule, step), share, ...(unread && {answer})};
		const after: State = {
			...withReasons(withHop(state, hop), ruling.doubts ?? []),
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

	const past: State = {...state, assumed};
	const doubtful = ruling.assumed.filter(each => each === 'limit' || each === 'recent');
	if (rest > 1e-9) taken.push({...past, share: state.share * rest});
	if (doubtful.length === 0) return taken;
	// What is taken as given decides here: the other way is followed too.
	const what = placeOf(ruleHop(state, base, rule, first?.step ?? {kind: 'continue'}));
	const reasons: Reason[] = [...new Set(doubtful)].map(each => ({id: assumptionAs[each], what}));
	if (answer === 'yes') return plain || rest > 1e-9 ? taken : [...taken, presuming(past, reasons)];
	return [
		past,
		...taken.map(way =>
			isEnding(way) ? {...way, supposed: true, presumes: [...way.presumes, ...reasons]} : presuming(way, reasons),
		),
	];
}

const hasEffects = ({mark, connectionMark, untracked, touches, doubts}: Ruling): boolean =>
	mark !== undefined ||
	connectionMark !== undefined ||
	untracked === true ||
	touches !== undefined ||
	doubts !== undefined;

function changedBy(
	{mark, connectionMark, untracked, touches}: Ruling,
	{travel, hook}: State,
	{chain, table}: Base,
): Travel {
	if (mark === undefined && connectionMark === undefined && !untracked && !touches) return travel;
	// Only such chains have what is made here routed anew for another mark.
	const reroutes =
		hook === 'output' && (chain.type === 'route' || (table.kind !== 'native' && table.name === 'mangle'));
	return {
		...travel,
		...(mark !== undefined && {mark, changed: travel.changed || (reroutes && mark !== travel.mark)}),
		...(connectionMark !== undefined && {connectionMark}),
		// A connection that is tracked already stays so.
		...(untracked && travel.tracking === 'none' && {tracking: 'untracked' as const}),
		...(touches && {touched: [...travel.touched, ...touches]}),
	};
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
			if (terrain.listens(step.queues) !== false) return end(state, 'queued', hop);
			return step.bypass ? leaveBase(state) : end(state, 'dropped', hop);
		case 'unknown':
			return end(state, 'unknown', hop);
		case 'dnat':
		case 'redirect': {
			const to = step.kind === 'dnat' ? (step.address ?? travel.destination) : redirected(travel, terrain);
			if (step.unread !== undefined) {
				return end(withReasons(state, [{id: 'nat-target', what: placeOf(hop)}]), 'unknown', hop);
			}

			const destination = canonicalAddress(to);
			const destinationPort = step.port ?? travel.destinationPort;
			const dnat = travel.dnat || destination !== travel.destination || destinationPort !== travel.destinationPort;
			const changed = state.hook === 'output' && destination !== travel.destination;
			return leaveBase({
				...state,
				travel: {...travel, destination, destinationPort, dnat, changed: travel.changed || changed},
				settled: {...settled, destination: true},
			});
		}

		case 'snat':
		case 'masquerade': {
			const via = state.way?.answer.route?.via ?? null;
			const source =
				step.kind === 'snat'
					? (step.address ?? travel.source)
					: (terrain.routing.masqueradeAs(travel.destination, travel.output, via) ?? travel.source);
			const unread = step.kind === 'snat' && step.unread !== undefined;
			const after = unread ? withReasons(state, [{id: 'nat-target', what: placeOf(hop)}]) : state;
			const snat = travel.snat || unread || source !== travel.source;
			return leaveBase({...after, travel: {...travel, source, snat}, settled: {...settled, source: true}});
		}
	}
}

/** `redirect`: this host itself, by the address of the interface. */
function redirected({input, family}: Travel, {routing}: Terrain): string {
	const v6 = family === 'ip6';
	const own = input === null ? undefined : routing.addressesOf(input).find(address => address.includes(':') === v6);
	return own ?? (v6 ? '::1' : '127.0.0.1');
}
