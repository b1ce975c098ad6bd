import {fieldBindings, listBindings, type Binding} from '../../../keys/binding.js';

export const whatIfBindings = [
	...listBindings,
	{action: 'what-if.edit', keys: ['c'], footer: 2},
	{action: 'what-if.follow', keys: ['enter'], footer: 3},
	{action: 'what-if.ending', keys: [']', 'tab'], footer: 5},
	{action: 'what-if.live', keys: ['t'], footer: 4},
	{action: 'what-if.across', keys: ['i']},
	{action: 'what-if.back', keys: ['escape', 'backspace'], footer: 6},
] as const satisfies readonly Binding[];

export const whatIfFieldBindings = [
	{action: 'what-if.done', keys: ['enter'], footer: 1},
	{action: 'what-if.next', keys: ['tab', 'down'], footer: 2},
	{action: 'what-if.previous', keys: ['shift+tab', 'up'], footer: 3},
	{action: 'what-if.stop', keys: ['escape'], footer: 4},
	...fieldBindings,
] as const satisfies readonly Binding[];
