import {hiding, listBindings, type ActionOf, type Binding} from '../../keys/binding.js';
import {detailOn, outputOn} from '../steps/keys.js';

export const demoBindings = [
	{action: 'demo.run', keys: ['enter'], footer: 1},
	{action: 'demo.keep', keys: ['K'], footer: 2},
	{action: 'demo.cleanup', keys: ['D'], footer: 3},
	{action: 'demo.output', keys: ['o'], footer: 4},
	{action: 'demo.reach', keys: ['R'], footer: 5},
	{action: 'demo.why', keys: ['Y']},
	{action: 'demo.events', keys: ['e'], footer: 6},
	{action: 'demo.pane', keys: ['tab', 'shift+tab'], footer: 7},
	{action: 'demo.stop', keys: ['X'], footer: 0},
	{action: 'demo.copy', keys: ['C'], footer: 9},
	{action: 'demo.refresh', keys: ['r', 'ctrl+r']},
	{action: 'demo.back', keys: ['escape', 'backspace']},
	...listBindings.map(({action, keys}) => ({action, keys})),
] as const satisfies readonly Binding[];

export const demoDetail = detailOn(demoBindings);
export const demoOutput = outputOn(demoBindings);

export type DemoAction = ActionOf<typeof demoBindings>;

// What the footer offers depends on whether it runs; the keys themselves stay.
export const idleDemo = hiding(demoBindings, ['demo.stop']);
export const runningDemo = hiding(demoBindings, ['demo.run', 'demo.keep', 'demo.cleanup']);
