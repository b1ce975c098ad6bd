import {rawBindings} from '../../../components/text-pane.js';
import type {Binding} from '../../../keys/binding.js';

/** While k0s's own log is open. */
export const k0sLogBindings = [
	...rawBindings,
	{action: 'k0s-log.back', keys: ['escape', 'backspace'], footer: 1},
	{action: 'k0s-log.choices', keys: ['c'], footer: 2},
	{action: 'k0s-log.problems', keys: ['!'], footer: 3},
	{action: 'k0s-log.all', keys: ['a'], footer: 4},
	{action: 'k0s-log.save', keys: ['E'], footer: 25},
] as const satisfies readonly Binding[];
