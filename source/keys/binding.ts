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

/** Lists and scrolling panes share these. Nothing destructive is ever on ctrl-d. */
export const listBindings = [
	{action: 'list.down', keys: ['j', 'down'], footer: 1},
	{action: 'list.up', keys: ['k', 'up']},
	{action: 'list.half-down', keys: ['ctrl+d']},
	{action: 'list.half-up', keys: ['ctrl+u']},
	{action: 'list.page-down', keys: ['page-down', 'ctrl+f']},
	{action: 'list.page-up', keys: ['page-up', 'ctrl+b']},
	{action: 'list.top', keys: ['g', 'home']},
	{action: 'list.bottom', keys: ['G', 'end']},
] as const satisfies readonly Binding[];

/** What works on every screen unless a screen gives the key another meaning. */
export const appBindings = [
	{action: 'app.checks', keys: ['1']},
	{action: 'app.install', keys: ['2']},
	{action: 'app.status', keys: ['3']},
	{action: 'app.network', keys: ['4']},
	{action: 'app.nftables', keys: ['5']},
	{action: 'app.demo', keys: ['6']},
	{action: 'app.help', keys: ['?'], footer: 90},
	{action: 'app.palette', keys: [':'], footer: 91},
	{action: 'app.log', keys: ['@'], footer: 92},
	{action: 'app.copy', keys: ['C']},
	{action: 'app.refresh', keys: ['R', 'ctrl+r']},
	{action: 'app.pause', keys: ['p']},
	{action: 'app.root', keys: ['S']},
	{action: 'app.back', keys: ['escape']},
	{action: 'app.quit', keys: ['q'], footer: 99},
] as const satisfies readonly Binding[];

export function actionOf(bindings: readonly Binding[], key: Key): string | undefined {
	return bindings.find(binding => binding.keys.includes(key))?.action;
}

/** Keys bound twice within one table: always a fault. */
export function clashes(bindings: readonly Binding[]): Key[] {
	const seen = new Set<Key>();
	return bindings.flatMap(({keys}) => keys).filter(key => seen.has(key) || !seen.add(key));
}
