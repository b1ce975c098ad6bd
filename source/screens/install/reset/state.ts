import {initialSteps, reduceSteps, type StepsEvent, type StepsState} from '../../steps/state.js';

/** Its name among the states that outlive a tab. */
export const resetState = 'install.reset';

/** `open`: it stands in the place of the install's steps. */
export type ResetState = StepsState<'all'> & {readonly open: boolean};
export type ResetEvent = StepsEvent<'all'> | {readonly type: 'open' | 'close'};

export const initialReset: ResetState = {...initialSteps, open: false};

export function reduceReset(state: ResetState, event: ResetEvent): ResetState {
	switch (event.type) {
		case 'open': {
			// The question comes once the host is read.
			return {...initialReset, open: true, asks: 'all'};
		}

		case 'close': {
			return {...state, open: false, asks: undefined};
		}

		default: {
			return {...reduceSteps<'all'>(state, event), open: state.open};
		}
	}
}
