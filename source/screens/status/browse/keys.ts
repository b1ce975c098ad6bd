import {listBindings, type Binding} from '../../../keys/binding.js';
import {rowBindings} from '../object/keys.js';

/** While objects of a kind are listed in the place of the screen's own lists. */
export const browseBindings = [
	...listBindings,
	{action: 'browse.open', keys: ['enter'], footer: 1},
	{action: 'browse.back', keys: ['escape', 'backspace'], footer: 2},
	...rowBindings,
	{action: 'browse.filter', keys: ['/'], footer: 3},
	{action: 'browse.next', keys: ['tab'], footer: 4},
	{action: 'browse.everywhere', keys: ['0']},
	{action: 'browse.copy', keys: ['C'], footer: 5},
	{action: 'browse.left', keys: ['left']},
	{action: 'browse.right', keys: ['right']},
	{action: 'columns.sort', keys: ['>'], footer: 6},
	{action: 'status.reach', keys: ['R']},
	{action: 'browse.refresh', keys: ['r', 'ctrl+r']},
] as const satisfies readonly Binding[];
