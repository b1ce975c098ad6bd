import {listBindings, type Binding} from '../../../keys/binding.js';

export const resetBindings = [
	{action: 'reset.run', keys: ['enter', 'a'], footer: 1},
	{action: 'reset.back', keys: ['escape', 'backspace'], footer: 2},
	{action: 'reset.stop', keys: ['x'], footer: 3},
	{action: 'reset.output', keys: ['o'], footer: 4},
	{action: 'reset.pane', keys: ['tab', 'shift+tab', 'left', 'right', 'h', 'l'], footer: 5},
	{action: 'reset.copy', keys: ['C']},
	{action: 'reset.refresh', keys: ['R', 'ctrl+r']},
	...listBindings.map(({action, keys}) => ({action, keys})),
] as const satisfies readonly Binding[];
