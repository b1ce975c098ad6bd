import {rawBindings} from '../../../components/text-pane.js';
import type {Binding} from '../../../keys/binding.js';

const others = [
	{action: 'status.describe', keys: ['d']},
	{action: 'status.yaml', keys: ['y']},
	{action: 'status.events', keys: ['e']},
] as const satisfies readonly Binding[];

/** What a row opens, from any list of objects. */
export const rowBindings = [
	{action: 'status.why', keys: ['Y'], footer: 3.2},
	{action: 'status.logs', keys: ['l'], footer: 3.4},
	{action: 'status.exec', keys: ['s']},
	{action: 'status.server', keys: ['J']},
	{action: 'status.actions', keys: ['x'], footer: 7},
	{action: 'status.remove', keys: ['D']},
	{action: 'status.k9s', keys: ['9']},
	{action: 'status.across', keys: ['i']},
	{action: 'status.trace', keys: ['t']},
	...others,
] as const satisfies readonly Binding[];

/** The same, and whom it reaches, from Status's own lists. */
export const listShowBindings = [
	...rowBindings,
	{action: 'status.reach', keys: ['R'], footer: 3.6},
] as const satisfies readonly Binding[];

/** The same from a pane about it. */
export const shownBindings = [
	{action: 'status.why', keys: ['Y'], footer: 21},
	{action: 'status.logs', keys: ['l'], footer: 21.2},
	{action: 'status.describe', keys: ['d'], footer: 21.4},
	{action: 'status.yaml', keys: ['y'], footer: 21.6},
	{action: 'status.events', keys: ['e']},
	{action: 'status.reach', keys: ['R']},
	{action: 'status.across', keys: ['i']},
] as const satisfies readonly Binding[];

/** The same, where the footer has no room for it. */
export const unshownBindings = [
	{action: 'status.why', keys: ['Y']},
	{action: 'status.logs', keys: ['l']},
	{action: 'status.reach', keys: ['R']},
	{action: 'status.across', keys: ['i']},
	...others,
] as const satisfies readonly Binding[];

const inPane = [
	{action: 'status.back', keys: ['escape', 'backspace'], footer: 1},
	{action: 'status.copy', keys: ['C']},
] as const satisfies readonly Binding[];

/** While the cause, the description, the YAML or the events are open. `]`: the next one in trouble. */
export const objectBindings = [
	...rawBindings,
	...shownBindings,
	...inPane,
	{action: 'object.next-part', keys: ['tab', ']']},
	{action: 'object.previous-part', keys: ['shift+tab', '[']},
] as const satisfies readonly Binding[];

/** While a log is open. */
export const logBindings = [
	...rawBindings,
	...unshownBindings,
	...inPane,
	{action: 'logs.choices', keys: ['c'], footer: 2},
	{action: 'logs.run', keys: ['P'], footer: 3},
	{action: 'logs.times', keys: ['T'], footer: 4},
	{action: 'logs.since', keys: ['F']},
	{action: 'logs.save', keys: ['E']},
] as const satisfies readonly Binding[];
