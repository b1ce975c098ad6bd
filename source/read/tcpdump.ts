import type {CaptureCounts, Endpoint, Packet} from '../facts/packets.js';

/**
 * A line of `tcpdump -nn -tt -e` (4.9.3, 4.99.3, 4.99.5), with or without -e, of one link or of `any`. Undefined: it begins
 * no packet: it goes on with the one before (what is inside a tunnel, bytes that nobody knows).
 */
export function readPacketLine(line: string): Packet | undefined {
	const head = /^(\d{1,12}\.\d{1,9})\s+(?:(?:(\S+)\s+)?(In|Out|B|M|P)\s+)?(.*)$/s.exec(line);
	if (!head) return undefined;
	const [, at, link = null, way, rest = ''] = head;
	return {
		at: Number(at),
		link,
		way: (way as Packet['way'] | undefined) ?? null,
		...frameOf(rest),
	};
}

type Frame = Omit<Packet, 'at' | 'link' | 'way'>;

const mac = '(?:[\\da-f]{2}:){5}[\\da-f]{2}';
const linkHead = new RegExp(
	`^(?:ifindex \\d+ )?(?:(${mac})(?: > (${mac}),)? )?(?:ethertype ([^,]*?)(?: \\((0x[\\da-f]+)\\))?|(802\\.[23])), length (\\d+): ?(.*)$`,
	's',
);

function frameOf(text: string): Frame {
	const [, from, to, type, number, old, length, body = ''] = linkHead.exec(text) ?? [];
	if (length === undefined) {
		// Without -e, or of a link that has no Ethernet: IP, IP6 or ARP stands first.
		const [, word, plain] = /^(IP6?|ARP|ip|ip6):?,? (.*)$/s.exec(text) ?? [];
		return {...bodyOf(plain ?? text, (word ?? '').toUpperCase(), null, null), length: null, vlans: []};
	}

	const vlans: number[] = [];
	let inner = body;
	// A type that has no name is told by its number.
	let kind = (type === 'Unknown' ? number : type) ?? old ?? '';
	for (;;) {
		const [whole, tag, next] =
			/^vlan (\d+), p \d+(?:, DEI)?, (?:ethertype ([^,]*?)(?: \(0x[\da-f]+\))?, )?/.exec(inner) ?? [];
		if (whole === undefined) break;
		vlans.push(Number(tag));
		kind = next ?? kind;
		inner = inner.slice(whole.length);
	}

	return {...bodyOf(inner, kind, endpoint(from), endpoint(to)), length: Number(length), vlans};
}

const endpoint = (address: string | undefined): Endpoint | null =>
	address === undefined ? null : {address, port: null};

function bodyOf(
	text: string,
	kind: string,
	from: Endpoint | null,
	to: Endpoint | null,
): Omit<Frame, 'length' | 'vlans'> {
	const said = text.trim();
	const truncated = /\[\|[\w-]+\]/.test(said);
	if (/^ARP$/i.test(kind)) return {...arpOf(said, from, to), truncated, refuses: false};
	// What is inside of a tunnel is of another kind than what carries it.
	const [, source = '', destination = '', words = ''] = /^(\S+) > (\S+?):(?: (.*)|)$/s.exec(said) ?? [];
	const [sender, receiver] = [addressOf(source), addressOf(destination)];
	if (!sender || !receiver) {
		const protocol = kind === '' ? 'other' : kind.toLowerCase();
		return {protocol, from, to, what: said, truncated, refuses: false};
	}

	const what = words.trim();
	return {
		protocol: protocolOf(what, sender, receiver),
		...{from: sender, to: receiver, what, truncated},
		refuses: refusal.test(what),
	};
}

const refusal = /^Flags \[[^\]]*R|^ICMP6?,? .*(?:unreachable|prohibited)|\b(?:NXDomain|ServFail|Refused)\b/;

function arpOf(
	said: string,
	from: Endpoint | null,
	to: Endpoint | null,
): Pick<Frame, 'protocol' | 'from' | 'to' | 'what'> {
	const [, asked, asker] = /^Request who-has ([^\s,]+)(?: \([^)]*\))? tell ([^\s,]+)/.exec(said) ?? [];
	if (asked !== undefined) return {protocol: 'arp', from: endpoint(asker), to: endpoint(asked), what: said};
	const [, owner] = /^Reply ([^\s,]+) is-at /.exec(said) ?? [];
	return {protocol: 'arp', from: owner === undefined ? from : endpoint(owner), to, what: said};
}

const dns =
	/^\d+[*+%$|-]*(?: \[[^\]]*\])* (?:[A-Z]\w*\?|\d+\/\d+\/\d+|(?:NXDomain|ServFail|Refused|FormErr|NotImp|YXDomain)\b)/;

function protocolOf(what: string, from: Endpoint, to: Endpoint): string {
	const ports = [from.port, to.port];
	if (what.startsWith('Flags [') || what.startsWith('[|tcp]')) return 'tcp';
	if (/^ICMP6|^HBH ICMP6/.test(what)) return 'icmp6';
	if (/^ICMP\b|^\[\|icmp\]/.test(what)) return 'icmp';
	if (what.startsWith('VXLAN,')) return 'vxlan';
	// Linux and flannel send VXLAN to 8472, where tcpdump looks for OTV: it is the same header.
	if (what.startsWith('OTV,') && ports.includes(8472)) return 'vxlan';
	if (what.startsWith('sctp')) return 'sctp';
	if (what.startsWith('ESP(')) return 'esp';
	if (what.startsWith('GRE')) return 'gre';
	if (what.startsWith('BOOTP/DHCP') || what.startsWith('dhcp6 ')) return 'dhcp';
	if (ports.some(port => port === 53 || port === 5353) && dns.test(what)) return 'dns';
	if (/^(?:IP6? )?\S+ > \S+: /.test(what)) return 'ipip';
	return from.port === null && to.port === null ? 'ip' : 'udp';
}

/** `10.9.0.1.80`, `fd09::1.80`, `::ffff:10.9.0.1.80`, or without a port. Undefined: no address. */
function addressOf(text: string): Endpoint | undefined {
	const v6 = text.includes(':');
	if (v6 ? !/^[\da-f:]+(?:%[\w.-]+)?[\d.]*$/i.test(text) : !/^\d+(?:\.\d+){3,4}$/.test(text)) return undefined;
	const tail = v6 ? text.slice(text.lastIndexOf(':') + 1) : text;
	const dots = tail.split('.').length - 1;
	const hasPort = dots === 4 || (v6 && dots === 1);
	const at = text.lastIndexOf('.');
	return hasPort ? {address: text.slice(0, at), port: Number(text.slice(at + 1))} : {address: text, port: null};
}

/** What tcpdump says on standard error when it ends: `21 packets captured` and more. */
export function readCounts(stderr: string): CaptureCounts {
	const count = (words: string): number | null => {
		const found = new RegExp(`^(\\d+) packets? ${words}`, 'm').exec(stderr)?.[1];
		return found === undefined ? null : Number(found);
	};

	return {captured: count('captured'), received: count('received by filter'), dropped: count('dropped by kernel')};
}

/** Not its complaint, but what it says of itself at every start. */
const usual =
	/^(?:tcpdump: )?(?:data link type |listening on |verbose output suppressed|dropped privs to )|^\d+ packets? |^\s*$/i;

/** The first words with which it complains, without its name; '' when it does not. */
export function complaintOf(stderr: string): string {
	const line = stderr.split('\n').find(each => !usual.test(each) && !/\bwarning:/i.test(each));
	return (line ?? '').replace(/^tcpdump: /, '').trim();
}
