import type {KubeEvent} from '../../facts/cluster.js';
import {asNumber, asObject, asText, at, type JsonObject} from '../json-value.js';
import {eachObject, readKubectl} from './answer.js';
import {known, unknown} from '../../facts/reading.js';
import type {Reader} from '../reading.js';

/**
 * `kubectl get events -A -o json` (events of core/v1), newest last. `lastTimestamp` is null in events of the newer API
 * (FailedScheduling, Scheduled): those carry `eventTime`, and `series` once they repeat.
 */
export const readEvents: Reader<readonly KubeEvent[]> = outcome => {
	const answer = readKubectl(outcome);
	if (!answer.known) return answer;
	if (answer.value.kind === 'tables') {
		return answer.value.tables.length === 0 ? known([]) : unknown('unreadable', 'a table of events, not JSON');
	}

	const {values, notes} = eachObject(answer.value.items, eventOf, ['Event']);
	return known(
		values.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)),
		[...answer.notes, ...notes],
	);
};

/** Undefined: it says of no object. */
export function eventOf(object: JsonObject): KubeEvent | undefined {
	const about = asObject(object['involvedObject']);
	const name = asText(about['name']);
	if (name === null) return undefined;
	return {
		namespace: asText(about['namespace']) ?? asText(at(object, 'metadata', 'namespace')) ?? 'default',
		kind: asText(about['kind']) ?? '',
		name,
		uid: asText(about['uid']),
		container: /^spec\.(?:c|initC|ephemeralC)ontainers\{(.+)\}$/.exec(asText(about['fieldPath']) ?? '')?.[1] ?? null,
		type: asText(object['type']) ?? 'Normal',
		reason: asText(object['reason']) ?? '',
		message: asText(object['message']) ?? '',
		at: momentOf(object),
		...countOf(object),
	};
}

function countOf(object: JsonObject): {readonly count?: number} {
	const count = asNumber(at(object, 'series', 'count')) ?? asNumber(object['count']) ?? 1;
	return count > 1 ? {count} : {};
}

function momentOf(object: JsonObject): number | null {
	const times = [
		object['lastTimestamp'],
		at(object, 'series', 'lastObservedTime'),
		object['eventTime'],
		object['firstTimestamp'],
		at(object, 'metadata', 'creationTimestamp'),
	];
	for (const time of times) {
		const parsed = Date.parse(asText(time) ?? '');
		if (!Number.isNaN(parsed)) return parsed;
	}

	return null;
}
