import type {Family} from '../model/packet-filter.js';
import {asFamily} from './nft-json.js';

/**
 * One line of `nft -a monitor trace` (nft 1.0.x and newer):
 *
 *     trace id 8ecd5d7a ip nat OUTPUT packet: oif "enp1s0" ip saddr 192.168.122.161 ip daddr 10.100.10.4 … tcp dport 80 …
 *     trace id 8ecd5d7a ip nat OUTPUT rule counter packets 5 bytes 280 jump KUBE-SERVICES # handle 58 (verdict jump KUBE-SERVICES)
 *     trace id 8ecd5d7a ip nat OUTPUT policy accept meta mark 0x00004000
 *
 * The kernel tells only rules that fit. The counters in a rule are those of the moment when nft began to listen.
 */
export type TraceEvent = {
	/**
	 * Made of the packet's place in memory and the interface that it came in by: a packet gets another one behind a bridge
	 * (br_netfilter), and when it comes in again through `lo`.
	 */
	readonly id: string;
	readonly family: Family;
	readonly table: string;
	readonly chain: string;
} & (
	| {
			readonly kind: 'packet';
			readonly input: string | null;
			readonly output: string | null;
			readonly source: string | null;
			readonly destination: string | null;
			readonly sourcePort: number | null;
			readonly destinationPort: number | null;
			/** What tells one packet of a flow from the next; null: not printed (IPv6 has no number). */
			readonly number: number | null;
			readonly length: number | null;
	  }
	| {
			readonly kind: 'rule';
			readonly text: string;
			/** Null: an nft that does not tell. */
			readonly handle: number | null;
			readonly verdict: string;
	  }
	| {readonly kind: 'policy' | 'verdict'; readonly verdict: string}
);

const head = /^trace id (\S+) (\S+) (\S+) (\S+) (packet:|rule|policy|verdict|unknown rule) ?(.*)$/;

/** Undefined: not a line of a trace. */
export function readTraceLine(line: string): TraceEvent | undefined {
	const [, id, familyWord, table, chain, what, rest = ''] = head.exec(line.trimEnd()) ?? [];
	const family = asFamily(familyWord);
	if (id === undefined || table === undefined || chain === undefined || !family) return undefined;
	const where = {id, family, table, chain};
	switch (what) {
		case 'packet:':
			return {...where, kind: 'packet', ...packetOf(rest)};
		case 'policy':
		case 'verdict':
			return {...where, kind: what, verdict: rest.split(' ')[0] ?? ''};
		default: {
			const [, text = '', verdict = ''] = /^(.*?)\s*\(verdict ([^()]*)\)$/.exec(rest) ?? [];
			const [, words = text, handle] = /^(.*?)\s*(?:# )?handle (\d+)$/.exec(text) ?? [];
			return {
				...where,
				kind: 'rule',
				text: words.trim(),
				handle: handle === undefined ? null : Number(handle),
				verdict,
			};
		}
	}
}

function packetOf(
	text: string,
): Omit<Extract<TraceEvent, {kind: 'packet'}>, 'kind' | 'id' | 'family' | 'table' | 'chain'> {
	const word = (pattern: RegExp): string | null => pattern.exec(text)?.[1] ?? null;
	const number = (pattern: RegExp): number | null => {
		const found = word(pattern);
		return found === null ? null : Number(found);
	};

	return {
		input: word(/\biif "([^"]*)"/),
		output: word(/\boif "([^"]*)"/),
		source: word(/\bip6? saddr (\S+)/),
		destination: word(/\bip6? daddr (\S+)/),
		sourcePort: number(/\b(?:tcp|udp|sctp|th) sport (\d+)/),
		destinationPort: number(/\b(?:tcp|udp|sctp|th) dport (\d+)/),
		number: number(/\bip id (\d+)/),
		length: number(/\bip6? length (\d+)/),
	};
}
