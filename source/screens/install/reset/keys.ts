import {listBindings, type Binding} from '../../../keys/binding.js';
import {detailOn, outputOn} from '../../steps/keys.js';

export const resetBindings = [
	{action: 'reset.run', keys: ['enter'], footer: 1},
	{action: 'reset.back', keys: ['escape', 'backspace'], footer: 2},
	{action: 'reset.stop', keys: ['X'], footer: 3},
	{action: 'reset.output', keys: ['o'], footer: 4},
	{action: 'reset.pane', keys: ['tab', 'shift+tab'], footer: 5},
	{action: 'reset.copy', keys: ['C']},
	{action: 'reset.refresh', keys: ['r', 'ctrl+r']},
	...listBindings.map(({action, keys}) => ({action, keys})),
] as const satisfies readonly Binding[];

export const resetDetail = detailOn(resetBindings);
export const resetOutput = outputOn(resetBindings);
