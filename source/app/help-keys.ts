import {textBindings} from '../components/text-pane.js';
import type {Binding} from '../keys/binding.js';

export const helpBindings = [
	...textBindings,
	{action: 'help.close', keys: ['escape', 'backspace', 'q', '?'], footer: 3},
] as const satisfies readonly Binding[];
