import {hiding, listBindings, type ActionOf, type Binding, type BindingsOf} from '../../keys/binding.js';
import {detailOn, outputOn} from '../steps/keys.js';
import {fieldBindings} from './choices/keys.js';

export const installBindings = [
	{action: 'install.run', keys: ['enter'], footer: 1},
	{action: 'install.all', keys: ['a'], footer: 2},
	{action: 'install.choices', keys: ['c'], footer: 3},
	{action: 'install.undo', keys: ['u'], footer: 4},
	{action: 'install.output', keys: ['o'], footer: 5},
	{action: 'install.stop', keys: ['X'], footer: 6},
	{action: 'install.pane', keys: ['tab', 'shift+tab'], footer: 8},
	{action: 'install.reset', keys: ['D'], footer: 7},
	{action: 'install.actions', keys: ['x'], footer: 9},
	{action: 'install.upgrade', keys: []},
	{action: 'install.backup', keys: []},
	{action: 'install.restore', keys: []},
	{action: 'install.undo-here', keys: ['U']},
	{action: 'install.undo-all', keys: []},
	// Choices are made in their dialog alone: here they have no key, the palette opens them.
	...fieldBindings.map(({action}) => ({action, keys: []})),
	{action: 'install.copy', keys: ['C']},
	{action: 'install.refresh', keys: ['r', 'ctrl+r']},
	{action: 'install.back', keys: ['escape', 'backspace']},
	...listBindings.map(({action, keys}) => ({action, keys})),
] as const satisfies readonly Binding[];

export type InstallAction = ActionOf<typeof installBindings>;

export const noBindings: BindingsOf<never> = [];
// What the footer offers depends on whether something runs; the keys themselves stay.
export const idleBindings = hiding(installBindings, ['install.stop']);
export const runningBindings = hiding(installBindings, [
	'install.run',
	'install.all',
	'install.choices',
	'install.undo',
	'install.reset',
]);
export const installDetail = detailOn(installBindings);
export const installOutput = outputOn(installBindings);
