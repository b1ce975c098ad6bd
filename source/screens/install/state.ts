import {initialWalk, reduceWalk, type WalkEvent, type WalkState} from '../steps/state.js';

/** One step, all that are left; taking back the last one, the selected one with all that came after it, or all. */
export type Asks = 'one' | 'all' | 'undo-last' | 'undo-here' | 'undo-all';

export type InstallState = WalkState<Asks>;
export type InstallEvent = WalkEvent<Asks>;

export const initialInstall: InstallState = initialWalk;
export const reduceInstall = reduceWalk<Asks>;
