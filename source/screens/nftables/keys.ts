import {listBindings, type Binding} from '../../keys/binding.js';

export const nftablesBindings = [
	...listBindings,
	{action: 'nftables.open', keys: ['enter'], footer: 2},
	{action: 'nftables.back', keys: ['escape', 'backspace'], footer: 3},
	{action: 'nftables.filter', keys: ['/'], footer: 4},
	{action: 'nftables.zero', keys: ['z'], footer: 5},
	{action: 'nftables.raw', keys: ['o'], footer: 6},
	{action: 'nftables.raw-anyway', keys: ['O']},
	{action: 'nftables.next-table', keys: ['tab', ']']},
	{action: 'nftables.previous-table', keys: ['shift+tab', '[']},
	{action: 'nftables.left', keys: ['left', 'h']},
	{action: 'nftables.right', keys: ['right', 'l']},
] as const satisfies readonly Binding[];
