import {initialWalk, reduceWalk, type WalkEvent, type WalkState} from '../walk-state.js';

/** One step, or all that are left. */
type Asks = 'one' | 'all';

export type InstallState = WalkState<Asks>;
export type InstallEvent = WalkEvent<Asks>;

export const initialInstall: InstallState = initialWalk;
export const reduceInstall = reduceWalk<Asks>;
