import {describe, expect, it} from 'vitest';
import {six} from '../k0s/kinds.js';
import {kindObjects} from '../support/kinds-objects.js';
import {node, type Objects} from '../support/real-objects.js';
import {nftTable, policyTables, portmapTables, proxyTables, wantedOf} from '../support/standin-rules.js';

// What the stand-in writes for a cluster of two families: IPv6 as ip6tables-save and nft print it.

const wanted = wantedOf(kindObjects(true) as Objects, node.name, 6);
const rules = (table: 'nat' | 'filter', parts: ReturnType<typeof proxyTables>): string[] =>
	[...(parts[table]?.chains ?? [])].flatMap(([chain, own]) => own.map(rule => `${chain} ${rule}`));

describe('the stand-in with two families', () => {
	it('portmap: the pod network is masqueraded, nothing for what comes from this host, addresses in brackets', () => {
		const pods = wanted.hostPorts.map(pod => ({...pod, sandbox: 'x'}));
		const own = rules('nat', portmapTables(pods)).filter(rule => rule.startsWith('CNI-DN-'));
		expect(own.map(rule => rule.replace(/^CNI-DN-\w+ /, ''))).toEqual([
			'-s fd00::/110 -p tcp -m tcp --dport 8088 -j CNI-HOSTPORT-SETMARK',
			'-p tcp -m tcp --dport 8088 -j DNAT --to-destination [fd00::8]:8000',
		]);
	});

	it('kube-proxy in iptables mode: one family alone, its own words for refusals and clients', () => {
		const parts = proxyTables(wanted.ports, {nodeIP: six.address, family: 6});
		const all = [...rules('nat', parts), ...rules('filter', parts)];
		expect(all.filter(rule => /\d+\.\d+\.\d+\.\d+/.test(rule))).toEqual([]);
		expect(all.some(rule => rule.includes('--mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rsource'))).toBe(true);
		expect(all.some(rule => /-d fd01::64:[\da-f]+\/128 .*has no endpoints.*icmp6-port-unreachable/.test(rule))).toBe(
			true,
		);
		expect(all.some(rule => rule.includes('kinds/four-only'))).toBe(false);
		expect(all.some(rule => rule.includes('--dport 30090'))).toBe(true);
	});

	it('kube-proxy in nftables mode: no colon in a name, node ports of the address of this node', () => {
		const {chains, sets, maps} = nftTable(wanted.ports, {nodeIP: six.address, family: 6});
		expect([...Object.keys(chains), ...Object.keys(sets)].filter(name => name.includes(':'))).toEqual([]);
		expect(sets['nodeport-ips']?.elements).toEqual([six.address]);
		expect(maps['service-nodeports']?.elements.some(element => element.startsWith('tcp . 30090 '))).toBe(true);
		expect(
			Object.values(chains)
				.flat()
				.some(rule => /dnat to \[fd00::4\]:8080$/.test(rule)),
		).toBe(true);
	});

	it('kube-router: neighbour discovery passes, its sets have a name of their own', () => {
		const {filter, sets} = policyTables(wanted.pods, wanted.policies, '1', 6);
		expect([...sets.keys()].every(name => name.startsWith('inet6:KUBE-'))).toBe(true);
		expect(filter?.chains.get('KUBE-NWPLCY-COMMON')?.filter(rule => rule.includes('--icmpv6-type'))).toHaveLength(6);
	});
});
