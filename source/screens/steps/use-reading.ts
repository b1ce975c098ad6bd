import {usePane} from '../../components/use-pane.js';
import {paneOf, reads, type Sizes, type StepsEvent, type StepsState} from './state.js';

/** The search in a step's detail or in the output, on every screen of steps. */
export function useReading<Asks extends string>(
	state: StepsState<Asks>,
	sizes: Sizes,
	dispatch: (event: StepsEvent<Asks>) => void,
): void {
	usePane(paneOf(state), reads(state) ? (state.output ? sizes.output : sizes.detail) : undefined, dispatch);
}
