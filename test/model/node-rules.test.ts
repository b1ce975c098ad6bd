import {describe, expect, test} from 'vitest';
import type {Zone} from '../../source/facts/host.js';
import type {Route} from '../../source/facts/network.js';
import {addAll, undoAll, type Profile} from '../../source/model/firewall-items.js';
import {readNodeAddresses} from '../../source/model/node-addresses.js';
import {insidePods, letsNode, nodeProfile, nodeRules, portsOf, type NodePlan} from '../../source/model/node-rules.js';

const zone = (name: string, rest: Partial<Zone> = {}): Zone => ({
	...{name, marks: [], target: name === 'trusted' ? 'ACCEPT' : 'default', interfaces: [], sources: [], services: []},
	...{ports: [], protocols: [], forward: true, masquerade: false, richRules: []},
	...rest,
});
const route = (to: string, dev: string): Route =>
	({to, dev, via: null, from: null, protocol: null, metric: null, type: 'unicast', table: 'main'}) as unknown as Route;
const routes = [route('default', 'eth0'), route('192.0.2.0/24', 'eth0'), route('10.9.0.0/16', 'eth1')];
const zones = {
	zones: [zone('public', {interfaces: ['eth0']}), zone('internal', {interfaces: ['eth1']}), zone('trusted')],
	defaultZone: 'public',
};
const plan: NodePlan = {
	nodes: ['192.0.2.11', '10.9.0.2'],
	parts: {controls: true, works: true},
	podNetworks: ['10.244.0.0/16'],
	outward: undefined,
};
const made = (over: Partial<NodePlan> = {}, at = zones): Profile => {
	const profile = nodeProfile({...plan, ...over}, at, routes);
	if ('unplaced' in profile) throw new Error(profile.unplaced);
	return profile;
};

describe('addresses of other nodes', () => {
	test.each([
		['192.0.2.11', ['192.0.2.11']],
		['192.0.2.11, 192.0.2.12,', ['192.0.2.11', '192.0.2.12']],
		['192.0.2.11,192.0.2.11/32', ['192.0.2.11']],
		['10.9.0.0/16', ['10.9.0.0/16']],
		['2001:DB8:0:0::5,fd00::/64', ['2001:db8::5', 'fd00::/64']],
	])('%s is taken', (typed, nodes) => {
		expect(readNodeAddresses(typed)).toEqual({nodes});
	});

	test.each([
		['', 'no-address'],
		[',', 'no-address'],
		['192.0.2.11,,192.0.2.12', 'no-address'],
		['default', 'no-address'],
		['node2.example.org', 'no-address'],
		['010.0.0.1', 'no-address'],
		['10.0.0.1/08', 'no-address'],
		['10.0.0.1/33', 'no-address'],
		['10.0.0.1" accept', 'no-address'],
		['10.0.0.1;reboot', 'no-address'],
		['10.0.0.1\n', 'taken'],
		['10.0.0.1\u{1B}[2J', 'no-address'],
		['ipset:nodes', 'no-address'],
		['10.0.0.5/24', 'host-bits'],
		['0.0.0.0/0', 'too-wide'],
		['::/0', 'too-wide'],
		['128.0.0.0/1', 'too-wide'],
		['127.0.0.1', 'never-a-node'],
		['169.254.1.1', 'never-a-node'],
		['224.0.0.18', 'never-a-node'],
		['255.255.255.255', 'never-a-node'],
		['::1', 'never-a-node'],
		['fe80::1', 'never-a-node'],
		['::ffff:192.0.2.1', 'never-a-node'],
		[Array.from({length: 33}, (_, index) => `192.0.2.${index + 1}`).join(','), 'too-many'],
	])('%j: %s', (typed, fault) => {
		const read = readNodeAddresses(typed);
		expect('fault' in read ? read.fault : 'taken').toBe(fault);
	});
});

describe('the profile multi-node', () => {
	test('opens k0s’s ports by role, to each node in the zone that judges it', () => {
		expect(portsOf({controls: true, works: false})).toEqual(['6443/tcp', '8132/tcp', '9443/tcp', '2380/tcp']);
		expect(portsOf({controls: false, works: true})).toEqual(['10250/tcp', '179/tcp', '4789/udp']);
		expect(nodeRules('fd00::5', {controls: false, works: true})).toEqual([
			'rule family="ipv6" source address="fd00::5" port port="10250" protocol="tcp" accept',
			'rule family="ipv6" source address="fd00::5" port port="179" protocol="tcp" accept',
			'rule family="ipv6" source address="fd00::5" port port="4789" protocol="udp" accept',
			'rule family="ipv6" source address="fd00::5" protocol value="41" accept',
		]);
		const {items, defaultZone} = made();
		expect(defaultZone).toBeUndefined();
		expect(items.slice(0, 2)).toEqual([
			{kind: 'interface', zone: 'trusted', value: 'kube-bridge'},
			{kind: 'source', zone: 'trusted', value: '10.244.0.0/16'},
		]);
		const rules = items.slice(2);
		expect(rules.map(item => item.zone)).toEqual([
			...Array.from({length: 8}, () => 'public'),
			...Array.from({length: 8}, () => 'internal'),
		]);
	});

	test('a control plane alone trusts no pods; a zone that accepts everything gets no rule', () => {
		const {items} = made({parts: {controls: true, works: false}});
		expect(items.every(({kind}) => kind === 'rich-rule')).toBe(true);
		expect(items).toHaveLength(8);
		const bySource = {...zones, zones: [...zones.zones.slice(0, 2), zone('trusted', {sources: ['192.0.2.11']})]};
		expect(made({nodes: ['192.0.2.11']}, bySource).items).toHaveLength(2);
	});

	test('no route, and a node among the pods, are told', () => {
		expect(nodeProfile({...plan, nodes: ['fd00::5']}, zones, routes.slice(1))).toEqual({unplaced: 'fd00::5'});
		expect(insidePods(['192.0.2.11', '10.244.3.0/24'], ['10.244.0.0/16'])).toEqual(['10.244.3.0/24', '10.244.0.0/16']);
		expect(insidePods(['192.0.2.11'], ['10.244.0.0/16'])).toBeUndefined();
	});

	test('one command for each node, and its opposite; the last is undone first', () => {
		const {items} = made();
		const commands = addAll(items, true, zones.zones).map(({argv}) => argv);
		expect(commands).toHaveLength(4);
		expect(commands[2]).toHaveLength(3 + 8);
		expect(commands[2]?.[3]).toBe(
			'--add-rich-rule=rule family="ipv4" source address="192.0.2.11" port port="6443" protocol="tcp" accept',
		);
		const undo = undoAll(items, zones.zones, true).map(({argv}) => argv);
		expect(undo[0]).toEqual(commands[3]?.map(word => word.replace('--add-', '--remove-')));
		expect(undo.at(-1)).toContain('--remove-interface=kube-bridge');
	});

	test('what a zone lets a node do: by rule, by a network around it, by port, by target', () => {
		const parts = {controls: true, works: true};
		const rules = nodeRules('192.0.2.11', parts);
		const answers = (of: Zone): string => rules.map(rule => letsNode(of, '192.0.2.11', rule)[0]).join('');
		expect(answers(zone('public'))).toBe('nnnnnnnn');
		expect(answers(zone('public', {richRules: rules}))).toBe('yyyyyyyy');
		expect(answers(zone('public', {richRules: nodeRules('192.0.2.0/24', parts)}))).toBe('yyyyyyyy');
		expect(answers(zone('public', {richRules: nodeRules('192.0.3.0/24', parts)}))).toBe('nnnnnnnn');
		expect(answers(zone('public', {ports: ['6443/tcp', '4789/udp']}))).toBe('ynnnnnyn');
		expect(answers(zone('trusted'))).toBe('yyyyyyyy');
		const drops = ['rule priority="-1" family="ipv4" source address="192.0.2.11" drop', ...rules];
		expect(answers(zone('public', {richRules: drops}))[0]).toBe('n');
	});
});
