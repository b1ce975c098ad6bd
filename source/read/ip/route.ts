import type {Route} from '../../facts/network.js';
import {ipRecords, recordsOf, type JsonRecord} from './json.js';
import {asList, asNumber, asText} from '../json-value.js';
import {known, type Note} from '../../facts/reading.js';
import type {Reader} from '../reading.js';

/** `ip -j route show table all` (iproute2 6.1.0): IPv4, then IPv6; the main table's entries name no table. */
export const readRoutes: Reader<readonly Route[]> = outcome => {
	const records = ipRecords(outcome);
	if (!records.known) return records;
	const notes: Note[] = [...records.notes];
	return known(routesOf(records.value, notes), notes);
};

/** One document of it. A multipath route becomes one route a next hop. */
export function routesOf(records: readonly JsonRecord[], notes: Note[]): readonly Route[] {
	return records.flatMap(record => {
		const to = asText(record['dst']);
		if (to === null) {
			notes.push({line: JSON.stringify(record).slice(0, 200), reason: 'no destination'});
			return [];
		}

		if (record['nexthops'] !== undefined && !Array.isArray(record['nexthops']))
			notes.push({line: JSON.stringify(record).slice(0, 200), reason: 'next hops cannot be read'});
		const hops = recordsOf(record['nexthops']);
		return (hops.length === 0 ? [record] : hops).map(hop => routeOf(record, to, hop));
	});
}

/** `protocol boot` and `scope global` are the kernel's defaults, which only `-d` prints: null, as without it. */
function routeOf(record: JsonRecord, to: string, hop: JsonRecord): Route {
	const protocol = asText(record['protocol']);
	const scope = asText(record['scope']);
	const odd = oddOf(record, hop);
	return {
		to,
		type: asText(record['type']) ?? 'unicast',
		via: gatewayOf(hop),
		dev: asText(hop['dev']),
		source: asText(record['prefsrc']),
		table: asText(record['table']) ?? 'main',
		protocol: protocol === 'boot' ? null : protocol,
		scope: scope === 'global' ? null : scope,
		metric: asNumber(record['metric']),
		// IPv6's alone have a preference (RFC 4191).
		family: to.includes(':') || record['pref'] !== undefined ? 6 : 4,
		...(odd.length > 0 && {odd}),
	};
}

/** What decides beside the prefix, or changes the packet. */
function oddOf(record: JsonRecord, hop: JsonRecord): string[] {
	const flags = [...asList(record['flags']), ...asList(hop['flags'])];
	const encap = asText(hop['encap'] ?? record['encap']);
	return [
		...['tos', 'from'].flatMap(key => (record[key] === undefined ? [] : [`${key} ${String(record[key])}`])),
		...(encap === null ? [] : [`encap ${encap}`]),
		...(flags.includes('dead') ? ['dead'] : []),
		...(flags.includes('linkdown') ? ['linkdown'] : []),
	];
}

/** `gateway`, or `via: {family, host}` where the gateway is of the other family. */
function gatewayOf(hop: JsonRecord): string | null {
	const via = hop['via'];
	return asText(hop['gateway']) ?? recordsOf([via]).map(item => asText(item['host']))[0] ?? null;
}
