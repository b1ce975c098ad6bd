import {bridgeReasons, ingressReasons} from './bridge.js';
import {bridgeCalls, bridgeSetting, decideInput, decideOutput, isForPort, type Decision} from './decision.js';
import type {Ending} from './facts.js';
import {routeHop, stopHop} from './hops.js';
import {sysctlName} from './settings.js';
import {end, entering, tracked, withHop, withReasons, type State} from './state.js';
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
			return stopped(routed, decision) ?? entering(local ? 'input' : 'forward', routed, terrain);
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

		case 'forward':
			return entering('postrouting', state, terrain);
		case 'postrouting':
			return entering('egress', goesOut(state, terrain), terrain);
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

/** Behind `ingress`: from port to port of a bridge, past all rules of ip where the kernel does not call them. */
function cameIn(state: State, terrain: Terrain): Array<State | Ending> {
	const {travel} = state;
	const isBridge = terrain.routing.isBridge(travel.input);
	const seen = isBridge
		? withReasons(state, bridgeReasons(travel, terrain, ['prerouting', 'input', 'forward']))
		: state;
	if (!isForPort(travel, terrain)) {
		const own = isBridge && travel.input !== null ? ingressReasons(travel.input, terrain) : [];
		return entering('prerouting', withReasons(seen, own), terrain);
	}

	const calls = bridgeCalls(travel, terrain);
	if (calls === 0) {
		const passed = {...travel, output: travel.input, bridged: true};
		const behind = withReasons({...seen, travel: passed}, [
			...bridgeReasons(passed, terrain, ['postrouting']),
			...terrain.beside.device('out', travel.input),
		]);
		return [end(behind, terrain.arrival(passed), null)];
	}

	const what = sysctlName(bridgeSetting(travel.family));
	return entering('prerouting', calls === undefined ? withReasons(seen, [{id: 'sysctl', what}]) : seen, terrain);
}

/** By a bridge its own chains see it, and what was translated between two of its ports has an answer that goes past us. */
function goesOut(state: State, terrain: Terrain): State {
	const {travel} = state;
	const {output, input, bridged, dnat, snat} = travel;
	if (!terrain.routing.isBridge(output)) return state;
	const after = withReasons(
		state,
		bridgeReasons(travel, terrain, bridged ? ['postrouting'] : ['output', 'postrouting']),
	);
	const past = input === output && dnat && !snat && !bridged;
	return past ? withReasons(after, [{id: 'sysctl', what: `${sysctlName(bridgeSetting(travel.family))} = 0`}]) : after;
}
