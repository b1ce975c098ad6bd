import {unitName} from '../command/k0s-paths.js';
import type {Unit} from '../facts/cluster.js';
import {isUp} from '../facts/unit-activity.js';
import type {Reading} from '../facts/reading.js';

/** Milliseconds. So long after its start k0s may not have written its rules and settings yet. */
const settling = 120_000;

/** It became active a moment ago, by the host's own clock: what it does at its start may not be there yet. */
export const isYoung = (unit: Reading<Unit>, clock: Reading<number>): boolean =>
	unit.known &&
	(unit.value.activeState === 'activating' ||
		(unit.value.activeState === 'active' &&
			unit.value.activeSince !== null &&
			clock.known &&
			Math.abs(clock.value - unit.value.activeSince) < settling));

/** Active, or on the way there: a k0s that crashes again and again is `activating`. */
export const k0sRuns = (unit: Reading<Unit>): boolean =>
	unit.known && (unit.value.activeState === 'activating' || isUp(unit.value.activeState));

export const k0sInstalled = (unit: Reading<Unit>): boolean => unit.known && unit.value.loadState !== 'not-found';

/** Whichever of its two units is here; the controller's where neither is, or nobody could tell. */
export const ownUnitName = (unit: Reading<Unit> | undefined): string =>
	unit?.known && unit.value.loadState !== 'not-found' ? unit.value.id : unitName;
