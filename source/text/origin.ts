import type {Text} from './text.js';

const originals = new WeakMap<Text, Text>();

/** Says that one catalogue was made from another: the same language, other keys in its sentences (said-keys.ts). */
export const madeFrom = (made: Text, text: Text): unknown => originals.set(made, text);

type Label = (action: string) => string;

const labels = new WeakMap<Text, Label>();

/** Remembers the keys that the sentences of a catalogue name: a catalogue that is loaded late names the same ones. */
export const namesKeysBy = (text: Text, label: Label): unknown => labels.set(text, label);

/** How the first key of an action is written in that catalogue; undefined: the keys are the usual ones. */
export const labelsOf = (text: Text | undefined): Label | undefined => text && labels.get(text);

/** The catalogue that a changed one was made from; itself where it was not. */
export const originalOf = (text: Text): Text => originals.get(text) ?? text;
