import {initialSteps, reduceSteps, type StepsEvent, type StepsState} from '../steps/state.js';

/** The whole demo, or only the deletion of what it made. */
type Asks = 'run' | 'cleanup';

export type DemoState = StepsState<Asks>;
export type DemoEvent = StepsEvent<Asks>;

export const initialDemo: DemoState = initialSteps;
export const reduceDemo = reduceSteps<Asks>;
