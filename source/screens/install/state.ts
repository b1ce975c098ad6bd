import {initialWalk, reduceWalk, type WalkEvent, type WalkState} from '../walk-state.js';

/** One step, all that are left, or taking back the selected one with all that came after it. */
type Asks = 'one' | 'all' | 'undo';

export type InstallState = WalkState<Asks>;
export type InstallEvent = WalkEvent<Asks>;

export const initialInstall: InstallState = initialWalk;
export const reduceInstall = reduceWalk<Asks>;
