import {initialWalk, reduceWalk, type WalkEvent, type WalkState} from '../../steps/state.js';

/** Its name among the states that outlive a tab. */
export const resetState = 'install.reset';

/** `open`: it stands in the place of the install's steps. */
export type ResetState = WalkState<'all'> & {readonly open: boolean};
export type ResetEvent = WalkEvent<'all'> | {readonly type: 'open' | 'close'};

export const initialReset: ResetState = {...initialWalk, open: false};

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
			return {...reduceWalk<'all'>(state, event), open: state.open};
		}
	}
}
