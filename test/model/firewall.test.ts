import {describe, expect, test} from 'vitest';
import {accepts, differences, zoneInForce, type FirewallZones, type Zone} from '../../source/model/firewall.js';
import {podReach as reachOf} from '../../source/model/pod-reach/pod-reach.js';

const zone = (name: string, rest: Partial<Zone> = {}): Zone => ({
	name,
	marks: [],
	target: 'default',
	interfaces: [],
	sources: [],
	services: ['ssh'],
	ports: [],
	protocols: [],
	forward: true,
	masquerade: false,
	richRules: [],
	...rest,
});

const firewall = (zones: readonly Zone[], defaultZone = 'public'): FirewallZones => ({zones, defaultZone});
const trusted = (rest: Partial<Zone> = {}) => zone('trusted', {target: 'ACCEPT', services: [], ...rest});
/** By what firewalld lists, without policies and direct rules; test/model/pod-reach/ has real ones. */
const podReach = (zones: FirewallZones, of: Parameters<typeof reachOf>[1]) =>
	reachOf(
		{
			...zones,
			policies: [],
			direct: {rules: [], chains: [], passthroughs: [], written: 0},
			ipsets: new Map(),
			table: null,
			ground: null,
		},
		of,
	);
const pods = {cidr: '10.244.0.0/16', bridge: 'kube-bridge', outward: 'enp1s0'};

describe('the zone in force', () => {
	const zones = firewall([zone('public', {interfaces: ['enp1s0']}), trusted({interfaces: ['kube-bridge']})]);

	test('a bound interface, else the default zone', () => {
		expect(zoneInForce(zones, 'enp1s0')).toMatchObject({zone: {name: 'public'}, by: 'interface'});
		expect(zoneInForce(zones, 'enp2s0')).toMatchObject({zone: {name: 'public'}, by: 'default'});
		expect(zoneInForce(firewall([], 'public'), 'enp1s0')).toBeUndefined();
	});

	test('source beats interface; a wider source holds the range, a MAC says nothing', () => {
		const both = firewall([zone('public', {sources: ['52:54:00:da:28:19', '10.0.0.0/8']}), ...zones.zones.slice(1)]);
		expect(podReach(both, pods)?.by).toMatchObject({zone: {name: 'public'}, by: 'source'});
		const elsewhere = firewall([zone('public', {sources: ['52:54:00:da:28:19', '10.50.0.0/16']}), trusted()]);
		expect(podReach(elsewhere, pods)?.by).toMatchObject({by: 'default'});
	});

	test('an interface by a pattern, and by its own name before one', () => {
		const pattern = firewall([zone('public'), trusted({interfaces: ['kube+']})]);
		expect(zoneInForce(pattern, 'kube-bridge')).toMatchObject({zone: {name: 'trusted'}, by: 'interface'});
		const exact = firewall([trusted({interfaces: ['kube+']}), zone('drop', {interfaces: ['kube-bridge']})]);
		expect(zoneInForce(exact, 'kube-bridge')).toMatchObject({zone: {name: 'drop'}});
	});

	test('an ipset that could not be read may hold the pods', () => {
		const set = firewall([zone('public'), trusted({sources: ['ipset:pods']})]);
		expect(podReach(set, pods)).toMatchObject({closed: [], perhaps: ['6443/tcp', '8132/tcp', '10250/tcp']});
	});
});

describe('accepts', () => {
	test.each([
		[zone('a', {ports: ['6443/tcp']}), 'yes'],
		[zone('a', {ports: ['6000-7000/tcp']}), 'yes'],
		[zone('a', {ports: ['6443/udp']}), 'no'],
		[zone('a', {services: ['k0s-controller']}), 'yes'],
		[zone('a', {services: ['k0s-worker']}), 'no'],
		[zone('a', {services: ['ours']}), 'perhaps'],
		[trusted(), 'yes'],
		[zone('a', {richRules: ['rule family="ipv4" source address="10.0.0.0/8" accept']}), 'perhaps'],
	])('%o: %s', (given, wanted) => {
		expect(accepts(given, '6443/tcp')).toBe(wanted);
	});
});

describe('can pods work behind it', () => {
	test('stock: the default zone keeps them from the host and from everywhere', () => {
		const reach = podReach(firewall([zone('public', {interfaces: ['enp1s0']}), trusted()]), pods);
		expect(reach).toMatchObject({
			by: {by: 'default'},
			closed: ['6443/tcp', '8132/tcp', '10250/tcp'].map(port => ({port})),
			forwards: {answer: 'no'},
		});
	});

	test('profile single-node: kube-bridge in trusted', () => {
		const reach = podReach(
			firewall([zone('public', {interfaces: ['enp1s0']}), trusted({interfaces: ['kube-bridge']})]),
			pods,
		);
		expect(reach).toMatchObject({by: {by: 'interface'}, closed: [], forwards: {answer: 'yes'}, hidesClients: false});
	});

	test('profile article: the pod range as a source of public, with ports and masquerade, hides clients', () => {
		const open = zone('public', {
			interfaces: ['enp1s0'],
			sources: ['10.244.0.0/16'],
			ports: ['6443/tcp', '8132/tcp', '10250/tcp'],
			masquerade: true,
		});
		expect(podReach(firewall([open, trusted()], 'trusted'), pods)).toMatchObject({
			by: {by: 'source', zone: {name: 'public'}},
			closed: [],
			forwards: {answer: 'yes'},
			hidesClients: true,
		});
	});

	test('k0s’s own two services do as well as ports', () => {
		const open = zone('public', {
			interfaces: ['enp1s0'],
			sources: ['10.244.0.0/16', '10.96.0.0/12'],
			services: ['ssh', 'k0s-controller', 'k0s-worker'],
			masquerade: true,
		});
		expect(podReach(firewall([open]), pods)).toMatchObject({closed: [], forwards: {answer: 'yes'}});
	});

	test('a source zone that does not hold the outside interface lets nothing out', () => {
		const open = zone('internal', {sources: ['10.244.0.0/16'], services: ['k0s-controller', 'k0s-worker']});
		expect(podReach(firewall([zone('public', {interfaces: ['enp1s0']}), open]), pods)).toMatchObject({
			closed: [],
			forwards: {answer: 'no'},
		});
	});
});

describe('differences', () => {
	test('as sets: order does not matter; what only one has is named', () => {
		const now = [zone('public', {ports: ['2/tcp', '1/tcp']}), zone('extra')];
		const then = [zone('public', {ports: ['1/tcp', '2/tcp'], masquerade: true})];
		expect(differences(now, then)).toEqual(['public: masquerade', 'extra']);
		expect(differences(now, now)).toEqual([]);
	});
});

test('the service kube-api opens the kubelet, not the API: it includes kubelet (firewalld 1.3.3 and 2.3.1)', () => {
	const opening = zone('public', {services: ['kube-api']});
	expect(accepts(opening, '6443/tcp')).toBe('no');
	expect(accepts(opening, '10250/tcp')).toBe('yes');
	expect(accepts({...opening, services: ['kube-apiserver']}, '6443/tcp')).toBe('yes');
});

test('a service that a person made anew opens what it says now', () => {
	const zones = firewall([trusted({target: 'default', services: ['kubelet'], interfaces: ['kube-bridge']})], 'trusted');
	const service = {name: 'kubelet', ports: ['22/tcp'], protocols: [], includes: [], destinations: []};
	const asked = {
		...{...zones, policies: [], ipsets: new Map(), table: null, ground: null},
		direct: {rules: [], chains: [], passthroughs: [], written: 0},
	};
	expect(reachOf(asked, pods)?.closed.map(({port}) => port)).toEqual(['6443/tcp', '8132/tcp']);
	const anew = reachOf({...asked, services: new Map([['kubelet', service]])}, pods);
	expect(anew?.closed.map(({port}) => port)).toEqual(['6443/tcp', '8132/tcp', '10250/tcp']);
});
