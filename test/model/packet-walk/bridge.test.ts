import {describe, expect, test} from 'vitest';
import type {Packet} from '../../../source/model/packet-walk/facts.js';
import {createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import {assemble, emptyParts} from '../../../source/model/ruleset.js';
import {readNftTables} from '../../../source/read/nft/table.js';
import {finish} from '../../../source/read/sliced.js';
import {ended} from '../../support/packet-filter.js';
import {usualKernel} from '../../support/kernel-settings.js';
import {surroundings} from '../../support/trace-samples.js';

// Chains of the family bridge: judged where they ask of the packet, named where they ask of ports, link addresses and
// connections. test/real/walk-kernel.test.ts and walk-generated.test.ts ask the kernel the same.

const world = surroundings();
const fromPod = (more: Partial<Packet> = {}): Packet => ({
	...{source: '10.244.0.4', destination: '10.244.0.5', protocol: 'tcp', sourcePort: 40_000, destinationPort: 80},
	...{input: 'kube-bridge', ...more},
});
const toPod: Packet = {...fromPod(), source: '192.168.122.1', input: 'enp1s0'};

type Rule = readonly unknown[];
const match = (left: unknown, right: unknown): unknown => ({match: {op: '==', left, right}});
const address = (field: string, right: string, protocol = 'ip'): unknown => match({payload: {protocol, field}}, right);
const meta = (key: string, right: unknown): unknown => match({meta: {key}}, right);
const [drop, accept] = [{drop: null}, {accept: null}];

/** What `nft -j list table` prints of one base chain, and of nat rules of ip beside it. */
function walked(
	...[hook, prio, rules, packet, policy = 'accept', calls = 1, input = []]: [
		hook: string,
		prio: number,
		rules: readonly Rule[],
		packet: Packet,
		policy?: string,
		calls?: number,
		input?: Rule,
	]
): string {
	const chain = {family: 'bridge', table: 'f', name: 'c', handle: 1, type: 'filter', hook, prio, policy};
	const objects = [
		{metainfo: {json_schema_version: 1}},
		{table: {family: 'bridge', name: 'f', handle: 1}},
		{chain},
		{chain: {family: 'bridge', table: 'f', name: 'deep', handle: 2}},
		{rule: {family: 'bridge', table: 'f', chain: 'deep', handle: 9, expr: [address('daddr', '10.244.0.5'), drop]}},
		...rules.map((expr, at) => ({rule: {family: 'bridge', table: 'f', chain: 'c', handle: at + 10, expr}})),
		{table: {family: 'ip', name: 'n', handle: 2}},
		{
			chain: {
				...{
					family: 'ip',
					table: 'n',
					name: 'p',
					handle: 1,
					type: 'nat',
					hook: 'prerouting',
					prio: -100,
					policy: 'accept',
				},
			},
		},
		{
			rule: {
				...{family: 'ip', table: 'n', chain: 'p', handle: 2},
				expr: [address('daddr', '10.96.0.10'), {dnat: {addr: '10.244.0.5'}}],
			},
		},
		{chain: {family: 'ip', table: 'n', name: 'i', handle: 3, type: 'filter', hook: 'input', prio: 0, policy: 'accept'}},
		{rule: {family: 'ip', table: 'n', chain: 'i', handle: 4, expr: input}},
	];
	const reading = readNftTables(ended(JSON.stringify({nftables: objects})));
	if (!reading.known) throw new Error(reading.unknown.detail);
	const {ruleset} = finish(assemble({...emptyParts, heads: reading.value, natives: reading.value}));
	const kernel = usualKernel(world.links);
	const sysctls = new Map([...(kernel.sysctls ?? []), ['net/bridge/bridge-nf-call-iptables', String(calls)] as const]);
	const {main} = createWalker(ruleset, {...world, ...kernel, links: world.links, sysctls}).walk(packet);
	if (main.verdict === 'dropped')
		return `dropped by ${main.by?.family} ${main.by?.chain} ${main.by?.index ?? main.by?.text}`;
	if (main.unread.length > 0) return 'unread';
	return main.reasons.some(({id}) => id === 'hook') ? 'named' : 'passes';
}

const other = [address('daddr', '10.244.0.9'), drop];
const own = [address('daddr', '10.244.0.5'), drop];
const vlan = [match({payload: {protocol: 'ether', field: 'type'}}, '8021q'), drop];
const port = (verdict: unknown): Rule => [meta('iifname', 'veth1'), verdict];
const mark = (value: number): Rule => [{mangle: {key: {meta: {key: 'mark'}}, value}}];
const maybe = (value: number): Rule => [meta('iifname', 'veth1'), ...mark(value)];
const tracked = [match({ct: {key: 'state'}}, 'new'), accept];

describe('from port to port of a bridge', () => {
	test.each<[string, string, readonly Rule[], string]>([
		['a rule for the packet', 'forward', [other, own], 'dropped by bridge c 1'],
		['rules for others', 'forward', [other, vlan, [address('daddr', 'fd00::5', 'ip6'), drop]], 'passes'],
		['by the way of another chain', 'forward', [[{jump: {target: 'deep'}}]], 'dropped by bridge deep 0'],
		['accepted before', 'forward', [[address('saddr', '10.244.0.4'), accept], own], 'passes'],
		['a port that is not known may be accepted', 'forward', [port(accept), own], 'named'],
		['a port that is not known may be dropped, and nothing behind', 'forward', [port(drop)], 'named'],
		[
			'a port that is not known may be dropped, and all is behind it',
			'forward',
			[port(drop), own],
			'dropped by bridge c 1',
		],
		['a port that is not known may be accepted, and nothing behind it', 'forward', [port(accept), other], 'passes'],
		['what a bridge knows of connections', 'forward', [tracked, own], 'named'],
		["the bridge's name", 'forward', [[meta('ibrname', 'kube-bridge'), ...own]], 'dropped by bridge c 0'],
		["another bridge's name", 'forward', [[meta('obrname', 'docker0'), ...own]], 'passes'],
		['before ip is called', 'prerouting', [own], 'dropped by bridge c 0'],
		['on the way out', 'postrouting', [own], 'dropped by bridge c 0'],
		['what goes up to this host alone', 'input', [own], 'passes'],
		['what this host sends alone', 'output', [own], 'passes'],
		['a mark that is set, and asked for', 'prerouting', [mark(1), [meta('mark', 1), drop]], 'dropped by bridge c 1'],
		['a mark that is set, and another one asked for', 'prerouting', [mark(1), [meta('mark', 2), drop]], 'passes'],
		['a mark that may be set, and asked for', 'prerouting', [maybe(1), [meta('mark', 1), drop]], 'named'],
		['a return that may be', 'forward', [port({return: null}), other], 'passes'],
		['a return that may be, before a drop', 'forward', [port({return: null}), own], 'named'],
	])('%s: %s', (_, hook, rules, expected) => {
		expect(walked(hook, -300, rules, fromPod())).toBe(expected);
		expect(walked(hook, -300, rules, fromPod(), 'accept', 0)).toBe(expected);
	});

	test('the policy of its chain', () => {
		expect(walked('forward', 0, [other], fromPod(), 'drop')).toBe('dropped by bridge c policy drop');
		expect(walked('forward', 0, [[address('saddr', '10.244.0.4'), accept]], fromPod(), 'drop')).toBe('passes');
		expect(walked('forward', 0, [port(accept)], fromPod(), 'drop')).toBe('named');
	});

	test('translated by ip in between: before it the address as it was sent, after it the new one', () => {
		const service = fromPod({destination: '10.96.0.10'});
		expect(walked('prerouting', -300, [own], service)).toBe('passes');
		expect(walked('forward', 0, [own], service)).toBe('dropped by bridge c 0');
		// Among those of priority 0 nobody tells whether ip was called before.
		expect(walked('prerouting', 0, [[address('daddr', '10.96.0.10'), drop]], service)).toBe('named');
	});
});

describe('out by a bridge', () => {
	test.each<[string, string, string]>([
		['output', 'dropped by bridge c 0', 'what this host sends'],
		['postrouting', 'dropped by bridge c 0', 'on the way out'],
		['forward', 'passes', 'what goes from port to port alone'],
		['prerouting', 'passes', 'what comes in by a port alone'],
	])('%s: %s (%s)', (hook, expected) => {
		expect(walked(hook, 0, [own], toPod)).toBe(expected);
	});

	test('the name of the bridge that it goes out by; it came in by none', () => {
		expect(walked('output', 0, [[meta('obrname', 'kube-bridge'), drop]], toPod)).toBe('dropped by bridge c 0');
		expect(walked('output', 0, [[meta('ibrname', 'kube-bridge'), drop]], toPod)).toBe('passes');
	});
});

test('a mark that a bridge sets is what the rules of ip see', () => {
	const host = fromPod({destination: '10.244.0.1'});
	const marks = (rule: Rule): string => walked('prerouting', -300, [rule], host, 'accept', 1, [meta('mark', 7), drop]);
	expect(marks(mark(7))).toBe('dropped by ip i 0');
	expect(marks(mark(8))).toBe('passes');
	expect(marks(maybe(7))).toBe('unread');
});
