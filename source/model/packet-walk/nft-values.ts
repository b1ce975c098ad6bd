import {asList, asNumber, asObject, asText} from '../../read/json-value.js';
import {words} from '../../read/nft/expression.js';
import {etherType, frameMeta} from './nft-frame.js';
import type {Asked, Left} from './nft-left.js';
import {hasConnection, type Tracking, type Travel} from './facts.js';
import {leads} from './route.js';
import {isProtocol} from './protocol.js';

const unread: Left = {kind: 'unread'};
const absent: Left = {kind: 'absent'};
const of = (value: string | number | boolean | null): Left => (value === null ? unread : {kind: 'value', value});

const maxDepth = 24;

export function leftOf(expression: unknown, travel: Travel, world: Asked, depth = 0): Left {
	if (depth > maxDepth) return unread;
	if (typeof expression === 'number' || typeof expression === 'boolean') return of(expression);
	if (typeof expression === 'string') return of(flagBit(expression) ?? expression);
	// Flags written as a list: `tcp flags & (fin | syn)`.
	if (Array.isArray(expression)) return number({'|': expression as unknown[]}, travel, world, depth);
	const object = asObject(expression);
	const key = Object.keys(object)[0] ?? '';
	const inner = object[key];
	const parts = asObject(inner);
	switch (key) {
		case 'payload':
			return payload(asText(parts['protocol']) ?? '', asText(parts['field']) ?? '', travel, world);
		case 'meta':
			return meta(asText(parts['key']) ?? '', travel, world);
		case 'ct':
			// Whether a bridge tracks connections itself is not known.
			return world.family === 'bridge'
				? unread
				: conntrack(asText(parts['key']) ?? '', asText(parts['dir']), travel, world);
		case 'rt':
			return asText(parts['key']) === 'ipsec' && world.never?.('ipsec') ? of(false) : unread;
		case 'ipsec':
			// Nothing of IPsec, no field of it.
			return world.never?.('ipsec') ? absent : unread;
		case 'fib':
			return fib(asText(parts['result']) ?? '', words(parts['flags']), travel, world);
		case 'concat':
			return {kind: 'list', values: asList(inner).map(part => leftOf(part, travel, world, depth + 1))};
		case '&':
		case '|':
		case '^':
		case '<<':
		case '>>':
			return number(object, travel, world, depth);
		default:
			return unread;
	}
}

const tcpFlags = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ecn', 'cwr'];

/** The bit of a flag of tcp: `syn` is 2. */
export function flagBit(word: string): number | undefined {
	const bit = tcpFlags.indexOf(word);
	return bit === -1 ? undefined : 1 << bit;
}

function number(object: Readonly<Record<string, unknown>>, travel: Travel, world: Asked, depth: number): Left {
	const operator = Object.keys(object)[0] ?? '';
	// Of the fragments the first alone is walked, or what was put together again: no offset.
	if (operator === '&' && isOffset(asList(object['&']))) return travel.family === 'ip' ? of(0) : absent;
	const sides = asList(object[operator]).map(part => leftOf(part, travel, world, depth + 1));
	const missing = sides.find(({kind}) => kind === 'absent');
	if (missing) return missing;
	const numbers = sides.map(side => (side.kind === 'value' && typeof side.value === 'number' ? side.value : undefined));
	const [first, ...rest] = numbers;
	if (first === undefined || rest.some(value => value === undefined)) return unread;
	const apply: Readonly<Record<string, (a: number, b: number) => number>> = {
		'&': (a, b) => a & b,
		'|': (a, b) => a | b,
		'^': (a, b) => a ^ b,
		'<<': (a, b) => a << b,
		'>>': (a, b) => a >>> b,
	};
	const combine = apply[operator];
	return combine ? of(rest.reduce<number>((a, b) => combine(a, b ?? 0) >>> 0, first)) : unread;
}

/** `ip frag-off & 0x1fff`: without the bits that a sender may set. */
function isOffset([field, mask]: readonly unknown[]): boolean {
	const {protocol, field: name} = asObject(asObject(field)['payload']);
	return protocol === 'ip' && name === 'frag-off' && typeof mask === 'number' && mask <= 0x1f_ff;
}

/** The first packet of a connection, the first of its answer, or what the sender says then. */
const flagsOf = ({answers, continues, pushes}: Travel): number =>
	answers ? 0x12 : continues ? (pushes ? 0x18 : 0x10) : 0x02;

const transport = new Set(['tcp', 'udp', 'sctp', 'udplite', 'dccp']);

function payload(protocol: string, field: string, travel: Travel, world: Asked): Left {
	const {family, source, destination, sourcePort, destinationPort} = travel;
	if (protocol === 'ether' && field === 'type') return etherType(travel, world);
	if (protocol === 'ip' || protocol === 'ip6') {
		if (protocol !== family) return absent;
		if (field === 'saddr') return of(source);
		if (field === 'daddr') return of(destination);
		if (field === 'version') return of(protocol === 'ip' ? 4 : 6);
		return field === 'protocol' || field === 'nexthdr' ? of(travel.protocol) : unread;
	}

	if (transport.has(protocol) || protocol === 'th') {
		if (protocol === 'th' && !transport.has(travel.protocol)) return otherHeader(field, travel);
		if (protocol !== 'th' && protocol !== travel.protocol) return absent;
		if (field === 'sport') return of(sourcePort);
		if (field === 'dport') return of(destinationPort);
		return field === 'flags' && protocol === 'tcp' ? of(flagsOf(travel)) : unread;
	}

	if (protocol === 'icmp' || protocol === 'icmpv6') {
		if (protocol !== travel.protocol) return absent;
		return field === 'type' ? of(travel.answers ? 'echo-reply' : 'echo-request') : unread;
	}

	return unread;
}

/** `th` takes what stands where ports would: of ICMP its type and code, then its checksum. */
function otherHeader(field: string, {protocol, answers}: Travel): Left {
	if (field !== 'sport') return unread;
	if (protocol === 'icmp') return of(answers ? 0 : 8 << 8);
	return protocol === 'icmpv6' ? of((answers ? 129 : 128) << 8) : unread;
}

function meta(key: string, travel: Travel, world: Asked): Left {
	const {hook, family} = world;
	switch (key) {
		case 'mark':
			return of(travel.mark);
		case 'ipsec':
		case 'secpath':
			return world.never?.('ipsec') ? of(false) : unread;
		case 'l4proto':
			return of(travel.protocol === 'icmpv6' ? 'ipv6-icmp' : travel.protocol);
		case 'nfproto':
			return of(travel.family === 'ip6' ? 'ipv6' : 'ipv4');
		case 'protocol':
			return of(travel.family);
		// What comes from elsewhere has no socket here.
		case 'skuid':
		case 'skgid':
		case 'cgroup':
			return travel.input === null || hasSocket(travel, hook) || family === 'bridge' ? unread : absent;
		// What is routed was sent to this host's own link address; another word may stand there on the devices of a bridge.
		case 'pkttype':
			return hook === 'ingress' || hook === 'egress' || family === 'bridge' || isToMany(travel.destination)
				? unread
				: of('host');
		default:
			return frameMeta(key, travel, world);
	}
}

/** The answer to a first packet goes the other way round, as it was translated so far. */
const isReplyOf = ({tracking}: Travel, direction: string | null): boolean =>
	direction === 'reply' && tracking === 'new';

/** By which the kernel finds the socket of a connection before it asks the rules of `input` (tcp_v4_early_demux). */
const hasSocket = ({tracking}: Travel, hook: string | null | undefined): boolean =>
	tracking !== 'new' && hook !== 'prerouting' && hook !== 'forward';

/** Multicast, or perhaps a broadcast address. */
export const isToMany = (address: string): boolean =>
	address.includes(':') ? /^ff/i.test(address) : /^(?:22[4-9]|23\d|255)\.|\.(?:0|255)$/.test(address);

const stateWords: Readonly<Record<Tracking, string>> = {
	none: 'invalid',
	new: 'new',
	untracked: 'untracked',
	reply: 'established',
	established: 'established',
	invalid: 'invalid',
};

function conntrack(key: string, direction: string | null, travel: Travel, {never}: Asked): Left {
	const {original, tracking, answers, continues} = travel;
	if (key === 'state') return {kind: 'flags', value: [stateWords[tracking]]};
	// No connection, no field of it: the rule does not apply.
	if (!hasConnection(tracking)) return absent;
	const {dnat, snat} = (tracking === 'new' ? undefined : (answers ?? continues)) ?? travel;
	// What was made here for this host was noted before it came in again.
	const isConfirmed = tracking !== 'new' || travel.input === 'lo';
	switch (key) {
		case 'status':
			return {
				kind: 'flags',
				value: [
					...(dnat ? ['dnat'] : []),
					...(snat ? ['snat'] : []),
					...(tracking === 'new' ? [] : ['seen-reply']),
					...(isConfirmed ? ['confirmed'] : []),
					...(tracking === 'established' ? ['assured'] : []),
				],
			};
		case 'mark':
			return of(travel.connectionMark);
		case 'helper':
			return never?.('helper') ? absent : unread;
		case 'label':
			return never?.('label') ? {kind: 'none'} : unread;
		case 'direction':
			return of(tracking === 'reply' ? 'reply' : 'original');
		case 'l3proto':
			return of(travel.family === 'ip6' ? 'ipv6' : 'ipv4');
		case 'protocol':
			return of(travel.protocol);
		// What gives another zone is a doubt of its own, wherever it is met.
		case 'zone':
			return of(0);
		case 'saddr':
		case 'ip saddr':
		case 'ip6 saddr':
			return direction === 'original'
				? of(original.source)
				: isReplyOf(travel, direction)
					? of(travel.destination)
					: unread;
		case 'daddr':
		case 'ip daddr':
		case 'ip6 daddr':
			return direction === 'original'
				? of(original.destination)
				: isReplyOf(travel, direction)
					? of(travel.source)
					: unread;
		case 'proto-src':
			return direction === 'original' ? of(original.sourcePort) : unread;
		case 'proto-dst':
			return direction === 'original' ? of(original.destinationPort) : unread;
		default:
			return unread;
	}
}

function fib(result: string, flags: readonly string[], travel: Travel, {routing, hook}: Asked): Left {
	const address = flags.includes('saddr') ? travel.source : flags.includes('daddr') ? travel.destination : undefined;
	if (address === undefined) return unread;
	const device = flags.includes('iif') ? travel.input : flags.includes('oif') ? travel.output : null;
	if (result === 'type') return of(routing.typeOf(address, device));
	// What comes by lo came from here: its device is the answer, whatever the routes say (nft_fib_can_skip). Of kernels
	// before 6.16 that holds in prerouting alone.
	if (device === 'lo' && flags.includes('iif') && (result === 'check' || result.startsWith('oif')))
		return hook === 'input' ? unread : result === 'check' ? of(true) : {kind: 'device', value: 'lo'};
	const other = address === travel.source ? travel.destination : travel.source;
	const {route, devices, doubts} = routing.lookUp({
		...{destination: address, source: other, input: null, protocol: travel.protocol},
		...{sourcePort: null, destinationPort: null, mark: flags.includes('mark') ? travel.mark : 0},
	});
	if (doubts.length > 0) return unread;
	const isUnicast = leads(route) && route.type === 'unicast' && !routing.isLocal(address);
	const found = isUnicast && (device === null || devices.includes(device));
	if (result === 'check') return of(found);
	// `fib … oif` is compared with a name, or with whether there is one.
	return result === 'oif' || result === 'oifname'
		? {kind: 'device', value: found ? (device ?? route.dev ?? '') : null}
		: unread;
}

/** A number of the mark that a rule sets; null: not known. */
export function markValue(expression: unknown, travel: Travel, world: Asked): number | null {
	const value = leftOf(expression, travel, world);
	return value.kind === 'value' ? asNumber(value.value) : null;
}

/** Does a plain value of a rule name this protocol, number, word? Names and numbers of one thing are equal. */
export const sameWord = (wanted: string, actual: string): boolean => wanted === actual || isProtocol(wanted, actual);
