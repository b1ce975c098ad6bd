import {rawBindings} from '../../components/text-pane.js';
import {fieldBindings, type Binding} from '../../keys/binding.js';

/** While packets are shown. */
export const packetsBindings = [
	...rawBindings,
	{action: 'packets.back', keys: ['escape', 'backspace', 'q'], footer: 1},
	{action: 'packets.choices', keys: ['c'], footer: 2},
	{action: 'packets.pause', keys: ['p'], footer: 3},
	{action: 'packets.save', keys: ['E'], footer: 4},
	{action: 'packets.next', keys: ['tab'], footer: 5},
	{action: 'packets.problems', keys: ['!']},
	{action: 'packets.all', keys: ['a']},
	{action: 'packets.stop', keys: ['X']},
	{action: 'packets.refresh', keys: ['r', 'ctrl+r']},
	{action: 'packets.across', keys: ['i']},
	{action: 'packets.copy', keys: ['C']},
] as const satisfies readonly Binding[];

/** Before the place is found, and where there is none. */
export const elsewhereBindings = [
	{action: 'packets.back', keys: ['escape', 'backspace', 'q'], footer: 1},
	{action: 'packets.next', keys: ['tab'], footer: 2},
	{action: 'packets.refresh', keys: ['r', 'ctrl+r'], footer: 3},
	{action: 'packets.across', keys: ['i']},
] as const satisfies readonly Binding[];

/** While connections are shown. */
export const connectionsBindings = [
	...rawBindings,
	{action: 'connections.back', keys: ['escape', 'backspace', 'q'], footer: 1},
	{action: 'connections.next', keys: ['tab'], footer: 2},
	{action: 'connections.pause', keys: ['p'], footer: 3},
	{action: 'connections.problems', keys: ['!'], footer: 4},
	{action: 'connections.refresh', keys: ['r', 'ctrl+r']},
	{action: 'connections.stop', keys: ['X']},
	{action: 'connections.across', keys: ['i']},
	{action: 'connections.copy', keys: ['C']},
] as const satisfies readonly Binding[];

/** While the filter is typed. */
export const packetsFilterBindings = [
	{action: 'packets-filter.done', keys: ['enter'], footer: 1},
	{action: 'packets-filter.stop', keys: ['escape'], footer: 2},
	...fieldBindings,
] as const satisfies readonly Binding[];
