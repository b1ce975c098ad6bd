import process from 'node:process';
import type {Random} from './random-filter.js';

/** One kind of set-up a host, beside the plain random rules: what cluster nodes, gateways and VPNs really have. */

export type Wide = {
	readonly kind: string;
	/** Lines for `sh` on the lab's host; one that this kernel or tool refuses is left out. */
	readonly made: readonly string[];
	readonly undo: readonly string[];
};

const v4 = ['10.244.0.3', '10.244.0.4', '192.168.122.1', '10.96.0.10', '192.168.122.161', '198.18.0.2'];
const v6 = ['fd00:244::3', 'fd00:244::4', 'fd00:122::1', 'fd00:122::161', 'fd00:18::2'];
const devices = ['enp1s0', 'kube-bridge', 'vpn0', 'lo'];
const ports = [53, 8081, 9000, 30_094, 81];
const marks = ['0x1', '0x2', '0x4000'];

const makers: Readonly<Record<string, (r: Random) => Omit<Wide, 'kind'>>> = {
	'policy routing by mark': r => {
		const mark = r.of(marks);
		const set = r.of([
			`meta mark set ${mark}`,
			`ip daddr ${r.of(v4)} meta mark set ${mark}`,
			`th dport ${r.of(ports)} meta mark set ${mark}`,
			`ip saddr ${r.of(v4)} ct mark set ${mark}`,
			'meta mark set ct mark',
		]);
		return {
			made: [
				'nft add table ip w',
				"nft 'add chain ip w p { type filter hook prerouting priority -150; }'",
				"nft 'add chain ip w o { type route hook output priority -150; }'",
				`nft 'add rule ip w p ${set}'`,
				`nft 'add rule ip w o ${r.chance(0.5) ? set : `${set.split(' ')[0] === 'ct' ? '' : 'ct mark set 0x1 '}meta mark set ct mark`}'`,
				`ip rule add pref ${150 + r.below(50)} fwmark ${mark}${r.of(['', '/0xff'])} ${r.of(['lookup 53', 'lookup 53', 'prohibit', 'blackhole', 'unreachable'])}`,
				`ip route add ${r.of(['default', '10.244.0.4', '203.0.113.0/24'])} ${r.of(['dev vpn0', 'via 198.18.0.2', 'via 192.168.122.1', 'via 10.244.0.4 dev kube-bridge'])} table 53`,
			],
			undo: ['ip route flush table 53'],
		};
	},
	'policy routing by user, ports, tos': r => ({
		made: [
			`ip rule add pref 160 ${r.of([
				'uidrange 0-0',
				'uidrange 1000-2000',
				`ipproto udp dport ${r.of(ports)}`,
				`ipproto tcp sport ${r.of(['20000-60000', '1-1023'])}`,
				'tos 0x08',
				`iif ${r.of(devices)} from ${r.of(v4)}`,
				`oif ${r.of(devices)}`,
				`not from ${r.of(v4)} to ${r.of(v4)}`,
			])} ${r.of(['lookup 53', 'prohibit', 'unreachable', 'goto 32767'])}`,
			`ip route add ${r.of(['default', '10.244.0.0/16'])} ${r.of(['dev vpn0', 'via 192.168.122.1'])} table 53`,
			`ip -6 rule add pref 160 ${r.of([`to ${r.of(v6)}`, `from ${r.of(v6)}`, `iif ${r.of(devices)}`])} ${r.of(['lookup 53', 'prohibit', 'blackhole'])}`,
			'ip -6 route add default dev vpn0 table 53',
		],
		undo: ['ip route flush table 53', 'ip -6 rule del pref 160', 'ip -6 route flush table 53'],
	}),
	'rp_filter and other ways back': r => {
		const net = r.of(['192.168.122.1', '203.0.113.0/24', '10.244.0.3', '10.244.0.0/25']);
		const made = `ip route add ${net} ${r.of(['dev vpn0', 'dev kube-bridge', 'via 198.18.0.2', 'via 192.168.122.1'])} metric 1`;
		const device = r.of(['all', 'enp1s0', 'kube-bridge', 'vpn0']);
		return {
			made: [
				made,
				`sysctl -qw net.ipv4.conf.${device}.rp_filter=${1 + r.below(2)}`,
				...(r.chance(0.3) ? [`sysctl -qw net.ipv4.conf.${r.of(devices)}.accept_local=1`] : []),
				...(r.chance(0.3) ? [`sysctl -qw net.ipv4.conf.all.route_localnet=1`] : []),
			],
			undo: [
				made.replace('route add', 'route del'),
				...devices.map(each => `sysctl -qw net.ipv4.conf.${each}.accept_local=0`),
			],
		};
	},
	'refusing routes': r => {
		const type = r.of(['blackhole', 'unreachable', 'prohibit', 'throw']);
		const [to, to6] = [r.of([...v4, '10.244.0.0/16', '203.0.113.0/24']), r.of([...v6, 'fd00:244::/60'])];
		return {
			made: [
				`ip route add ${type} ${to}`,
				`ip -6 route add ${type} ${to6}`,
				`ip route add ${r.of(v4)} dev vpn0 metric 7`,
			],
			undo: [
				`ip route del ${type} ${to}`,
				`ip -6 route del ${type} ${to6}`,
				...v4.map(each => `ip route del ${each} dev vpn0 metric 7`),
			],
		};
	},
	vrf: r => ({
		made: [
			'ip link add vrf-w type vrf table 55',
			'ip link set vrf-w up',
			...(r.chance(0.8) ? ['sysctl -qw net.ipv6.conf.vpn0.keep_addr_on_down=1', 'ip link set vpn0 master vrf-w'] : []),
			...(r.chance(0.5) ? ['ip route add default via 198.18.0.2 table 55'] : []),
			...(r.chance(0.4) ? ['ip route add 10.244.0.0/24 dev kube-bridge table 55'] : []),
			...(r.chance(0.3) ? [`sysctl -qw net.ipv4.udp_l3mdev_accept=1 net.ipv4.tcp_l3mdev_accept=1`] : []),
		],
		undo: [
			'ip link set vpn0 nomaster',
			'ip link del vrf-w',
			'ip route flush table 55',
			'ip rule del pref 1000',
			'ip -6 rule del pref 1000',
			'sysctl -qw net.ipv4.udp_l3mdev_accept=0 net.ipv4.tcp_l3mdev_accept=0',
			'ip -6 addr replace fd00:18::1/64 dev vpn0 nodad',
			'far=$(ip link show vpn0 | sed -n "s/.*alias //p"); for a in 198.18.0.2 fd00:18::2; do ip neigh replace $a lladdr $far nud permanent dev vpn0; done',
		],
	}),
	flowtable: r => ({
		made: [
			'nft add table ip w',
			`nft 'add flowtable ip w f { hook ingress priority 0; devices = { enp1s0, vpn0${r.of(['', ', kube-bridge'])} }; }'`,
			`nft 'add chain ip w c { type filter hook forward priority ${r.of(['-5', '5'])}; }'`,
			`nft 'add rule ip w c ${r.of(['', 'ct state established ', `th dport ${r.of(ports)} `])}meta l4proto { tcp, udp } flow add @f'`,
			...(r.chance(0.5) ? [`nft 'add rule ip w c ct state established ${r.of(['drop', 'accept', 'counter'])}'`] : []),
		],
		undo: [],
	}),
	tproxy: r => ({
		made: [
			'nft add table ip w',
			"nft 'add chain ip w p { type filter hook prerouting priority -150; }'",
			`nft 'add rule ip w p ${r.of(['', `ip daddr ${r.of(v4)} `])}meta l4proto { tcp, udp } th dport ${r.of(ports)} tproxy to ${r.of(['', '127.0.0.1'])}:${r.of([8081, 9000, 81])} ${r.of(['meta mark set 1 ', ''])}accept'`,
			...(r.chance(0.7)
				? ['ip rule add pref 170 fwmark 1 lookup 54', 'ip route add local default dev lo table 54']
				: []),
		],
		undo: ['ip route flush table 54'],
	}),
	synproxy: r => ({
		made: [
			'nft add table ip w',
			"nft 'add chain ip w r { type filter hook prerouting priority -300; }'",
			`nft 'add rule ip w r tcp dport ${r.of(ports)} tcp flags syn notrack'`,
			`nft 'add chain ip w i { type filter hook ${r.of(['input', 'forward'])} priority 0; }'`,
			"nft 'add rule ip w i ct state { invalid, untracked } synproxy mss 1460 wscale 7 timestamp sack-perm'",
			...(r.chance(0.5) ? ["nft 'add rule ip w i ct state invalid drop'"] : []),
		],
		undo: [],
	}),
	ipsets: r => {
		const [a, b] = [r.of(v4), r.of(v4)];
		const port = r.of(ports);
		const sets: ReadonlyArray<readonly [create: string, members: readonly string[], asked: string]> = [
			['hash:ip', [a, b], r.of(['src', 'dst'])],
			['hash:ip timeout 60', [a, `${b} timeout 30`], r.of(['src', 'dst'])],
			['hash:net', ['10.244.0.0/16', `${a} nomatch`], r.of(['src', 'dst'])],
			['hash:ip,port', [`${a},udp:${port}`, `${b},tcp:8081`], r.of(['dst,dst', 'src,dst'])],
			['hash:net,iface', [`10.0.0.0/8,${r.of(devices)}`], r.of(['src,src', 'dst,dst'])],
			['hash:ip,port,ip', [`${a},udp:${port},${b}`], 'src,dst,dst'],
			['hash:ip,port,net', [`${a},udp:${port},10.0.0.0/8`], r.of(['src,dst,dst', 'dst,dst,src'])],
			['hash:net,net', [`10.0.0.0/8,${b}`, '192.168.0.0/16,10.244.0.0/16'], 'src,dst'],
			['hash:net,port', [`10.0.0.0/8,udp:${port}`, '192.168.0.0/16,0-65535'], r.of(['src,dst', 'dst,dst'])],
			['hash:ip,mark', [`${a},0x1`, `${b},0`], 'src'],
			['bitmap:port range 1-65535', [`${port}`, '8000-8100'], 'dst'],
			['bitmap:ip range 10.244.0.0/24', ['10.244.0.3'], r.of(['src', 'dst'])],
			['hash:mac', ['02:00:00:00:00:01'], 'src'],
		];
		const [create, members, asked] = r.of(sets);
		const chain = r.of(['INPUT', 'FORWARD', 'OUTPUT']);
		const not = r.of(['', '', '! ']);
		const more = r.of(['', '', ' --return-nomatch', ' ! --update-counters', ' --packets-gt 0']);
		return {
			made: [
				`ipset create wide ${create}${more.includes('packets') ? ' counters' : ''}`,
				...members.map(member => `ipset add wide ${member}`),
				'ipset create lists list:set',
				'ipset add lists wide',
				...(r.chance(0.2)
					? [`iptables -w -t mangle -A PREROUTING -j SET --${r.of(['add', 'del'])}-set wide ${asked}`]
					: []),
				`iptables -w -A ${chain} -m set ${not}--match-set ${r.of(['wide', 'wide', 'lists'])} ${asked}${more} -j ${r.of(['DROP', 'ACCEPT', 'REJECT'])}`,
				`iptables -w -A ${chain} -p udp -j ${r.of(['DROP', 'ACCEPT', 'RETURN'])}`,
			],
			undo: ['ipset destroy lists', 'ipset destroy wide'],
		};
	},
	'sets, maps and verdict maps of nft': r => {
		const [a, b, port] = [r.of(v4), r.of(v4), r.of(ports)];
		const rules = [
			`ip saddr . ip daddr . meta l4proto . th dport @four ${r.of(['drop', 'accept'])}`,
			'ip daddr . th dport vmap @doors',
			`ip daddr . th dport vmap { ${a} . ${port} : jump deep1, 10.244.0.0/24 . 1-9000 : goto deep2 }`,
			`ip saddr @short ${r.of(['drop', 'return'])}`,
			`ip daddr != @nets ${r.of(['drop', 'accept', 'jump deep1'])}`,
			`iifname . oifname vmap { "enp1s0" . "kube-bridge" : jump deep1, "kube-bridge" . "vpn0" : drop }`,
			`meta mark set ip saddr map { ${a} : 0x1, ${b} : 0x2 }`,
			`meta mark vmap { 0x1 : drop, 0x2-0x4 : accept }`,
			`numgen random mod 3 vmap { 0 : jump deep1, 1-2 : accept }`,
			`jhash ip saddr mod 2 vmap { 0 : accept, 1 : return }`,
			`th dport vmap { ${port} : drop, 30000-32767 : jump deep2 }`,
			`add @learnt { ip saddr . th dport timeout 3s }`,
			`ip saddr . th dport @learnt drop`,
			`update @learnt { ip saddr . th dport timeout 3s limit rate over 100000/second } drop`,
			`ct state . ct direction vmap { new . original : accept, established . reply : drop }`,
			`ct state vmap { established : drop, new : jump deep1 }`,
		];
		return {
			made: [
				`nft -f - <<'X'
table ip w {
set four { type ipv4_addr . ipv4_addr . inet_proto . inet_service; flags interval; elements = { 10.244.0.0/24 . ${a} . udp . 1-60000, ${b} . 10.244.0.3 . tcp . ${port} }; }
set short { type ipv4_addr; flags timeout; elements = { ${a} timeout ${r.of(['2s', '60s'])}, ${b} timeout 3600s }; }
set nets { type ipv4_addr; flags interval; elements = { 10.244.0.0/30, 192.168.122.100-192.168.122.200, ${b === '10.244.0.3' ? '198.18.0.9' : '203.0.113.7'} }; }
set learnt { type ipv4_addr . inet_service; flags dynamic,timeout; size 1000; }
map doors { type ipv4_addr . inet_service : verdict; flags interval; elements = { ${a} . ${port} : drop, 10.244.0.0/24 . 8000-8100 : accept, ${b === a ? '198.18.0.77' : b} . 53 : jump deep2 }; }
chain deep4 { ip daddr ${r.of(v4)} drop; return; }
chain deep3 { jump deep4; th dport ${r.of(ports)} ${r.of(['accept', 'drop', 'goto deep4'])}; }
chain deep2 { ip saddr ${r.of(v4)} return; goto deep3; }
chain deep1 { ${r.of(['jump', 'goto'])} deep2; th dport ${r.of(ports)} drop; }
chain c { type filter hook ${r.of(['forward', 'input', 'output', 'prerouting', 'postrouting'])} priority ${r.of([-90, 3, 40])}; }
}
X`,
				...Array.from({length: 2 + r.below(3)}, () => `nft 'add rule ip w c ${r.of(rules)}'`),
			],
			undo: [],
		};
	},
	'translation by maps': r => {
		const [a, b, port] = [r.of(v4), r.of(v4), r.of(ports)];
		const hook = r.of(['prerouting', 'output']);
		return {
			made: [
				'nft add table ip w',
				`nft 'add map ip w to { type ipv4_addr . inet_service : ipv4_addr . inet_service; flags interval; elements = { 10.96.0.10 . ${port} : ${a} . 8081, 192.168.122.0/24 . 30000-30100 : ${b} . 9000 }; }'`,
				`nft 'add chain ip w c { type nat hook ${hook} priority ${r.of([-105, -100, -90])}; }'`,
				`nft 'add rule ip w c ${r.of([
					'meta l4proto { tcp, udp } dnat to ip daddr . th dport map @to',
					`meta l4proto { tcp, udp } dnat to numgen random mod 2 map { 0 : ${a}, 1 : ${b} }`,
					`meta l4proto { tcp, udp } dnat to jhash ip saddr . th sport mod 2 map { 0 : ${a}, 1 : ${b} }`,
					`dnat to symhash mod 2 map { 0 : ${a}, 1 : ${a} }`,
					`ip daddr 10.96.0.0/16 dnat ip prefix to ip daddr map { 10.96.0.0/24 : 10.244.0.0/24 }`,
					`meta l4proto udp redirect to th dport map { ${port} : 8081, 0-52 : 53 }`,
					`meta l4proto { tcp, udp } dnat to ${a}:${port} random`,
					`ip saddr ${b} dnat to ip saddr map { ${b} : ${a} }`,
				])}'`,
				"nft 'add chain ip w s { type nat hook postrouting priority 100; }'",
				`nft 'add rule ip w s ${r.of(['masquerade', 'ct status dnat masquerade', `oifname "kube-bridge" snat to 10.244.0.1`, `ip saddr 10.244.0.0/24 ip daddr != 10.244.0.0/24 masquerade random`])}'`,
			],
			undo: [],
		};
	},
	'zones and helpers': r => ({
		made: [
			r.of([
				`iptables -w -t raw -A PREROUTING -i ${r.of(devices)} -j CT --zone ${r.of(['1', '2'])}`,
				`iptables -w -t raw -A PREROUTING -s ${r.of(v4)} -j CT --zone-orig 1`,
				`iptables -w -t raw -A PREROUTING -p udp --dport 53 -j CT --notrack`,
				`iptables -w -t raw -A PREROUTING -p tcp -j CT --ctevents new`,
				`iptables -w -t raw -A OUTPUT -p tcp --dport ${r.of(ports)} -j CT --helper ftp`,
				`nft add table ip w; nft 'add chain ip w c { type filter hook prerouting priority -300; }'; nft 'add rule ip w c iifname "${r.of(devices)}" ct zone set ${r.of(['1', 'mark'])}'`,
				`nft add table ip w; nft 'add chain ip w c { type filter hook prerouting priority -300; }'; nft 'add rule ip w c ct original zone set 1'`,
				`nft add table ip w; nft 'add ct helper ip w ftp { type "ftp" protocol tcp; }'; nft 'add chain ip w c { type filter hook prerouting priority -150; }'; nft 'add rule ip w c tcp dport 8081 ct helper set "ftp"'`,
				`nft add table ip w; nft 'add ct timeout ip w t { protocol udp; policy = { unreplied : 1, replied : 2 }; }'; nft 'add chain ip w c { type filter hook prerouting priority -150; }'; nft 'add rule ip w c meta l4proto udp ct timeout set "t"'`,
			]),
			`iptables -w -A FORWARD -m conntrack --ctstate ${r.of(['INVALID', 'UNTRACKED', 'NEW', 'ESTABLISHED'])} -j ${r.of(['DROP', 'ACCEPT'])}`,
			`iptables -w -t nat -A PREROUTING -p udp --dport 30094 -j DNAT --to-destination ${r.of(v4)}:8081`,
		],
		undo: [],
	}),
	'the family bridge': r => ({
		made: [
			'nft add table bridge w',
			`nft 'add chain bridge w c { type filter hook ${r.of(['forward', 'prerouting', 'input', 'output', 'postrouting'])} priority ${r.of(['0', '-300', '-200'])}; }'`,
			`nft 'add rule bridge w c ${r.of([
				`ip daddr ${r.of(v4)} drop`,
				`ether type ip udp dport ${r.of(ports)} drop`,
				'ether type vlan drop',
				`ip saddr ${r.of(v4)} meta mark set 1`,
				`meta ibrname "kube-bridge" ip daddr ${r.of(v4)} drop`,
				`ip6 daddr ${r.of(v6)} drop`,
				'ct state new accept',
				'meta pkttype host counter',
				`ether daddr 02:00:00:00:00:09 drop`,
				'meta iifname "veth*" accept',
			])}'`,
			...(r.chance(0.3) ? ["nft 'chain bridge w c { policy drop; }'"] : []),
			...(r.chance(0.3) ? [`sysctl -qw net.bridge.bridge-nf-call-iptables=${r.below(2)}`] : []),
		],
		undo: [],
	}),
	'ebtables of old': r => ({
		made: [
			`ebtables-legacy -A FORWARD -p IPv4 --ip-destination ${r.of(v4)} -j DROP`,
			`ebtables -A FORWARD -p IPv4 --ip-destination ${r.of(v4)} -j DROP`,
		],
		undo: ['ebtables-legacy -F', 'ebtables -F'],
	}),
	'ingress and egress': r => {
		const [hook, device] = [r.of(['ingress', 'ingress', 'egress']), r.of(devices)];
		return {
			made: [
				'nft add table netdev w',
				`nft 'add set netdev w few { type ipv4_addr; elements = { ${r.of(v4)} }; }'`,
				`nft 'add chain netdev w c { type filter hook ${hook} device ${device} priority ${r.of(['0', '-10'])}; }'`,
				...Array.from(
					{length: 1 + r.below(2)},
					() =>
						`nft 'add rule netdev w c ${r.of([
							`ip saddr @few drop`,
							`udp dport vmap { ${r.of([53, 9000])} : drop, 8081 : accept }`,
							`ip daddr set ${r.of(v4)}`,
							`udp dport ${r.of([53, 9000])} udp dport set 8081`,
							`ip saddr ${r.of(v4)} ip saddr set 10.244.0.4`,
							`ip daddr ${r.of(v4)} fwd to vpn0`,
							`ip daddr ${r.of(v4)} dup to vpn0`,
							`meta mark set 1`,
							'tcp flags syn drop',
							'tcp flags != syn drop',
							'limit rate over 10000/second drop',
							'ip ttl < 5 drop',
							'ip protocol udp ip length > 20 drop',
							'ether type arp drop',
						])}'`,
				),
			],
			undo: [],
		};
	},
	'packets written into': r => ({
		made: [
			'nft add table ip w',
			`nft 'add chain ip w c { type filter hook ${r.of(['prerouting', 'output', 'forward', 'postrouting'])} priority ${r.of(['-310', '-150', '0'])}; }'`,
			`nft 'add rule ip w c ${r.of([
				`udp dport 30094 udp dport set 8081`,
				`ip daddr 10.96.0.10 ip daddr set 10.244.0.3`,
				'ip ttl set 1',
				'ip ttl set 64',
				'ip dscp set cs3',
				'meta pkttype set host',
				`meta pkttype set ${r.of(['other', 'host'])}`,
				'tcp option maxseg size set 1300',
				'meta priority set 1:2',
			])}'`,
		],
		undo: [],
	}),
	'legacy tables beside': r => {
		const table = r.of(['filter', 'filter', 'nat', 'mangle', 'raw']);
		const chain =
			table === 'nat' || table === 'raw' ? r.of(['PREROUTING', 'OUTPUT']) : r.of(['INPUT', 'FORWARD', 'OUTPUT']);
		const to = r.of(v4);
		const target =
			table === 'nat'
				? r.of([`-p udp -j DNAT --to-destination ${to}:8081`, '-p tcp -j REDIRECT --to-ports 9000'])
				: table === 'raw'
					? r.of(['-j NOTRACK', '-j DROP'])
					: r.of(['-j DROP', '-j ACCEPT', '-m conntrack --ctstate ESTABLISHED -j DROP', '-p tcp ! --syn -j DROP']);
		return {
			made: [
				`iptables-legacy -w -t ${table} -A ${chain} ${r.of(['', `-s ${r.of(v4)} `, `-d ${r.of(v4)} `])}${target}`,
				`ip6tables-legacy -w -A ${r.of(['INPUT', 'FORWARD', 'OUTPUT'])} ${r.of([`-d ${r.of(v6)} `, '-p udp '])}-j ${r.of(['DROP', 'REJECT'])}`,
				`iptables-nft -w -A FORWARD -d ${r.of(v4)} -j ${r.of(['ACCEPT', 'DROP'])}`,
			],
			undo: ['filter', 'nat', 'mangle', 'raw'].flatMap(each => [
				`iptables-legacy -w -t ${each} -F`,
				`ip6tables-legacy -w -t ${each} -F`,
			]),
		};
	},
	'IPv6 rules and translation': r => ({
		made: [
			`ip6tables -w -A ${r.of(['INPUT', 'FORWARD', 'OUTPUT'])} ${r.of([`-d ${r.of(v6)}`, `-s ${r.of(v6)}`, '-m conntrack --ctstate ESTABLISHED', '-p udp', '-p ipv6-icmp', '-p ipv6-icmp --icmpv6-type echo-request', '-m rt --rt-type 0', '-m hl --hl-gt 5'])} -j ${r.of(['DROP', 'REJECT', 'ACCEPT'])}`,
			`ip6tables -w -t nat -A ${r.of(['PREROUTING', 'OUTPUT'])} -p udp ${r.of(['', `-d ${r.of(v6)} `])}-j ${r.of([`DNAT --to-destination [${r.of(v6)}]:8081`, 'REDIRECT --to-ports 9000'])}`,
			`ip6tables -w -t nat -A POSTROUTING ${r.of(['-o kube-bridge', '-s fd00:244::/64', ''])} -j MASQUERADE`,
			...(r.chance(0.3) ? [`sysctl -qw net.ipv6.conf.${r.of(['all', 'enp1s0', 'kube-bridge'])}.forwarding=0`] : []),
		],
		undo: ['for d in enp1s0 kube-bridge vpn0; do sysctl -qw net.ipv6.conf.$d.forwarding=1; done'],
	}),
	settings: r => ({
		made: [
			`sysctl -qw ${r.of([
				'net.ipv4.ip_forward=0',
				'net.ipv4.icmp_echo_ignore_all=1',
				'net.ipv6.icmp.echo_ignore_all=1',
				'net.ipv4.conf.all.route_localnet=1',
				'net.ipv4.conf.enp1s0.forwarding=0',
				'net.bridge.bridge-nf-call-iptables=0',
				'net.ipv4.conf.all.accept_local=1',
				'net.ipv4.ip_early_demux=0',
				'net.netfilter.nf_conntrack_tcp_loose=0',
				'net.netfilter.nf_conntrack_tcp_be_liberal=1',
				'net.ipv4.conf.kube-bridge.proxy_arp=1',
				'net.ipv4.conf.all.drop_unicast_in_l2_multicast=1',
			])}`,
		],
		undo: [
			'sysctl -qw net.ipv4.icmp_echo_ignore_all=0 net.ipv6.icmp.echo_ignore_all=0 net.ipv4.conf.all.accept_local=0 net.ipv4.ip_early_demux=1',
			'sysctl -qw net.netfilter.nf_conntrack_tcp_loose=1 net.netfilter.nf_conntrack_tcp_be_liberal=0',
			'sysctl -qw net.ipv4.conf.kube-bridge.proxy_arp=0 net.ipv4.conf.all.drop_unicast_in_l2_multicast=0',
		],
	}),
};

export const wideKinds = Object.keys(makers);

export function wide(r: Random): Wide {
	const kind = process.env['K0S_TUI_WALK_KIND'] ?? r.of(wideKinds);
	const maker = makers[kind];
	return {kind, ...(maker?.(r) ?? {made: [], undo: []})};
}
