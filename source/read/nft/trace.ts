import type {TraceEvent} from '../../facts/packet-filter.js';
import {asFamily} from './json.js';

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
