import type {Text} from './text.js';

const originals = new WeakMap<Text, Text>();

/** Says that one catalogue was made from another: the same language, other keys in its sentences (said-keys.ts). */
export const madeFrom = (made: Text, text: Text): unknown => originals.set(made, text);

/** The catalogue that a changed one was made from; itself where it was not. */
export const originalOf = (text: Text): Text => originals.get(text) ?? text;
