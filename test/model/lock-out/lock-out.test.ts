import {describe, expect, test} from 'vitest';
import type {FirewallZones, Zone} from '../../../source/model/firewall.js';
import {afterChanges, planDifferences, type FirewallChange} from '../../../source/model/firewall-plan.js';
import {lockOut, verdictOf, type SshExposure} from '../../../source/model/lock-out/lock-out.js';
import {parseRichRule} from '../../../source/model/lock-out/rich-rule.js';
import {answerOf, judges} from '../../../source/model/lock-out/zone.js';
import {parseCidr} from '../../../source/model/cidr.js';
import type {Link, Route} from '../../../source/facts/network.js';

const zone = (name: string, rest: Partial<Zone> = {}): Zone => ({
	name,
	marks: [],
	target: 'default',
	interfaces: [],
	sources: [],
	services: [],
	ports: [],
	protocols: [],
	forward: true,
	masquerade: false,
	richRules: [],
	...rest,
});
const stock: readonly Zone[] = [
	zone('block', {target: '%%REJECT%%'}),
	zone('drop', {target: 'DROP'}),
	zone('internal', {services: ['ssh', 'mdns']}),
	zone('public', {services: ['dhcpv6-client', 'ssh']}),
	zone('trusted', {target: 'ACCEPT'}),
	zone('work', {services: ['ssh']}),
];
const firewall = (zones: readonly Zone[] = stock, defaultZone = 'public'): FirewallZones => ({zones, defaultZone});
const withZone = (changed: Zone): readonly Zone[] => stock.map(each => (each.name === changed.name ? changed : each));

const service = (name: string, ports: readonly string[], rest = {}) => ({
	name,
	ports,
	protocols: [],
	includes: [],
	destinations: [],
	...rest,
});
const services = new Map([
	['ssh', service('ssh', ['22/tcp'])],
	['dhcpv6-client', service('dhcpv6-client', ['546/udp'])],
	['mdns', service('mdns', ['5353/udp'], {destinations: ['ipv4:224.0.0.251']})],
]);

const link = (name: string, ...locals: readonly string[]): Link => ({
	index: 2,
	name,
	kind: name === 'lo' ? 'loopback' : 'ether',
	mac: null,
	mtu: 1500,
	state: 'UP',
	flags: [],
	qdisc: null,
	altnames: [],
	master: null,
	linkIndex: null,
	linkNetnsid: null,
	linkNetns: null,
	bridgePort: null,
	addresses: locals.map(local => ({
		family: local.includes(':') ? 'inet6' : 'inet',
		local,
		prefixlen: 24,
		scope: 'global',
		broadcast: null,
		dynamic: false,
	})),
	rx: null,
	tx: null,
});
const route = (to: string, dev: string): Route => ({
	to,
	type: 'unicast',
	via: null,
	dev,
	source: null,
	table: 'main',
	protocol: null,
	scope: null,
	metric: null,
});

const ssh = (rest: Partial<SshExposure> = {}): SshExposure => ({
	sessions: [{address: '192.168.122.161', port: 22, peer: '192.168.122.1', peerPort: 51742, pids: [7]}],
	listeners: [{address: '0.0.0.0', port: 22}],
	links: [link('lo', '127.0.0.1'), link('enp1s0', '192.168.122.161')],
	routes: [route('default', 'enp1s0'), route('192.168.122.0/24', 'enp1s0')],
	services,
	strangePolicy: null,
	inward: ['kube-bridge'],
	...rest,
});

const judge = (
	changes: readonly FirewallChange[],
	given: {before?: FirewallZones; ssh?: SshExposure; then?: string} = {},
) => {
	const before = given.before ?? firewall();
	const found = lockOut(given.ssh ?? ssh(), before, afterChanges(before, changes, given.then));
	return {verdict: verdictOf(found), needsLogin: found.changed.length > 0, ...found};
};

const change = (kind: FirewallChange['kind'], name: string, value = ''): FirewallChange => ({kind, zone: name, value});
const without = (kind: FirewallChange['kind'], name: string, value = ''): FirewallChange => ({
	kind,
	zone: name,
	value,
	remove: true,
});

describe('whom a plan keeps out', () => {
	test('single-node touches nothing that judges a login: safe, released by our own verification', () => {
		expect(judge([change('interface', 'trusted', 'kube-bridge')])).toMatchObject({verdict: 'safe', needsLogin: false});
		const running = ssh({
			links: [...ssh().links, link('kube-bridge', '10.244.0.1')],
			routes: [...ssh().routes, route('10.244.0.0/24', 'kube-bridge')],
		});
		const bridged = judge([change('interface', 'trusted', 'kube-bridge')], {ssh: running});
		expect(bridged).toMatchObject({verdict: 'safe', needsLogin: false});
	});

	test('the guide’s plan changes the ports and sources of the zone of the login: safe, but a new login must confirm', () => {
		const plan = [
			change('interface', 'public', 'enp1s0'),
			change('port', 'public', '6443/tcp'),
			change('source', 'public', '10.244.0.0/16'),
			change('masquerade', 'public'),
		];
		expect(judge(plan, {then: 'trusted'})).toMatchObject({verdict: 'safe', needsLogin: true});
	});

	test.each([
		['the service goes', [without('service', 'public', 'ssh')], 'public'],
		['the interface moves to a zone without it', [change('interface', 'drop', 'enp1s0')], 'drop'],
		['the peer’s network moves to a zone without it', [change('source', 'block', '192.168.122.0/24')], 'block'],
		['the peer alone', [change('source', 'drop', '192.168.122.1')], 'drop'],
	] as const)('cuts off: %s', (_name, plan, judging) => {
		const {verdict, cuts} = judge(plan);
		expect(verdict).toBe('cuts-off');
		expect(cuts).toContainEqual(
			expect.objectContaining({
				after: [judging],
				interface: 'enp1s0',
				endpoint: {kind: 'session', peer: '192.168.122.1', peerPort: 51742, port: 22},
			}),
		);
	});

	test('a default zone that is set cuts off what falls into it', () => {
		expect(judge([], {then: 'drop'}).verdict).toBe('cuts-off');
		expect(judge([change('interface', 'public', 'enp1s0')], {then: 'drop'}).verdict).toBe('safe');
	});

	test('sshd on another port: only the zones that open it keep it', () => {
		const other = ssh({sessions: [], listeners: [{address: '*', port: 2222}]});
		const open = firewall(withZone(zone('public', {ports: ['2000-3000/tcp'], services: ['ssh']})));
		expect(judge([change('interface', 'work', 'enp1s0')], {ssh: other, before: open}).verdict).toBe('cuts-off');
		expect(judge([change('interface', 'trusted', 'enp1s0')], {ssh: other, before: open}).verdict).toBe('safe');
		const fixed = [change('interface', 'work', 'enp1s0'), change('port', 'work', '2222/tcp')];
		expect(judge(fixed, {ssh: other, before: open}).verdict).toBe('safe');
	});

	test('a listener that nobody could reach before is not cut off; a login that came in anyhow makes it unsure', () => {
		const closed = firewall(withZone(zone('public')));
		const idle = ssh({sessions: []});
		expect(judge([change('interface', 'work', 'enp1s0')], {before: closed, ssh: idle}).verdict).toBe('safe');
		expect(judge([change('interface', 'drop', 'enp1s0')], {before: closed, ssh: idle}).verdict).toBe('safe');
		expect(judge([change('interface', 'drop', 'enp1s0')], {before: closed}).verdict).toBe('cannot-tell');
	});

	test('logins from a network that a zone is given are judged by that zone, where it is routed', () => {
		const plan = [change('source', 'drop', '10.99.0.0/16')];
		expect(judge(plan)).toMatchObject({verdict: 'cuts-off'});
		expect(judge(plan).cuts.map(({endpoint}) => endpoint)).toEqual([
			{kind: 'listener', address: '0.0.0.0', port: 22, from: '10.99.0.0/16'},
		]);
		const apart = ssh({
			links: [...ssh().links, link('kube-bridge', '10.99.0.1')],
			routes: [route('192.168.122.0/24', 'enp1s0'), route('10.99.0.0/16', 'kube-bridge')],
		});
		expect(judge(plan, {ssh: apart}).verdict).toBe('safe');
	});

	test('of two zones whose sources hold a peer the name that comes first wins', () => {
		const both = firewall(stock.map(each => (each.name === 'work' ? {...each, sources: ['192.168.0.0/16']} : each)));
		expect(judge([change('source', 'block', '192.168.122.0/24')], {before: both}).verdict).toBe('cuts-off');
		expect(judge([change('source', 'trusted', '192.168.122.0/24')], {before: both}).verdict).toBe('safe');
		const ranked = firewall(both.zones.map(each => (each.name === 'work' ? {...each, ingressPriority: -5} : each)));
		expect(judge([change('source', 'block', '192.168.122.0/24')], {before: ranked}).verdict).toBe('cannot-tell');
	});

	test('unchanged is safe even where it cannot be judged; a change there is not', () => {
		const listed = firewall(withZone(zone('drop', {target: 'DROP', sources: ['ipset:bad']})));
		expect(judge([change('port', 'public', '6443/tcp')], {before: listed}).verdict).toBe('safe');
		expect(judge([change('interface', 'work', 'enp1s0')], {before: listed}).verdict).toBe('safe');
		const limited = firewall(
			withZone(zone('public', {richRules: ['rule service name="ssh" accept limit value="3/m"'], services: ['ssh']})),
		);
		expect(judge([change('port', 'public', '1/tcp')], {before: limited}).verdict).toBe('safe');
		const unread = ssh({services: new Map([['ssh', undefined]])});
		expect(judge([change('interface', 'work', 'enp1s0')], {ssh: unread}).verdict).toBe('cannot-tell');
		expect(judge([change('interface', 'trusted', 'enp1s0')], {ssh: unread}).verdict).toBe('safe');
		const policed = ssh({strangePolicy: 'lan-to-host'});
		expect(judge([change('interface', 'work', 'enp1s0')], {ssh: policed}).verdict).toBe('cannot-tell');
		expect(judge([change('port', 'public', '1/tcp')], {ssh: policed}).verdict).toBe('safe');
	});

	test('what the host says to itself never meets a zone', () => {
		const own = ssh({
			sessions: [
				{address: '127.0.0.1', port: 22, peer: '127.0.0.1', peerPort: 4000, pids: [7]},
				{address: '192.168.122.161', port: 22, peer: '192.168.122.161', peerPort: 4001, pids: [8]},
			],
			listeners: [{address: '127.0.0.1', port: 22}],
		});
		expect(judge([change('interface', 'drop', 'enp1s0')], {ssh: own})).toMatchObject({
			verdict: 'safe',
			needsLogin: false,
		});
	});

	test('a session by an unknown way is unsure', () => {
		const lost = ssh({routes: [], links: [link('lo', '127.0.0.1')], listeners: []});
		expect(judge([change('port', 'public', '1/tcp')], {ssh: lost}).verdict).toBe('cannot-tell');
	});

	test('IPv6: a listener of one family, a peer by its own network', () => {
		const six = ssh({
			sessions: [{address: 'fd00::161', port: 22, peer: 'fd00::1', peerPort: 5, pids: [7]}],
			listeners: [{address: '[::]', port: 22}],
			links: [link('enp1s0', 'fd00::161')],
			routes: [route('fd00::/64', 'enp1s0')],
		});
		expect(judge([change('source', 'drop', 'fd00::/64')], {ssh: six}).verdict).toBe('cuts-off');
		expect(judge([change('source', 'drop', '192.168.0.0/16')], {ssh: six}).verdict).toBe('safe');
	});
});

describe('what a zone answers', () => {
	const attempt = {from: {family: 4 as const, cidr: parseCidr('10.1.2.3')}, to: '192.168.122.161', port: 22};
	const rest = {...attempt, from: {family: 4 as const, cidr: undefined}};
	const ask = (rich: readonly string[], parts: Partial<Zone> = {}, what = attempt) =>
		answerOf(zone('z', {richRules: rich, ...parts}), what, services);

	test.each([
		[[], {services: ['ssh']}, 'accept'],
		[[], {ports: ['20-30/tcp']}, 'accept'],
		[[], {ports: ['22/udp']}, 'deny'],
		[[], {protocols: ['tcp']}, 'accept'],
		[[], {target: 'ACCEPT'}, 'accept'],
		[[], {target: 'DROP', services: ['nothing-known']}, 'unknown'],
		[[], {services: ['ssh'], forwardPorts: ['port=22:proto=tcp:toport=2222:toaddr=']}, 'unknown'],
		[['rule family="ipv4" source address="10.0.0.0/8" port port="22" protocol="tcp" accept'], {}, 'accept'],
		[['rule family="ipv6" source address="10.0.0.0/8" accept'], {}, 'deny'],
		[['rule family="ipv4" source NOT address="10.0.0.0/8" accept'], {}, 'deny'],
		[['rule family="ipv4" source NOT address="11.0.0.0/8" service name="ssh" accept'], {}, 'accept'],
		[['rule family="ipv4" source address="10.1.0.0/16" drop'], {services: ['ssh']}, 'deny'],
		[['rule priority="-1" service name="ssh" accept', 'rule service name="ssh" reject'], {}, 'accept'],
		[['rule priority="10" source address="10.0.0.0/8" reject'], {target: 'ACCEPT'}, 'deny'],
		[['rule priority="10" source address="10.0.0.0/8" reject'], {services: ['ssh']}, 'accept'],
		[['rule source mac="00:11:22:33:44:55" drop'], {services: ['ssh']}, 'unknown'],
		[['rule source ipset="friends" accept'], {services: ['ssh']}, 'accept'],
		[['rule source ipset="friends" accept'], {}, 'unknown'],
		[['rule service name="ssh" log prefix="in" level="info" limit value="1/m" accept'], {}, 'accept'],
		[['rule service name="ssh" accept limit value="3/m"'], {}, 'unknown'],
		[['rule something new drop'], {services: ['ssh']}, 'unknown'],
		[['no rule at all'], {services: ['ssh']}, 'unknown'],
		[['rule protocol value="icmp" drop', 'rule icmp-block name="echo-request"'], {services: ['ssh']}, 'accept'],
		[
			['rule family="ipv4" destination address="192.168.122.0/24" port port="22" protocol="tcp" drop'],
			{services: ['ssh']},
			'deny',
		],
	] as const)('%j %j: %s', (rich, parts, wanted) => {
		expect(ask(rich, parts)).toBe(wanted);
	});

	test('everybody else is not who a rule names', () => {
		expect(ask(['rule family="ipv4" source address="10.0.0.0/8" accept'], {}, rest)).toBe('deny');
		expect(ask(['rule family="ipv4" source NOT address="10.0.0.0/8" accept'], {}, rest)).toBe('accept');
	});

	test('the networks that a rule names are known', () => {
		const rule = parseRichRule('rule family="ipv4" source address="10.0.0.0/8" port port="22" protocol="tcp" accept');
		expect(rule?.sources).toEqual([parseCidr('10.0.0.0/8')]);
	});

	test('an interface pattern', () => {
		const zones = firewall(withZone(zone('work', {interfaces: ['enp+']})));
		expect(judges(zones, {family: 4, cidr: undefined}, 'enp1s0').map(({name}) => name)).toEqual(['work']);
		expect(judges(zones, {family: 4, cidr: undefined}, 'eth0').map(({name}) => name)).toEqual(['public']);
	});
});

describe('now and then', () => {
	test('a row for each setting that differs; a moved interface is in both zones’ rows', () => {
		const before = firewall(withZone(zone('work', {interfaces: ['enp1s0'], ports: ['1/tcp']})));
		const after = afterChanges(
			before,
			[change('interface', 'public', 'enp1s0'), change('port', 'public', '6443/tcp'), change('masquerade', 'public')],
			'trusted',
		);
		expect(planDifferences(before, after)).toEqual([
			{zone: null, key: 'default-zone', now: ['public'], then: ['trusted'], added: ['trusted'], removed: ['public']},
			{zone: 'public', key: 'interfaces', now: [], then: ['enp1s0'], added: ['enp1s0'], removed: []},
			{zone: 'public', key: 'ports', now: [], then: ['6443/tcp'], added: ['6443/tcp'], removed: []},
			{zone: 'public', key: 'masquerade', now: ['no'], then: ['yes'], added: ['yes'], removed: ['no']},
			{zone: 'work', key: 'interfaces', now: ['enp1s0'], then: [], added: [], removed: ['enp1s0']},
		]);
		expect(planDifferences(before, before)).toEqual([]);
		expect(afterChanges(before, [change('port', 'nowhere', '1/tcp')])).toEqual(before);
	});
});
