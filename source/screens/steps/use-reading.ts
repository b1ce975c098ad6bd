import {usePane} from '../../components/use-pane.js';
import {paneOf, reads, type Sizes, type WalkEvent, type WalkState} from './state.js';

/** The search in a step's detail or in the output, on every screen of steps. */
export function useReading<Asks extends string>(
	state: WalkState<Asks>,
	sizes: Sizes,
	dispatch: (event: WalkEvent<Asks>) => void,
): void {
	usePane(paneOf(state), reads(state) ? (state.output ? sizes.output : sizes.detail) : undefined, dispatch);
}
