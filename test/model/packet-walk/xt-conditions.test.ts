import {describe, expect, test} from 'vitest';
import type {Ruling, Travel} from '../../../source/model/packet-walk/facts.js';
import {createRouting} from '../../../source/model/packet-walk/route.js';
import {cannotApply} from '../../../source/model/packet-walk/heads.js';
import {xtRuling} from '../../../source/model/packet-walk/xt.js';
import {parseXtRule} from '../../../source/read/iptables/rule.js';
import {travelling, travelling6} from '../../support/travel.js';

/** What one rule says to one packet, in the words of iptables-save 1.8.9, ip6tables-save and of what people type. */
const routing = createRouting({
	policies: [],
	routes: [],
	links: [{name: 'eth0', kind: '', addresses: ['192.168.1.2', 'fd00::2']}],
});
const element = (key: string) => ({key, value: null, verdict: null, comment: null});
const ipsets = [
	{
		...{name: 'open', kind: 'set' as const, type: 'hash:ip,port', comment: null, timeout: null},
		elements: [element('192.168.1.5,tcp:80')],
	},
	{
		...{name: 'devices', kind: 'set' as const, type: 'hash:net,iface', comment: null, timeout: null},
		elements: [element('10.244.0.0/24,cni0')],
	},
	{
		...{name: 'ports', kind: 'set' as const, type: 'bitmap:port', comment: null, timeout: null},
		elements: [element('80')],
	},
];
const ruling = (line: string, more: Partial<Travel> = {}): Ruling =>
	xtRuling(parseXtRule(`-A X ${line}`), travelling(more), {routing, ipsets, isChain: name => name === 'MINE'});
const udp = {protocol: 'udp'};
const icmp = {protocol: 'icmp', sourcePort: null, destinationPort: null};
const icmp6 = {...travelling6, protocol: 'icmpv6', sourcePort: null, destinationPort: null};
const local = {destination: '192.168.1.2'};
const untracked = {tracking: 'untracked' as const};
const early = {tracking: 'none' as const};

describe('a condition', () => {
	test.each<[string, Partial<Travel>, 'yes' | 'no' | 'unread']>([
		['-s 10.244.0.0/24', {}, 'yes'],
		['-s 10.244.1.0/24', {}, 'no'],
		['! -s 10.244.1.0/24', {}, 'yes'],
		['-s 10.244.0.0/255.255.255.0', {}, 'yes'],
		['-s 10.244.0.0/255.255.255.0', {source: '10.244.1.0'}, 'no'],
		['-s 10.0.0.7/255.0.0.255', {}, 'unread'],
		['-s nonsense', {}, 'unread'],
		['-d fd00::/16', travelling6, 'no'],
		['-d 2001:db8::/32', travelling6, 'yes'],
		['-p tcp', {}, 'yes'],
		['-p 6', {}, 'yes'],
		['-p 17', {}, 'no'],
		['! -p tcp', {}, 'no'],
		['-p all', udp, 'yes'],
		['-p ipv6-icmp', icmp6, 'yes'],
		['-p 58', icmp6, 'yes'],
		['-m iprange --src-range 10.244.0.1-10.244.0.9', {source: '10.244.0.3'}, 'yes'],
		['-m iprange --src-range 10.244.0.4-10.244.0.9', {source: '10.244.0.3'}, 'no'],
		['-m iprange ! --dst-range 10.244.0.1-10.244.0.9', {destination: '10.244.0.3'}, 'no'],
		['-m owner --uid-owner 0', {}, 'no'],
		['-m owner ! --uid-owner 0', {}, 'yes'],
		['-m owner --uid-owner 0', {input: null}, 'unread'],
		['-m conntrack --ctproto 6', {}, 'yes'],
		['-m conntrack --ctproto 17', {}, 'no'],
		['-m conntrack --ctorigdst 0.0.0.0/0', {}, 'yes'],
		['-m conntrack --ctorigdst 198.51.100.0/24', {}, 'no'],
		['-m conntrack ! --ctorigdst 198.51.100.0/24', untracked, 'no'],
		['-m conntrack --ctstate UNTRACKED --ctorigdst 198.51.100.0/24', untracked, 'yes'],
		['-m conntrack --ctexpire 1:2', {}, 'unread'],
		['-i cni0', {}, 'yes'],
		['-i cni', {}, 'no'],
		['-i cni+', {}, 'yes'],
		['-i cni+', {input: null}, 'no'],
		['! -i cni+', {}, 'no'],
		['-o eth0', {}, 'yes'],
		['-o eth0', {output: null}, 'no'],
		['! -o eth0', {output: null}, 'yes'],
		['-f', {}, 'no'],
		['! -f', {}, 'yes'],
		['-p tcp -m tcp --dport 80', {}, 'yes'],
		['-p tcp -m tcp --dport 79:81', {}, 'yes'],
		['-p tcp -m tcp --dport 81:', {}, 'no'],
		['-p tcp -m tcp --dport 80:', {}, 'yes'],
		['-p tcp -m tcp --dport :80', {}, 'yes'],
		['-p tcp -m tcp --dport :79', {}, 'no'],
		['-p tcp -m tcp --dport 80', {destinationPort: null}, 'unread'],
		['-p tcp -m tcp --sport 40000', {}, 'yes'],
		['-p tcp -m tcp ! --sport 40000', {}, 'no'],
		['-p tcp -m multiport --dports 22,79:81', {}, 'yes'],
		['-p tcp -m multiport --dports 22,443', {}, 'no'],
		['-p tcp -m multiport ! --dports 22,443', {}, 'yes'],
		['-p tcp -m multiport --sports 40000', {}, 'yes'],
		['-p tcp -m multiport --ports 40000,1', {}, 'yes'],
		['-p tcp -m multiport --ports 80', {}, 'yes'],
		['-p tcp -m multiport --ports 81', {}, 'no'],
		['-p tcp -m multiport --ports 81', {sourcePort: null}, 'unread'],
		['-p tcp -m multiport ! --ports 80', {}, 'no'],
		['-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN', {}, 'yes'],
		['-p tcp -m tcp --tcp-flags FIN,SYN FIN,SYN', {}, 'no'],
		['-p tcp -m tcp --tcp-flags RST RST', {}, 'no'],
		['-p tcp -m tcp --tcp-flags FIN,ACK NONE', {}, 'yes'],
		['-p tcp -m tcp --tcp-flags ALL SYN', {}, 'yes'],
		['-p tcp -m tcp --tcp-flags ALL NONE', {}, 'no'],
		['-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN', {}, 'no'],
		['-p tcp -m tcp --syn', {}, 'yes'],
		['-p tcp -m tcp ! --syn', {}, 'no'],
		['-p tcp -m tcp --tcp-option 2', {}, 'unread'],
		['-p icmp -m icmp --icmp-type 8', icmp, 'yes'],
		['-p icmp -m icmp --icmp-type 8/0', icmp, 'yes'],
		['-p icmp -m icmp --icmp-type 3/4', icmp, 'no'],
		['-p icmp -m icmp ! --icmp-type 8', icmp, 'no'],
		['-p icmp -m icmp --icmp-type any', icmp, 'yes'],
		['-p ipv6-icmp -m icmp6 --icmpv6-type 128', icmp6, 'yes'],
		['-p ipv6-icmp -m icmp6 --icmpv6-type 135', icmp6, 'no'],
		['-m addrtype --dst-type LOCAL', local, 'yes'],
		['-m addrtype --dst-type LOCAL', {}, 'no'],
		['-m addrtype ! --dst-type LOCAL', {}, 'yes'],
		['-m addrtype --src-type LOCAL', {source: '127.0.0.1'}, 'yes'],
		['-m addrtype --dst-type LOCAL,MULTICAST', {destination: '224.0.0.1'}, 'yes'],
		['-m addrtype --dst-type LOCAL --limit-iface-in', {...local, input: 'cni0'}, 'no'],
		['-m pkttype --pkt-type unicast', {}, 'yes'],
		['-m pkttype --pkt-type broadcast', {}, 'no'],
		['-m pkttype --pkt-type unicast', {destination: '255.255.255.255'}, 'unread'],
		['-m conntrack --ctstatus SEEN_REPLY', {tracking: 'new'}, 'no'],
		['-m conntrack --ctstatus SEEN_REPLY', {tracking: 'reply'}, 'yes'],
		['-m conntrack --ctstatus CONFIRMED', {tracking: 'new'}, 'unread'],
		['-m conntrack --ctstate NEW', {}, 'yes'],
		['-m conntrack --ctstate NEW', early, 'no'],
		['-m conntrack --ctstate INVALID', early, 'yes'],
		['-m conntrack --ctstate RELATED,ESTABLISHED', {}, 'no'],
		['-m conntrack --ctstate RELATED,ESTABLISHED,DNAT', {dnat: true}, 'yes'],
		['-m conntrack --ctstate SNAT', {snat: true}, 'yes'],
		['-m conntrack --ctstate SNAT', {dnat: true}, 'no'],
		['-m conntrack --ctstate DNAT', {dnat: true, ...untracked}, 'no'],
		['-m conntrack ! --ctstate DNAT', {}, 'yes'],
		['-m state --state NEW', {}, 'yes'],
		['-m state --state UNTRACKED', untracked, 'yes'],
		['-m conntrack --ctdir ORIGINAL', {}, 'yes'],
		['-m conntrack --ctdir REPLY', {}, 'no'],
		['-m conntrack --ctdir ORIGINAL', untracked, 'no'],
		['-m conntrack --ctorigdst 10.96.0.1', {}, 'yes'],
		['-m mark --mark 0x4000/0x4000', {mark: 0xc0_00}, 'yes'],
		['-m mark --mark 0x4000/0x4000', {}, 'no'],
		['-m mark ! --mark 0x4000/0x4000', {}, 'yes'],
		['-m mark --mark 0x4000', {mark: 0xc0_00}, 'no'],
		['-m mark --mark 0x4000', {mark: 0x40_00}, 'yes'],
		['-m mark --mark 0x80000000/0x80000000', {mark: 0x80_00_00_00}, 'yes'],
		['-m mark --mark 1', {mark: null}, 'unread'],
		['-m mark --mark odd', {}, 'unread'],
		['-m connmark --mark 0x1', {connectionMark: 1}, 'yes'],
		['-m connmark --mark 0x1', {}, 'no'],
		['-m connmark ! --mark 0x1', untracked, 'no'],
		['-m set --match-set open dst,dst', {}, 'yes'],
		['-m set --match-set open dst,src', {}, 'no'],
		['-m set ! --match-set open dst,dst', {}, 'no'],
		['-m set --match-set open dst,dst', udp, 'no'],
		['-m set --match-set open dst,dst', {destinationPort: null}, 'unread'],
		['-m set --match-set gone dst', {}, 'unread'],
		['-m set ! --match-set gone dst', {}, 'unread'],
		['-m set --match-set ports dst', {}, 'yes'],
		['-m set --match-set ports src', {}, 'no'],
		['-m set --match-set devices src,src', {}, 'yes'],
		['-m set --match-set devices src,dst', {}, 'no'],
		// A rule before it may have changed the set.
		['-m set --match-set open dst,dst', {touched: ['open']}, 'unread'],
		['-m physdev --physdev-is-bridged', {bridged: true}, 'yes'],
		['-m physdev --physdev-is-bridged', {}, 'no'],
		['-m physdev ! --physdev-is-bridged', {}, 'yes'],
		['-m physdev --physdev-in eth1', {}, 'unread'],
		['-m comment --comment "-s 1.2.3.4"', {}, 'yes'],
		['-m nfacct --nfacct-name localhost_nps_accepted_pkts', {}, 'yes'],
		['-m bpf --bytecode "1,6 0 0 1"', {}, 'unread'],
	])('%s, with %j: %s', (conditions, change, wanted) => {
		expect(ruling(`${conditions} -j DROP`, change).answer).toBe(wanted);
	});

	test('what is not understood is named as it is written', () => {
		expect(ruling('-m bpf ! --bytecode odd -j DROP').unread).toEqual(['-m bpf ! --bytecode odd']);
		expect(ruling('-s 10.244.0.0/24 -j DROP').unread).toEqual([]);
	});
});

describe('what nobody can know beforehand', () => {
	test.each<[string, 'yes' | 'no', string]>([
		['-m limit --limit 5/min', 'yes', 'limit'],
		['-m quota --quota 1000', 'yes', 'limit'],
		['-m quota ! --quota 1000', 'no', 'limit'],
		['-m connlimit --connlimit-above 3', 'no', 'limit'],
		['-m connlimit --connlimit-upto 3', 'yes', 'limit'],
		['-m hashlimit --hashlimit-above 5/sec --hashlimit-name x', 'no', 'limit'],
		['-m hashlimit --hashlimit-upto 5/sec --hashlimit-name x', 'yes', 'limit'],
		['-m recent --rcheck --name x', 'no', 'recent'],
		['-m recent ! --rcheck --name x', 'yes', 'recent'],
		['-m recent --update --name x', 'no', 'recent'],
		['-m recent --remove --name x', 'no', 'recent'],
	])('%s: taken as %s, and said so', (conditions, answer, assumed) => {
		expect(ruling(`${conditions} -j DROP`)).toMatchObject({answer, assumed: [assumed]});
	});

	test('to remember a client is no condition', () => {
		expect(ruling('-m recent --set --name x -j DROP')).toMatchObject({answer: 'yes', assumed: []});
	});

	test('it is not assumed where another condition refuses', () => {
		expect(ruling('-p udp -m limit --limit 5/min -j DROP')).toMatchObject({answer: 'no', assumed: []});
	});

	test.each([
		['--mode random --probability 0.25000000000', 0.25],
		['--mode random ! --probability 0.25000000000', 0.75],
		['--mode nth --every 4 --packet 0', 0.25],
		['--mode nth ! --every 4 --packet 0', 0.75],
	])('%s: %s of all packets', (options, share) => {
		expect(ruling(`-m statistic ${options} -j DROP`)).toMatchObject({answer: 'yes', ways: [{share}]});
	});

	test('a chance that is none is unread', () => {
		expect(ruling('-m statistic --mode random --probability 2 -j DROP').answer).toBe('unread');
		expect(ruling('-m statistic --mode nth -j DROP').answer).toBe('unread');
	});
});

describe('where a rule leads', () => {
	test.each<[string, object]>([
		['-j ACCEPT', {kind: 'accept'}],
		['-j DROP', {kind: 'drop'}],
		['-j RETURN', {kind: 'return'}],
		['-j REJECT', {kind: 'reject', with: null}],
		['-j REJECT --reject-with tcp-reset', {kind: 'reject', with: 'tcp-reset'}],
		['-j MASQUERADE --random-fully', {kind: 'masquerade'}],
		['-j MINE', {kind: 'jump', chain: 'MINE'}],
		['-g MINE', {kind: 'goto', chain: 'MINE'}],
		['-g ELSEWHERE', {kind: 'goto', chain: 'ELSEWHERE'}],
		['-j NFQUEUE --queue-num 1', {kind: 'queue', queues: [1, 1], bypass: false}],
		['-j NFQUEUE --queue-balance 0:3 --queue-bypass', {kind: 'queue', queues: [0, 3], bypass: true}],
		['-j QUEUE', {kind: 'queue', queues: [0, 0], bypass: false}],
		['-j LOG --log-prefix "x"', {kind: 'continue'}],
		['-j TEE --gateway 10.0.0.1', {kind: 'continue'}],
		['-m comment --comment "counts"', {kind: 'continue'}],
		['-j TPROXY --on-port 1', {kind: 'unknown', name: 'TPROXY'}],
		['-p tcp -j DNAT --to-destination 10.244.0.3:53', {kind: 'dnat', address: '10.244.0.3', port: 53}],
		['-p tcp -j DNAT --to-destination [fd00::3]:53', {kind: 'dnat', address: 'fd00::3', port: 53}],
		['-p tcp -j DNAT --to-destination fd00::3', {kind: 'dnat', address: 'fd00::3', port: null}],
		['-p tcp -j DNAT --to-destination :8080', {kind: 'dnat', address: null, port: 8080}],
		[
			'-p tcp -j DNAT --to-destination 10.0.0.1-10.0.0.9',
			{kind: 'dnat', address: '10.0.0.1', port: null, unread: '10.0.0.1-10.0.0.9'},
		],
		['-p tcp -j DNAT --to-destination 10.0.0.1:70-90', {kind: 'dnat', address: '10.0.0.1', port: null}],
		[
			'-p tcp -j DNAT --to-destination 10.0.0.1:90-99',
			{kind: 'dnat', address: '10.0.0.1', port: null, unread: '90-99'},
		],
		['-p tcp -j DNAT --to-destination 10.0.0.1:90-99/8000', {kind: 'dnat', unread: '10.0.0.1:90-99/8000'}],
		['-p tcp -j REDIRECT --to-ports 8080', {kind: 'redirect', port: 8080}],
		['-p tcp -j REDIRECT', {kind: 'redirect', port: null}],
		['-p tcp -j REDIRECT --to-ports 80-81', {kind: 'redirect', port: null}],
		['-j SNAT --to-source 192.168.1.2', {kind: 'snat', address: '192.168.1.2', port: null}],
		['-p tcp -j SNAT --to-source 192.168.1.2:1024', {kind: 'snat', address: '192.168.1.2', port: 1024}],
	])('%s', (line, step) => {
		const {answer, ways, assumed} = ruling(line);
		expect({answer, ways, assumed}).toMatchObject({answer: 'yes', ways: [{share: 1, step}], assumed: []});
		if (!('unread' in step)) expect(ways[0]?.step).not.toHaveProperty('unread');
	});

	test.each(['10.0.0.1-10.0.0.9', '10.0.0.1:1024-2048'])('SNAT to %s: the first is shown, and it is said', source => {
		expect(ruling(`-p tcp -j SNAT --to-source ${source}`)).toMatchObject({
			ways: [{step: {kind: 'snat', address: '10.0.0.1'}}],
			assumed: ['one-of-range'],
		});
	});

	test.each<[string, number | null, number | null]>([
		['-j MARK --set-xmark 0x4000/0x4000', 0x1, 0x40_01],
		['-j MARK --set-xmark 0x0/0x4000', 0x40_01, 0x1],
		['-j MARK --set-xmark 0x8000/0xffffffff', 0x1, 0x80_00],
		['-j MARK --set-mark 0x8000', null, 0x80_00],
		['-j MARK --set-xmark 0x1/0x1', null, null],
		['-j MARK --and-mark 0x1', 0x3, null],
		['-j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff', 0x1_05, 0x1_0a],
		['-j SET --map-set x src --map-mark', 0x1, null],
	])('%s, from %s: the mark is %s', (line, mark, wanted) => {
		expect(ruling(line, {mark, connectionMark: 0x1_0a})).toMatchObject({
			mark: wanted,
			ways: [{step: {kind: 'continue'}}],
		});
	});

	test.each<[string, number | null]>([
		['-j CONNMARK --save-mark', 0x1_05],
		['-j CONNMARK --save-mark --nfmask 0xf --ctmask 0xf', 0x1_05],
		['-j CONNMARK --set-xmark 0x2/0xf', 0x1_02],
		['-j CONNMARK --set-mark 0x7', 0x7],
	])('%s: the connection’s mark is %s', (line, wanted) => {
		expect(ruling(line, {mark: 0x1_05, connectionMark: 0x1_0a}).connectionMark).toBe(wanted);
	});

	test('of a mark that is not known, nothing is known after it', () => {
		expect(ruling('-j CONNMARK --save-mark', {mark: null}).connectionMark).toBeNull();
		expect(ruling('-j CONNMARK --restore-mark', {connectionMark: null}).mark).toBeNull();
	});

	test.each(['-j NOTRACK', '-j CT --notrack'])('%s: no connection from there on', line => {
		expect(ruling(line, early)).toMatchObject({untracked: true, ways: [{step: {kind: 'continue'}}]});
	});

	test('what changes more than we follow is a doubt, with its words', () => {
		expect(ruling('-j CT --zone 5').doubts).toEqual([{id: 'conntrack', what: 'CT --zone'}]);
		expect(ruling('-j CT --helper ftp').doubts).toBeUndefined();
		expect(ruling('-j TTL --ttl-set 1').doubts).toEqual([{id: 'rule', what: 'TTL --ttl-set 1'}]);
		expect(ruling('-j DSCP --set-dscp 0x10').doubts).toBeUndefined();
	});

	test('a rule that changes a set says which', () => {
		expect(ruling('-j SET --add-set seen src').touches).toEqual(['seen']);
		expect(ruling('-j SET --del-set seen src').touches).toEqual(['seen']);
	});
});

describe('told by its words alone', () => {
	const refuses = (line: string, more: Partial<Travel> = {}): boolean => cannotApply(`-A X ${line}`, travelling(more));

	test.each([
		['-d 10.96.0.1/32 -p tcp -j KUBE-SVC-1', true],
		['-d 192.168.1.5/32 -p tcp -j KUBE-SVC-1', false],
		['-s 10.0.0.1/32 -d 10.96.0.1/32 -j DROP', true],
		['! -d 10.96.0.1/32 -j DROP', false],
		['-d 10.96.0.0/12 -j DROP', false],
		['-p tcp -m tcp --dport 443 -j DROP', true],
		['-p tcp -m tcp --dport 80 -j DROP', false],
		['-p tcp -m tcp --dport 443:444 -j DROP', false],
		['-p tcp -m tcp ! --dport 443 -j DROP', false],
		['-m comment --comment "x --dport 443 " -j DROP', false],
	])('%s: %s', (line, wanted) => {
		expect(refuses(line)).toBe(wanted);
	});

	test('a port that is not known is nobody’s refusal', () => {
		expect(refuses('-p tcp -m tcp --dport 443 -j DROP', {destinationPort: null})).toBe(false);
	});
});
