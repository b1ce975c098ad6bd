import type {ChainHead, Family} from '../../facts/packet-filter.js';
import {asList, asNumber, asObject, asText, asTexts, type JsonObject} from '../json-value.js';

/** What every listing of `nft -j` (nft 1.0.x and newer) shares: `{"nftables": [{"metainfo": …}, {"chain": …}, …]}`. */

const families: readonly Family[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'];

export const asFamily = (value: unknown): Family | null => families.find(family => family === value) ?? null;

/** The listing's objects with their kind (`chain`, `rule`, `set` …); undefined when it is no such document, or an empty one. */
export function objectsOf(document: unknown): Array<readonly [kind: string, value: JsonObject]> | undefined {
	const list = asObject(document)['nftables'];
	// An empty ruleset has the metainfo.
	if (!Array.isArray(list) || list.length === 0) return undefined;
	return asList(list).flatMap(entry => {
		const [kind, value] = Object.entries(asObject(entry))[0] ?? [];
		return kind === undefined ? [] : [[kind, asObject(value)] as const];
	});
}

export function chainHeadOf(value: JsonObject): ChainHead | undefined {
	const name = asText(value['name']);
	if (name === null) return undefined;
	const devices = typeof value['dev'] === 'string' ? [value['dev']] : asTexts(value['dev']);
	return {
		name,
		handle: asNumber(value['handle']),
		type: asText(value['type']),
		hook: asText(value['hook']),
		priority: asNumber(value['prio']),
		policy: asText(value['policy']),
		...(devices.length > 0 && {devices}),
	};
}
