import type {Outcome} from '../../command/outcome.js';
import type {Address, Counters, Link} from '../../facts/network.js';
import {ipDocumentsInPieces, recordsOf, type JsonRecord} from './json.js';
import {asNumber, asObject, asText, asTexts, at} from '../json-value.js';
import {known, type Note, type Reading} from '../../facts/reading.js';
import type {Reader} from '../reading.js';
import {finish, type Sliced} from '../sliced.js';

/** `ip -j -d -s addr show` (iproute2 6.1.0): links, addresses, linkinfo and counters in one listing. */
export const readAddresses: Reader<readonly Link[]> = outcome => finish(readAddressesInPieces(outcome));

/** The same with stops. */
export function* readAddressesInPieces(outcome: Outcome): Sliced<Reading<readonly Link[]>> {
	const documents = yield* ipDocumentsInPieces(outcome);
	if (!documents.known) return documents;
	const records = documents.value[0] ?? [];
	const notes: Note[] = [...documents.notes];
	yield;
	return known(linksOf(records, notes), notes);
}

/** One document of it; an entry without index or name is left out with a note. */
export function linksOf(records: readonly JsonRecord[], notes: Note[]): readonly Link[] {
	const indexes = new Map(records.map(record => [record['ifname'], asNumber(record['ifindex'])]));
	const links: Link[] = [];
	for (const record of records) {
		const index = asNumber(record['ifindex']);
		const name = asText(record['ifname']);
		if (index === null || name === null) {
			notes.push({line: JSON.stringify(record).slice(0, 200), reason: 'no index or name'});
			continue;
		}

		// Within one namespace the other end (or lower device) is printed by name only.
		const linkIndex = asNumber(record['link_index']) ?? indexes.get(record['link']) ?? null;
		const link = linkOf(record, index, name, linkIndex);
		links.push(link);
		if (link.addresses.length < wantedAddresses(record))
			notes.push({
				line: `${name}: ${JSON.stringify(record['addr_info']).slice(0, 200)}`,
				reason: 'an address cannot be read',
			});
	}

	return links;
}

/** How many addresses of IP it names; what is no list at all is one that cannot be read. */
function wantedAddresses({addr_info: info}: JsonRecord): number {
	if (info === undefined || info === null) return 0;
	return Array.isArray(info) ? recordsOf(info).filter(({family}) => family === 'inet' || family === 'inet6').length : 1;
}

function linkOf(record: JsonRecord, index: number, name: string, linkIndex: number | null): Link {
	const info = asObject(record['linkinfo']);
	const stats = asObject(record['stats64'] ?? record['stats']);
	const type = asText(record['link_type']);
	return {
		index,
		name,
		kind: asText(info['info_kind']) ?? type ?? 'unknown',
		mac: type === 'loopback' ? null : asText(record['address']),
		mtu: asNumber(record['mtu']),
		state: asText(record['operstate']) ?? 'UNKNOWN',
		flags: asTexts(record['flags']),
		qdisc: asText(record['qdisc']),
		altnames: asTexts(record['altnames']),
		master: asText(record['master']),
		// 0: the device it belongs to is not visible from here.
		linkIndex: linkIndex === 0 ? null : linkIndex,
		linkNetnsid: asNumber(record['link_netnsid']),
		linkNetns: null,
		...(Object.keys(asObject(record['xdp'])).length > 0 && {xdp: true as const}),
		bridgePort: bridgePortOf(info),
		addresses: recordsOf(record['addr_info']).flatMap(addressOf),
		rx: countersOf(stats['rx']),
		tx: countersOf(stats['tx']),
	};
}

function bridgePortOf(info: JsonRecord): Link['bridgePort'] {
	const state = asText(at(info, 'info_slave_data', 'state'));
	if (info['info_slave_kind'] !== 'bridge' || state === null) return null;
	return {state, hairpin: at(info, 'info_slave_data', 'hairpin') === true};
}

function addressOf(record: JsonRecord): Address[] {
	const family = record['family'];
	const local = asText(record['local']);
	const prefixlen = asNumber(record['prefixlen']);
	if ((family !== 'inet' && family !== 'inet6') || local === null || prefixlen === null) return [];
	const broadcast = asText(record['broadcast']);
	return [
		{
			family,
			local,
			prefixlen,
			scope: asText(record['scope']) ?? 'global',
			broadcast,
			dynamic: record['dynamic'] === true,
		},
	];
}

function countersOf(value: unknown): Counters | null {
	const bytes = asNumber(at(value, 'bytes'));
	const packets = asNumber(at(value, 'packets'));
	if (bytes === null || packets === null) return null;
	return {bytes, packets, drops: asNumber(at(value, 'dropped')) ?? 0};
}
