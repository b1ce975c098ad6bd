import {fieldBindings, type Binding} from '../keys/binding.js';
import type {PaneState, SearchEvent, Shown} from './text-pane.js';
import {useField} from './use-field.js';

/** While the words of a search are typed. */
export const searchBindings = [
	{action: 'search.keep', keys: ['enter', 'down'], footer: 1},
	{action: 'search.clear', keys: ['escape'], footer: 2},
	...fieldBindings,
] as const satisfies readonly Binding[];

/** Takes the keys while the search of a pane is typed. `shown`: the pane that is open now; undefined: none is. */
export function usePane(
	pane: PaneState,
	shown: Shown | undefined,
	dispatch: (event: SearchEvent) => void,
	at?: number,
): void {
	useField(
		{
			bindings: searchBindings,
			...(at !== undefined && {level: at}),
			onEdit(edit) {
				if (shown) dispatch({type: 'pane-edit', edit, ...shown});
			},
			onAction: action => dispatch({type: action === 'search.keep' ? 'pane-keep' : 'pane-clear'}),
		},
		shown !== undefined && pane.search.open,
	);
}
