import type {Services} from '../services.js';
import {opening} from './open.js';
import {initialUpkeep, reduceUpkeep, upkeepState} from './state.js';

/** Opens it on the screen that runs it. */
export function showUpkeep(action: string, states: Map<string, unknown>, {go, sessions}: Services): void {
	states.set(upkeepState, reduceUpkeep(initialUpkeep, opening(action, sessions.upkeep.get())));
	go('install');
}
