import {isFieldAction, type ActionOf, type Binding, type FieldAction} from '../keys/binding.js';
import {level} from '../keys/layers.js';
import type {FieldEdit} from './field.js';
import {useLayer} from './use-layer.js';

/**
 * Gives the keys to a line that is typed: letters and the keys of `fieldBindings` edit it, the other actions of its table
 * are its own. Nothing below takes a key meanwhile.
 */
export function useField<const Table extends readonly Binding[]>(
	field: {
		/** Ends with `fieldBindings`. */
		readonly bindings: Table;
		readonly onEdit: (edit: FieldEdit) => void;
		readonly onAction: (action: Exclude<ActionOf<Table>, FieldAction>) => void;
		/** Where it stands among the layers; an input field of a screen if not given. */
		readonly level?: number;
	},
	active = true,
): void {
	useLayer(
		{
			level: field.level ?? level.input,
			bindings: field.bindings,
			modal: true,
			onText: insert => field.onEdit({insert}),
			onAction(action: string) {
				if (isFieldAction(action)) field.onEdit(action);
				else field.onAction(action as Exclude<ActionOf<Table>, FieldAction>);
			},
		},
		active,
	);
}
