import {emptyFilter} from '../../../components/filter.js';
import type {ApiKind} from '../../../facts/browse.js';
import {kindPlace, levelAt, type Level} from './state.js';

/** `pods shop`, `deploy -l app=web`, `pods shop /web`: a kind, then where and which, as k9s takes it. */
export type Typed = {
	/** A kind by any of its names. */
	readonly name: string;
	readonly namespace: string | null;
	/** As it is typed in a list's filter; '': none. */
	readonly filter: string;
};

/** A namespace's name is a DNS label. */
const label = /^[a-z\d](?:[-a-z\d]{0,61}[a-z\d])?$/;

/** Undefined: it is one word, or no such line. */
export function typedOf(words: string): Typed | undefined {
	const [, name = '', rest = ''] = /^([a-z][a-z\d.-]*)\s+(\S.*)$/i.exec(words.trim()) ?? [];
	if (name === '') return undefined;
	const [first = ''] = rest.split(/\s/);
	const namespace = label.test(first) ? first : null;
	const which = namespace === null ? rest : rest.slice(first.length).trim();
	if (which === '') return {name, namespace, filter: ''};
	if (which.startsWith('/')) return {name, namespace, filter: which.slice(1).trim()};
	if (which.startsWith('!') || which.startsWith('-l')) return {name, namespace, filter: which};
	return /^[^\s=!]+!?=\S*$/.test(which) ? {name, namespace, filter: `-l ${which}`} : undefined;
}

/** The list of that kind. What is in no namespace is looked for by the word instead. */
export function typedLevel(kind: ApiKind, {namespace, filter}: Typed): Level {
	const text = kind.namespaced ? filter : [namespace, filter].filter(Boolean).join(' ');
	const level = levelAt(kindPlace(kind, kind.namespaced ? {namespace} : {}));
	return {...level, filter: {...emptyFilter, text}};
}
