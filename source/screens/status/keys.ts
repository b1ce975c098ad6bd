import {listBindings, type Binding} from '../../keys/binding.js';

export const statusBindings = [
	...listBindings,
	{action: 'status.next', keys: ['tab', ']'], footer: 2},
	{action: 'status.previous', keys: ['shift+tab', '[']},
	{action: 'status.open', keys: ['enter'], footer: 3},
	{action: 'status.filter', keys: ['/'], footer: 4},
	{action: 'status.raw', keys: ['r'], footer: 5},
	{action: 'status.left', keys: ['left', 'h']},
	{action: 'status.right', keys: ['right', 'l']},
	{action: 'status.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];
