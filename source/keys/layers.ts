import {actionOf, type ActionOf, type Binding} from './binding.js';
import {printable, type Key} from './key.js';
import {createListeners} from '../listeners.js';

/** Who may take a key: app below, then the screen, the way back from a jump, an input field, a dialog, an overlay. */
export const level = {app: 0, screen: 10, jump: 15, input: 20, dialog: 30, overlay: 40} as const;

export type Layer = {
	readonly level: number;
	readonly bindings: readonly Binding[];
	/** Returns false when it does not want the action now: the layer below is asked. */
	readonly onAction: (action: string) => boolean | void;
	/** An input field: printable keys come here before any table is asked. */
	readonly onText?: (text: string) => void;
	/** Keys that this layer does not bind stop here. */
	readonly modal?: boolean;
};

/** A layer as it is written: its handler takes the actions of its own table, and no other. */
export type LayerOf<Table extends readonly Binding[]> = Omit<Layer, 'bindings' | 'onAction'> & {
	readonly bindings: Table;
	readonly onAction: (action: ActionOf<Table>) => boolean | void;
};

/** The stack of layers that may take a key. A plain store: one instance an app, handed down by context. */
export class Layers {
	#layers: Array<{readonly id: symbol; current: Layer; defaults: readonly Binding[]}> = [];
	readonly #listeners = createListeners();
	#version = 0;

	/** `rebind`: a table with the keys that the person wants (keys/rebind.ts). */
	constructor(readonly rebind: (bindings: readonly Binding[]) => readonly Binding[] = bindings => bindings) {}

	/** Adds a layer; the returned object replaces or removes it. */
	add(layer: Layer): {update: (layer: Layer) => void; remove: () => void} {
		const entry = {id: Symbol('layer'), current: this.#bound(layer), defaults: layer.bindings};
		this.#layers = [...this.#layers, entry].sort((a, b) => b.current.level - a.current.level);
		this.#changed();
		return {
			update: next => {
				const same = next.bindings === entry.defaults && next.modal === entry.current.modal;
				entry.current = this.#bound(next);
				entry.defaults = next.bindings;
				if (!same) this.#changed();
			},
			remove: () => {
				this.#layers = this.#layers.filter(other => other !== entry);
				this.#changed();
			},
		};
	}

	/** Offers a key from the top down. Returns the action that was taken, '' for text, undefined when nobody wanted it. */
	dispatch(key: Key): string | undefined {
		for (const {current: layer} of this.#layers) {
			const text = layer.onText ? printable(key) : undefined;
			if (text !== undefined) {
				layer.onText?.(text);
				return '';
			}

			const action = actionOf(layer.bindings, key);
			if (action !== undefined && layer.onAction(action) !== false) return action;
			if (layer.modal) return undefined;
		}

		return undefined;
	}

	/** Runs an action by name, as the palette does. */
	act(action: string): boolean {
		for (const {current: layer} of this.#layers) {
			if (layer.bindings.some(binding => binding.action === action) && layer.onAction(action) !== false) return true;
		}

		return false;
	}

	/** The wheel: whoever has a list or a text at the top scrolls it; a question as well, a typed line nothing. */
	scroll(action: 'list.down' | 'list.up'): void {
		for (const {current: layer} of this.#layers) {
			if (layer.bindings.some(binding => binding.action === action) && layer.onAction(action) !== false) return;
			if (layer.modal) return;
		}
	}

	/**
	 * A click: an action of the frame, or `list.at:17` for whoever has a list. Nothing where anything stands above the
	 * screen (a question, a typed line, an overlay): what changes the host is answered by keys alone.
	 */
	click(press: string): boolean {
		if (!this.#isBare()) return false;
		const action = press.startsWith('list.at:') ? 'list.down' : press;
		return this.#layers.some(
			({defaults, current}) => defaults.some(each => each.action === action) && current.onAction(press) !== false,
		);
	}

	/** A double click does what enter does by default, with the same question before anything changes. */
	open(): void {
		if (!this.#isBare()) return;
		for (const {defaults, current} of this.#layers) {
			const action = actionOf(defaults, 'enter');
			if (action !== undefined && current.onAction(action) !== false) return;
		}
	}

	/** Nothing stands above the screen, nor takes all keys. */
	#isBare(): boolean {
		return this.#layers.every(({current: layer}) => layer.level < level.input && !layer.modal && !layer.onText);
	}

	/** Text that came in one piece (a paste): only an input field takes it, its first line, and nothing is run by it. */
	paste(text: string): void {
		const top = this.#layers.find(({current: layer}) => layer.onText ?? layer.modal);
		top?.current.onText?.(text.split(/[\r\n]/, 1)[0] ?? '');
	}

	/** One step back in whatever lies above the app: true when something closed, cleared or went back. */
	back(): boolean {
		return this.#layers.some(({current: layer, defaults}) => {
			const action = layer.level > level.app ? actionOf(defaults, 'escape') : undefined;
			return action !== undefined && layer.onAction(action) !== false;
		});
	}

	/** The tables that work now, top first; a modal layer hides what is below. */
	tables(): ReadonlyArray<readonly Binding[]> {
		const tables: Array<readonly Binding[]> = [];
		for (const {current: layer} of this.#layers) {
			tables.push(layer.bindings);
			if (layer.modal) break;
		}

		return tables;
	}

	subscribe = this.#listeners.add;

	version = (): number => this.#version;

	#bound(layer: Layer): Layer {
		return {...layer, bindings: this.rebind(layer.bindings)};
	}

	#changed(): void {
		this.#version++;
		this.#listeners.tell();
	}
}
