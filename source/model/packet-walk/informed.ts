import {contains, parseCidr} from '../cidr.js';
import {heard, walkOf} from './arrival.js';
import type {Ending, Listeners, Walk, WalkVerdict} from './facts.js';
import {sent, taken} from './spaces.js';

/** Where a walk arrives without knowing who listens: addresses of this host's namespaces; null: this host itself. */
export const arrivals = ({packet: {source, input}, endings}: Walk): Array<string | null> => [
	...new Set([
		...endings.flatMap(({verdict, output, packet}) =>
			verdict === 'arrives' ? [output === null ? null : packet.destination] : [],
		),
		// A sender may be in a namespace of this host, which decides too.
		...(input === null || input === 'lo' ? [] : [source]),
	]),
];

/** The same walk, once it is known who listens where it arrives, and which addresses only services have. */
export function informed(walk: Walk, listeners: Listeners | undefined, serviceRanges: readonly string[] = []): Walk {
	const ranges = serviceRanges.flatMap(range => parseCidr(range) ?? []);
	const verdictOf = ({verdict, output, packet}: Ending): WalkVerdict => {
		const at = parseCidr(packet.destination);
		if (verdict === 'leaves' && at && ranges.some(range => contains(range, at))) return 'astray';
		if (verdict !== 'arrives' || !listeners) return verdict;
		return heard(
			output === null ? (listeners.host ?? undefined) : listeners.namespaces.get(packet.destination),
			packet,
		);
	};

	const leaving = listeners && sent(walk.packet, listeners);
	const [first, ...others] = walk.endings.map(before => {
		const verdict = verdictOf(before);
		const ending = verdict === before.verdict ? before : {...before, verdict};
		const there = listeners ? taken(ending, listeners) : ending;
		return leaving ? leaving(there) : there;
	});
	return first ? walkOf(walk.packet, [first, ...others], walk.whole, walk.needs) : walk;
}
