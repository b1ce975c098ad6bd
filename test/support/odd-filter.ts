import {placed} from './packet-lab.js';
import type {Random} from './random-filter.js';

/** What hosts seldom have: conditions, targets and routes beside those of `random-filter.ts`, and rules inside a pod. */

const v4 = ['10.244.0.3', '10.244.0.4', '192.168.122.1', '10.96.0.10', '192.168.122.161'];
const ports = [53, 8081, 9000, 30_094];

const conditions = (r: Random): readonly string[] => [
	'meta skuid 0',
	'meta skuid != 0',
	'meta skgid 1000',
	'meta cpu 0',
	'meta pkttype host',
	'meta pkttype != unicast',
	'meta length > 20',
	'meta length 60-100',
	'meta iiftype ether',
	'meta iifgroup default',
	'meta iifkind "bridge"',
	'meta cgroup 7',
	'meta hour "00:00"-"23:59"',
	'meta day { "Monday", "Tuesday" }',
	'meta random < 4294967295',
	'meta priority 0',
	'meta secpath exists',
	'meta sdif 0',
	'ct zone 0',
	'ct zone 5',
	'ct label 3',
	'ct helper "ftp"',
	'ct expiration > 1s',
	'ct packets > 0',
	'ct bytes original < 100000',
	'ct l3proto ipv4',
	'ct protocol udp',
	'ct status seen-reply',
	'ct status confirmed',
	'ct status & (dnat | snat) != 0',
	`ct reply ip saddr ${r.of(v4)}`,
	`ct original proto-dst ${r.of(ports)}`,
	'ct mark & 0xff == 0',
	'ct count over 1000',
	'ct state new ct direction original',
	'ct state vmap { established : accept, related : accept, invalid : drop }',
	'ip version 4',
	'ip ttl > 10',
	'ip ttl 64',
	'ip dscp cs1',
	'ip dscp != cs0',
	'ip length < 1500',
	'ip frag-off & 0x1fff == 0',
	'ip protocol { tcp, udp }',
	'ip protocol vmap { udp : jump odd, tcp : accept }',
	'tcp flags syn',
	'tcp flags & (syn | ack) == syn',
	'tcp flags syn,ack / syn,ack',
	'tcp option maxseg size 1-1500',
	'udp length > 8',
	`ip saddr . ip daddr { ${r.of(v4)} . ${r.of(v4)}, 10.244.0.0/24 . 192.168.122.0/24 }`,
	`ip daddr . th dport vmap { ${r.of(v4)} . ${r.of(ports)} : drop, 10.244.0.0/16 . 1-65535 : accept }`,
	`ip saddr vmap { 10.244.0.0/24 : goto odd, 192.168.122.0/24 : continue, 0.0.0.0/1 : return }`,
	'meta iifname . meta l4proto { "enp1s0" . udp, "kube-bridge" . tcp }',
	'meta iifname vmap { "enp*" : drop, "lo" : accept }',
	`fib daddr . mark type local`,
	'fib daddr . iif type { local, broadcast }',
	'fib saddr . mark . iif oif missing',
	'fib daddr oifname "kube-bridge"',
	'rt nexthop 192.168.122.1',
	'rt classid 0',
	'socket transparent 1',
	'socket mark 1',
	'numgen inc mod 2 0',
	'jhash ip saddr mod 2 0',
	'symhash mod 2 1',
	'limit name "slow"',
	'quota name "big"',
	'quota over 1 mbytes',
	'@nh,96,32 0x0af40003',
	`@th,16,16 ${r.of(ports)}`,
	`ip daddr @timed`,
	`ip saddr . meta l4proto . th dport @three`,
	`ip daddr @ranges`,
	'th dport & 1 == 1',
	'th dport != { 1-52, 54-8080 }',
	'ip daddr & 255.255.255.0 == 10.244.0.0',
	'meta mark and 0xf == 0x1',
	'meta protocol ip',
	'ether type ip',
	'exthdr frag exists',
];

const actions = (r: Random, hook: string): readonly string[] => [
	'accept',
	'drop',
	'counter name "seen" drop',
	'counter return',
	'jump odd',
	'log prefix "x " drop',
	'ip dscp set cs1',
	'ip ttl set 5',
	'ct mark set ct mark or 2',
	'meta mark set numgen inc mod 2 offset 1',
	`meta mark set ip saddr map { ${r.of(v4)} : 1, 0.0.0.0/1 : 2 }`,
	'meta priority set 1:1',
	'ct label set 3',
	`add @timed { ip daddr timeout 5s }`,
	`ip daddr vmap @verdicts`,
	...(hook === 'forward' ? ['tcp option maxseg size set rt mtu'] : []),
	'reject with tcp reset',
	'reject with icmp type admin-prohibited',
	`dup to 192.168.122.1 device "enp1s0"`,
	`limit rate 1/day burst 5 packets accept`,
	'queue num 3 bypass',
];

/** One table a rule set, each rule alone refused or taken by nft: what this kernel lacks is left out by loading line by line. */
export function oddTable(r: Random): {readonly head: string; readonly rules: readonly string[]} {
	const hook = r.of(['prerouting', 'input', 'forward', 'output', 'postrouting']);
	const nat = hook !== 'forward' && r.chance(0.25);
	const type = nat ? 'nat' : 'filter';
	const to = r.of(v4);
	const translations =
		hook === 'prerouting' || hook === 'output'
			? [
					`dnat to ${to}`,
					`meta l4proto { tcp, udp } dnat to ${to}:${r.of(ports)} persistent`,
					`meta l4proto { tcp, udp } dnat to ${to}:8081-8081 random`,
					`dnat to 10.244.0.3-10.244.0.4 persistent`,
					`dnat to ip daddr map { 10.96.0.0/16 : ${to} }`,
					`meta l4proto udp dnat to ip daddr . th dport map { 10.96.0.10 . 53 : ${to} . 8081 }`,
					`meta l4proto { tcp, udp } dnat to jhash ip saddr mod 1 map { 0 : ${to} }`,
					`meta l4proto { tcp, udp } redirect`,
					'meta l4proto udp redirect to :8081 random',
				]
			: [
					'masquerade random',
					'masquerade fully-random',
					'snat to 192.168.122.161 persistent',
					'meta l4proto { tcp, udp } masquerade to :20000-30000',
					'snat to 10.244.0.1-10.244.0.2',
				];
	return {
		head: `table ip odd {
counter seen { }
quota big { over 100 mbytes }
limit slow { rate over 10000/second }
set timed { type ipv4_addr; flags dynamic,timeout; timeout 60s; elements = { ${r.of(v4)} } }
set three { type ipv4_addr . inet_proto . inet_service; flags interval; elements = { 10.244.0.0/24 . udp . 1-60, ${to} . tcp . 8081 } }
set ranges { type ipv4_addr; flags interval; auto-merge; elements = { 10.244.0.2-10.244.0.3, 192.168.0.0/17 } }
map verdicts { type ipv4_addr : verdict; flags interval; elements = { ${r.of(v4)} : drop, 10.96.0.0/16 : accept } }
chain odd { ip daddr ${r.of(v4)} th dport ${r.of(ports)} drop; }
chain c { type ${type} hook ${hook} priority ${nat ? r.of([-105, 105]) : r.of([-151, -10, 20, 150])}; policy accept; }
}`,
		rules: Array.from({length: 2 + r.below(4)}, () => {
			const asks = Array.from({length: 1 + r.below(2)}, () => r.of(conditions(r)));
			return [...asks, nat && r.chance(0.7) ? r.of(translations) : r.of(actions(r, hook))].join(' ');
		}),
	};
}

/** Rules of xtables by matches that few use, as arguments of `iptables`. */
export function oddXtables(r: Random): string[][] {
	const chain = r.of(['INPUT', 'FORWARD', 'OUTPUT']);
	const asks = [
		'-m time --timestart 00:00 --timestop 23:59',
		'-m time --weekdays Mon',
		'-m u32 --u32 6&0xFF=17',
		'-m statistic --mode random --probability 1',
		'-m hashlimit --hashlimit-above 10000/sec --hashlimit-name h',
		'-m hashlimit --hashlimit-upto 10000/sec --hashlimit-name g',
		'-m connlimit --connlimit-above 1000',
		'-m ttl --ttl-gt 10',
		'-m tos --tos 0x08',
		'-m dscp ! --dscp 0',
		'-m length --length 20:1500',
		'-m pkttype --pkt-type unicast',
		'-m iprange --src-range 10.244.0.3-10.244.0.4',
		'-m iprange ! --dst-range 192.168.122.1-192.168.122.9',
		`-m multiport -p udp --ports ${r.of(ports)},1000:2000`,
		'-m connbytes --connbytes 1: --connbytes-dir both --connbytes-mode packets',
		'-m conntrack --ctproto 17',
		'-m conntrack --ctstatus SEEN_REPLY',
		'-m conntrack --ctorigdst 10.96.0.0/16',
		'-m conntrack ! --ctorigdstport 53 -p udp',
		'-m helper --helper ftp',
		'-m addrtype --dst-type LOCAL --limit-iface-in',
		'-m rpfilter --invert',
		'-m socket --transparent',
		'-m cpu --cpu 0',
		'-m cgroup --cgroup 7',
		'-m recent --set --name z',
		'-m quota --quota 100000',
		'-m string --string x --algo bm',
		'-m bpf --bytecode 1,6 0 0 65535',
		...(chain === 'OUTPUT' ? ['-m owner --uid-owner 0', '-m owner ! --uid-owner 0', '-m owner --socket-exists'] : []),
	];
	const to = r.of([
		'-j DROP',
		'-j ACCEPT',
		'-j REJECT',
		'-j RETURN',
		'-j NFLOG',
		'-j NFQUEUE --queue-num 3 --queue-bypass',
	]);
	const split = (text: string): string[] =>
		text.startsWith('-m bpf') ? ['-m', 'bpf', '--bytecode', '1,6 0 0 65535'] : text.split(' ');
	return Array.from({length: 1 + r.below(3)}, () => [
		'iptables',
		'-w',
		'-A',
		chain,
		...split(r.of(asks)),
		...split(to),
	]);
}

/** Routes and rules of policy routing that few have, as arguments of `ip`, and what takes them back. */
export function oddWays(r: Random): {readonly made: readonly string[]; readonly undo: readonly string[]} {
	return r.of([
		{
			made: ['route add 203.0.113.0/24 nexthop via 192.168.122.1 nexthop via 198.18.0.2'],
			undo: ['route del 203.0.113.0/24'],
		},
		{
			made: ['nexthop add id 7 via 198.18.0.2 dev vpn0', 'route add 203.0.113.0/24 nhid 7'],
			undo: ['route del 203.0.113.0/24', 'nexthop del id 7'],
		},
		{
			made: ['nexthop add id 8 blackhole', 'route add 203.0.113.0/24 nhid 8'],
			undo: ['route del 203.0.113.0/24', 'nexthop del id 8'],
		},
		{made: ['route add prohibit 10.244.0.4/32'], undo: ['route del prohibit 10.244.0.4/32']},
		{made: ['route add blackhole 203.0.113.7/32'], undo: ['route del blackhole 203.0.113.7/32']},
		{made: ['route add unreachable 10.96.0.0/16'], undo: ['route del unreachable 10.96.0.0/16']},
		{
			made: ['route add throw 203.0.113.0/24', 'rule add pref 500 uidrange 0-0 prohibit'],
			undo: ['route del throw 203.0.113.0/24'],
		},
		{made: ['rule add pref 500 ipproto udp dport 53 blackhole'], undo: []},
		{made: ['rule add pref 500 tos 0x10 prohibit'], undo: []},
		{
			made: [
				'rule add pref 500 iif kube-bridge lookup main suppress_prefixlength 0',
				'rule add pref 501 iif kube-bridge prohibit',
			],
			undo: [],
		},
		{made: ['rule add pref 500 lookup main suppress_ifgroup 5'], undo: []},
		{made: ['rule add pref 500 not fwmark 0x1/0xff to 10.244.0.3 unreachable'], undo: []},
		{
			made: ['route add local 203.0.113.0/24 dev lo table local'],
			undo: ['route del local 203.0.113.0/24 dev lo table local'],
		},
		{
			made: ['route add 10.244.0.4/32 via 198.18.0.2 tos 0x10'],
			undo: ['route del 10.244.0.4/32 via 198.18.0.2 tos 0x10'],
		},
		{made: ['route add 10.244.0.4/32 dev vpn0 metric 5'], undo: ['route del 10.244.0.4/32 dev vpn0 metric 5']},
	]);
}

/** Lines for `sh` inside a pod. */
export const podRules = (r: Random): string =>
	r.of([
		`iptables -A INPUT -p udp --dport ${r.of(ports)} -j DROP`,
		'iptables -A OUTPUT -m conntrack --ctstate ESTABLISHED -j DROP',
		'iptables -P OUTPUT DROP',
		'iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 9000',
		'iptables -t nat -A OUTPUT -p udp -j REDIRECT --to-ports 8081',
		'ip route del default; ip route add default via 10.244.0.4',
		'ip route del default',
		'ip route add prohibit 192.168.122.0/24',
		'ip rule add pref 9 ipproto udp prohibit',
		'ip rule add pref 9 from 10.244.0.0/16 to 192.168.122.161 blackhole',
		'sysctl -qw net.ipv4.conf.eth0.rp_filter=1; ip route add 192.168.122.0/24 dev lo',
		'ip link set lo down',
		'nft add table inet own; nft "add chain inet own i { type filter hook input priority 0; policy drop; }"; nft add rule inet own i ct state established accept; nft add rule inet own i tcp dport 8081 accept',
		'nft add table netdev own; nft "add chain netdev own i { type filter hook ingress device eth0 priority 0; }"; nft add rule netdev own i udp dport 53 drop',
	]);

/** As `startPacketLab` makes a pod. */
export const podAgain = (at: number): string => `nft flush ruleset; ip rule del pref 9 2>/dev/null
for w in prohibit blackhole; do ip route del $w 192.168.122.0/24 2>/dev/null; done
ip route del 192.168.122.0/24 dev lo 2>/dev/null
ip route replace default via 10.244.0.1; ip link set lo up; sysctl -qw net.ipv4.conf.eth0.rp_filter=0
ip -6 route replace default via fd00:244::1; ip -6 addr show dev eth0 | grep -q ${placed[at === 0 ? 'pod1' : 'pod2'][1]}
exit 0`;
