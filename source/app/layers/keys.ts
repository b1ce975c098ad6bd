import {listBindings, type Binding} from '../../keys/binding.js';

/** While the layers of an object are shown. */
export const layersBindings = [
	...listBindings,
	{action: 'layers.open', keys: ['enter'], footer: 1},
	{action: 'layers.across', keys: ['i'], footer: 2},
	{action: 'layers.reach', keys: ['R'], footer: 3},
	{action: 'layers.back', keys: ['escape', 'backspace', 'q'], footer: 4},
	{action: 'layers.copy', keys: ['C'], footer: 5},
	{action: 'layers.refresh', keys: ['r', 'ctrl+r'], footer: 6},
] as const satisfies readonly Binding[];
