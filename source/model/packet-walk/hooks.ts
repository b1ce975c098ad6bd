import {askBridge, bridgeReasons, ingressReasons, type BridgeAnswer} from './bridge.js';
import {bridgeCalls, bridgeSetting, decideInput, decideOutput, isForPort, type Decision} from './decision.js';
import type {Ending} from './facts.js';
import {routeHop, stopHop} from './hops.js';
import {sysctlName} from './settings.js';
import {end, entering, isEnding, tracked, withHop, withReasons, type State} from './state.js';
import type {Terrain} from './terrain.js';

/** Behind the last base chain of a hook: the routing decision, where there is one, and the next hook. */
export function nextHook(state: State, terrain: Terrain): Array<State | Ending> {
	const {travel, settled, way} = state;
	switch (state.hook) {
		case 'ingress':
			return cameIn(state, terrain);
		case 'prerouting': {
			const decision = decideInput(travel, terrain);
			const {local, output, bridged} = decision;
			const routed: State = {
				...decided(tracked(state), decision),
				travel: {...tracked(state).travel, output: local ? null : output, bridged},
				settled: {...settled, destination: true},
			};
			const seen = upOrOn(routed, terrain);
			if (isEnding(seen)) return [seen];
			return stopped(seen, decision) ?? entering(local ? 'input' : 'forward', seen, terrain);
		}

		case 'output': {
			const decision = way ?? decideOutput(travel, terrain);
			const routed: State = {
				...withHop(tracked(state), routeHop(state, decision)),
				travel: {...tracked(state).travel, output: decision.output},
				settled: {...settled, destination: true},
			};
			return entering('postrouting', routed, terrain);
		}

		case 'forward': {
			// From port to port the bridge's own chains come before those of ip: what they see is not translated yet.
			const seen = travel.bridged ? byBridge(state, askBridge(state, terrain, 'postrouting')) : state;
			return isEnding(seen) ? [seen] : entering('postrouting', seen, terrain);
		}

		case 'postrouting': {
			const seen = goesOut(state, terrain);
			return isEnding(seen) ? [seen] : entering('egress', seen, terrain);
		}

		case 'egress': {
			if (travel.output !== 'lo') return [end(state, terrain.arrival(travel), null)];
			// Made here for this host: it comes in again.
			const looped: State = {
				...state,
				travel: {...travel, input: 'lo', output: null},
				settled: {...settled, source: true},
			};
			return entering('ingress', looped, terrain);
		}

		case 'input':
			return [end(state, terrain.arrival(travel), null)];
	}
}

/** What was decided, with what that rests on. */
function decided(state: State, decision: Decision): State {
	const noted = withReasons({...state, way: decision}, decision.reasons);
	return decision.stop ? noted : withHop(noted, routeHop(state, decision));
}

export function stopped(state: State, {stop}: Decision): Ending[] | undefined {
	if (!stop) return undefined;
	const hop = stopHop(state, stop);
	const after = withHop(state, hop);
	return [stop.verdict === 'unreachable' ? end(after, 'unreachable', null) : end(after, 'dropped', hop)];
}

/** The end where a chain of the bridge drops it, else what it may have done. */
function byBridge(state: State, {stop, reasons, mark}: BridgeAnswer): State | Ending {
	if (stop) return end(withHop(state, stop), 'dropped', stop);
	const after = withReasons(state, reasons);
	return mark === state.travel.mark ? after : {...after, travel: {...after.travel, mark}};
}

/** br_netfilter calls ip's `prerouting` at priority 0 of the bridge's own: what stands before sees the packet as it was sent. */
const before = (priority: number): boolean => priority < 0;

/** Behind `ingress`: from port to port of a bridge, past all rules of ip where the kernel does not call them. */
function cameIn(state: State, terrain: Terrain): Array<State | Ending> {
	const {travel} = state;
	if (!terrain.routing.isBridge(travel.input)) return entering('prerouting', state, terrain);
	const isOn = isForPort(travel, terrain);
	const calls = isOn || terrain.bridges.length > 0 ? bridgeCalls(travel, terrain) : undefined;
	const first = byBridge(state, askBridge(state, terrain, 'prerouting', calls === 0 ? undefined : before));
	if (isEnding(first)) return [first];
	const late = calls === 0 ? [] : bridgeReasons(state, terrain, 'prerouting', priority => !before(priority));
	const known = withReasons(first, late);
	// Where ip's rules are not called, nothing translates it before the bridge's next chains.
	const seen = calls === 0 ? byBridge(known, askBridge(known, terrain, isOn ? 'forward' : 'input')) : known;
	if (isEnding(seen)) return [seen];
	if (!isOn) {
		const own = travel.input === null ? [] : ingressReasons(travel.input, terrain);
		return entering('prerouting', withReasons(seen, own), terrain);
	}

	if (calls === 0) {
		const passed: State = {...seen, travel: {...seen.travel, output: travel.input, bridged: true}};
		const behind = byBridge(passed, askBridge(passed, terrain, 'postrouting'));
		if (isEnding(behind)) return [behind];
		const out = withReasons(behind, terrain.beside.device('out', travel.input));
		return [end(out, terrain.arrival(passed.travel), null)];
	}

	const what = sysctlName(bridgeSetting(travel.family));
	return entering('prerouting', calls === undefined ? withReasons(seen, [{id: 'sysctl', what}]) : seen, terrain);
}

/** Behind ip's `prerouting` of what came in by a bridge, where the bridge called it: on to another port, or up to this host. */
function upOrOn(state: State, terrain: Terrain): State | Ending {
	const {travel} = state;
	if (terrain.bridges.length === 0 || !terrain.routing.isBridge(travel.input)) return state;
	const calls = bridgeCalls(travel, terrain);
	if (calls === 0) return state;
	const hook = travel.bridged ? 'forward' : 'input';
	return calls === undefined
		? withReasons(state, bridgeReasons(state, terrain, hook))
		: byBridge(state, askBridge(state, terrain, hook));
}

/** By a bridge its own chains see it, and what was translated between two of its ports has an answer that goes past us. */
function goesOut(state: State, terrain: Terrain): State | Ending {
	const {travel} = state;
	const {output, input, bridged, dnat, snat} = travel;
	if (!terrain.routing.isBridge(output)) return state;
	const out = bridged ? state : byBridge(state, askBridge(state, terrain, 'output'));
	const after = bridged || isEnding(out) ? out : byBridge(out, askBridge(out, terrain, 'postrouting'));
	if (isEnding(after)) return after;
	const past = input === output && dnat && !snat && !bridged;
	return past ? withReasons(after, [{id: 'sysctl', what: `${sysctlName(bridgeSetting(travel.family))} = 0`}]) : after;
}
