import type {Neighbour} from '../../facts/network.js';
import {ipRecords, type JsonRecord} from './json.js';
import {asText, asTexts} from '../json-value.js';
import {known} from '../../facts/reading.js';
import type {Reader} from '../reading.js';

/** `ip -j neigh show` (iproute2 6.1.0): ARP and NDP entries, without those that need none (NOARP). */
export const readNeighbours: Reader<readonly Neighbour[]> = outcome => {
	const records = ipRecords(outcome);
	return records.known ? known(neighboursOf(records.value), records.notes) : records;
};

/** One document of it. */
export const neighboursOf = (records: readonly JsonRecord[]): readonly Neighbour[] =>
	records.flatMap(record => {
		const address = asText(record['dst']);
		const dev = asText(record['dev']);
		if (address === null || dev === null) return [];
		return [{address, dev, mac: asText(record['lladdr']), state: asTexts(record['state'])}];
	});
