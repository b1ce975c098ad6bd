import type {Command} from '../command/command.js';
import {bridge, defaultPodCidr} from '../command/k0s-paths.js';
import * as firewall from '../command/firewall-cmd.js';
import {zone as find, type FirewallProfile, type Zone} from './firewall.js';

/** One line of a firewall profile: what a zone must hold. */
export type Item = {
	readonly kind: 'interface' | 'port' | 'source' | 'service' | 'masquerade' | 'rich-rule';
	readonly zone: string;
	/** '' for masquerade. */
	readonly value: string;
};

/** The guide's ports, in its order. 112 is VRRP's IP protocol number: as a TCP port nothing uses it. */
const articlePorts = ['112/tcp', '179/tcp', '2380/tcp', '4789/udp', '6443/tcp', '8132/tcp', '9443/tcp', '10250/tcp'];

export type Profile = {
	/** In the safe order: the interface is bound before anything else changes. */
	readonly items: readonly Item[];
	/** Undefined: stays as it is. Takes effect at once, now and for good, so it always comes last. */
	readonly defaultZone: string | undefined;
};

/** `outward`: the interface towards the network; only the guide's profile binds it. */
export function firewallProfile(profile: FirewallProfile, outward: string): Profile {
	if (profile === 'article') {
		const item = (kind: Item['kind'], value: string): Item => ({kind, zone: 'public', value});
		return {
			items: [
				item('interface', outward),
				...articlePorts.map(port => item('port', port)),
				item('source', defaultPodCidr),
				item('masquerade', ''),
			],
			defaultZone: 'trusted',
		};
	}

	return {items: [{kind: 'interface', zone: 'trusted', value: bridge}], defaultZone: undefined};
}

/** Those that these zones (at run time, or permanent) do not hold yet. */
export function missing(items: readonly Item[], zones: readonly Zone[]): readonly Item[] {
	return items.filter(item => {
		const zone = find(zones, item.zone);
		if (!zone) return true;
		switch (item.kind) {
			case 'interface': {
				return !zone.interfaces.includes(item.value);
			}

			case 'port': {
				return !zone.ports.includes(item.value);
			}

			case 'source': {
				return !zone.sources.includes(item.value);
			}

			case 'service': {
				return !zone.services.includes(item.value);
			}

			case 'masquerade': {
				return !zone.masquerade;
			}

			case 'rich-rule': {
				return !zone.richRules.includes(item.value);
			}
		}
	});
}

/** `zones`: as they are; a source that another one of them names is moved, since firewalld would refuse to add it. */
export function add(item: Item, permanent: boolean, zones: readonly Zone[] = []): Command {
	switch (item.kind) {
		case 'interface': {
			return firewall.changeInterface(item.zone, item.value, permanent);
		}

		case 'port': {
			return firewall.addPort(item.zone, item.value, permanent);
		}

		case 'source': {
			const elsewhere = zones.some(({name, sources}) => name !== item.zone && sources.includes(item.value));
			return elsewhere
				? firewall.changeSource(item.zone, item.value, permanent)
				: firewall.addSource(item.zone, item.value, permanent);
		}

		case 'service': {
			return firewall.addService(item.zone, item.value, permanent);
		}

		case 'masquerade': {
			return firewall.addMasquerade(item.zone, permanent);
		}

		case 'rich-rule': {
			return firewall.addRichRules(item.zone, [item.value], permanent);
		}
	}
}

/** Takes an added item away again; an interface or a source goes back to the zone that names it in `before`. */
export function undoItem(item: Item, before: readonly Zone[], permanent: boolean): Command {
	switch (item.kind) {
		case 'interface': {
			const old = before.find(zone => zone.interfaces.includes(item.value));
			return old
				? firewall.changeInterface(old.name, item.value, permanent)
				: firewall.removeInterface(item.zone, item.value, permanent);
		}

		case 'port': {
			return firewall.removePort(item.zone, item.value, permanent);
		}

		case 'source': {
			const old = before.find(zone => zone.sources.includes(item.value));
			return old
				? firewall.changeSource(old.name, item.value, permanent)
				: firewall.removeSource(item.zone, item.value, permanent);
		}

		case 'service': {
			return firewall.removeService(item.zone, item.value, permanent);
		}

		case 'masquerade': {
			return firewall.removeMasquerade(item.zone, permanent);
		}

		case 'rich-rule': {
			return firewall.removeRichRules(item.zone, [item.value], permanent);
		}
	}
}

/** The commands that add these items, in their order; the rich rules for one source in one command. */
export const addAll = (items: readonly Item[], permanent: boolean, zones: readonly Zone[] = []): readonly Command[] =>
	bySource(items).map(([first, ...rest]) =>
		first.kind === 'rich-rule'
			? firewall.addRichRules(
					first.zone,
					[first, ...rest].map(({value}) => value),
					permanent,
				)
			: add(first, permanent, zones),
	);

/** The commands that take these items away again, last first. */
export const undoAll = (items: readonly Item[], before: readonly Zone[], permanent: boolean): readonly Command[] =>
	bySource(items)
		.toReversed()
		.map(([first, ...rest]) =>
			first.kind === 'rich-rule'
				? firewall.removeRichRules(
						first.zone,
						[first, ...rest].map(({value}) => value),
						permanent,
					)
				: undoItem(first, before, permanent),
		);

/** Neighbours that are rich rules for the same source in the same zone belong together. */
function bySource(items: readonly Item[]): ReadonlyArray<readonly [Item, ...Item[]]> {
	const groups: Array<[Item, ...Item[]]> = [];
	for (const item of items) {
		const [last] = groups.at(-1) ?? [];
		const same =
			last?.kind === 'rich-rule' &&
			item.kind === 'rich-rule' &&
			last.zone === item.zone &&
			sourceOfRule(last.value) === sourceOfRule(item.value);
		if (same) groups.at(-1)?.push(item);
		else groups.push([item]);
	}

	return groups;
}

/** The network that a rich rule is for. */
export const sourceOfRule = (rule: string): string => /source address="([^"]*)"/.exec(rule)?.[1] ?? '';
