import {contains, parseCidr} from '../cidr.js';
import type {Ruleset, Verdict} from '../../facts/packet-filter.js';
import type {Ending, Packet, Socket, Surroundings, Travel, Walk, WalkVerdict} from './facts.js';
import {rulesWith} from '../rules-with.js';
import type {Routing} from './route.js';
import {answered} from './back.js';
import {surenessOf} from './sureness.js';

/** What becomes of a packet that no rule refused. */
export function createArrivals(
	ruleset: Ruleset,
	{listeners, serviceRanges = []}: Surroundings,
	routing: Routing,
): (travel: Travel) => WalkVerdict {
	const ranges = serviceRanges.flatMap(range => parseCidr(range) ?? []);
	const services = new Map<string, boolean>();
	const isService = (address: string): boolean => {
		const at = parseCidr(address);
		const known =
			services.get(address) ??
			((at !== undefined && ranges.some(range => contains(range, at))) || isClusterAddress(ruleset, address));
		services.set(address, known);
		return known;
	};

	return travel => {
		const {destination, output} = travel;
		// Whoever asked takes the answer.
		if (travel.answers && output === null) return 'arrives';
		if (output === null) return heard(listeners?.host ?? undefined, travel);
		if (isOwnSource(travel)) return 'dropped';
		const sockets = travel.answers ? undefined : listeners?.namespaces.get(destination);
		if (sockets) return heard(sockets, travel);
		if (isService(destination)) return 'astray';
		return routing.isBridge(output) ? 'arrives' : 'leaves';
	};
}

/** All endings of a packet, and how sure they are together. */
export function walkOf(
	packet: Packet,
	given: readonly [Ending, ...Ending[]],
	whole: boolean,
	needs: Walk['needs'],
): Walk {
	const [first, ...others] = given;
	const endings: readonly [Ending, ...Ending[]] = [answered(first), ...others.map(answered)];
	const [main] = endings;
	const agreed =
		whole &&
		main.verdict !== 'unknown' &&
		endings.every(({verdict, reasons}) => verdict === main.verdict && reasons.length === 0);
	const sureness = surenessOf(endings, whole, agreed);
	return {packet, main, endings, whole, agreed, certain: sureness.kind === 'certain', needs, sureness};
}

export function heard(
	sockets: readonly Socket[] | undefined,
	{protocol, destination, destinationPort}: Packet,
): WalkVerdict {
	// The kernel itself answers an echo request.
	if (protocol.startsWith('icmp')) return sockets ? 'delivered' : 'arrives';
	// `ss -tu` does not list sockets of other protocols.
	if (!sockets || destinationPort === null || (protocol !== 'tcp' && protocol !== 'udp')) return 'arrives';
	return sockets.some(
		socket =>
			socket.protocol === protocol && socket.port === destinationPort && takes(bare(socket.address), destination),
	)
		? 'delivered'
		: 'unheard';
}

/** Sent back to its own sender without another source (a hairpin that is not masqueraded): IPv4 takes no such packet. */
const isOwnSource = ({source, destination}: Packet): boolean => source === destination && !source.includes(':');

const bare = (address: string): string => address.replace(/^\[|\]$/g, '').replace(/^::ffff:(?=\d+\.)/, '');

/** `*` takes both families, `0.0.0.0` and `::` all of their own. */
function takes(socket: string, destination: string): boolean {
	if (socket === '*' || socket === destination) return true;
	return socket === (destination.includes(':') ? '::' : '0.0.0.0');
}

/**
 * Whether the rules themselves say that an address is a service's: kube-proxy's rules for cluster IPs, and those
 * that refuse one without endpoints (iptables mode), or its set of all of them (nftables mode).
 */
function isClusterAddress({tables}: Ruleset, address: string): boolean {
	const mask = address.includes(':') ? '/128' : '/32';
	const wanted = ` -d ${address}${mask} `;
	return tables.some(({name, chains, sets}) => {
		if (name === 'kube-proxy') {
			return sets.some(set => set.name === 'cluster-ips' && set.elements.some(({key}) => key === address));
		}

		const services = chains.find(chain => chain.name === 'KUBE-SERVICES');
		return rulesWith(services?.rules ?? [], wanted).some(
			({comment, verdict}) =>
				(name === 'nat' && comment?.endsWith(' cluster IP') === true) ||
				(name === 'filter' && refuses(verdict) && / has no (?:local )?endpoints$/.test(comment ?? '')),
		);
	});
}

const refuses = ({kind}: Verdict): boolean => kind === 'reject' || kind === 'drop';
