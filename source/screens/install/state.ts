import {initialSteps, reduceSteps, type StepsEvent, type StepsState} from '../steps/state.js';

/** One step, all that are left; taking back the last one, the selected one with all that came after it, or all. */
export type Asks = 'one' | 'all' | 'undo-last' | 'undo-here' | 'undo-all';

export type InstallState = StepsState<Asks>;
export type InstallEvent = StepsEvent<Asks>;

export const initialInstall: InstallState = initialSteps;
export const reduceInstall = reduceSteps<Asks>;
