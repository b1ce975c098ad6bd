import type {Ending} from './facts.js';
import {routeHop} from './hops.js';
import {end, entering, withHop, type State} from './state.js';
import {outputFor, type Terrain} from './terrain.js';

/** Behind the last base chain of a hook: the routing decision, where there is one, and the next hook. */
export function nextHook(state: State, terrain: Terrain): State | Ending {
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
			if (travel.output !== 'lo') return end(state, terrain.arrival(travel), null);
			// Made here for this host: it comes in again.
			const looped: State = {
				...state,
				travel: {...travel, input: 'lo', output: null},
				settled: {...settled, source: true},
			};
			return entering('prerouting', looped, terrain);
		}

		case 'input':
			return end(state, terrain.arrival(travel), null);
	}
}
