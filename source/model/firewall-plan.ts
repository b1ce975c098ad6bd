import type {FirewallZones, Zone} from './firewall.js';

/** One setting that a plan makes or takes away. `value` is '' for masquerade. */
export type FirewallChange = {
	readonly kind: 'interface' | 'port' | 'service' | 'source' | 'masquerade' | 'rich-rule';
	readonly zone: string;
	readonly value: string;
	readonly remove?: true;
};

const lists = {
	interface: 'interfaces',
	port: 'ports',
	service: 'services',
	source: 'sources',
	'rich-rule': 'richRules',
} as const;

/**
 * The zones after these changes. An interface and a source stand in one zone only: naming another one moves them. A
 * change in a zone that is not there changes nothing.
 */
export function afterChanges(
	before: FirewallZones,
	changes: readonly FirewallChange[],
	defaultZone: string = before.defaultZone,
): FirewallZones {
	const zones = changes.reduce<readonly Zone[]>(
		(all, change) => (all.some(({name}) => name === change.zone) ? all.map(zone => changed(zone, change)) : all),
		before.zones,
	);
	return {zones, defaultZone};
}

function changed(zone: Zone, {kind, zone: name, value, remove}: FirewallChange): Zone {
	const own = zone.name === name;
	if (kind === 'masquerade') return own ? {...zone, masquerade: remove !== true} : zone;
	const key = lists[kind];
	const exclusive = kind === 'interface' || kind === 'source';
	if (!own && (remove === true || !exclusive)) return zone;
	if (own && remove !== true) return zone[key].includes(value) ? zone : {...zone, [key]: [...zone[key], value]};
	return {...zone, [key]: zone[key].filter(each => each !== value)};
}

/** Which keys of a zone a person compares, in the order in which they are shown. */
export const zoneKeys = [
	'target',
	'interfaces',
	'sources',
	'services',
	'ports',
	'protocols',
	'richRules',
	'masquerade',
] as const;
export type ZoneKey = (typeof zoneKeys)[number];

/** One row of the table "now and then". `zone` is null for the default zone, which is no zone's own setting. */
export type FirewallDifference = {
	readonly zone: string | null;
	readonly key: ZoneKey | 'default-zone';
	readonly now: readonly string[];
	readonly then: readonly string[];
	readonly added: readonly string[];
	readonly removed: readonly string[];
};

/** Every row in which two states differ; lists are compared as sets. */
export function planDifferences(before: FirewallZones, after: FirewallZones): readonly FirewallDifference[] {
	const row = (
		zone: string | null,
		key: FirewallDifference['key'],
		now: readonly string[],
		then: readonly string[],
	) => ({
		zone,
		key,
		now,
		then,
		added: then.filter(each => !now.includes(each)),
		removed: now.filter(each => !then.includes(each)),
	});
	const names = [...new Set([...before.zones, ...after.zones].map(({name}) => name))];
	const rows = names.flatMap(name => {
		const now = before.zones.find(zone => zone.name === name);
		const then = after.zones.find(zone => zone.name === name);
		return zoneKeys.map(key => row(name, key, values(now, key), values(then, key)));
	});
	return [row(null, 'default-zone', [before.defaultZone], [after.defaultZone]), ...rows].filter(
		({added, removed}) => added.length > 0 || removed.length > 0,
	);
}

function values(zone: Zone | undefined, key: ZoneKey): readonly string[] {
	if (zone === undefined) return [];
	if (key === 'masquerade') return zone.masquerade ? ['yes'] : ['no'];
	if (key === 'target') return [zone.target];
	return zone[key];
}
