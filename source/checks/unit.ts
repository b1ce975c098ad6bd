import type {Unit} from '../model/cluster.js';
import type {Reading} from '../read/reading.js';

/** Active, or on the way there: a k0s that crashes again and again is `activating`. */
export const k0sRuns = (unit: Reading<Unit>): boolean =>
	unit.known && ['active', 'activating', 'reloading'].includes(unit.value.activeState);

export const k0sInstalled = (unit: Reading<Unit>): boolean => unit.known && unit.value.loadState !== 'not-found';
