import type {RunState} from './run-state.js';
import type {StepView} from './session-view.js';

/**
 * Where the last run was stopped or cut off: the step's id, undefined where none was. As soon as a step was probed the
 * probes say it (whoever finished it by hand has finished it); before, the journal does.
 */
export function cutAt(shown: readonly StepView[], state: RunState, probed: boolean): string | undefined {
	if (probed) return shown.find(({state: now}) => now === 'aborted')?.id;
	return [...state.steps].find(([, ran]) => ran.state === 'running' || ran.state === 'aborted')?.[0];
}
