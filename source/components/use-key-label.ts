import type {ActionOf, Binding} from '../keys/binding.js';
import {keyLabel} from '../keys/key.js';
import type {Layers} from '../keys/layers.js';
import {useUi} from './context.js';

/** `esc`, `^w`: the first key of an action as the person bound it; '' where it has none. */
export const labelIn = (layers: Layers, bindings: readonly Binding[], action: string, ascii = false): string => {
	const [key] = layers.rebind(bindings).find(each => each.action === action)?.keys ?? [];
	return key === undefined ? '' : keyLabel(key, ascii);
};

/** The same for the keys of one table: what a sentence says of a key is what works there. */
export function useKeyLabel<const Table extends readonly Binding[]>(
	bindings: Table,
): (action: ActionOf<Table>) => string {
	const {layers, look} = useUi();
	return action => labelIn(layers, bindings, action, look.ascii);
}
