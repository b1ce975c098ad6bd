import {isWorkerUnit} from '../command/k0s-paths.js';
import {partsOf, type Role} from '../install/role.js';
import type {Route} from '../facts/network.js';
import {addAll, missing, undoAll, type Item} from '../model/firewall-items.js';
import type {FirewallZones} from '../model/firewall.js';
import {ownNode} from '../model/own-node.js';
import {execStart} from '../model/unit-file.js';
import {letsNode, nodeRules, zonesOfNode} from '../model/node-rules.js';
import type {Text} from '../text/text.js';
import {cannotTell, type Finding} from './check.js';
import type {Facts} from './facts.js';
import {zoneLines} from './firewall-zones.js';
import type {CheckOptions} from './options.js';
import {advice, fix} from './remedies.js';

/** As the unit that is here starts it; null: none is here, or it cannot be read. */
function roleHere({controllerUnit: unit, unitFile}: Pick<Facts, 'controllerUnit' | 'unitFile'>): Role | null {
	if (!unit.known || unit.value.loadState === 'not-found') return null;
	if (isWorkerUnit(unit.value.id)) return 'worker';
	const line = unitFile.known && unitFile.value !== null ? execStart(unitFile.value) : undefined;
	return line === undefined ? null : /--(enable-worker|single)\b/.test(line) ? 'controller+worker' : 'controller';
}

/**
 * Where nobody named the nodes, the API does: a cluster of several has other nodes, whatever profile was chosen. An address that
 * the API does not tell cannot be looked for.
 */
export function withNodesHere(
	options: CheckOptions,
	facts: Pick<Facts, 'nodes' | 'hostname' | 'controllerUnit' | 'unitFile'>,
): CheckOptions {
	const role = options.role ?? roleHere(facts);
	if (options.nodes !== null || !facts.nodes.known || !facts.hostname.known) return {...options, role};
	const own = ownNode(facts.nodes.value, facts.hostname.value);
	if (own === undefined) return {...options, role};
	const others = facts.nodes.value.filter(node => node !== own).flatMap(({internalIp}) => internalIp ?? []);
	return others.length === 0 ? {...options, role} : {...options, role, profile: 'multi-node', nodes: others};
}

/** Whether each of the nodes that were named gets to what this host's role needs, in the zones that judge it. */
export function namedNodes(
	zones: FirewallZones,
	routes: readonly Route[],
	permanent: Facts['permanentZones'],
	{nodes, role}: CheckOptions,
	words: Text['checks']['items']['firewall-nodes'],
	text: Text,
): Finding {
	const parts = partsOf({role: role ?? undefined, single: false});
	const judged = (nodes ?? []).flatMap(node =>
		zonesOfNode(node, zones, routes, undefined).flatMap(zone =>
			nodeRules(node, parts).map(rule => ({
				...{node, zone, answer: letsNode(zone, node, rule)},
				item: {kind: 'rich-rule', zone: zone.name, value: rule} satisfies Item,
			})),
		),
	);
	const unplaced = (nodes ?? []).find(node => !judged.some(each => each.node === node));
	if (unplaced !== undefined) return cannotTell({reason: 'unreadable', detail: words.noRoute(unplaced)}, text);
	const names = [...new Set(judged.map(({zone}) => zone.name))];
	const shows = [...new Map(judged.map(({zone}) => [zone.name, zone])).values()].flatMap(zoneLines);
	const closed = judged.filter(({answer}) => answer === 'no');
	if (closed.length > 0) {
		const items = closed.map(({item}) => item);
		const shut = [...new Set(closed.map(({node}) => node))];
		const found = words.shut(names, shut);
		if (!permanent.known) return {result: 'warn', found, shows, remedy: advice(words.nameNodes)};
		const later = missing(items, permanent.value);
		const remedy = fix(
			words.namedNote,
			[...addAll(items, false), ...addAll(later, true)],
			[...undoAll(later, permanent.value, true), ...undoAll(items, zones.zones, false)],
			false,
		);
		return {result: 'warn', found, shows, remedy};
	}

	return judged.some(({answer}) => answer === 'perhaps')
		? {result: 'unknown', found: words.perhaps(names.join(', ')), shows}
		: {result: 'pass', found: words.named(names), shows};
}
