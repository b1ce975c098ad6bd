import type {Connection, ConnectionEvent, Way} from '../facts/connections.js';
import type {Endpoint} from '../facts/packets.js';

/** A line of `conntrack -L -o extended,id` (1.4.7, 1.4.8), also without `extended`. Undefined: none. */
export function readConnection(line: string): Connection | undefined {
	const tokens = line.trim().split(/\s+/);
	if (/^ipv[46]$/.test(tokens[0] ?? '')) tokens.splice(0, 2);
	const [protocol = '', number = ''] = tokens.splice(0, 2);
	if (!/^[a-z][\w-]*$/.test(protocol) || !/^\d+$/.test(number)) return undefined;
	const timeout = /^\d+$/.test(tokens[0] ?? '') ? Number(tokens.shift()) : null;
	const state = /^[A-Z][A-Z_\d]*$/.test(tokens[0] ?? '') ? (tokens.shift() ?? null) : null;
	const ways: Array<Map<string, string>> = [];
	const flags = new Set<string>();
	for (const token of tokens) {
		const [, key, value = ''] = /^([a-z][\w-]*)=(.*)$/.exec(token) ?? [];
		if (key === undefined) flags.add(token);
		else if (key === 'src') ways.push(new Map([[key, value]]));
		else if (!ways.at(-1)?.has(key)) ways.at(-1)?.set(key, value);
		// ICMP has an id of its own in each way; the last one is the entry's.
		else ways.at(-1)?.set(`${key} again`, value);
	}

	const [first, second] = ways;
	const original = first && wayOf(first);
	const reply = second && wayOf(second);
	if (!original || !reply || !second) return undefined;
	const whole = (key: string): number | null => (second.has(key) ? Number(second.get(key)) : null);
	const own = whole('id again') ?? (second.has('type') ? null : whole('id'));
	return {
		...{id: own, protocol, state, timeout, original, reply},
		replied: !flags.has('[UNREPLIED]'),
		assured: flags.has('[ASSURED]'),
		mark: whole('mark'),
		zone: whole('zone'),
		dnat: same(reply.from, original.to) ? null : reply.from,
		snat: same(reply.to, original.from) ? null : reply.to,
	};
}

const events = {NEW: 'new', UPDATE: 'update', DESTROY: 'destroy'} as const;

/** A line of `conntrack -E -o extended,id,timestamp`. Undefined: none. */
export function readConnectionEvent(line: string): ConnectionEvent | undefined {
	const [, at, word, rest = ''] = /^(?:\[(\d+\.\d+)\]\s+)?\[(NEW|UPDATE|DESTROY)\]\s+(.*)$/.exec(line.trim()) ?? [];
	const connection = word === undefined ? undefined : readConnection(rest);
	if (!connection) return undefined;
	return {kind: events[word as keyof typeof events], at: at === undefined ? null : Number(at), connection};
}

function wayOf(words: ReadonlyMap<string, string>): Way | undefined {
	const [source, destination] = [words.get('src'), words.get('dst')];
	if (source === undefined || destination === undefined) return undefined;
	const number = (key: string): number | null => (words.has(key) ? Number(words.get(key)) : null);
	return {
		from: {address: source, port: number('sport')},
		to: {address: destination, port: number('dport')},
		packets: number('packets'),
		bytes: number('bytes'),
	};
}

const same = (a: Endpoint, b: Endpoint): boolean => a.address === b.address && a.port === b.port;
