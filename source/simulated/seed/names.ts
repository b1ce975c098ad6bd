import {hash} from 'node:crypto';

/** Names as kube-proxy, Kubernetes and the CNI make them, from a text: the same text gives the same name. */

const alphabet32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The same few names are made again for each answer: their digests are kept, as hex. What is long is seldom asked twice. */
const kept = new Map<string, string>();
const longest = 200;
const most = 5000;

export function sha256(text: string): string {
	const known = kept.get(text);
	if (known !== undefined) return known;
	const digest = hash('sha256', text);
	if (text.length <= longest && kept.size < most) kept.set(text, digest);
	return digest;
}

const bytesOf = (text: string): Buffer => Buffer.from(sha256(text), 'hex');

/** kube-proxy's and kube-router's chain suffix: the first 16 characters of base32(sha256(text)), RFC 4648. */
export function chainHash(text: string): string {
	const bytes = bytesOf(text);
	let bits = 0n;
	for (const byte of bytes.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
	let name = '';
	for (let shift = 75n; shift >= 0n; shift -= 5n) name += alphabet32[Number((bits >> shift) & 31n)] ?? '';
	return name;
}

/** Kubernetes' random suffix: consonants and digits that cannot make words. */
const safe = 'bcdfghjklmnpqrstvwxz2456789';

export function safeName(text: string, length: number): string {
	const bytes = bytesOf(`name ${text}`);
	let name = '';
	for (let index = 0; index < length; index++) name += safe[(bytes[index] ?? 0) % safe.length] ?? '';
	return name;
}

export function uuid(text: string): string {
	const hex = sha256(`uuid ${text}`);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A locally administered unicast MAC address. */
export function mac(text: string): string {
	const hex = sha256(`mac ${text}`);
	return ['a2', ...[0, 2, 4, 6, 8].map(at => hex.slice(at, at + 2))].join(':');
}

/** The link-local address that the kernel makes from a MAC address (EUI-64). */
export function linkLocal(address: string): string {
	const bytes = address.split(':').map(part => Number.parseInt(part, 16));
	const eui = [(bytes[0] ?? 0) ^ 2, bytes[1], bytes[2], 0xff, 0xfe, bytes[3], bytes[4], bytes[5]];
	const groups = [0, 2, 4, 6].map(at => (((eui[at] ?? 0) << 8) | (eui[at + 1] ?? 0)).toString(16));
	return `fe80::${groups.join(':')}`;
}
