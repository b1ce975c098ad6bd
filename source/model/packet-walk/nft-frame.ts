import type {Travel} from './facts.js';
import type {Asked, Left} from './nft-left.js';

/** What nft asks of devices and of the frame around a packet, by what `ip -d link` tells of the devices. */

const unread: Left = {kind: 'unread'};
const absent: Left = {kind: 'absent'};
const of = (value: string): Left => ({kind: 'value', value});

/** Kinds that the kernel makes as Ethernet devices (ARPHRD_ETHER). */
const ethernet: ReadonlySet<string> = new Set(
	'ether veth bridge dummy macvlan macvtap ipvlan vlan bond team vxlan geneve ifb vrf hsr'.split(' '),
);
/** Words of `ip` for what has no kind of its own (no rtnl_link_ops). */
const kindless: ReadonlySet<string> = new Set(['ether', 'loopback']);

/** The device that a key asks for; null: there is none at that place, undefined: which one is not known. */
function deviceOf(way: string, {input, output}: Travel, {family}: Asked): string | null | undefined {
	// Chains of the family bridge see its ports, of which the packet does not tell.
	if (family === 'bridge') return undefined;
	return way === 'i' ? input : output;
}

/** `meta KEY`: kinds and types of devices, the bridge's name. */
export function frameMeta(key: string, travel: Travel, world: Asked): Left {
	const [, way = '', what = ''] = /^([io])(ifname|if|ifkind|iftype|brname)$/.exec(key) ?? [];
	if (what === 'brname') return bridgeName(way, travel, world);
	const device = deviceOf(way, travel, world);
	if (what === 'ifname' || what === 'if') return device === undefined ? unread : of(device ?? '');
	if (what === '') return unread;
	// A port of a bridge is an Ethernet device, whichever it is.
	if (device === undefined) return what === 'iftype' ? of('ether') : unread;
	if (device === null) return absent;
	const kind = world.routing.kindOf(device);
	if (kind === null) return unread;
	if (what === 'ifkind') return kindless.has(kind) ? absent : of(kind);
	return kind === 'loopback' ? of(kind) : ethernet.has(kind) ? of('ether') : unread;
}

function bridgeName(way: string, {input, output}: Travel, {family, hook, routing}: Asked): Left {
	if (family !== 'bridge') return unread;
	const comes = hook === 'prerouting' || hook === 'input' || hook === 'forward';
	const goes = hook === 'forward' || hook === 'output' || hook === 'postrouting';
	const name = way === 'i' ? (comes ? input : null) : goes ? (hook === 'forward' ? input : output) : null;
	if (name === null) return absent;
	return routing.isBridge(name) ? of(name) : unread;
}

/** `ether type`: of a packet without a VLAN tag. nft asks beside it for an Ethernet device, and does not print that. */
export function etherType(travel: Travel, {family, hook, routing}: Asked): Left {
	if (family === 'bridge') return of(travel.family);
	if (hook === 'egress' || hook === 'postrouting') return unread;
	if (travel.input === null) return family === 'netdev' ? unread : absent;
	const kind = routing.kindOf(travel.input);
	if (kind === 'loopback' && family !== 'netdev') return absent;
	return kind !== null && ethernet.has(kind) ? of(travel.family) : unread;
}
