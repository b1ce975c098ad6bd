/** An IPv4 or IPv6 network. `base` has its host bits cleared; `length` counts from the left. */
export type Cidr = {readonly family: 4 | 6; readonly base: bigint; readonly length: number};

const bits = (family: 4 | 6): number => (family === 4 ? 32 : 128);

/** Read before: rules and routes ask for the same networks at every packet, a matrix asks for thousands of packets. */
const known = new Map<string, Cidr | undefined>();
const mostKnown = 4096;

/** `10.244.0.0/16`, `fd00::/8`, a bare address (a network of one), `default` (everything IPv4). Undefined: none of these. */
export function parseCidr(text: string): Cidr | undefined {
	if (known.has(text)) return known.get(text);
	const cidr = readCidr(text);
	if (known.size >= mostKnown) known.clear();
	known.set(text, cidr);
	return cidr;
}

function readCidr(text: string): Cidr | undefined {
	if (text === 'default') return {family: 4, base: 0n, length: 0};
	const [address = '', prefix, ...rest] = text.split('/');
	if (rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined;
	const family = address.includes(':') ? 6 : 4;
	const value = family === 4 ? parseIpv4(address) : parseIpv6(address);
	const length = prefix === undefined ? bits(family) : Number(prefix);
	if (value === undefined || length > bits(family)) return undefined;
	const shift = BigInt(bits(family) - length);
	return {family, base: (value >> shift) << shift, length};
}

function parseIpv4(text: string): bigint | undefined {
	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
	return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
	const mapped = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
	if (mapped) {
		const tail = parseIpv4(mapped[2] ?? '');
		if (tail === undefined) return undefined;
		return parseIpv6(`${mapped[1] ?? ''}${(tail >> 16n).toString(16)}:${(tail & 0xff_ffn).toString(16)}`);
	}

	const halves = text.split('::');
	if (halves.length > 2) return undefined;
	const [head = [], tail = []] = halves.map(half => (half === '' ? [] : half.split(':')));
	const missing = 8 - head.length - tail.length;
	if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
	const groups = [...head, ...Array.from({length: missing}, () => '0'), ...tail];
	if (!groups.every(group => /^[\da-f]{1,4}$/i.test(group))) return undefined;
	return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

/** Whether `outer` holds all of `inner`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
	if (outer.family !== inner.family || outer.length > inner.length) return false;
	const shift = BigInt(bits(outer.family) - outer.length);
	return outer.base >> shift === inner.base >> shift;
}

/** Two networks that share an address: one of them holds the other. */
export const overlaps = (a: Cidr, b: Cidr): boolean => contains(a, b) || contains(b, a);

/** As `parseCidr` reads it; IPv6 without `::`. */
export const cidrText = ({family, base, length}: Cidr): string => `${addressText(family, base)}/${length}`;

/** The address so many after the first of a network, or (below 0) before the end of it. */
export const addressIn = ({family, base, length}: Cidr, offset: number): string =>
	addressText(family, base + BigInt(offset) + (offset < 0 ? 1n << BigInt(bits(family) - length) : 0n));

function addressText(family: 4 | 6, value: bigint): string {
	const [width, count, radix, dot] = family === 4 ? ([8n, 4, 10, '.'] as const) : ([16n, 8, 16, ':'] as const);
	const groups = Array.from({length: count}, (_, index) =>
		((value >> (width * BigInt(count - 1 - index))) & ((1n << width) - 1n)).toString(radix),
	);
	return groups.join(dot);
}

/** An address as the kernel's tools print it (RFC 5952): `fd01:0:0::A5` is `fd01::a5`. What is no address stays as it is. */
export function canonicalAddress(text: string): string {
	if (!text.includes(':')) return text;
	const parsed = parseCidr(text);
	if (!parsed || text.includes('/')) return text;
	const groups = addressText(6, parsed.base).split(':');
	let best = {at: -1, length: 1};
	for (let at = 0; at < groups.length; at++) {
		let length = 0;
		while (groups[at + length] === '0') length++;
		if (length > best.length) best = {at, length};
	}

	if (best.at === -1) return groups.join(':');
	return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}
