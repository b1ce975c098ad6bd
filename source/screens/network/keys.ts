import {rawBindings as paneBindings, textBindings} from '../../components/text-pane.js';
import {columnBindings} from '../../components/use-columns.js';
import {listBindings, type Binding} from '../../keys/binding.js';

export const networkBindings = [
	...listBindings,
	{action: 'network.open', keys: ['enter']},
	{action: 'network.raw', keys: ['o'], footer: 2},
	{action: 'network.map', keys: ['m'], footer: 3},
	{action: 'network.pane', keys: ['tab'], footer: 4},
	{action: 'network.filter', keys: ['/'], footer: 5},
	{action: 'network.reach', keys: ['R'], footer: 5.5},
	{action: 'network.trace', keys: ['t'], footer: 5.7},
	{action: 'network.across', keys: ['i']},
	{action: 'network.server', keys: ['J']},
	{action: 'network.copy', keys: ['C'], footer: 6},
	...columnBindings,
	{action: 'network.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];

/** While the map is shown: left and right go along the wires too. */
export const mapBindings = [
	...listBindings,
	{action: 'network.right', keys: ['right']},
	{action: 'network.left', keys: ['left']},
	{action: 'network.open', keys: ['enter']},
	{action: 'network.raw', keys: ['o'], footer: 2},
	{action: 'network.list', keys: ['m'], footer: 3},
	{action: 'network.pane', keys: ['tab'], footer: 4},
	{action: 'network.filter', keys: ['/'], footer: 5},
	{action: 'network.reach', keys: ['R'], footer: 5.5},
	{action: 'network.trace', keys: ['t'], footer: 5.7},
	{action: 'network.across', keys: ['i']},
	{action: 'network.server', keys: ['J']},
	{action: 'network.copy', keys: ['C'], footer: 6},
	{action: 'network.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];

/** While the details have the keys. */
export const detailBindings = [
	...textBindings,
	{action: 'network.open', keys: ['enter']},
	{action: 'network.raw', keys: ['o'], footer: 2},
	{action: 'network.pane', keys: ['tab'], footer: 4},
	{action: 'network.back', keys: ['escape', 'backspace'], footer: 5},
	{action: 'network.reach', keys: ['R'], footer: 5.5},
	{action: 'network.trace', keys: ['t'], footer: 5.7},
	{action: 'network.across', keys: ['i']},
	{action: 'network.server', keys: ['J']},
	{action: 'network.copy', keys: ['C'], footer: 6},
] as const satisfies readonly Binding[];

/** While the raw output is open. */
export const rawBindings = [
	...paneBindings,
	{action: 'network.back', keys: ['escape', 'backspace'], footer: 2},
	{action: 'network.raw', keys: ['o'], footer: 3},
	{action: 'network.copy', keys: ['C'], footer: 4},
] as const satisfies readonly Binding[];
