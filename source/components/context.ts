import {createContext, useContext} from 'react';
import {Layers} from '../keys/layers.js';
import type {Look} from './look.js';
import type {Pointer} from './pointer.js';

/** What every component may ask for: how things look here, who takes keys, and the screens' states that outlive a tab. */
export type Ui = {
	readonly look: Look;
	readonly layers: Layers;
	readonly states: Map<string, unknown>;
	/** Knows what stands where; undefined: the mouse is off. */
	readonly pointer?: Pointer;
};

export const UiContext = createContext<Ui>({
	look: {color: true, ascii: false},
	layers: new Layers(),
	states: new Map(),
});

export const useUi = (): Ui => useContext(UiContext);
