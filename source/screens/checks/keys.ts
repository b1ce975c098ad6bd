import {listBindings, type Binding} from '../../keys/binding.js';

export const checksBindings = [
	...listBindings,
	{action: 'checks.open', keys: ['enter'], footer: 2},
	{action: 'checks.toggle', keys: ['!'], footer: 3},
	{action: 'checks.filter', keys: ['/'], footer: 5},
	{action: 'checks.next', keys: ['n'], footer: 4},
	{action: 'checks.previous', keys: ['N']},
	{action: 'checks.refresh', keys: ['r'], footer: 6},
	{action: 'checks.copy', keys: ['C'], footer: 7},
	{action: 'checks.rerun', keys: ['a']},
	{action: 'checks.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];
