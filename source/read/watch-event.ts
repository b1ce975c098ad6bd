import {asNumber, asObject, asText, at, type JsonObject} from './json-value.js';

/** One line of a watch of the Kubernetes API (1.34). */
export type WatchEvent =
	| {readonly kind: 'changed' | 'deleted'; readonly object: JsonObject; readonly version: string | null}
	/** Nothing changed, but the watch may go on from here. */
	| {readonly kind: 'bookmark'; readonly version: string | null}
	/** The version is too old (HTTP 200 with an object `type ERROR code 410`): everything must be listed anew. */
	| {readonly kind: 'gone'; readonly words: string}
	| {readonly kind: 'error'; readonly words: string};

/** Undefined: no event at all (half a line, another program's words). */
export function readWatchEvent(line: string): WatchEvent | undefined {
	let parsed: JsonObject;
	try {
		parsed = asObject(JSON.parse(line));
	} catch {
		return undefined;
	}

	const object = asObject(parsed['object']);
	const version = asText(at(object, 'metadata', 'resourceVersion'));
	switch (parsed['type']) {
		case 'ADDED':
		case 'MODIFIED': {
			return {kind: 'changed', object, version};
		}

		case 'DELETED': {
			return {kind: 'deleted', object, version};
		}

		case 'BOOKMARK': {
			return {kind: 'bookmark', version};
		}

		case 'ERROR': {
			const words = asText(object['message']) ?? asText(object['reason']) ?? 'ERROR';
			return {kind: asNumber(object['code']) === 410 ? 'gone' : 'error', words};
		}

		default: {
			return undefined;
		}
	}
}
