import {rawBindings} from '../../../components/text-pane.js';
import type {Binding} from '../../../keys/binding.js';

/** What a pod's or a workload's row opens, from the list and from each of these panes. */
export const showBindings = [
	{action: 'status.why', keys: ['Y'], footer: 2},
	{action: 'status.logs', keys: ['l'], footer: 3},
	{action: 'status.describe', keys: ['d'], footer: 7},
	{action: 'status.yaml', keys: ['y']},
	{action: 'status.events', keys: ['e']},
] as const satisfies readonly Binding[];

const inPane = [
	...showBindings,
	{action: 'status.back', keys: ['escape', 'backspace'], footer: 1},
	{action: 'status.copy', keys: ['C']},
] as const satisfies readonly Binding[];

/** While the cause, the description, the YAML or the events are open. `]`: the next one in trouble. */
export const objectBindings = [
	...rawBindings,
	...inPane,
	{action: 'object.next-part', keys: ['tab', ']'], footer: 5},
	{action: 'object.previous-part', keys: ['shift+tab', '[']},
] as const satisfies readonly Binding[];

/** While a log is open. */
export const logBindings = [
	...rawBindings,
	...inPane,
	{action: 'logs.choices', keys: ['c'], footer: 4},
	{action: 'logs.run', keys: ['P'], footer: 5},
	{action: 'logs.times', keys: ['T'], footer: 6},
	{action: 'logs.since', keys: ['F'], footer: 8},
	{action: 'logs.save', keys: ['ctrl+s'], footer: 9},
] as const satisfies readonly Binding[];
