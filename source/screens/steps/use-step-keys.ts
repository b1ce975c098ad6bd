import {useEffect} from 'react';
import {useUi} from '../../components/context.js';
import {isPaneAction, type PaneAction} from '../../components/text-pane.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import type {ActionOf, Binding} from '../../keys/binding.js';
import {level} from '../../keys/layers.js';
import {paneOf, reads, type Sizes, type StepsEvent, type StepsState} from './state.js';

/**
 * The keys of every screen of steps: scroll and search in a step's detail or in the output; the rest is the screen's own
 * (`onAction`). `name`: of its state. `stands`: the step at which the run is, or will be; the selection goes along.
 * Undefined: not known yet.
 */
export function useStepKeys<
	Asks extends string,
	State extends StepsState<Asks>,
	const Table extends readonly Binding[],
>({
	name,
	state,
	sizes,
	stands,
	bindings,
	dispatch,
	onAction,
}: {
	readonly name: string;
	readonly state: State;
	readonly sizes: Sizes;
	readonly stands: string | undefined;
	readonly bindings: Table;
	readonly dispatch: (event: StepsEvent<Asks>) => void;
	readonly onAction: (action: Exclude<ActionOf<Table>, PaneAction>, now: State) => false | undefined;
}): void {
	const {states} = useUi();
	useEffect(() => {
		if (stands !== undefined) dispatch({type: 'stands', id: stands});
	}, [stands, dispatch]);
	usePane(paneOf(state), reads(state) ? (state.output ? sizes.output : sizes.detail) : undefined, dispatch);
	useLayer({
		level: level.screen,
		bindings,
		onAction(action: ActionOf<Table>) {
			if (isPaneAction(action)) {
				dispatch({type: 'move', action, sizes});
				return undefined;
			}

			// What the keys before it in the same read did counts already.
			const now = (states.get(name) as State | undefined) ?? state;
			return onAction(action as Exclude<ActionOf<Table>, PaneAction>, now);
		},
	});
}
