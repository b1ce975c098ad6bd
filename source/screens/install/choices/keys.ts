import {fieldBindings as lineBindings, listBindings, without, type Binding} from '../../../keys/binding.js';

/** Each thing to decide has its key among the choices: it opens the options of one. */
export const fieldBindings = [
	{action: 'install.profile', keys: ['p']},
	{action: 'install.version', keys: ['v']},
	{action: 'install.way', keys: ['w']},
	{action: 'install.file', keys: ['f']},
	{action: 'install.hostname', keys: ['n']},
	{action: 'install.interface', keys: ['i']},
] as const satisfies readonly Binding[];

export const choicesBindings: readonly Binding[] = [
	...fieldBindings.map((binding, index) => ({...binding, footer: index + 1})),
	{action: 'choices.choose', keys: ['enter']},
	{action: 'choices.options', keys: ['right', 'tab']},
	{action: 'choices.fields', keys: ['left', 'shift+tab']},
	{action: 'choices.back', keys: ['escape', 'backspace', 'q'], footer: 8},
	...without(listBindings, fieldBindings).map(({action, keys}) => ({action, keys})),
];

/** While something is typed. */
export const entryBindings = [
	{action: 'choices.accept', keys: ['enter'], footer: 1},
	{action: 'choices.cancel', keys: ['escape'], footer: 2},
	...lineBindings,
] as const satisfies readonly Binding[];
