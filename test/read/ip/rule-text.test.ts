import {describe, expect, test} from 'vitest';
import {collectorOutput} from '../../../source/command/collector.js';
import {topologyOf} from '../../../source/model/topology/topology.js';
import {readCollected} from '../../../source/read/collector/collector.js';
import {readRulesText} from '../../../source/read/ip/rule-text.js';
import {outcomeOf, sample} from '../../support/samples.js';

/** The rules that choose a routing table, as ip prints them. */
describe('ip rule show', () => {
	test('of a real k0s: kube-router’s rule among the kernel’s', () => {
		const reading = readRulesText(outcomeOf({stdout: sample('real-network/iptables/ip-rule.txt')}), 4);
		expect(reading).toEqual({
			known: true,
			notes: [],
			value: [
				{family: 4, priority: 0, rule: 'from all lookup local'},
				{family: 4, priority: 32_765, rule: 'from 10.244.0.0/24 lookup 77'},
				{family: 4, priority: 32_766, rule: 'from all lookup main'},
				{family: 4, priority: 32_767, rule: 'from all lookup default'},
			],
		});
	});

	test('of a VPN: marks, negation and what leads nowhere stay as ip writes them', () => {
		const stdout =
			'5210:\tfrom all fwmark 0x80000/0xff0000 lookup main\n5250:\tfrom all fwmark 0x80000/0xff0000 unreachable\n32764:\tnot from all fwmark 0xca6c lookup 51820\n';
		const reading = readRulesText(outcomeOf({stdout}), 4);
		expect(reading.known && reading.value.map(({rule}) => rule)).toEqual([
			'from all fwmark 0x80000/0xff0000 lookup main',
			'from all fwmark 0x80000/0xff0000 unreachable',
			'not from all fwmark 0xca6c lookup 51820',
		]);
	});

	test('a kernel without IPv6 has none; an ip that fails is unknown; other words are a note', () => {
		const stderr = 'RTNETLINK answers: Address family not supported by protocol\nDump terminated\n';
		expect(readRulesText(outcomeOf({kind: 'failed', exit: 1, stderr}), 6)).toMatchObject({known: true, value: []});
		expect(readRulesText(outcomeOf({kind: 'failed', exit: 1, stderr}), 4)).toMatchObject({known: false});
		expect(readRulesText(outcomeOf({kind: 'not-found', exit: null}), 6)).toMatchObject({known: false});
		expect(readRulesText(outcomeOf({stdout: 'what\n'}), 4)).toMatchObject({value: [], notes: [{line: 'what'}]});
	});
});

describe('in the collector’s answer', () => {
	const answer = (...sections: ReadonlyArray<readonly [name: string, body: string, exit?: number]>) => {
		const addr =
			'[{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP"],"mtu":65536,"operstate":"UNKNOWN","addr_info":[]}]\n';
		const all = [['addr', addr] as const, ...sections];
		const stdout = collectorOutput(
			'TOKEN',
			all.map(([name, body, exit = 0]) => ({name, body, exit})),
		);
		const facts = readCollected(outcomeOf({argv: ['sh', '-s', '--', 'TOKEN', '10'], stdout}));
		if (!facts.known) throw new Error('not read');
		const topology = topologyOf(facts.value);
		if (!topology.known) throw new Error('not joined');
		return topology.value;
	};

	test('both families, in the order of the kernel', () => {
		const {rules, unread} = answer(
			['rule4', '0:\tfrom all lookup local\n'],
			['rule6', '32766:\tfrom all lookup main\n'],
		);
		expect(rules).toEqual([
			{family: 4, priority: 0, rule: 'from all lookup local'},
			{family: 6, priority: 32_766, rule: 'from all lookup main'},
		]);
		expect(unread.map(({part}) => part)).not.toContain('rules');
	});

	test('one that failed: the rules are unknown, and it is said', () => {
		const {rules, unread} = answer(
			['rule4', 'Cannot open netlink socket: Operation not permitted\n', 1],
			['rule6', ''],
		);
		expect(rules).toBeNull();
		expect(unread).toContainEqual(expect.objectContaining({part: 'rules', reason: 'needs-root'}));
	});

	test('an older recording did not ask: unknown, and no part that failed', () => {
		const {rules, unread} = answer();
		expect(rules).toBeNull();
		expect(unread.map(({part}) => part)).not.toContain('rules');
	});
});
