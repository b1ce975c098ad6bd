import {listBindings, type Binding} from '../../keys/binding.js';

export const demoBindings = [
	{action: 'demo.run', keys: ['enter'], footer: 1},
	{action: 'demo.keep', keys: ['K'], footer: 2},
	{action: 'demo.cleanup', keys: ['x'], footer: 3},
	{action: 'demo.output', keys: ['o'], footer: 4},
	{action: 'demo.pane', keys: ['tab', 'shift+tab', 'left', 'right', 'h', 'l'], footer: 5},
	{action: 'demo.stop', keys: ['X']},
	{action: 'demo.copy', keys: ['C']},
	{action: 'demo.refresh', keys: ['R', 'ctrl+r']},
	{action: 'demo.back', keys: ['escape', 'backspace']},
	...listBindings.map(({action, keys}) => ({action, keys})),
] as const satisfies readonly Binding[];
