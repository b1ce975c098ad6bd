import type {Key} from './key.js';

/**
 * One row of a key table. The same tables dispatch keys and fill the footer, the help, the palette, the docs and the
 * test for clashes. What the action does is the layer's; its name for people is `text.*.actions[action]`.
 */
export type Binding = {
	readonly action: string;
	readonly keys: readonly Key[];
	/** Position in the footer, lower first; without it the key is only in the help. */
	readonly footer?: number;
};

/** The actions of a table: what `onAction` of its layer may be given, so that a name that no table has does not compile. */
export type ActionOf<Table extends readonly Binding[]> = Table[number]['action'];

/** The rows of a table that was made of others: it has their actions and no more. */
export type BindingsOf<Action extends string> = ReadonlyArray<Binding & {readonly action: Action}>;

/** Lists and scrolling panes share these. Nothing destructive is ever on ctrl-d. */
export const listBindings = [
	{action: 'list.down', keys: ['j', 'down'], footer: 60},
	{action: 'list.up', keys: ['k', 'up']},
	{action: 'list.half-down', keys: ['ctrl+d']},
	{action: 'list.half-up', keys: ['ctrl+u']},
	{action: 'list.page-down', keys: ['space', 'f', 'page-down', 'ctrl+f']},
	{action: 'list.page-up', keys: ['b', 'page-up', 'ctrl+b']},
	{action: 'list.top', keys: ['g', 'home']},
	{action: 'list.bottom', keys: ['G', 'end']},
] as const satisfies readonly Binding[];

export type ListAction = ActionOf<typeof listBindings>;

export const isListAction = (action: string): action is ListAction => action.startsWith('list.');

/** A line that is typed: as readline has it. Every table of an input field ends with these. */
export const fieldBindings = [
	{action: 'field.left', keys: ['left', 'ctrl+b']},
	{action: 'field.right', keys: ['right', 'ctrl+f']},
	{action: 'field.word-left', keys: ['alt+b', 'ctrl+left']},
	{action: 'field.word-right', keys: ['alt+f', 'ctrl+right']},
	{action: 'field.start', keys: ['home', 'ctrl+a']},
	{action: 'field.end', keys: ['end', 'ctrl+e']},
	{action: 'field.erase', keys: ['backspace', 'ctrl+h']},
	{action: 'field.delete', keys: ['delete']},
	{action: 'field.erase-word', keys: ['ctrl+w', 'alt+backspace']},
	{action: 'field.erase-start', keys: ['ctrl+u']},
	{action: 'field.erase-end', keys: ['ctrl+k']},
] as const satisfies readonly Binding[];

export type FieldAction = ActionOf<typeof fieldBindings>;

export const isFieldAction = (action: string): action is FieldAction => action.startsWith('field.');

/** What works on every screen, besides the numbers of the tabs. */
export const appBindings = [
	{action: 'app.help', keys: ['?'], footer: 90},
	{action: 'app.palette', keys: [':'], footer: 91},
	{action: 'app.log', keys: ['@'], footer: 92},
	{action: 'app.copy', keys: ['C']},
	{action: 'app.refresh', keys: ['r', 'ctrl+r']},
	{action: 'app.reach', keys: ['R']},
	{action: 'app.pause', keys: ['p']},
	{action: 'app.root', keys: ['S']},
	{action: 'app.back', keys: ['escape']},
	{action: 'app.quit', keys: ['q'], footer: 99},
] as const satisfies readonly Binding[];

export function actionOf(bindings: readonly Binding[], key: Key): string | undefined {
	return bindings.find(binding => binding.keys.includes(key))?.action;
}

/** A table without the keys that another one binds: what the other one leaves of it. */
export const without = <Table extends readonly Binding[]>(
	bindings: Table,
	others: readonly Binding[],
): BindingsOf<ActionOf<Table>> => {
	const taken = new Set(others.flatMap(({keys}) => keys));
	return bindings.map(binding => ({...binding, keys: binding.keys.filter(key => !taken.has(key))}));
};

/** A table whose `hidden` actions are not in the footer; their keys stay. */
export const hiding = <Action extends string>(
	bindings: BindingsOf<Action>,
	hidden: ReadonlyArray<NoInfer<Action>>,
): BindingsOf<Action> =>
	bindings.map(binding => {
		if (!hidden.includes(binding.action)) return binding;
		const {footer: _, ...rest} = binding;
		return rest;
	});

/** Keys bound twice within one table: always a fault. */
export function clashes(bindings: readonly Binding[]): Key[] {
	const seen = new Set<Key>();
	return bindings.flatMap(({keys}) => keys).filter(key => seen.has(key) || !seen.add(key));
}
