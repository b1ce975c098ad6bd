import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Packet} from '../../source/facts/packets.js';
import {complaintOf, readCounts, readPacketLine} from '../../source/read/tcpdump.js';
import {createPacketLines} from '../../source/store/packet-lines.js';

/** The same 39 packets, sent by hand on a veth; printed by tcpdump 4.99.3 (Debian 12) and 4.99.5 (Debian 13). */
function packetsIn(file: string): readonly Packet[] {
	const lines = createPacketLines();
	for (const line of readFileSync(`test/samples/tcpdump/${file}.txt`, 'utf8').trimEnd().split('\n')) lines.add(line);
	const kept = lines.get();
	return Array.from({length: kept.length}, (_, at) => kept.at(at));
}

const end = (address: string, port: number | null = null) => ({address, port});
const short = ({protocol, from, to, what}: Packet): string =>
	[protocol, from?.address, from?.port, to?.address, to?.port, what].join(' ');

describe.each(['any-4.99.3', 'any-4.99.5', 'link-4.99.3', 'link-4.99.5'])('%s', file => {
	const packets = packetsIn(file);
	const of = (protocol: string): readonly Packet[] => packets.filter(packet => packet.protocol === protocol);

	test('each packet is one, with its time and its length', () => {
		expect(packets).toHaveLength(39);
		for (const packet of packets) {
			expect(packet.at).toBeGreaterThan(1.7e9);
			expect(packet.length).toBeGreaterThan(17);
		}
	});

	test('TCP over IPv4 and IPv6, its flags, and a reset that refuses', () => {
		const tcp = of('tcp');
		expect(tcp[0]).toMatchObject({from: end('10.9.0.1', 40_000), to: end('10.9.0.2', 80), refuses: false});
		expect(tcp[0]?.what).toMatch(/^Flags \[S\], seq 100/);
		expect(tcp.filter(({refuses}) => refuses).map(({what}) => what)).toEqual([
			'Flags [R], seq 100, win 1000, length 0',
		]);
		expect(tcp.some(({from, to}) => from?.address === 'fd09::1' && to?.address === 'fd09::2' && to.port === 80)).toBe(
			true,
		);
	});

	test('DNS: questions, an answer, and a name that is not there', () => {
		expect(of('dns').map(short)).toEqual([
			'dns 10.9.0.1 5000 10.9.0.2 53 4660+ A? www.example.com. (33)',
			'dns 10.9.0.1 5000 10.9.0.2 53 4660+ AAAA? ev^[]0;il^G.com. (31)',
			'dns 10.9.0.1 53 10.9.0.2 5000 4660 NXDomain 0/0/0 (33)',
			'dns 10.9.0.1 53 10.9.0.2 5000 4660 1/0/0 A 10.96.0.10 (49)',
			'dns fd09::1 5000 fd09::2 53 4660+ A? a.b. (21)',
		]);
		expect(of('dns').map(({refuses}) => refuses)).toEqual([false, false, true, false, false]);
	});

	test('ICMP, ARP, UDP, and what else goes by', () => {
		expect(of('icmp').map(({what, refuses}) => [what.split(',')[0], refuses])).toEqual([
			['ICMP echo request', false],
			['ICMP echo reply', false],
			['ICMP 10.9.0.2 unreachable - need to frag (mtu 1400)', true],
		]);
		expect(of('icmp6')).toMatchObject([{from: end('fd09::1'), to: end('fd09::2')}]);
		expect(of('arp')[0]).toMatchObject({from: end('10.9.0.1'), to: end('10.9.0.2')});
		expect(of('arp')[1]?.what).toMatch(/^Reply 10\.9\.0\.2 is-at /);
		for (const protocol of ['sctp', 'esp', 'gre', 'dhcp', 'lldp', '0x9999'])
			expect([protocol, of(protocol).length]).toEqual([protocol, 1]);
		expect(of('udp').map(({from}) => from?.port)).toEqual([1000, 1, 123]);
	});

	test('a tunnel keeps what is inside it, on the line below too', () => {
		expect(of('vxlan').map(({to}) => to?.port)).toEqual([4789, 8472]);
		for (const {what} of of('vxlan')) expect(what).toMatch(/10\.244\.1\.2\.1 > 10\.244\.0\.5\.80: Flags \[S\]/);
		expect(of('ipip').map(({what}) => what)).toEqual([
			'10.244.1.2.1 > 10.244.0.5.80: Flags [S], seq 100, win 1000, length 0',
			'fd09::1.1 > fd09::2.80: Flags [S], seq 100, win 1000, length 0',
		]);
		expect(of('ipip')[0]).toMatchObject({from: end('10.9.0.1'), to: end('10.9.0.2')});
	});
});

describe('where it is seen', () => {
	test('on all links each line names its link and its way', () => {
		const packets = packetsIn('any-4.99.3');
		expect(new Set(packets.map(({way}) => way))).toEqual(new Set(['B', 'Out']));
		expect(packets.every(({link}) => link !== null)).toBe(true);
	});

	test('tags of VLANs, the outermost first', () => {
		expect(packetsIn('link-4.99.3').flatMap(({vlans}) => (vlans.length === 0 ? [] : [vlans]))).toEqual([
			[100],
			[7, 100],
		]);
	});

	test('too little of a packet to be read is said, and not guessed', () => {
		const cut = packetsIn('short-4.99.3');
		expect(cut[0]).toMatchObject({protocol: 'tcp', to: end('10.9.0.2', 80), what: '[|tcp]', truncated: true});
		expect(cut.filter(({truncated}) => truncated).length).toBeGreaterThan(25);
	});

	test.each([
		// Without -e, and the forms of other versions and links.
		[
			'1796056464.832791 IP 10.9.0.1.40000 > 10.9.0.2.80: Flags [S], seq 1, length 0',
			'tcp 10.9.0.1 40000 10.9.0.2 80 Flags [S], seq 1, length 0',
		],
		[
			'1796056464.8 IP6 fe80::1 > ff02::1: ICMP6, router advertisement, length 64',
			'icmp6 fe80::1  ff02::1  ICMP6, router advertisement, length 64',
		],
		[
			'1796056464.8 ARP, Request who-has 10.0.0.2 (ff:ff:ff:ff:ff:ff) tell 10.0.0.1, length 28',
			'arp 10.0.0.1  10.0.0.2  Request who-has 10.0.0.2 (ff:ff:ff:ff:ff:ff) tell 10.0.0.1, length 28',
		],
		[
			'1796056464.8   In 02:00:00:00:00:01 ethertype IPv4 (0x0800), length 76: 10.0.0.1.5 > 10.0.0.2.6: UDP, length 3',
			'udp 10.0.0.1 5 10.0.0.2 6 UDP, length 3',
		],
		[
			'1796056464.8 tun0  Out ifindex 5 ethertype IPv4 (0x0800), length 104: 10.8.0.1 > 10.8.0.2: ICMP echo request, id 1, seq 1, length 64',
			'icmp 10.8.0.1  10.8.0.2  ICMP echo request, id 1, seq 1, length 64',
		],
		[
			'1796056464.8 IP6 ::ffff:10.0.0.1.80 > ::ffff:10.0.0.2: ICMP6, echo reply, length 8',
			'icmp6 ::ffff:10.0.0.1 80 ::ffff:10.0.0.2  ICMP6, echo reply, length 8',
		],
	])('%s', (line, expected) => {
		expect(short(readPacketLine(line) as Packet)).toBe(expected);
	});
});

describe('what tcpdump says of itself', () => {
	test('its counts', () => {
		const stderr =
			'listening on any\n21 packets captured\n25 packets received by filter\n4 packets dropped by kernel\n';
		expect(readCounts(stderr)).toEqual({captured: 21, received: 25, dropped: 4});
		expect(readCounts('1 packet captured\n1 packet received by filter\n')).toEqual({
			captured: 1,
			received: 1,
			dropped: null,
		});
	});

	test.each([
		[
			"tcpdump: data link type LINUX_SLL2\ntcpdump: can't parse filter expression: syntax error\n",
			"can't parse filter expression: syntax error",
		],
		['tcpdump: eth9: No such device exists\n(No such device exists)\n', 'eth9: No such device exists'],
		['tcpdump: listening on any, link-type LINUX_SLL2\n3 packets captured\n', ''],
		[
			'dropped privs to tcpdump\ntcpdump: pcap_loop: The interface disappeared\n1 packet captured\n',
			'pcap_loop: The interface disappeared',
		],
	])('its complaint: %j', (stderr, expected) => {
		expect(complaintOf(stderr)).toBe(expected);
	});
});

test('whatever stands in a line, it is read or left, and never thrown at', () => {
	fc.assert(
		fc.property(
			fc.string(),
			fc.constantFrom('', '1796056464.8 ', '1796056464.8 IP ', '1796056464.8 eth0  In  ifindex 2 '),
			(text, head) => {
				const packet = readPacketLine(head + text);
				if (head === '') return;
				expect(packet?.at).toBeCloseTo(1_796_056_464.8);
			},
		),
	);
});
