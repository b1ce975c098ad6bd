import {useCallback, useState} from 'react';
import {useUi} from './context.js';

/**
 * useReducer whose state outlives its component: a screen is unmounted when its tab is left and finds its state again.
 * The reducer must be pure; several events in one read are reduced one after the other.
 */
export function useScreenState<State, Event>(
	id: string,
	reduce: (state: State, event: Event) => State,
	initial: State,
): readonly [State, (event: Event) => void] {
	const {states} = useUi();
	const [, rerender] = useState(0);
	const state = (states.get(id) as State | undefined) ?? initial;
	const dispatch = useCallback(
		(event: Event) => {
			const before = (states.get(id) as State | undefined) ?? initial;
			const after = reduce(before, event);
			if (after === before) return;
			states.set(id, after);
			rerender(count => count + 1);
		},
		[states, id, reduce, initial],
	);
	return [state, dispatch];
}
