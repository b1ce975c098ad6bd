import {describe, expect, test} from 'vitest';
import type {FirewallService} from '../../../source/facts/host.js';
import type {Link, Route} from '../../../source/facts/network.js';
import {accepts, differences} from '../../../source/model/firewall.js';
import {judges} from '../../../source/model/lock-out/zone.js';
import {podReach, type PodFirewall} from '../../../source/model/pod-reach/pod-reach.js';
import {denyingPolicy, readPolicies} from '../../../source/read/firewall/policies.js';
import {readService} from '../../../source/read/firewall/service.js';
import {readIpsetEntries} from '../../../source/read/firewall/state.js';
import {readZones} from '../../../source/read/firewall/zones.js';
import {readAddresses} from '../../../source/read/ip/address.js';
import {readRoutes} from '../../../source/read/ip/route.js';
import {must} from '../../support/cluster.js';
import {address, links, routes} from '../../support/good-host.js';
import {outcomeOf} from '../../support/samples.js';

const of = (stdout: string) => outcomeOf({stdout});
const pods = {cidr: '10.244.0.0/24', bridge: 'kube-bridge', outward: 'enp1s0'};

/** A zone or policy as firewalld 2.3 to 2.5 prints it (`print_zone_policy_info` of its command.py). */
const block = (header: string, fields: Readonly<Record<string, string>>): string =>
	[header, ...Object.entries(fields).map(([key, value]) => `  ${key}: ${value}`)].join('\n');

const open = {target: 'ACCEPT', forward: 'yes'};
const shut = {target: 'DROP', forward: 'no'};
const outside = block('public (default, active)', {target: 'default', interfaces: 'enp1s0', forward: 'yes'});

type Given = {
	readonly zones: readonly string[];
	readonly policies?: readonly string[];
	readonly ipsets?: Readonly<Record<string, readonly string[]>>;
	readonly services?: Readonly<Record<string, FirewallService>>;
};

const reachOf = ({zones, policies = [], ipsets = {}, services = {}}: Given) => {
	const firewall: PodFirewall = {
		zones: must(readZones(of([outside, ...zones].join('\n')))),
		defaultZone: 'public',
		policies: must(readPolicies(of(policies.join('\n')))),
		direct: {rules: [], chains: [], passthroughs: [], written: 0},
		ipsets: new Map(Object.entries(ipsets)),
		services: new Map(Object.entries(services)),
		table: null,
		ground: {
			links: must(readAddresses(of(links(address('enp1s0', 2, '192.168.122.161'))))) as readonly Link[],
			routes: must(readRoutes(of(routes()))) as readonly Route[],
		},
	};
	const reach = podReach(firewall, pods);
	if (!reach) throw new Error('no zone judges pods');
	return reach;
};

const of6443 = (given: Given): 'yes' | 'no' | 'perhaps' => {
	const {closed, perhaps} = reachOf(given);
	if (perhaps.includes('6443/tcp')) return 'perhaps';
	return closed.some(({port}) => port === '6443/tcp') ? 'no' : 'yes';
};

describe('which zone judges pods', () => {
	test('a zone of a lower ingress-priority comes first, its interfaces before the sources of another', () => {
		const zones = [
			block('trusted (active)', {...open, sources: '10.244.0.0/16'}),
			block('work (active)', {...shut, interfaces: 'kube-bridge', 'ingress-priority': '-10'}),
		];
		const {by, closed} = reachOf({zones});
		expect(by).toMatchObject({by: 'interface', zone: {name: 'work'}});
		expect(closed.map(({port}) => port)).toContain('6443/tcp');
		expect(closed[0]?.by).toEqual({kind: 'zone', name: 'work'});
	});

	test('without priorities sources come first', () => {
		const zones = [
			block('trusted (active)', {...open, sources: '10.244.0.0/16'}),
			block('work (active)', {...shut, interfaces: 'kube-bridge'}),
		];
		expect(reachOf({zones})).toMatchObject({by: {by: 'source', zone: {name: 'trusted'}}, closed: []});
	});

	test('the default zone takes only what no other names, whatever its priority', () => {
		const first = block('public (default, active)', {...shut, interfaces: 'enp1s0', 'ingress-priority': '-100'});
		const trusted = block('trusted (active)', {...open, sources: '10.244.0.0/16'});
		const {by} = reachOf({zones: [first, trusted]});
		expect(by).toMatchObject({by: 'source', zone: {name: 'trusted'}});
	});

	test('the zone that a packet leaves by is chosen by egress-priority', () => {
		const zones = [
			block('trusted (active)', {...open, interfaces: 'kube-bridge', sources: '10.244.0.0/16'}),
			block('drop (active)', {...shut, sources: '198.51.100.0/24', 'egress-priority': '5'}),
			block('edge (active)', {...open, interfaces: 'enp1s0', 'egress-priority': '-5'}),
		];
		const policies = [
			block('no-drop (active)', {priority: '-1', target: 'REJECT', 'ingress-zones': 'trusted', 'egress-zones': 'drop'}),
		];
		expect(reachOf({zones, policies}).forwards.by).not.toEqual({kind: 'policy', name: 'no-drop'});
	});

	test('where two zones name the bridge, one by a pattern, nobody can tell', () => {
		const zones = [
			block('trusted (active)', {...open, interfaces: 'kube-bridge'}),
			block('drop (active)', {...shut, interfaces: 'kube+'}),
		];
		expect(of6443({zones})).toBe('perhaps');
		const [first, second] = zones.map(zone => zone.replace('DROP', 'ACCEPT'));
		expect(of6443({zones: [first ?? '', second ?? '']})).toBe('yes');
	});

	test('a login by an interface that two zones name is judged by both', () => {
		const zones = must(
			readZones(
				of([block('drop', {...shut, interfaces: 'eth+'}), block('home', {...open, interfaces: 'eth0'})].join('\n')),
			),
		);
		const origin = {family: 4, cidr: undefined} as const;
		expect(judges({zones, defaultZone: 'home'}, origin, 'eth0').map(({name}) => name)).toEqual(['drop', 'home']);
		expect(judges({zones, defaultZone: 'home'}, origin, 'eth1').map(({name}) => name)).toEqual(['drop']);
	});

	test('an entry of an ipset that is no network may hold pods; a MAC address holds none', () => {
		const zones = [
			block('drop (active)', {...shut, sources: 'ipset:bad'}),
			block('trusted', {...open, interfaces: 'kube-bridge'}),
		];
		expect(of6443({zones, ipsets: {bad: ['10.244.0.0-10.244.0.99']}})).toBe('perhaps');
		expect(of6443({zones, ipsets: {bad: ['00:11:22:33:44:55']}})).toBe('yes');
		expect(of6443({zones, ipsets: {bad: ['203.0.113.0/24']}})).toBe('yes');
	});
});

describe('what lets pods in beside ports and services', () => {
	const zone = (more: Readonly<Record<string, string>>) => [
		block('pods (active)', {target: 'default', interfaces: 'kube-bridge', forward: 'yes', ...more}),
	];

	test.each<[string, Given, 'yes' | 'no' | 'perhaps']>([
		['nothing', {zones: zone({})}, 'no'],
		['source ports of the zone', {zones: zone({'source-ports': '1024-65535/tcp'})}, 'perhaps'],
		['source ports of udp', {zones: zone({'source-ports': '53/udp'})}, 'no'],
		[
			'source ports of a service',
			{
				zones: zone({services: 'own'}),
				services: {own: must(readService(of('own\n  ports: \n  protocols: \n  source-ports: 1-65535/tcp\n')))},
			},
			'perhaps',
		],
		[
			'a port that is forwarded elsewhere',
			{zones: zone({ports: '6443/tcp', 'forward-ports': '\n\tport=6443:proto=tcp:toport=443:toaddr='})},
			'perhaps',
		],
		[
			'a rich rule that forwards it',
			{
				zones: zone({
					ports: '6443/tcp',
					'rich rules': '\n\trule family="ipv4" forward-port port="6443" protocol="tcp" to-port="443"',
				}),
			},
			'perhaps',
		],
		[
			'a policy that forwards it',
			{
				zones: zone({ports: '6443/tcp'}),
				policies: [
					block('redirect (active)', {
						priority: '-1',
						target: 'CONTINUE',
						'ingress-zones': 'ANY',
						'egress-zones': 'HOST',
						'forward-ports': '\n\tport=6443:proto=tcp:toport=443:toaddr=',
					}),
				],
			},
			'perhaps',
		],
		[
			'source ports of a policy',
			{
				zones: zone({}),
				policies: [
					block('from (active)', {
						priority: '-1',
						target: 'CONTINUE',
						'ingress-zones': 'ANY',
						'egress-zones': 'HOST',
						'source-ports': '1-65535/tcp',
					}),
				],
			},
			'perhaps',
		],
		[
			'a policy that is disabled',
			{
				zones: zone({ports: '6443/tcp'}),
				policies: [
					block('off (active, disabled)', {
						disable: 'yes',
						priority: '-1',
						target: 'DROP',
						'ingress-zones': 'ANY',
						'egress-zones': 'HOST',
					}),
				],
			},
			'yes',
		],
	])('%s', (_, given, answer) => {
		expect(of6443(given)).toBe(answer);
	});

	test('other nodes: source ports and forwarded ports may open what no port list shows', () => {
		const [plain, ports] = must(readZones(of([...zone({}), ...zone({'source-ports': '1-65535/tcp'})].join('\n'))));
		expect(plain && accepts(plain, '6443/tcp')).toBe('no');
		expect(ports && accepts(ports, '6443/tcp')).toBe('perhaps');
	});
});

test('what differs from what is written down: forwarded ports, source ports and priorities too', () => {
	const zone = (more: Readonly<Record<string, string>>) =>
		must(readZones(of(block('public', {target: 'default', ...more}))));
	expect(differences(zone({}), zone({}))).toEqual([]);
	expect(differences(zone({'forward-ports': '\n\tport=80:proto=tcp:toport=8080:toaddr='}), zone({}))).toEqual([
		'public: forwardPorts',
	]);
	expect(differences(zone({'source-ports': '53/udp'}), zone({}))).toEqual(['public: sourcePorts']);
	expect(differences(zone({}), zone({'ingress-priority': '-5'}))).toEqual(['public: ingressPriority']);
	expect(differences(zone({'egress-priority': '7'}), zone({}))).toEqual(['public: egressPriority']);
});

test('a policy that forwards ports of this host may take a login elsewhere', () => {
	const name = (more: Readonly<Record<string, string>>, header = 'p (active)') =>
		denyingPolicy(
			must(readPolicies(of(block(header, {priority: '-1', target: 'CONTINUE', 'egress-zones': 'HOST', ...more})))),
		);
	expect(name({})).toBeNull();
	expect(name({'forward-ports': '\n\tport=22:proto=tcp:toport=2222:toaddr='})).toBe('p');
	expect(
		name({'rich rules': '\n\trule forward-port port="22" protocol="tcp" to-port="2222"', 'egress-zones': 'ANY'}),
	).toBe('p');
	expect(name({target: 'DROP', 'egress-zones': 'ANY'})).toBeNull();
	expect(name({target: 'DROP'}, 'p')).toBeNull();
});

test('what a set of entries with an end holds, firewalld does not know', () => {
	const entries = (options: string) =>
		readIpsetEntries(of(`bad\n  type: hash:ip\n  options: ${options}\n  entries: \n`));
	expect(entries('timeout=3600').known).toBe(false);
	expect(must(entries('timeout=0 family=inet'))).toEqual([]);
	expect(must(entries('family=inet hashsize=1024'))).toEqual([]);
});
