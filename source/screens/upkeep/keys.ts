import {fieldBindings, hiding, listBindings, type ActionOf, type Binding, type BindingsOf} from '../../keys/binding.js';
import {detailOn, outputOn} from '../steps/keys.js';

/** While one chooses what to do, and to which version, from which file, into which folder. */
export const upkeepMenuBindings = [
	{action: 'upkeep.choose', keys: ['enter'], footer: 1},
	{action: 'upkeep.close', keys: ['escape', 'backspace', 'q'], footer: 2},
	...listBindings.map(({action, keys}) => ({action, keys})),
] as const satisfies readonly Binding[];

/** While a version, a file or a folder is typed. */
export const upkeepEntryBindings = [
	{action: 'upkeep.take', keys: ['enter'], footer: 1},
	{action: 'upkeep.cancel', keys: ['escape'], footer: 2},
	...fieldBindings,
] as const satisfies readonly Binding[];

export const upkeepBindings = [
	{action: 'upkeep.run', keys: ['enter'], footer: 1},
	{action: 'upkeep.back', keys: ['escape', 'backspace'], footer: 2},
	{action: 'upkeep.choices', keys: ['c'], footer: 3},
	{action: 'upkeep.undo', keys: ['u'], footer: 4},
	{action: 'upkeep.stop', keys: ['X'], footer: 5},
	{action: 'upkeep.output', keys: ['o'], footer: 6},
	{action: 'upkeep.pane', keys: ['tab', 'shift+tab'], footer: 7},
	{action: 'upkeep.copy', keys: ['C']},
	{action: 'upkeep.refresh', keys: ['r', 'ctrl+r']},
	...listBindings.map(({action, keys}) => ({action, keys})),
] as const satisfies readonly Binding[];

export type UpkeepAction = ActionOf<typeof upkeepBindings>;

// What the footer offers depends on what can be done; the keys themselves stay.
const running = hiding(upkeepBindings, ['upkeep.run', 'upkeep.choices', 'upkeep.undo']);
const idle = hiding(upkeepBindings, ['upkeep.stop']);
const nothingToUndo = hiding(upkeepBindings, ['upkeep.stop', 'upkeep.undo']);

/** By whether something runs, and whether something could be taken back. */
export const upkeepKeys = (isRunning: boolean, canUndo: boolean): BindingsOf<UpkeepAction> =>
	isRunning ? running : canUndo ? idle : nothingToUndo;

export const upkeepDetail = detailOn(upkeepBindings);
export const upkeepOutput = outputOn(upkeepBindings);
