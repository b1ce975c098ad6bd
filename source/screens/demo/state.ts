import {initialWalk, reduceWalk, type WalkEvent, type WalkState} from '../steps/state.js';

/** The whole demo, or only the deletion of what it made. */
type Asks = 'run' | 'cleanup';

export type DemoState = WalkState<Asks>;
export type DemoEvent = WalkEvent<Asks>;

export const initialDemo: DemoState = initialWalk;
export const reduceDemo = reduceWalk<Asks>;
