import {listBindings, type Binding} from '../../keys/binding.js';

export const networkBindings = [
	...listBindings,
	{action: 'network.raw', keys: ['enter', 'o'], footer: 2},
	{action: 'network.map', keys: ['m'], footer: 3},
	{action: 'network.pane', keys: ['tab'], footer: 4},
	{action: 'network.filter', keys: ['/'], footer: 5},
	{action: 'network.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];

/** While the map is shown: left and right go along the wires too. */
export const mapBindings = [
	...listBindings,
	{action: 'network.right', keys: ['right', 'l']},
	{action: 'network.left', keys: ['left', 'h']},
	{action: 'network.raw', keys: ['enter', 'o'], footer: 2},
	{action: 'network.list', keys: ['m'], footer: 3},
	{action: 'network.pane', keys: ['tab'], footer: 4},
	{action: 'network.filter', keys: ['/'], footer: 5},
	{action: 'network.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];

/** While the raw view is open. */
export const rawBindings = [
	...listBindings,
	{action: 'network.back', keys: ['escape', 'backspace', 'enter', 'o'], footer: 2},
	{action: 'network.right', keys: ['right', 'l'], footer: 3},
	{action: 'network.left', keys: ['left', 'h'], footer: 4},
] as const satisfies readonly Binding[];
