import {isDropping, type LinkRate} from '../../../model/network-rates.js';
import {facts} from '../../../components/blocks.js';
import {blank, colored, dim, line, type Line} from '../../../components/line.js';
import type {Wire} from '../../../model/map.js';
import type {Counters, LinkWithPeer, Topology} from '../../../facts/network.js';
import {hostKey, linkKey} from '../../../model/network-keys.js';
import type {Rate} from '../../../model/network-rates.js';
import {formatBytes} from '../../../model/quantity.js';
import {rowsOf, type Rows} from '../../../components/rows.js';
import {routeLine, type DetailContext} from '../details.js';
import {nodeFacts} from '../node-details.js';
import {oddities} from './words.js';

/** Everything about one link of the host: the details below the map. */
export function linkRows(
	link: LinkWithPeer,
	wire: Wire | undefined,
	{routes}: Pick<Topology, 'routes'>,
	context: DetailContext,
): Rows {
	const {text, rates} = context;
	const words = text.network.link;
	const rate = rates.get(linkKey(hostKey, link));
	const own = routes.filter(({dev, table}) => dev === link.name && table === 'main');
	const lines = [
		...(wire ? oddities(wire, context).map(odd => line(colored(`! ${words.odd[odd]}`, 'yellow'))) : []),
		...(rate && rate.since !== null && rate.dropped > 0 ? [dropLine(rate.since, rate, context)] : []),
		...facts([
			[
				words.state,
				parts(
					link.state,
					link.mtu === null ? null : text.network.mtu(link.mtu),
					link.mac,
					link.qdisc === null ? null : words.qdisc(link.qdisc),
				),
			],
			[
				words.kind,
				parts(
					link.kind,
					link.master === null ? null : text.network.inBridge(link.master),
					link.bridgePort && words.port(link.bridgePort.state, link.bridgePort.hairpin),
				),
			],
			...(link.peer ? [[words.peer, peerLine(link, context)] as const] : []),
			...link.addresses.map(
				({local, prefixlen, scope, dynamic}, index) =>
					[
						index === 0 ? words.addresses : '',
						line(`${local}/${prefixlen}`, dim(`  ${scope}${dynamic ? '  dynamic' : ''}`)),
					] as const,
			),
			[words.received, counted(link.rx, rate?.rx, context)],
			[words.sent, counted(link.tx, rate?.tx, context)],
			...nodeFacts(context.nodes, link.name, text),
			...own.map((route, index) => [index === 0 ? words.routes : '', routeLine(route, text.network.default)] as const),
		]),
	];
	return rowsOf(lines);
}

const parts = (first: string, ...others: ReadonlyArray<string | null>): Line =>
	line(first, ...others.filter(part => part !== null && part !== '').map(part => dim(`  ${part ?? ''}`)));

function peerLine({peer}: LinkWithPeer, {text, pods}: DetailContext): Line {
	const {link: words, unnamed, thisHost} = text.network;
	if (!peer) return blank;
	const where =
		peer.namespace === '' ? thisHost : peer.namespace === null ? unnamed : (pods.get(peer.namespace) ?? peer.namespace);
	return line(
		`${peer.name ?? ''}${peer.name === null ? '' : ' '}#${peer.index}`,
		`  ${where}`,
		dim(`  ${peer.verified ? words.verified : words.notVerified}`),
	);
}

/** How many, how fast, since when; dim where it is no more than what every link has. */
function dropLine(since: number, rate: LinkRate, {text}: DetailContext): Line {
	const at = new Date(since).toTimeString().slice(0, 8);
	const words = text.network.link.dropped(rate.dropped, Math.round(rate.perMinute), at);
	return line(isDropping(rate) ? colored(words, 'yellow') : dim(words));
}

function counted(counters: Counters | null, rate: Rate | undefined, {text}: DetailContext): Line {
	const words = text.network.link;
	if (!counters) return line(dim(text.network.unknown));
	const {bytes, packets, drops} = counters;
	const drop = words.counted(formatBytes(bytes), String(packets), String(drops));
	return line(drop, ...(rate ? [dim(`  ${words.perSecond(formatBytes(rate.bytes), Math.round(rate.packets))}`)] : []));
}
