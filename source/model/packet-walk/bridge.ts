import type {Chain, Rule, Table} from '../../facts/packet-filter.js';
import type {Hop, Step} from './facts.js';
import {policyHop, ruleHop} from './hops.js';
import type {State} from './state.js';
import type {Reason} from './sureness.js';
import type {Base, Terrain} from './terrain.js';

/**
 * Chains of the family `bridge` see frames. What they ask of the packet in the frame (addresses, ports, marks, the bridge's
 * name) this walk knows; ports of the bridge, link addresses and what they write it does not.
 */

export type BridgeHook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

/**
 * `stop`: the rule or policy that drops the frame for certain. Else each chain that could do so, or change it, is named.
 * `mark`: of the packet behind them; null: not known.
 */
export type BridgeAnswer = {
	readonly stop: Hop | null;
	readonly reasons: readonly Reason[];
	readonly mark: number | null;
};

/**
 * What the chains of a hook do with the packet as it is now. Only those whose priority passes `which` are asked: among them
 * stand the kernel's own calls of ip's rules (br_netfilter).
 */
export function askBridge(
	state: State,
	terrain: Terrain,
	hook: BridgeHook,
	which: (priority: number) => boolean = () => true,
): BridgeAnswer {
	const reasons: Reason[] = [];
	let {mark} = state.travel;
	for (const base of terrain.bridges) {
		const {table, chain} = base;
		if (chain.hook !== hook || !which(chain.priority ?? 0)) continue;
		const end = through({...state, travel: {...state.travel, mark}}, terrain, base);
		if (end.kind === 'stop') return {stop: end.hop, reasons: [], mark};
		if (end.kind === 'open') reasons.push(named(table, chain));
		// Which of two chains comes first is not asked here.
		if (end.mark !== undefined) mark = end.mark === mark || mark === state.travel.mark ? end.mark : null;
	}

	return {stop: null, reasons, mark};
}

/** Chains of which another moment tells, or none here: named where they could do more than let it through. */
export const bridgeReasons = (
	state: State,
	terrain: Terrain,
	hook: BridgeHook,
	which?: (priority: number) => boolean,
): readonly Reason[] => {
	const asked = terrain.bridges.filter(
		({chain}) => chain.hook === hook && (which === undefined || which(chain.priority ?? 0)),
	);
	return asked.flatMap(base => {
		const end = through(state, terrain, base);
		return end.kind === 'pass' && end.mark === undefined ? [] : [reasonOf(base)];
	});
};

const named = (table: Table, chain: Chain): Reason => ({id: 'hook', what: `bridge ${table.name} ${chain.name}`});
const reasonOf = ({table, chain}: Base): Reason => named(table, chain);

type End = {readonly kind: 'pass' | 'open'; readonly mark?: number | null} | {readonly kind: 'stop'; readonly hop: Hop};

/** What was not known on the way through a base chain: whether it was let through already, or kept or changed. */
type Doubts = {accepted: boolean; kept: boolean; mark?: number | null};

function through(state: State, terrain: Terrain, base: Base): End {
	const doubts: Doubts = {accepted: false, kept: false};
	const end = inChain(state, terrain, base, base.chain, doubts, 0);
	const refused = end === 'end' && base.chain.policy === 'drop' ? policyHop(state, base, 'drop') : end;
	const marked = doubts.mark === undefined ? {} : {mark: doubts.mark};
	if (refused === 'accept' || refused === 'end') return {kind: doubts.kept ? 'open' : 'pass', ...marked};
	if (refused === 'open' || doubts.accepted) return {kind: 'open', ...marked};
	return {kind: 'stop', hop: refused};
}

const refusing: ReadonlySet<string> = new Set(['drop', 'reject']);
const passing: ReadonlySet<string> = new Set(['accept', 'return', 'continue']);

/** `end`: behind its last rule, or by `return`. A hop: what drops the frame. */
function inChain(
	state: State,
	terrain: Terrain,
	base: Base,
	chain: Chain,
	doubts: Doubts,
	depth: number,
): 'accept' | 'end' | 'open' | Hop {
	if (depth > 16) return 'open';
	for (const rule of chain.rules) {
		const {answer, ways, assumed, ...more} = terrain.rule(base.table, rule, travelled(state, doubts), base.chain.hook);
		if (answer === 'no' && assumed.length === 0) continue;
		if (more.connectionMark !== undefined || more.doubts || more.untracked) doubts.kept = true;
		const [way] = ways;
		const isSure = answer === 'yes' && assumed.length === 0 && ways.length === 1 && way?.share === 1;
		const step: Step = way?.step ?? {kind: 'continue'};
		if (more.mark !== undefined) doubts.mark = isSure && !doubts.accepted ? more.mark : null;
		if (step.kind === 'continue' && ways.length < 2) continue;
		if (!isSure) {
			// A jump may end either way; of what is let through or kept the other rules still tell.
			const kinds = ways.map(each => each.step.kind);
			if (!kinds.every(kind => refusing.has(kind))) doubts.accepted = true;
			if (!kinds.every(kind => passing.has(kind))) doubts.kept = true;
			continue;
		}

		const next = step.kind === 'jump' || step.kind === 'goto' ? terrain.chainOf(base.table, step.chain) : undefined;
		switch (step.kind) {
			case 'accept':
				return 'accept';
			case 'return':
				return 'end';
			case 'drop':
			case 'reject':
				return hopOf(state, base, chain, rule, step);
			case 'jump':
			case 'goto': {
				const end = next ? inChain(state, terrain, base, next, doubts, depth + 1) : 'open';
				if (end !== 'end') return end;
				if (step.kind === 'goto') return 'end';
				break;
			}

			default:
				return 'open';
		}
	}

	return 'end';
}

/** Rules behind one that sets the mark see it. */
const travelled = ({travel}: State, {mark}: Doubts): State['travel'] =>
	mark === undefined ? travel : {...travel, mark};

const hopOf = (state: State, base: Base, chain: Chain, rule: Rule, step: Step): Hop =>
	ruleHop({...state, frames: [{chain, at: rule.index}]}, base, rule, step);

/** Chains on the bridge's own ingress: the packet comes there changed by `prerouting`, or not, as br_netfilter has it. */
export const ingressReasons = (bridge: string, {ingressOf}: Terrain): Reason[] =>
	ingressOf(bridge).map(({table, chain}) => ({id: 'hook', what: `${table.family} ${table.name} ${chain.name}`}));
