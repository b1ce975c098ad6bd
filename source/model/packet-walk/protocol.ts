/** Protocols by name and by number, as iptables and nft print them. */

const protocolNumbers: Readonly<Record<string, string>> = {
	'0': 'all',
	'1': 'icmp',
	'6': 'tcp',
	'17': 'udp',
	'58': 'icmpv6',
	'132': 'sctp',
	'ipv6-icmp': 'icmpv6',
};

const protocolName = (word: string): string => protocolNumbers[word] ?? word;

export function isProtocol(wanted: string, actual: string): boolean {
	const name = protocolName(wanted);
	return name === 'all' || name === protocolName(actual);
}

/** A protocol of which the number is known: no other number can mean it. */
export const hasNumber = (protocol: string): boolean => Object.values(protocolNumbers).includes(protocolName(protocol));
