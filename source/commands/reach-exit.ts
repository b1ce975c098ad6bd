import type {ReachVerdict} from '../model/reach/facts.js';
import type {Exit} from './headless.js';

const exits: Readonly<Record<ReachVerdict, Exit>> = {reaches: 0, blocked: 1, unknown: 4};

/** Of `reach`, and of `path`, which asks the same. */
export const exitOf = (verdict: ReachVerdict): Exit => exits[verdict];
