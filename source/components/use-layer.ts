import {useInsertionEffect, useLayoutEffect, useRef} from 'react';
import type {ActionOf, Binding} from '../keys/binding.js';
import type {Layer, LayerOf} from '../keys/layers.js';
import {useUi} from './context.js';

/**
 * Registers a key layer while `active`, with the very render that shows it: the next key of the same read may be for it.
 * Its handler always is the one of the last render.
 */
export function useLayer<const Table extends readonly Binding[]>(given: LayerOf<Table>, active = true): void {
	// The stack only hands out actions of the layer's own table.
	const layer: Layer = {...given, onAction: action => given.onAction(action as ActionOf<Table>)};
	const {layers} = useUi();
	const latest = useRef(layer);
	const handle = useRef<ReturnType<typeof layers.add>>(undefined);
	useInsertionEffect(() => {
		latest.current = layer;
	});
	useLayoutEffect(() => {
		if (!active) return undefined;
		const added = layers.add(wrapped(latest));
		handle.current = added;
		return () => {
			handle.current = undefined;
			added.remove();
		};
	}, [layers, active, layer.level]);
	const {bindings, modal} = layer;
	const takesText = layer.onText !== undefined;
	useLayoutEffect(() => {
		handle.current?.update(wrapped(latest));
	}, [bindings, modal, takesText]);
}

const wrapped = (latest: {readonly current: Layer}): Layer => ({
	...latest.current,
	onAction: action => latest.current.onAction(action),
	...(latest.current.onText ? {onText: text => latest.current.onText?.(text)} : {}),
});
