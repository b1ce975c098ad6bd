import {ipRecords} from './json.js';
import {asNumber, asText} from '../json-value.js';
import {known} from '../../facts/reading.js';
import type {Reader} from '../reading.js';

/** A rule of policy routing. `from`: `all` or a prefix. `plain`: it asks for nothing but where a packet comes from. */
export type IpRule = {
	readonly priority: number;
	readonly from: string;
	readonly table: string;
	readonly plain: boolean;
};

const plainKeys = new Set(['priority', 'src', 'srclen', 'table', 'protocol']);

/** `ip -j rule show` (iproute2 6.1.0): `{"priority":32765,"src":"10.244.0.0","srclen":24,"table":"77"}`. */
export const readIpRules: Reader<readonly IpRule[]> = outcome => {
	const records = ipRecords(outcome);
	if (!records.known) return records;
	return known(
		records.value.flatMap(record => {
			const priority = asNumber(record['priority']);
			const src = asText(record['src']) ?? 'all';
			const length = asNumber(record['srclen']);
			const table = asText(record['table']);
			if (priority === null || table === null) return [];
			const from = src === 'all' || length === null ? src : `${src}/${length}`;
			return [{priority, from, table, plain: Object.keys(record).every(key => plainKeys.has(key))}];
		}),
		records.notes,
	);
};
