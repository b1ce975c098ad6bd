import {canonicalAddress, contains, parseCidr, type Cidr} from './cidr.js';

/** Why an address is not taken for one of other nodes. */
export type NodeAddressFault =
	/** No address and no network. */
	| 'no-address'
	/** `10.0.0.5/24`: an address in a network; which of both is meant cannot be told. */
	| 'host-bits'
	/** Loopback, multicast, link-local, unspecified: no other node has it. */
	| 'never-a-node'
	/** A network so wide that the limit would be none. */
	| 'too-wide'
	/** More than `mostNodes` entries. */
	| 'too-many';

export type NodeAddresses =
	| {readonly nodes: readonly string[]}
	| {readonly fault: NodeAddressFault; readonly at: string; readonly network?: string};

/** Each one is up to eight rules of the firewall: more machines are named by their network. */
export const mostNodes = 32;

/** The widest networks that are still a limit. */
const widest = {4: 8, 6: 32} as const;

const never = [
	'0.0.0.0/8',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'224.0.0.0/3',
	'::/127',
	'fe80::/10',
	'ff00::/8',
	'::ffff:0:0/96',
]
	.map(text => parseCidr(text))
	.filter(cidr => cidr !== undefined);

/**
 * Addresses and networks of other nodes, separated by commas: as the kernel prints them, each once. firewalld itself
 * would take `010.0.0.1` and `10.0.0.5/24` and make of them what it likes: neither is taken here.
 */
export function readNodeAddresses(text: string): NodeAddresses {
	const words = text.split(',').map(word => word.trim());
	const nodes: string[] = [];
	for (const word of words.filter((each, index) => each !== '' || words.length === 1 || index < words.length - 1)) {
		const read = oneNode(word);
		if (typeof read !== 'string') return read;
		if (!nodes.includes(read)) nodes.push(read);
	}

	return nodes.length > mostNodes ? {fault: 'too-many', at: String(nodes.length)} : {nodes};
}

function oneNode(word: string): string | Exclude<NodeAddresses, {nodes: readonly string[]}> {
	const [address = '', prefix] = word.split('/');
	const cidr = word === 'default' ? undefined : parseCidr(word);
	const plain = cidr?.family === 6 || /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){3}$/.test(address);
	if (cidr === undefined || !plain || (prefix !== undefined && prefix !== String(Number(prefix))))
		return {fault: 'no-address', at: word};
	const network = networkText(cidr);
	const own = parseCidr(address);
	if (own !== undefined && own.base !== cidr.base) return {fault: 'host-bits', at: word, network};
	if (cidr.length < widest[cidr.family]) return {fault: 'too-wide', at: word};
	if (never.some(each => contains(each, cidr))) return {fault: 'never-a-node', at: word};
	return network;
}

/** `10.0.0.2`, `10.0.0.0/24`, `fd00::/64`: a network of one is its address. */
export function networkText({family, base, length}: Cidr): string {
	const whole = family === 4 ? 32 : 128;
	const bytes = Array.from({length: 4}, (_, index) => Number((base >> BigInt(8 * (3 - index))) & 0xffn));
	const groups = Array.from({length: 8}, (_, index) => ((base >> BigInt(16 * (7 - index))) & 0xff_ffn).toString(16));
	const address = family === 4 ? bytes.join('.') : canonicalAddress(groups.join(':'));
	return length === whole ? address : `${address}/${length}`;
}
