import {fieldBindings, listBindings, type Binding} from '../../keys/binding.js';

/** Also where there is no k0s: what was done so far can be told. */
export const reportBinding = {action: 'status.report', keys: ['w']} as const satisfies Binding;

/** While the name of the report's file is typed. */
export const reportBindings = [
	{action: 'report.write', keys: ['enter'], footer: 1},
	{action: 'report.close', keys: ['escape'], footer: 2},
	...fieldBindings,
] as const satisfies readonly Binding[];

export const statusBindings = [
	...listBindings,
	{action: 'status.next', keys: ['tab', ']'], footer: 2},
	{action: 'status.previous', keys: ['shift+tab', '[']},
	{action: 'status.open', keys: ['enter'], footer: 3},
	{action: 'status.filter', keys: ['/'], footer: 4},
	{action: 'status.raw', keys: ['r'], footer: 5},
	{action: 'status.left', keys: ['left', 'h']},
	{action: 'status.right', keys: ['right', 'l']},
	reportBinding,
	{action: 'status.back', keys: ['escape', 'backspace']},
] as const satisfies readonly Binding[];
