import {describe, expect, test} from 'vitest';
import type {PolicyRule} from '../../../source/facts/network.js';
import {completePacket, createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import type {Packet, Surroundings} from '../../../source/model/packet-walk/facts.js';
import {usualPolicies} from '../../../source/model/packet-walk/policy.js';
import {assemble, emptyParts} from '../../../source/model/ruleset.js';
import {readPolicyRules} from '../../../source/read/ip/policy-rule.js';
import {readIptablesSave} from '../../../source/read/iptables/save.js';
import {finish} from '../../../source/read/sliced.js';
import {ended, rulesetOf} from '../../support/packet-filter.js';
import {usualKernel} from '../../support/kernel-settings.js';
import {surroundings} from '../../support/trace-samples.js';

/** What the kernel decides beside rules, as test/real/walk-generated.test.ts found it. */

const world = surroundings();
const node = '192.168.122.161';
const packet = (more: Partial<Packet> = {}): Packet => ({
	source: '192.168.122.1',
	destination: node,
	protocol: 'tcp',
	sourcePort: 40_000,
	destinationPort: 30_094,
	input: 'enp1s0',
	...more,
});
const walkIn = (more: Partial<Surroundings>, given = packet()) =>
	createWalker(rulesetOf('full'), {...world, ...more}).walk(given);

const policyRules = (text: string): readonly PolicyRule[] => {
	const reading = readPolicyRules(ended(text), 4);
	if (!reading.known) throw new Error(reading.unknown.detail);
	return [...reading.value, ...usualPolicies(6)];
};

const tunnel = [
	...world.routes,
	{
		...{to: 'default', type: 'unicast', via: null, dev: 'tailscale0', source: null, table: '52', protocol: null},
		...{scope: null, metric: null, family: 4 as const},
	},
];

describe('policy routing', () => {
	const local = '{"priority":0,"src":"all","table":"local"}';
	const main = '{"priority":32766,"src":"all","table":"main"}';

	test('a rule before main sends what was translated into the tunnel', () => {
		const policies = policyRules(`[${local},{"priority":5270,"src":"all","table":"52"},${main}]`);
		expect(walkIn({policies, routes: tunnel}).main).toMatchObject({verdict: 'leaves', output: 'tailscale0'});
	});

	test('a rule that asks for something unknown is a doubt only where it would lead elsewhere', () => {
		const policies = policyRules(`[${local},{"priority":9,"src":"all","tos":"0x10","table":"52"},${main}]`);
		expect(walkIn({policies, routes: tunnel}).sureness).toMatchObject({
			kind: 'depends',
			on: expect.arrayContaining([{id: 'routing', what: 'ip rule 9: lookup 52'}]) as unknown,
		});
		expect(walkIn({policies}).main.reasons).toEqual([]);
	});

	test('a rule by users: what comes from elsewhere is looked up as root’s, what is made here is nobody knows whose', () => {
		const policies = (first: number, last: number) =>
			policyRules(`[${local},{"priority":9,"src":"all","uid_start":${first},"uid_end":${last},"table":"52"},${main}]`);
		const out = {verdict: 'leaves', output: 'tailscale0'};
		expect(walkIn({policies: policies(0, 0), routes: tunnel}).main).toMatchObject(out);
		expect(walkIn({policies: policies(1, 5), routes: tunnel}).main.output).not.toBe('tailscale0');
		expect(walkIn({policies: policies(1, 5), routes: tunnel}).main.reasons).toEqual([]);
		const own = packet({source: node, destination: '203.0.113.7', destinationPort: 443, input: null});
		expect(walkIn({policies: policies(0, 0), routes: tunnel}, own).sureness).toMatchObject({
			kind: 'depends',
			on: expect.arrayContaining([{id: 'routing', what: 'ip rule 9: lookup 52'}]) as unknown,
		});
	});

	test('what was not read is wanted, and nothing is certain', () => {
		const {policies: _policies, ...unread} = world;
		const walk = createWalker(rulesetOf('full'), unread).walk(packet());
		expect(walk.needs).toContainEqual({kind: 'policies'});
		expect(walk.certain).toBe(false);
	});
});

describe('settings', () => {
	const kernel = (more: Readonly<Record<string, string | null>>) => usualKernel(world.links, more);

	test.each([
		['net/ipv4/conf/enp1s0/forwarding', '0', packet(), 'net.ipv4.conf.enp1s0.forwarding = 0'],
		['net/ipv4/conf/all/rp_filter', '1', packet({source: '10.244.0.3'}), 'net.ipv4.conf.all.rp_filter = 1'],
		['net/ipv4/conf/all/accept_local', '0', packet({source: node}), 'net.ipv4.conf.enp1s0.accept_local = 0'],
	])('%s = %s drops', (name, value, given, by) => {
		expect(walkIn(kernel({[name]: value}), given).main).toMatchObject({verdict: 'dropped', by: {text: by}});
	});

	test('one that was not read is named and wanted; the rest of the way is walked', () => {
		const walk = walkIn({sysctls: new Map()});
		expect(walk.needs).toContainEqual({kind: 'sysctl', name: 'net/ipv4/conf/enp1s0/forwarding'});
		expect(walk.sureness).toMatchObject({
			kind: 'depends',
			on: expect.arrayContaining([{id: 'sysctl', what: 'net.ipv4.conf.enp1s0.forwarding'}]) as unknown,
		});
	});

	test('from port to port of a bridge no rule is asked where the kernel does not call them', () => {
		const given = packet({source: '10.244.0.4', destination: '10.244.0.5', destinationPort: 80, input: 'kube-bridge'});
		const off = walkIn(kernel({'net/bridge/bridge-nf-call-iptables': '0'}), given).main;
		expect(off).toMatchObject({verdict: 'arrives', hops: []});
		expect(walkIn({}, given).main.hops.length).toBeGreaterThan(0);
	});

	test.each(['prerouting', 'forward', 'postrouting'])('chains of the bridge in %s see it all the same', hook => {
		const given = packet({source: '10.244.0.4', destination: '10.244.0.5', destinationPort: 80, input: 'kube-bridge'});
		const ruleset = rulesetOf('full');
		const chain = {...ruleset.tables[0]?.chains[0], name: 'c', type: 'filter', hook, policy: 'drop', rules: []};
		const bridge = {family: 'bridge', name: 'f', owner: null, kind: 'native', chains: [chain], sets: []} as never;
		const off = kernel({'net/bridge/bridge-nf-call-iptables': '0'});
		const walker = createWalker({...ruleset, tables: [...ruleset.tables, bridge]}, {...world, ...off});
		expect(walker.walk(given).main).toMatchObject({verdict: 'dropped', by: {family: 'bridge', text: 'policy drop'}});
	});
});

describe('rules', () => {
	const rules = (...lines: string[]) => {
		const saved = readIptablesSave(ended([...lines, ''].join('\n')));
		if (!saved.known) throw new Error('unreadable');
		return finish(assemble({...emptyParts, saved: saved.value})).ruleset;
	};
	const walk = (...lines: string[]) =>
		createWalker(rules(...lines), {...world, ipsets: []}).walk(packet({destinationPort: 80}));

	test('untracked packets are not translated', () => {
		const dnat = [
			'*nat',
			':PREROUTING ACCEPT',
			'-A PREROUTING -p tcp -j DNAT --to-destination 10.244.0.5:80',
			'COMMIT',
		];
		const raw = ['*raw', ':PREROUTING ACCEPT', '-A PREROUTING -j NOTRACK', 'COMMIT'];
		expect(walk(...dnat).main.packet.destination).toBe('10.244.0.5');
		expect(walk(...raw, ...dnat).main.packet.destination).toBe(node);
	});

	test('a limit that decides is followed both ways, and named', () => {
		const limited = walk(
			'*filter',
			':INPUT ACCEPT',
			'-A INPUT -m limit --limit 3/min -j ACCEPT',
			'-A INPUT -j DROP',
			'COMMIT',
		);
		expect(limited.endings.map(({verdict}) => verdict)).toEqual(['arrives', 'dropped']);
		expect(limited.sureness).toMatchObject({on: [{id: 'limit', what: 'ip filter INPUT #1'}, {id: 'listeners'}]});
	});

	test('sent back to its own sender it is not taken', () => {
		const hairpin = createWalker(
			rules('*nat', ':PREROUTING ACCEPT', '-A PREROUTING -p tcp -j DNAT --to-destination 10.244.0.5:80', 'COMMIT'),
			{...world, ipsets: []},
		);
		const given = packet({source: '10.244.0.5', destination: '10.96.0.77', destinationPort: 80, input: 'kube-bridge'});
		expect(hairpin.walk(completePacket(given, hairpin.routing)).main.verdict).toBe('dropped');
	});
});

describe('the way back', () => {
	const listeners = {
		host: [{protocol: 'tcp' as const, address: '*', port: 80}],
		namespaces: new Map([['10.244.0.5', [{protocol: 'tcp' as const, address: '*', port: 80}]]]),
	};
	const saved = (...lines: string[]) => {
		const reading = readIptablesSave(ended([...lines, ''].join('\n')));
		if (!reading.known) throw new Error('unreadable');
		return finish(assemble({...emptyParts, saved: reading.value})).ruleset;
	};
	const dnat = [
		'*nat',
		':PREROUTING ACCEPT',
		'-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.244.0.5:80',
		'COMMIT',
	];
	const walk = (lines: readonly string[], more: Partial<Surroundings> = {}, given = packet({destinationPort: 80})) =>
		createWalker(saved(...lines), {...world, ipsets: [], listeners, ...more}).walk(given).main;
	const filter = (...lines: string[]) => [
		'*filter',
		':INPUT ACCEPT',
		':FORWARD ACCEPT',
		':OUTPUT ACCEPT',
		...lines,
		'COMMIT',
	];

	test('an answer of this host that OUTPUT drops', () => {
		const main = walk(filter('-A OUTPUT -p tcp -m tcp --sport 80 -j DROP'));
		expect(main).toMatchObject({verdict: 'unanswered', by: {chain: 'OUTPUT', index: 0}, back: {verdict: 'lost'}});
	});

	test('one that is let out as established comes back, past the same rule for what is new', () => {
		const main = walk(filter('-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT', '-A OUTPUT -j DROP'));
		expect(main).toMatchObject({verdict: 'delivered', back: {verdict: 'returns'}});
		const strict = filter(
			'-A INPUT -m conntrack --ctstate NEW -j ACCEPT',
			'-A OUTPUT -m conntrack --ctstate NEW -j ACCEPT',
			'-A OUTPUT -j DROP',
		);
		expect(walk(strict).verdict).toBe('unanswered');
	});

	test('of a translated connection rules see the answer of the pod before it is turned back', () => {
		const forward = ['*filter', ':FORWARD ACCEPT', '-A FORWARD -s 10.244.0.5/32 -j DROP', 'COMMIT'];
		expect(walk([...dnat, ...forward])).toMatchObject({verdict: 'unanswered', by: {chain: 'FORWARD'}});
		const behind = [
			'*mangle',
			':POSTROUTING ACCEPT',
			`-A POSTROUTING -s ${node}/32 -d 192.168.122.1/32 -j DROP`,
			'COMMIT',
		];
		expect(walk([...behind, ...dnat])).toMatchObject({verdict: 'delivered', back: {verdict: 'returns'}});
	});

	test('flags, kind and direction of an answer are its own', () => {
		for (const rule of [
			'-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN,ACK',
			'-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN',
			'-m conntrack --ctdir REPLY',
			'-p tcp -m multiport --dports 32768:60999',
		]) {
			expect([rule, walk(filter(`-A OUTPUT ${rule} -j DROP`)).verdict]).toEqual([rule, 'unanswered']);
		}

		for (const rule of [
			'-p tcp -m tcp --syn',
			'-m conntrack --ctdir ORIGINAL',
			'-p tcp -m multiport --dports 30000:32767',
		]) {
			expect([rule, walk(filter(`-A OUTPUT ${rule} -j DROP`)).verdict]).toEqual([rule, 'delivered']);
		}
	});

	test('what the sender says next is walked too', () => {
		for (const rule of [
			'-m conntrack --ctstate ESTABLISHED',
			'-p tcp -m tcp ! --syn',
			'-m conntrack ! --ctstate NEW',
			'-p tcp -m tcp --tcp-flags SYN,ACK ACK',
			'-m connmark --mark 0x7',
		]) {
			const marks = ['*mangle', ':OUTPUT ACCEPT', '-A OUTPUT -j CONNMARK --set-xmark 0x7/0xffffffff', 'COMMIT'];
			const {verdict, by, back} = walk([...marks, ...filter(`-A INPUT ${rule} -j DROP`)]);
			expect([rule, verdict, by?.chain, back?.next]).toEqual([rule, 'unanswered', 'INPUT', true]);
		}

		// Data that is pushed and an acknowledgement alone differ: it depends on the rule.
		const pushed = walk(filter('-A INPUT -p tcp -m tcp --tcp-flags PSH PSH -j DROP'));
		expect(pushed.back).toMatchObject({
			verdict: 'open',
			next: true,
			reasons: [{id: 'rule', what: 'ip filter INPUT #1'}],
		});
		const datagram = packet({destinationPort: 80, protocol: 'udp'});
		const sockets = {...listeners, host: [{protocol: 'udp' as const, address: '*', port: 80}]};
		const drop = filter('-A INPUT -m conntrack --ctstate ESTABLISHED -j DROP');
		expect(walk(drop, {listeners: sockets}, datagram).verdict).toBe('delivered');
	});

	test('what is said next is translated as the first packet was, and no nat chain is asked', () => {
		const forward = (rule: string) => ['*filter', ':FORWARD ACCEPT', `-A FORWARD ${rule} -j DROP`, 'COMMIT'];
		const next = '-m conntrack --ctstate ESTABLISHED';
		expect(walk([...dnat, ...forward(`-d 10.244.0.5/32 -p tcp -m tcp --dport 80 ${next}`)])).toMatchObject({
			verdict: 'unanswered',
			by: {chain: 'FORWARD'},
		});
		expect(walk([...dnat, ...forward(`-d ${node}/32 ${next}`)])).toMatchObject({verdict: 'delivered'});
		expect(walk([...dnat, ...forward(`${next} -m conntrack ! --ctstate DNAT`)])).toMatchObject({verdict: 'delivered'});
	});

	test('a route that refuses the sender, and one that leads by another device', () => {
		const to = {
			...{to: '192.168.122.1', via: null, source: null, protocol: null, scope: null, metric: null},
			table: 'main',
		};
		const refused = {routes: [...world.routes, {...to, type: 'unreachable', dev: null}]};
		expect(walk(filter(), refused)).toMatchObject({verdict: 'unanswered', by: null});
		const aside = {routes: [...world.routes, {...to, type: 'unicast', dev: 'kube-bridge'}]};
		expect(walk(filter(), aside).reasons).toEqual([{id: 'routing', what: `${node} 192.168.122.1 kube-bridge`}]);
	});

	test('a setting of the device by which a pod answers', () => {
		const kernel = usualKernel(world.links, {'net/ipv4/conf/kube-bridge/forwarding': '0'});
		expect(walk(dnat, kernel)).toMatchObject({
			verdict: 'unanswered',
			by: {text: 'net.ipv4.conf.kube-bridge.forwarding = 0'},
		});
	});
});
