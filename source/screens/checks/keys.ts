import {listBindings, type Binding} from '../../keys/binding.js';

export const checksBindings = [
	...listBindings,
	{action: 'checks.open', keys: ['enter'], footer: 2},
	{action: 'checks.menu', keys: ['x'], footer: 3},
	{action: 'checks.toggle', keys: ['!'], footer: 4},
	{action: 'checks.filter', keys: ['/'], footer: 6},
	{action: 'checks.next', keys: ['n'], footer: 5},
	{action: 'checks.previous', keys: ['N']},
	{action: 'checks.refresh', keys: ['r'], footer: 7},
	{action: 'checks.copy', keys: ['C']},
	{action: 'checks.rerun', keys: ['a']},
	{action: 'checks.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];

/** While the menu of actions is open. */
export const menuBindings: readonly Binding[] = [
	{action: 'list.down', keys: ['j', 'down', 'tab'], footer: 2},
	{action: 'list.up', keys: ['k', 'up', 'shift+tab']},
	{action: 'checks.choose', keys: ['enter'], footer: 1},
	{action: 'checks.close', keys: ['escape', 'x', 'q', 'backspace'], footer: 3},
];
