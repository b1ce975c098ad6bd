import {textBindings} from '../../components/text-pane.js';
import {listBindings, type Binding} from '../../keys/binding.js';

export const checksBindings = [
	...listBindings,
	{action: 'checks.open', keys: ['enter'], footer: 2},
	{action: 'checks.menu', keys: ['x'], footer: 3},
	{action: 'checks.toggle', keys: ['!'], footer: 4},
	{action: 'checks.filter', keys: ['/'], footer: 5},
	{action: 'checks.next', keys: [']'], footer: 7},
	{action: 'checks.previous', keys: ['[']},
	{action: 'checks.refresh', keys: ['r', 'ctrl+r'], footer: 6},
	{action: 'checks.copy', keys: ['C'], footer: 9},
	// In the menu of actions, and by name in the palette.
	{action: 'checks.rerun', keys: []},
	{action: 'checks.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];

/** While the details have the keys. */
export const detailBindings = [
	...textBindings,
	{action: 'checks.back', keys: ['escape', 'backspace'], footer: 2},
	{action: 'checks.menu', keys: ['x'], footer: 3},
	{action: 'checks.copy', keys: ['C'], footer: 4},
	{action: 'checks.refresh', keys: ['r', 'ctrl+r']},
	{action: 'checks.rerun', keys: []},
] as const satisfies readonly Binding[];

/** While the menu of actions is open. */
export const menuBindings: readonly Binding[] = [
	{action: 'list.down', keys: ['j', 'down'], footer: 2},
	{action: 'list.up', keys: ['k', 'up']},
	{action: 'checks.choose', keys: ['enter'], footer: 1},
	{action: 'checks.close', keys: ['escape', 'x', 'q', 'backspace'], footer: 3},
];
