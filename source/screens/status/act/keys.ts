import {fieldBindings, type Binding} from '../../../keys/binding.js';

/** While one chooses what to do with an object, and while that is done. */
export const actBindings = [
	{action: 'act.choose', keys: ['enter'], footer: 1},
	{action: 'act.close', keys: ['escape', 'backspace', 'q'], footer: 2},
	{action: 'list.down', keys: ['j', 'down'], footer: 3},
	{action: 'list.up', keys: ['k', 'up']},
] as const satisfies readonly Binding[];

/** While the number of pods is typed. */
export const replicasBindings = [
	{action: 'replicas.take', keys: ['enter'], footer: 1},
	{action: 'replicas.close', keys: ['escape'], footer: 2},
	...fieldBindings,
] as const satisfies readonly Binding[];
