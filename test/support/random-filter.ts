import {placed, type Place} from './packet-lab.js';

/** Small random rule sets, routes, settings and packets, all from one seed: what failed can be made again. */

export type Random = {
	readonly below: (count: number) => number;
	readonly chance: (share: number) => boolean;
	readonly of: <T>(items: readonly T[]) => T;
};

/** mulberry32 */
export function randomFrom(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};

	const below = (count: number): number => Math.floor(next() * count);
	return {below, chance: share => next() < share, of: items => items[below(items.length)] as never};
}

const four = [
	...placed.host.filter(each => each.includes('.')),
	'192.168.122.1',
	'203.0.113.7',
	'198.18.0.2',
	'10.244.0.3',
	'10.244.0.4',
	'10.96.0.10',
];
const six = ['fd00:122::161', 'fd00:244::1', 'fd00:122::1', 'fd00:18::2', 'fd00:244::3', 'fd00:244::4', 'fd00:96::10'];
const nets4 = ['10.244.0.0/24', '192.168.122.0/24', '10.96.0.0/16', '0.0.0.0/1', '10.244.0.2/31', '203.0.113.0/24'];
const nets6 = ['fd00:244::/64', 'fd00:122::/64', 'fd00:96::/32', 'fd00::/16'];
const devices = ['enp1s0', 'kube-bridge', 'vpn0', 'lo'];
const ports = [53, 8081, 9000, 30_094, 81];
const marks = ['0x1', '0x2', '0x4000', '0x3'];

type Family = 4 | 6;

const addressOf = (r: Random, family: Family): string => r.of(family === 4 ? four : six);
const netOf = (r: Random, family: Family): string =>
	r.chance(0.5) ? addressOf(r, family) : r.of(family === 4 ? nets4 : nets6);

/** Native tables, as input of `nft -f`, each by itself: one that this nft or kernel refuses is left out. */
export function nativeTables(r: Random): string[] {
	return Array.from({length: 1 + r.below(3)}, (_, at) => nativeTable(r, at));
}

function nativeTable(r: Random, at: number): string {
	const kind = r.of(['ip', 'ip', 'ip', 'inet', 'inet', 'ip6', 'netdev', 'bridge']);
	const family: Family = kind === 'ip6' ? 6 : 4;
	const chains = Array.from({length: 1 + r.below(3)}, (_, index) => baseChain(r, kind, family, index));
	const own = Array.from({length: 2}, (_, index) => [
		`chain own${index} {`,
		...rules(r, kind, family, 'filter', 'none', 1 + r.below(3), index === 0 ? ['own1'] : []),
		'}',
	]).flat();
	const type = family === 4 ? 'ipv4_addr' : 'ipv6_addr';
	return [
		`table ${kind} t${at} {`,
		`set few { type ${type}; flags interval; elements = { ${[...new Set([addressOf(r, family), addressOf(r, family)])].join(', ')} }; }`,
		`set seen { type ${type}; flags dynamic; size 65535; }`,
		`set doors { type ${type} . inet_service; elements = { ${addressOf(r, family)} . ${r.of(ports)} }; }`,
		`map to { type inet_service : ${type}; elements = { ${r.of(ports)} : ${addressOf(r, family)} }; }`,
		...own,
		...chains.flat(),
		'}',
	].join('\n');
}

function baseChain(r: Random, kind: string, family: Family, index: number): string[] {
	if (kind === 'netdev') {
		const hook = r.of(['ingress', 'ingress', 'egress']);
		return [
			`chain c${index} {`,
			`type filter hook ${hook} device "${r.of(devices)}" priority ${r.below(3)}; policy accept;`,
			...rules(r, kind, family, 'filter', hook, 1 + r.below(3), ['own0']),
			'}',
		];
	}

	const type = kind === 'bridge' ? 'filter' : r.of(['filter', 'filter', 'filter', 'nat', 'nat', 'route']);
	const hook =
		type === 'route'
			? 'output'
			: r.of(
					type === 'nat'
						? ['prerouting', 'prerouting', 'output', 'postrouting']
						: ['prerouting', 'input', 'forward', 'output', 'postrouting'],
				);
	const priority =
		type === 'nat'
			? r.of([-110, -100, -100, 100])
			: type === 'route'
				? -150
				: r.of([-300, -150, -105, 0, 0, 0, 10, 100]);
	const policy = type === 'filter' && r.chance(0.08) ? 'drop' : 'accept';
	return [
		`chain c${index} {`,
		`type ${type} hook ${hook} priority ${priority}; policy ${policy};`,
		...rules(r, kind, family, type, hook, 1 + r.below(5), ['own0']),
		'}',
	];
}

function rules(
	r: Random,
	kind: string,
	family: Family,
	type: string,
	hook: string,
	count: number,
	chains: readonly string[],
): string[] {
	return Array.from({length: count}, () => {
		const conditions = Array.from({length: r.below(3)}, () => condition(r, kind, family, hook));
		return [...conditions, action(r, family, type, hook, kind, chains)].filter(Boolean).join(' ');
	});
}

function condition(r: Random, kind: string, family: Family, hook: string): string {
	const l3 = family === 4 ? 'ip' : 'ip6';
	const not = r.chance(0.2) ? '!= ' : '';
	const field = r.of(['saddr', 'daddr']);
	const options = [
		() => `${l3} ${field} ${not}${netOf(r, family)}`,
		() => `${l3} ${field} ${not}{ ${[...new Set([addressOf(r, family), addressOf(r, family)])].join(', ')} }`,
		() => `${l3} ${field} ${not}@few`,
		() => `${l3} ${field} @seen`,
		() => `${l3} ${field} . th dport @doors`,
		() => `${r.of(['tcp', 'udp'])} dport ${not}${r.of(ports)}`,
		() => `th dport ${not}{ ${r.of(ports)}, ${r.of([22, 443])} }`,
		() => `th dport ${r.of(['50-9000', '9000-65535', '1-60'])}`,
		() => `meta l4proto ${not}${r.of(['tcp', 'udp', '{ tcp, udp }', 'icmp'])}`,
		() => (hook === 'output' || hook === 'postrouting' ? '' : `iifname ${not}"${r.of([...devices, 'enp*'])}"`),
		() => (hook === 'prerouting' || hook === 'input' ? '' : `oifname ${not}"${r.of([...devices, 'kube*'])}"`),
		() => `meta mark ${not}${r.of(marks)}`,
		() => `meta mark & 0x1 == ${r.of(['0x1', '0x0'])}`,
		() => `ct state ${r.of(['new', 'established,related', 'invalid', 'untracked', '{ new, untracked }'])}`,
		() => `ct mark ${r.of(marks)}`,
		() => `ct status ${r.of(['dnat', 'snat'])}`,
		() => `ct original ${l3} daddr ${addressOf(r, family)}`,
		() => 'ct direction original',
		() => `fib daddr type ${r.of(['local', 'unicast', 'broadcast'])}`,
		() => 'fib saddr type local',
		() =>
			hook === 'prerouting' || hook === 'input' || hook === 'forward'
				? `fib saddr . iif oif ${r.of(['missing', 'exists'])}`
				: '',
		() => `meta nfproto ${r.of(['ipv4', 'ipv6'])}`,
		() => `limit rate ${r.of(['', 'over '])}10000/second`,
	];
	const chosen = r.of(options)();
	// What only this kernel's family or hook does not know is refused as a whole table.
	if (kind === 'netdev' && /^(?:ct|fib|oifname)/.test(chosen)) return '';
	if (kind === 'bridge' && /^(?:ct|fib)/.test(chosen)) return '';
	return chosen;
}

function action(
	r: Random,
	family: Family,
	type: string,
	hook: string,
	kind: string,
	chains: readonly string[],
): string {
	const to = addressOf(r, family);
	const wrapped = family === 6 ? `[${to}]` : to;
	const l3 = family === 4 ? 'ip' : 'ip6';
	const named = kind === 'inet' ? `${l3} ` : '';
	if (type === 'nat' && r.chance(0.7)) {
		if (hook === 'prerouting' || hook === 'output') {
			return r.of([
				`dnat ${named}to ${to}`,
				`meta l4proto { tcp, udp } dnat ${named}to ${wrapped}:${r.of([53, 8081, 9000])}`,
				`meta l4proto { tcp, udp } dnat ${named}to th dport map @to`,
				`dnat ${named}to ${l3} daddr map { ${addressOf(r, family)} : ${to} }`,
				`meta l4proto { tcp, udp } redirect to :${r.of([53, 8081, 9000])}`,
				`meta l4proto { tcp, udp } dnat ${named}to ${wrapped}:8081-9000`,
				`dnat ${named}to numgen inc mod 1 map { 0 : ${to} }`,
			]);
		}

		return r.of([
			'masquerade',
			`snat ${named}to ${r.of(family === 4 ? ['192.168.122.161', '10.244.0.1'] : ['fd00:122::161', 'fd00:244::1'])}`,
		]);
	}

	const plain = [
		'accept',
		'drop',
		'return',
		'counter',
		`meta mark set ${r.of(marks)}`,
		'meta mark set meta mark or 0x1',
		`add @seen { ${l3} ${r.of(['saddr', 'daddr'])} }`,
		...chains.flatMap(chain => [`jump ${chain}`, `goto ${chain}`]),
	];
	if (kind === 'netdev' || kind === 'bridge') return r.of(plain);
	return r.of([
		...plain,
		'accept',
		'drop',
		'reject',
		'notrack',
		`ct mark set ${r.of(marks)}`,
		'meta mark set ct mark',
		'ct mark set meta mark',
		`th dport vmap { ${r.of(ports)} : drop, ${r.of([22, 443])} : accept }`,
		`update @seen { ${l3} saddr limit rate over 10000/second } drop`,
		'numgen random mod 2 vmap { 0 : accept, 1 : return }',
	]);
}

/** Tables as `iptables-nft-restore` takes them. */
export function xtables(r: Random): string {
	const lines = (table: string, chains: readonly string[]): string[] => [
		`*${table}`,
		':OWN - [0:0]',
		...Array.from({length: 1 + r.below(6)}, () => {
			const chain = r.of([...chains, 'OWN']);
			return `-A ${chain} ${[...Array.from({length: r.below(3)}, () => xtMatch(r, chain)), xtTarget(r, table, chain)].filter(Boolean).join(' ')}`;
		}),
		'COMMIT',
	];
	const all = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];
	return [
		...(r.chance(0.3) ? lines('raw', ['PREROUTING', 'OUTPUT']) : []),
		...(r.chance(0.5) ? lines('mangle', all) : []),
		...(r.chance(0.7) ? lines('nat', ['PREROUTING', 'OUTPUT', 'POSTROUTING']) : []),
		...(r.chance(0.8) ? lines('filter', ['INPUT', 'FORWARD', 'OUTPUT']) : []),
		'',
	].join('\n');
}

function xtMatch(r: Random, chain: string): string {
	const not = r.chance(0.2) ? '! ' : '';
	const options = [
		`${not}-s ${netOf(r, 4)}`,
		`${not}-d ${netOf(r, 4)}`,
		chain === 'OUTPUT' || chain === 'POSTROUTING' || chain === 'OWN' ? '' : `${not}-i ${r.of([...devices, 'enp+'])}`,
		chain === 'PREROUTING' || chain === 'INPUT' || chain === 'OWN' ? '' : `${not}-o ${r.of([...devices, 'kube+'])}`,
		`-m conntrack ${not}--ctstate ${r.of(['NEW', 'ESTABLISHED,RELATED', 'INVALID', 'UNTRACKED', 'DNAT', 'SNAT'])}`,
		`-m mark ${not}--mark ${r.of(marks)}/${r.of(['0x1', '0xffff'])}`,
		`-m connmark --mark ${r.of(marks)}`,
		`-m addrtype ${not}--${r.of(['dst', 'src'])}-type ${r.of(['LOCAL', 'UNICAST', 'BROADCAST'])}`,
		`-m physdev ${not}--physdev-is-bridged`,
		`-m comment --comment "a -j DROP --dport 81 b"`,
		'-m limit --limit 10000/sec',
		`-m recent --rcheck --seconds 5 --name ${r.of(['a', 'b'])}`,
		`-m set ${not}--match-set few ${r.of(['src', 'dst'])}`,
	];
	return r.of(options);
}

function xtTarget(r: Random, table: string, chain: string): string {
	const dnat = ['PREROUTING', 'OUTPUT'].includes(chain);
	const to = addressOf(r, 4);
	if (table === 'nat' && dnat && r.chance(0.7)) {
		return r.of([
			`-j DNAT --to-destination ${to}`,
			`-p udp -m udp --dport ${r.of(ports)} -j DNAT --to-destination ${to}:${r.of([53, 8081])}`,
			`-p udp -j REDIRECT --to-ports ${r.of([53, 9000])}`,
			`-p udp -j DNAT --to-destination ${to}:8081-9000`,
		]);
	}

	if (table === 'nat' && chain === 'POSTROUTING' && r.chance(0.7))
		return r.of(['-j MASQUERADE', '-j SNAT --to-source 192.168.122.161']);
	return r.of([
		'-j ACCEPT',
		'-j RETURN',
		...(table === 'nat' ? [] : ['-j DROP']),
		...(table === 'filter' ? ['-j REJECT', '-j DROP'] : []),
		...(table === 'raw' ? ['-j NOTRACK', '-j CT --notrack'] : []),
		...(table === 'mangle'
			? [
					`-j MARK --set-xmark ${r.of(marks)}/0xff`,
					'-j CONNMARK --save-mark',
					'-j CONNMARK --restore-mark',
					'-j CONNMARK --set-mark 0x2',
				]
			: []),
		...(chain === 'OWN' ? [] : ['-j OWN', '-g OWN']),
		'-m statistic --mode nth --every 1 --packet 0 -j RETURN',
	]);
}

/** Rules of policy routing and routes beside the usual ones, as arguments of `ip`. */
export function policies(r: Random): string[][] {
	const rule = (): string[] => {
		const selector = r.of([
			['from', r.of(['10.244.0.0/24', '192.168.122.1', '203.0.113.0/24', 'all'])],
			['to', r.of(['10.244.0.3', '203.0.113.0/24'])],
			['fwmark', `${r.of(marks)}/${r.of(['0x1', '0xffff'])}`],
			['iif', r.of(devices)],
			['dport', String(r.of(ports))],
			['ipproto', 'udp'],
			['not', 'from', '10.244.0.0/24'],
		]);
		const end = r.of([
			['lookup', '52'],
			['lookup', '52'],
			['lookup', 'main', 'suppress_prefixlength', '0'],
			['prohibit'],
			['blackhole'],
			['goto', '32766'],
		]);
		return ['rule', 'add', 'pref', String(100 + r.below(1000)), ...selector, ...end];
	};

	return [
		...Array.from({length: 1 + r.below(2)}, rule),
		...r.of([
			[['route', 'add', 'default', 'dev', 'vpn0', 'table', '52']],
			[['route', 'add', 'default', 'via', '198.18.0.2', 'table', '52']],
			[['route', 'add', '10.244.0.3', 'via', '198.18.0.2', 'table', '52']],
			[
				['route', 'add', 'blackhole', '203.0.113.0/24', 'table', '52'],
				['route', 'add', 'throw', '10.244.0.0/16', 'table', '52'],
				['route', 'add', 'default', 'dev', 'vpn0', 'table', '52'],
			],
		]),
	];
}

export function settings(r: Random): string[] {
	const device = r.of(['all', 'enp1s0', 'kube-bridge', 'vpn0']);
	return [
		...(r.chance(0.15) ? [`net.ipv4.conf.${r.of(['enp1s0', 'kube-bridge', 'vpn0'])}.forwarding=0`] : []),
		...(r.chance(0.4) ? [`net.ipv4.conf.${device}.rp_filter=${r.below(3)}`] : []),
		...(r.chance(0.4) ? [`net.ipv4.conf.${r.of(['all', 'kube-bridge', 'vpn0'])}.route_localnet=${r.below(2)}`] : []),
		...(r.chance(0.3) ? [`net.bridge.bridge-nf-call-iptables=${r.below(2)}`] : []),
		...(r.chance(0.1) ? ['net.ipv6.conf.all.forwarding=0'] : []),
		...(r.chance(0.1) ? [`net.ipv4.conf.${device}.src_valid_mark=1`] : []),
	];
}

export type Question = {
	readonly place: Place;
	readonly source: string;
	readonly to: string;
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly port: number;
};

export function questions(r: Random, count: number): Question[] {
	return Array.from({length: count}, () => {
		const place = r.of<Place>(['host', 'wan', 'wan', 'vpn', 'pod1', 'pod1', 'pod2']);
		const family: Family = r.chance(0.2) ? 6 : 4;
		const isIts = (address: string): boolean => address.includes(':') === (family === 6);
		const own = placed[place].filter(each => isIts(each));
		const source = place === 'host' && family === 4 && r.chance(0.2) ? '127.0.0.1' : r.of(own);
		const all = [...(family === 4 ? four : six), ...(family === 4 && place === 'host' ? ['127.0.0.1'] : [])];
		// What another one sends to itself never comes here.
		const to = r.of(all.filter(each => place === 'host' || !own.some(mine => mine === each)));
		return {place, source, to, protocol: r.chance(0.85) ? 'udp' : 'tcp', port: r.of(ports)};
	});
}
