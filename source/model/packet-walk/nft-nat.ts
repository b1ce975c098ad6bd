import {asList, asNumber, asObject, asText} from '../../read/json-value.js';
import {expressionText} from '../../read/nft/expression.js';
import {parseCidr} from '../cidr.js';
import type {Answer} from './answer.js';
import type {Assumption, Step, Travel} from './facts.js';
import {equals, hasAbsent, valuesOf, type NftWorld} from './nft-match.js';
import {leftOf} from './nft-values.js';
import {lookUp} from './sets.js';

/** `dnat`, `snat` and `redirect` of native rules: a plain target, one from a map, by chance, or of a range. */

type Draft = {ways: Array<{share: number; step: Step}>; readonly assumed: Assumption[]};

/** Targets with how often each is taken; `unread`: not known which. An empty list: a map that has none for this packet. */
type Targets = ReadonlyArray<{readonly share: number; readonly text: string}> | 'unread';

export function translation(
	kind: 'dnat' | 'snat' | 'redirect',
	parts: Readonly<Record<string, unknown>>,
	travel: Travel,
	world: NftWorld,
	draft: Draft,
): Answer {
	const {addr, port} = parts;
	// In a table of both families `dnat ip to` asks only for what is of IPv4.
	const family = asText(parts['family']);
	if (family !== null && family !== travel.family) return 'no';
	const giveUp = (value: unknown): Answer => {
		draft.ways.push({share: 1, step: {kind, address: null, port: null, unread: expressionText(value)} as Step});
		return 'yes';
	};

	// `prefix to`: another network, the same host in it.
	if (
		JSON.stringify(parts['type_flags'] ?? '').includes('prefix') ||
		JSON.stringify(parts['flags'] ?? '').includes('netmap')
	)
		return giveUp(addr);
	const addresses = addr === undefined ? [{share: 1, text: ''}] : targetsOf(addr, travel, world);
	const ports = port === undefined ? [{share: 1, text: ''}] : targetsOf(port, travel, world);
	if (addresses === 'unread' || ports === 'unread') return giveUp(addresses === 'unread' ? addr : port);
	if (addresses.length === 0 || ports.length === 0) return 'no';
	for (const address of addresses) {
		for (const each of ports) {
			const step = stepOf(kind, address.text, each.text, travel, draft);
			draft.ways.push({share: address.share * each.share, step});
		}
	}

	return 'yes';
}

const separator = ' . ';

function stepOf(kind: 'dnat' | 'snat' | 'redirect', to: string, ports: string, travel: Travel, draft: Draft): Step {
	// A map may give both at once.
	const [address = '', own = ports] = to.split(separator);
	const isRange = address !== '' && !parseCidr(address);
	const [low, high = low] = own === '' ? [] : own.split('-').map(Number);
	const now = travel.destinationPort;
	const stays = low !== undefined && high !== undefined && low !== high && now !== null && now >= low && now <= high;
	const port = low === undefined || stays ? null : low;
	if (Number.isNaN(port)) return unreadStep(kind, to || ports);
	if (kind === 'snat') {
		if (isRange || low !== high) draft.assumed.push('one-of-range');
		const [first = ''] = address.split('-');
		return {kind, address: first === '' ? null : first, port};
	}

	if (isRange || (low !== high && !stays)) return unreadStep(kind, to || ports);
	return kind === 'redirect' ? {kind, port} : {kind, address: address === '' ? null : address, port};
}

const unreadStep = (kind: 'dnat' | 'snat' | 'redirect', text: string): Step =>
	kind === 'redirect' ? {kind, port: null, unread: text} : {kind, address: null, port: null, unread: text};

function targetsOf(value: unknown, travel: Travel, world: NftWorld): Targets {
	const {map, range} = asObject(value);
	if (map !== undefined) return fromMap(asObject(map), travel, world);
	if (typeof value === 'string' || typeof value === 'number') return [{share: 1, text: String(value)}];
	return range === undefined ? 'unread' : [{share: 1, text: asList(range).map(String).join('-')}];
}

function fromMap({key, data}: Readonly<Record<string, unknown>>, travel: Travel, world: NftWorld): Targets {
	const inline = asList(asObject(data)['set']).map(pair => asList(pair));
	const named = typeof data === 'string' ? world.set(data.replace(/^@/, '')) : undefined;
	const modulus = chanceOf(key);
	if (modulus !== undefined) {
		if (typeof data === 'string' && !named) return 'unread';
		return named
			? named.set.elements.map(element => ({
					share: spanOfText(element.key) / modulus,
					text: element.value ?? '',
				}))
			: inline.map(([at, to]) => ({share: spanOf(at) / modulus, text: expressionText(to)}));
	}

	const actual = leftOf(key, travel, world);
	if (hasAbsent(actual)) return [];
	if (actual.kind === 'unread') return 'unread';
	if (typeof data === 'string') {
		if (!named || travel.touched.includes(`${world.table} ${data}`)) return 'unread';
		const found = lookUp(named.index, valuesOf(actual));
		if (found === 'unread') return 'unread';
		return found === null ? [] : found.value === null ? 'unread' : [{share: 1, text: found.value}];
	}

	for (const [element, to] of inline) {
		const answer = equals(actual, element, world);
		if (answer === 'unread') return 'unread';
		if (answer === 'yes') return [{share: 1, text: expressionText(to)}];
	}

	return [];
}

/** `numgen random mod N`, `jhash … mod N`: N; undefined: no choice by chance. */
export function chanceOf(key: unknown): number | undefined {
	const object = asObject(key);
	const modulus = asNumber(asObject(object['numgen'] ?? object['jhash'] ?? object['symhash'])['mod']);
	return modulus !== null && modulus > 0 ? modulus : undefined;
}

/** How many numbers an element of such a map stands for. */
export function spanOf(at: unknown): number {
	const [low, high] = asList(asObject(at)['range']).map(asNumber);
	return typeof low === 'number' && typeof high === 'number' && high >= low ? high - low + 1 : 1;
}

function spanOfText(key: string): number {
	const [low = Number.NaN, high = low] = key.split('-').map(Number);
	return high >= low ? high - low + 1 : 1;
}
