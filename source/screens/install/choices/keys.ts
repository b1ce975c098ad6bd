import {fieldBindings as lineBindings, listBindings, without, type Binding} from '../../../keys/binding.js';

/** Each thing to decide has its key among the choices: it opens the options of one. */
export const fieldBindings = [
	{action: 'install.role', keys: ['r']},
	{action: 'install.token', keys: ['t']},
	{action: 'install.profile', keys: ['p']},
	{action: 'install.nodes', keys: ['a']},
	{action: 'install.version', keys: ['v']},
	{action: 'install.way', keys: ['w']},
	{action: 'install.file', keys: ['f']},
	{action: 'install.hostname', keys: ['n']},
	{action: 'install.interface', keys: ['i']},
] as const satisfies readonly Binding[];

export const choicesBindings: readonly Binding[] = [
	// Each choice stands in the list with its letter: the footer names what does not.
	...fieldBindings,
	{action: 'choices.choose', keys: ['enter'], footer: 1},
	{action: 'choices.options', keys: ['right', 'tab'], footer: 3},
	{action: 'choices.fields', keys: ['left', 'shift+tab']},
	{action: 'choices.back', keys: ['escape', 'backspace', 'q'], footer: 2},
	...without(listBindings, fieldBindings).map(({action, keys}) => ({action, keys})),
];

/** While something is typed. */
export const entryBindings = [
	{action: 'choices.accept', keys: ['enter'], footer: 1},
	{action: 'choices.cancel', keys: ['escape'], footer: 2},
	...lineBindings,
] as const satisfies readonly Binding[];
