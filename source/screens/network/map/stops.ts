import type {Branch, NetworkMap, Uplink, Wire} from '../../../model/map.js';
import type {LinkWithPeer, Namespace} from '../../../facts/network.js';
import {hostKey, namespaceKey} from '../../../model/network-keys.js';

/** A place of the map where the selection may stand. Uplinks and wires have two ends: the link, and what is beyond it. */
export type Stop =
	| {readonly kind: 'uplink'; readonly key: string; readonly uplink: Uplink}
	| {readonly kind: 'host'; readonly key: string}
	| {readonly kind: 'bridge'; readonly key: string; readonly bridge: LinkWithPeer; readonly branch: Branch}
	| {readonly kind: 'wire'; readonly key: string; readonly wire: Wire; readonly branch: Branch}
	| {readonly kind: 'loose'; readonly key: string; readonly namespace: Namespace};

/** From top to bottom. */
export const stopsOf = ({uplinks, branches, loose}: NetworkMap): readonly Stop[] => [
	...uplinks.map((uplink): Stop => ({kind: 'uplink', key: uplink.key, uplink})),
	{kind: 'host', key: hostKey},
	...branches.flatMap((branch): Stop[] => [
		...(branch.bridge ? [{kind: 'bridge', key: branch.key, bridge: branch.bridge, branch} as const] : []),
		...branch.wires.map((wire): Stop => ({kind: 'wire', key: wire.key, wire, branch})),
	]),
	...loose.map((namespace): Stop => ({kind: 'loose', key: namespaceKey(namespace), namespace})),
];

/** The namespace at a stop's far end; null: the host's side of it, or none there. */
export function namespaceAt(stop: Stop, end: boolean): Namespace | null {
	if (stop.kind === 'loose') return stop.namespace;
	if (!end) return null;
	if (stop.kind === 'uplink') return stop.uplink.beyond;
	return stop.kind === 'wire' ? stop.wire.namespace : null;
}

/** The link of the host that a stop stands on; undefined where it stands on the host or in a namespace. */
export function linkAt(stop: Stop, end: boolean): LinkWithPeer | undefined {
	if (stop.kind === 'bridge') return stop.bridge;
	if (namespaceAt(stop, end)) return undefined;
	if (stop.kind === 'uplink') return stop.uplink.link;
	return stop.kind === 'wire' ? stop.wire.link : undefined;
}

/** Those that the filter leaves: wires and loose namespaces, with the bridges that still have any. */
export function narrowed(
	{uplinks, branches, loose}: NetworkMap,
	keeps: (link: LinkWithPeer | undefined, namespace: Namespace | null) => boolean,
): NetworkMap {
	return {
		uplinks,
		branches: branches
			.map(branch => ({...branch, wires: branch.wires.filter(({link, namespace}) => keeps(link, namespace))}))
			.filter(({wires, bridge}) => wires.length > 0 || (bridge !== null && keeps(bridge, null))),
		loose: loose.filter(namespace => keeps(undefined, namespace)),
	};
}

export type Place = {readonly stop: Stop; readonly end: boolean};
export type Direction = 'up' | 'down' | 'left' | 'right';

const indexOf = (stops: readonly Stop[], {key}: Stop): number => stops.findIndex(other => other.key === key);
const hasEnd = (stop: Stop): boolean => namespaceAt(stop, true) !== null;

/** Along the wires of the vertical picture: up and down its rows, left towards the host, right towards the pods. */
export function moveInRows(stops: readonly Stop[], {stop, end}: Place, direction: Direction): Place {
	const at = indexOf(stops, stop);
	const to = (other: Stop | undefined, far = end): Place =>
		other ? {stop: other, end: far && hasEnd(other)} : {stop, end};
	if (direction === 'up') return to(stops[at - 1]);
	if (direction === 'down') return to(stops[at + 1]);
	if (direction === 'right') {
		if (!end && stop.kind !== 'loose' && hasEnd(stop)) return {stop, end: true};
		return stop.kind === 'host' || stop.kind === 'bridge' ? to(stops[at + 1], false) : {stop, end};
	}

	if (end && stop.kind !== 'loose') return {stop, end: false};
	return to(parentOf(stops, stop), false);
}

/** Along the wires of the wide picture: up towards the outside, down towards the pods, left and right among neighbours. */
export function moveInBoxes(stops: readonly Stop[], place: Place, direction: Direction): Place {
	const {stop, end} = place;
	if (direction === 'left' || direction === 'right') {
		const row = stops.filter(({kind}) => levelOf(kind) === levelOf(stop.kind));
		const next = row[indexOf(row, stop) + (direction === 'left' ? -1 : 1)];
		return next ? {stop: next, end: (end || stop.kind === 'loose') && hasEnd(next)} : place;
	}

	if (direction === 'up') {
		if (stop.kind === 'uplink') return {stop, end: hasEnd(stop)};
		if (end && stop.kind === 'wire') return {stop, end: false};
		const parent = parentOf(stops, stop);
		return parent ? {stop: parent, end: false} : place;
	}

	if (stop.kind === 'uplink') return end ? {stop, end: false} : placeOf(stops, 'host', place);
	if (stop.kind === 'wire') return {stop, end: hasEnd(stop)};
	const child = stops[indexOf(stops, stop) + 1];
	if (!child || (stop.kind === 'bridge' && !(child.kind === 'wire' && child.branch === stop.branch))) return place;
	return stop.kind === 'loose' ? place : {stop: child, end: false};
}

const levelOf = (kind: Stop['kind']): Stop['kind'] => (kind === 'loose' ? 'wire' : kind);

function placeOf(stops: readonly Stop[], kind: Stop['kind'], otherwise: Place): Place {
	const stop = stops.find(other => other.kind === kind);
	return stop ? {stop, end: false} : otherwise;
}

function parentOf(stops: readonly Stop[], stop: Stop): Stop | undefined {
	if (stop.kind === 'uplink') return undefined;
	if (stop.kind === 'host') return stops.find(({kind}) => kind === 'uplink');
	const bridge =
		stop.kind === 'wire' && stop.branch.bridge ? stops.find(({key}) => key === stop.branch.key) : undefined;
	return bridge ?? stops.find(({kind}) => kind === 'host');
}
