import {expect, test} from 'vitest';
import type {Link, Route} from '../../../source/facts/network.js';
import type {Zone} from '../../../source/facts/host.js';
import {podReach} from '../../../source/model/pod-reach/pod-reach.js';
import {readZones} from '../../../source/read/firewall/zones.js';
import {readNftTables} from '../../../source/read/nft/table.js';
import {readAddresses} from '../../../source/read/ip/address.js';
import {readRoutes} from '../../../source/read/ip/route.js';
import {must} from '../../support/cluster.js';
import {address, links, routes} from '../../support/good-host.js';
import {outcomeOf} from '../../support/samples.js';

/**
 * Direct rules that let the first packet of a pod pass and not what answers it. Tried with a real firewalld 2.3.1: pods in
 * `trusted`, `OUTPUT -p tcp -m limit --limit 1/min -j DROP`; the ports of the host answered one pod and not the others.
 */
const of = (stdout: string) => outcomeOf({stdout});
const ground = {
	links: must(readAddresses(of(links(address('enp1s0', 2, '192.168.122.161'))))) as readonly Link[],
	routes: must(readRoutes(of(routes()))) as readonly Route[],
};
const zones = must(
	readZones(
		of('trusted (active)\n  target: ACCEPT\n  interfaces: kube-bridge\n  forward: yes\n\npublic\n  target: default\n'),
	),
) as readonly Zone[];
const reachWith = (...rules: readonly string[]) =>
	podReach(
		{
			...{zones, defaultZone: 'public', policies: [], ipsets: new Map(), table: null, ground},
			direct: {rules, chains: [], passthroughs: [], written: 0},
		},
		{cidr: '10.244.0.0/24', bridge: 'kube-bridge', outward: 'enp1s0'},
	);

const all = ['6443/tcp', '8132/tcp', '10250/tcp'];

test.each([
	['ipv4 filter OUTPUT 0 -p tcp -j DROP', all],
	['ipv4 filter OUTPUT 0 -d 10.244.0.0/16 -j REJECT', all],
	['ipv4 filter OUTPUT 0 -o kube-bridge -p tcp --sport 6443 -j DROP', ['6443/tcp']],
	['ipv4 filter OUTPUT 0 -m conntrack --ctstate ESTABLISHED -j DROP', all],
	['ipv4 mangle OUTPUT 0 -o kube-bridge -j DROP', all],
	['ipv4 filter OUTPUT 0 -m conntrack --ctstate NEW -j DROP', []],
	['ipv4 filter OUTPUT 0 -o enp1s0 -j DROP', []],
	["ipv4 filter OUTPUT 0 -p tcp '!' --dport 6443 -m conntrack --ctdir REPLY -j DROP", all],
	["ipv4 filter OUTPUT 0 -p tcp '!' --sport 6443 -j DROP", ['8132/tcp', '10250/tcp']],
	["ipv4 filter OUTPUT 0 -m comment --comment 'it'\"'\"'s -j ACCEPT' -p tcp --sport 6443 -j DROP", ['6443/tcp']],
])('%s keeps back the answers of %j', (rule, ports) => {
	const reach = reachWith(rule);
	expect(reach?.closed.map(({port}) => port)).toEqual(ports);
	expect(reach?.perhaps).toEqual([]);
	if (ports.length > 0)
		expect(reach?.closed[0]?.by).toMatchObject({kind: 'direct', text: expect.stringContaining('OUTPUT') as string});
});

test.each([
	'ipv4 filter FORWARD 0 -i enp1s0 -j DROP',
	'ipv4 filter FORWARD 0 -d 10.244.0.0/24 -i enp1s0 -p tcp -j REJECT',
	'ipv4 filter FORWARD 0 -m conntrack --ctstate RELATED,ESTABLISHED -j DROP',
])('%s keeps back what answers pods from elsewhere', rule => {
	expect(reachWith(rule)).toMatchObject({closed: [], forwards: {answer: 'no', by: {kind: 'direct'}}});
});

test('a limit on the answers: nobody can tell', () => {
	expect(reachWith('ipv4 filter OUTPUT 0 -p tcp -m limit --limit 1/min -j DROP')).toMatchObject({
		closed: [],
		perhaps: all,
	});
});

test('without such a rule all is well', () => {
	expect(reachWith('ipv4 filter OUTPUT 0 -p udp --dport 123 -j DROP')).toMatchObject({
		...{closed: [], perhaps: [], forwards: {answer: 'yes'}},
	});
});

/** As `nft -j list table inet firewalld` has it; tried on firewalld 2.3.1: 10250 answered 10.244.0.2 and nobody else. */
test('a rule that refuses some pods: nobody can say that pods get there', () => {
	const ip = (...expr: readonly unknown[]): unknown => ({
		rule: {family: 'inet', table: 'firewalld', chain: 'filter_INPUT', handle: 9, expr},
	});
	const field = (protocol: string, name: string) => ({payload: {protocol, field: name}});
	const stdout = JSON.stringify({
		nftables: [
			{metainfo: {version: '1.1.3'}},
			{table: {family: 'inet', name: 'firewalld', handle: 1}},
			{
				chain: {
					...{family: 'inet', table: 'firewalld', name: 'filter_INPUT', handle: 2},
					...{type: 'filter', hook: 'input', prio: 10, policy: 'accept'},
				},
			},
			ip(
				{match: {op: '!=', left: field('ip', 'saddr'), right: '10.244.0.2'}},
				{match: {op: '==', left: field('tcp', 'dport'), right: 10_250}},
				{reject: {type: 'icmp', expr: 'port-unreachable'}},
			),
		],
	});
	const [table] = must(readNftTables(of(stdout)));
	const reach = podReach(
		{
			...{zones, defaultZone: 'public', policies: [], ipsets: new Map(), ground},
			direct: {rules: [], chains: [], passthroughs: [], written: 0},
			table: table ? {...table, owner: 'firewalld', kind: 'native'} : null,
		},
		{cidr: '10.244.0.0/24', bridge: 'kube-bridge', outward: 'enp1s0'},
	);
	expect(reach).toMatchObject({closed: [], perhaps: ['10250/tcp']});
});
