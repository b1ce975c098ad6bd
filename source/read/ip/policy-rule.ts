import type {PolicyRule} from '../../facts/network.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import type {Outcome} from '../../command/outcome.js';
import {asNumber, asText} from '../json-value.js';
import {ipRecords, type JsonRecord} from './json.js';

/** A kernel without IPv6 has no rules of it (iproute2 6.1 to 7.3 say so in one of these ways). */
const noFamily = /Address family not supported|Operation not supported/;

/**
 * `ip -4 -j rule show`, `ip -6 -j rule show` (iproute2 6.1.0):
 * `{"priority":32763,"not":null,"src":"1.2.3.0","srclen":24,"fwmark":"0x1","fwmask":"0x3","iif":"lo","ipproto":"tcp","dport":80,"table":"52","suppress_prefixlen":0}`.
 */
export function readPolicyRules(outcome: Outcome, family: 4 | 6): Reading<readonly PolicyRule[]> {
	if (family === 6 && outcome.kind === 'failed' && noFamily.test(outcome.stderr)) return known([]);
	const records = ipRecords(outcome);
	if (!records.known) return records;
	const odd = records.value.find(record => !['table', 'goto', 'action', 'nop'].some(key => key in record));
	if (odd) return unknown('unreadable', JSON.stringify(odd).slice(0, 200));
	return known(
		records.value.map(record => ruleOf(record, family)),
		records.notes,
	);
}

/** What is understood, and what says nothing of a packet. */
const understood = new Set(
	'priority not src srclen dst dstlen iif oif fwmark fwmask ipproto sport sport_start sport_end dport dport_start dport_end uid_start uid_end action goto table suppress_prefixlen protocol iif_detached oif_detached unresolved nop'.split(
		' ',
	),
);

function ruleOf(record: JsonRecord, family: 4 | 6): PolicyRule {
	const mark = asNumber(Number(asText(record['fwmark']) ?? Number.NaN));
	const mask = Number(asText(record['fwmask']) ?? '0xffffffff');
	const [first, last] = [asNumber(record['uid_start']), asNumber(record['uid_end'])];
	return {
		...(first !== null && last !== null && {users: [first, last] as const}),
		family,
		// A first rule of priority 0 is printed without it by older versions.
		priority: asNumber(record['priority']) ?? 0,
		not: 'not' in record,
		from: network(record, 'src'),
		to: network(record, 'dst'),
		input: asText(record['iif']),
		output: asText(record['oif']),
		mark: mark === null || Number.isNaN(mark) ? null : {value: mark, mask},
		protocol: asText(record['ipproto']),
		sourcePorts: ports(record, 'sport'),
		destinationPorts: ports(record, 'dport'),
		action: actionOf(record),
		suppressPrefix: asNumber(record['suppress_prefixlen']),
		unread: Object.keys(record).filter(key => !understood.has(key)),
	};
}

function network(record: JsonRecord, key: 'src' | 'dst'): string | null {
	const address = asText(record[key]);
	const length = asNumber(record[`${key}len`]);
	if (address === null || address === 'all') return null;
	return length === null ? address : `${address}/${length}`;
}

function ports(record: JsonRecord, key: 'sport' | 'dport'): readonly [number, number] | null {
	const one = asNumber(record[key]);
	if (one !== null) return [one, one];
	const [low, high] = [asNumber(record[`${key}_start`]), asNumber(record[`${key}_end`])];
	return low === null || high === null ? null : [low, high];
}

function actionOf(record: JsonRecord): PolicyRule['action'] {
	const to = asNumber(record['goto'] === undefined ? undefined : Number(record['goto']));
	if (to !== null) return {kind: 'goto', priority: to};
	const table = asText(record['table']);
	const action = asText(record['action']);
	if ('nop' in record) return {kind: 'nothing'};
	if (action !== null && action !== 'to_tbl') return {kind: 'refuse', type: action};
	return table === null ? {kind: 'nothing'} : {kind: 'lookup', table};
}
