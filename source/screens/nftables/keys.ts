import {rawBindings as paneBindings} from '../../components/text-pane.js';
import {unshownColumnBindings} from '../../components/use-columns.js';
import {listBindings, type Binding} from '../../keys/binding.js';

export const nftablesBindings = [
	...listBindings,
	{action: 'nftables.open', keys: ['enter'], footer: 2},
	{action: 'nftables.back', keys: ['escape', 'backspace'], footer: 6},
	{action: 'nftables.filter', keys: ['/'], footer: 5},
	{action: 'nftables.services', keys: ['v'], footer: 3},
	{action: 'nftables.drops', keys: ['!'], footer: 4},
	{action: 'nftables.hot', keys: ['H'], footer: 7},
	{action: 'what-if.open', keys: ['t'], footer: 4.5},
	{action: 'nftables.reach', keys: ['R']},
	{action: 'nftables.across', keys: ['i']},
	{action: 'nftables.zero', keys: ['z'], footer: 8},
	{action: 'nftables.raw', keys: ['o'], footer: 9},
	{action: 'nftables.copy', keys: ['C'], footer: 10},
	...unshownColumnBindings,
	{action: 'nftables.next-table', keys: ['tab', ']']},
	{action: 'nftables.previous-table', keys: ['shift+tab', '[']},
] as const satisfies readonly Binding[];

/** At the top, where there is nothing to go back from. */
export const topBindings = nftablesBindings.filter(({action}) => action !== 'nftables.back');

/** While the raw output is open. */
export const rawBindings = [
	...paneBindings,
	{action: 'nftables.back', keys: ['escape', 'backspace'], footer: 2},
	{action: 'nftables.raw', keys: ['o'], footer: 3},
	{action: 'nftables.copy', keys: ['C'], footer: 4},
	{action: 'nftables.raw-anyway', keys: ['O']},
] as const satisfies readonly Binding[];
