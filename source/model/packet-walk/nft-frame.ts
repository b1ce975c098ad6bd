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

/** The bridge by which a frame is seen to come (`i`) or go; null: nowhere in this hook, undefined: not known which. */
function bridgeOf(way: string, {input, output}: Travel, {hook, routing}: Asked): string | null | undefined {
	const comes = hook === 'prerouting' || hook === 'input' || hook === 'forward';
	const goes = hook === 'forward' || hook === 'output' || hook === 'postrouting';
	if (way === 'i' ? !comes : !goes) return null;
	const name = way === 'i' || hook === 'forward' ? input : output;
	return name !== null && routing.isBridge(name) ? name : undefined;
}

/** Chains of the family bridge see its ports; by which one a packet comes or goes its addresses do not tell. */
function portOf(way: string, travel: Travel, world: Asked): Left {
	const bridge = bridgeOf(way, travel, world);
	if (bridge === null) return of('');
	const ports = bridge === undefined ? null : world.routing.portsOf(bridge);
	return ports === null || ports.length === 0 ? unread : {kind: 'one-of', values: ports};
}

/** `meta KEY`: kinds and types of devices, the bridge's name. */
export function frameMeta(key: string, travel: Travel, world: Asked): Left {
	const [, way = '', what = ''] = /^([io])(ifname|if|ifkind|iftype|brname)$/.exec(key) ?? [];
	if (what === 'brname') return bridgeName(way, travel, world);
	if (what === '') return unread;
	const isName = what === 'ifname' || what === 'if';
	if (world.family === 'bridge') {
		if (isName) return portOf(way, travel, world);
		if (bridgeOf(way, travel, world) === null) return absent;
		// A port of a bridge is an Ethernet device, whichever it is.
		return what === 'iftype' ? of('ether') : unread;
	}

	const device = way === 'i' ? travel.input : travel.output;
	if (isName) return of(device ?? '');
	if (device === null) return absent;
	const kind = world.routing.kindOf(device);
	if (kind === null) return unread;
	if (what === 'ifkind') return kindless.has(kind) ? absent : of(kind);
	return kind === 'loopback' ? of(kind) : ethernet.has(kind) ? of('ether') : unread;
}

function bridgeName(way: string, travel: Travel, world: Asked): Left {
	const name = world.family === 'bridge' ? bridgeOf(way, travel, world) : undefined;
	return name === undefined ? unread : name === null ? absent : of(name);
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
