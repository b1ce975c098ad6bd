import {describe, expect, test} from 'vitest';
import {createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import type {Surroundings} from '../../../source/model/packet-walk/facts.js';
import {
	flowsOf,
	listenersOf,
	packetOf,
	realLoadBalancers,
	realNetwork,
	realPolicy,
	type Flow,
	type RealNetwork,
} from '../../support/real-network.js';

/** Every flow that was tried on the real cluster: what the walk says of it beside what happened. */

const policies = ['deny-all', 'deny-in', 'egress-deny', 'egress-some', 'from-label', 'ipblock', 'lan-only'];
const ports = ['named-port', 'ns-sel', 'port'];

type Recorded = {readonly name: string; readonly network: RealNetwork; readonly flows: readonly Flow[]};

const iptables = realNetwork('iptables');
const recorded: readonly Recorded[] = [
	{name: 'iptables', network: iptables, flows: flowsOf('iptables/flows.flows', 'iptables/flows.probe')},
	{name: 'load balancers', network: realLoadBalancers(), flows: flowsOf('iptables/lb.flows', 'iptables/lb.probe')},
	{
		name: 'nftables',
		network: realNetwork('nftables'),
		flows: flowsOf('nftables/flows.flows', 'nftables/flows.probe'),
	},
	...[...policies, ...ports].map(name => ({
		name: `policy ${name}`,
		network: realPolicy(name),
		flows: flowsOf(`policies/${name}.flows`, `policies/${name}.probe`),
	})),
	...['base', 'reload', 'creload'].map(name => ({
		name: `firewall ${name}`,
		network: iptables,
		flows: flowsOf('firewall/flows', `firewall/${name}.probe`),
	})),
];

/**
 * What the recorded rules cannot give, both ICMP: the first was answered although firewalld rejects it (in nftables mode
 * the same rules did so); the second was refused by a rule in the moment of a complete reload.
 */
const beyondRules = new Set(['iptables ping-pod@lan', 'firewall creload lan-ping@lan']);

type Count = {right: number; unknown: number; wrong: string[]; beyond: string[]};

function judge({name, network: {ruleset, world}, flows}: Recorded, more: Partial<Surroundings>): Count {
	const walker = createWalker(ruleset, {...world, ...more});
	const count: Count = {right: 0, unknown: 0, wrong: [], beyond: []};
	for (const flow of flows) {
		const {main, certain} = walker.walk(packetOf(flow, walker));
		const agrees = (main.verdict === 'delivered') === flow.answered;
		if (beyondRules.has(`${name} ${flow.id}`)) count.beyond.push(`${name} ${flow.id}: ${String(agrees)}`);
		else if (!certain) count.unknown++;
		else if (agrees) count.right++;
		else count.wrong.push(`${name} ${flow.id}: ${main.verdict}, but ${flow.answer}`);
	}

	return count;
}

const sum = (counts: readonly Count[]): Count =>
	counts.reduce((all, {right, unknown, wrong, beyond}) => ({
		right: all.right + right,
		unknown: all.unknown + unknown,
		wrong: [...all.wrong, ...wrong],
		beyond: [...all.beyond, ...beyond],
	}));

const world: Partial<Surroundings> = {serviceRanges: ['10.96.0.0/12']};

describe('1,549 packets of a real cluster', () => {
	test('who listens is known: right, or not known, never wrong', () => {
		const counts = recorded.map(each =>
			judge(each, {...world, listeners: listenersOf(each.name === 'nftables' ? 'nftables' : 'iptables')}),
		);
		const {right, unknown, wrong, beyond} = sum(counts);
		expect(wrong).toEqual([]);
		// All of these leave for a machine elsewhere: nobody here can know what answers there.
		expect(unknown).toBeLessThanOrEqual(146);
		expect(right + unknown + beyond.length).toBe(1549);
		expect(beyond).toHaveLength(beyondRules.size);
	});

	test('who listens is not known: nothing is called delivered', () => {
		const {right, unknown, wrong} = sum(recorded.map(each => judge(each, world)));
		expect(wrong).toEqual([]);
		expect(unknown).toBeLessThanOrEqual(1231);
		// Those that a rule refuses, and those that go astray.
		expect(right).toBeGreaterThanOrEqual(316);
	});
});

describe('a service without endpoints, iptables mode', () => {
	const walker = createWalker(iptables.ruleset, iptables.world);
	const ask = (source: string | null, destination = '10.110.209.172') =>
		walker.walk(
			packetOf({id: '', source, destination, protocol: 'tcp', port: 80, answered: false, answer: ''}, walker),
		);

	test("from a pod kube-router's ACCEPT stands before kube-proxy's REJECT: it leaves by the default route", () => {
		expect(ask('10.244.0.14')).toMatchObject({certain: true, main: {verdict: 'astray', output: 'enp1s0', by: null}});
	});

	test('one without a local endpoint, policy Local: the same', () => {
		expect(ask('10.244.0.14', '10.104.174.55')).toMatchObject({certain: true, main: {verdict: 'astray'}});
		expect(ask(null, '10.104.174.55')).toMatchObject({certain: true, main: {verdict: 'dropped'}});
	});

	test('from this host it is rejected', () => {
		expect(ask(null)).toMatchObject({certain: true, main: {verdict: 'rejected', by: {chain: 'KUBE-SERVICES'}}});
	});

	test('an address that no rule names is one of a service only where the range is known', () => {
		const flow = {id: '', source: null, destination: '10.96.77.77', protocol: 'tcp', port: 80};
		const packet = packetOf({...flow, answered: false, answer: ''}, walker);
		expect(walker.walk(packet).main.verdict).toBe('leaves');
		const knowing = createWalker(iptables.ruleset, {...iptables.world, ...world});
		expect(knowing.walk(packet).main.verdict).toBe('astray');
	});
});
