import {describe, expect, it} from 'vitest';
import {
	differences,
	node,
	normalised,
	parseSaved,
	parseSets,
	realObjects,
	sample,
	type Saved,
} from '../support/real-objects.js';
import {
	kubeletTables,
	policyTables,
	proxyTables,
	routingTables,
	savedParts,
	settledParts,
	wantedOf,
} from '../support/standin-rules.js';
import {recordedPolicies} from '../support/recorded-policies.js';

/**
 * The stand-in writes what a real kube-proxy 1.34.1, kube-router 2.6.1 and CNI portmap 1.8 wrote for the same objects:
 * rule by rule, with the same chain names where a name can be computed.
 */

const policies = recordedPolicies;

/** What is not as on the real host, and why. The test fails when one of these is no longer true. */
const known: Record<string, string> = {};

const real = normalised(parseSaved(sample('iptables/iptables-save-c.txt')));
const wanted = wantedOf(realObjects('iptables'), node.name);
const sandboxes = {hp: 'e5f44c6ecbc226742e56060a50b9f9463a4e0023c76ea87222682d79fa239958'};
const ours = normalised(savedParts(settledParts(wanted, sandboxes)));

/** Chains of one service: everything that names it. */
function ofService(saved: Saved, key: string): string[] {
	const says = new RegExp(`"(?:.* )?${key}(?::[\\w-]+)?(?: .*)?"`);
	return [...saved]
		.flatMap(([table, chains]) =>
			[...chains].flatMap(([chain, rules]) =>
				rules.filter(rule => says.test(rule)).map(rule => `${table} ${chain} ${rule}`),
			),
		)
		.sort();
}

describe('the stand-in writes the rules of a real node', () => {
	it('all tables agree, but for the listed differences', () => {
		expect(differences(real, ours)).toEqual(Object.keys(known));
	});

	const services = realObjects('iptables').services.map(({metadata}) => `${metadata.namespace}/${metadata.name}`);
	it.each(services.filter(key => !/t\/(headless|ext)$/.test(key)))('%s', key => {
		const theirs = ofService(real, key);
		expect(theirs.length).toBeGreaterThan(0);
		expect(ofService(ours, key)).toEqual(theirs);
	});

	it.each(['t/headless', 't/ext'])('%s has no rules on either', key => {
		expect([ofService(real, key), ofService(ours, key)]).toEqual([[], []]);
	});

	it('writes the same sets', () => {
		const sets = routingTables(node.interface, node.address).sets;
		expect([...sets].sort()).toEqual([...parseSets(sample('iptables/ipset-save.txt'))].sort());
	});

	it('IPv6 has the frame and no service', () => {
		const six = savedParts([proxyTables(wanted.ports, {nodeIP: node.address, family: 6}), kubeletTables(6)]);
		expect(differences(normalised(parseSaved(sample('iptables/ip6tables-save-c.txt'))), normalised(six))).toEqual([]);
	});
});

describe.each(policies)('network policy %s', name => {
	const objects = realObjects('iptables', name);
	const {pods, policies: wantedPolicies} = wantedOf(objects, node.name);
	const tables = policyTables(pods, wantedPolicies, '1');
	const theirs = normalised(parseSaved(sample(`policies/np-${name}.iptables.gz`)));

	it('has its chain, and the chains of all pods are as on the real node', () => {
		const own = (saved: Saved): Saved =>
			new Map([
				[
					'filter',
					new Map([...(saved.get('filter') ?? [])].filter(([chain]) => /^<|^KUBE-(ROUTER|NWPLCY)/.test(chain))),
				],
			]);
		const mine = own(normalised(savedParts([tables])));
		expect([...(mine.get('filter')?.keys() ?? [])].filter(chain => chain.startsWith('<policy'))).toHaveLength(1);
		expect(differences(own(theirs), mine)).toEqual([]);
	});

	it('has the same sets with the same entries', () => {
		const frame = routingTables(node.interface, node.address).sets;
		const sets = new Map(
			[...frame, ...tables.sets].map(([set, {type, entries}]) => [set, {type, entries: [...entries].sort()}]),
		);
		expect([...sets].sort()).toEqual([...parseSets(sample(`policies/np-${name}.ipset`))].sort());
	});
});

describe('what a sync changes', () => {
	it('every name of a pod and a policy is new, everything else stays', () => {
		const {pods, policies: some} = wantedOf(realObjects('iptables', 'deny-in'), node.name);
		const [one, two] = ['1', '2'].map(version => policyTables(pods, some, version));
		const versioned = (chains: Iterable<string> = []): string[] =>
			[...chains].filter(chain => /^KUBE-(POD-FW|NWPLCY)-[A-Z2-7]{16}$/.test(chain));
		const [before, after] = [versioned(one?.filter?.chains.keys()), versioned(two?.filter?.chains.keys())];
		expect(before).toHaveLength(pods.length + 1);
		expect(after).toHaveLength(pods.length + 1);
		expect(before.filter(chain => after.includes(chain))).toEqual([]);
		expect([...(one?.sets.keys() ?? [])]).toEqual([...(two?.sets.keys() ?? [])]);
	});
});

describe('kinds that the recording does not have, as kube-proxy 1.34 writes them', () => {
	const base = {
		ns: 'shop',
		name: 'web',
		port: 'http',
		proto: 'tcp',
		key: 'shop/web:http',
		clusterIP: '10.100.10.5',
		svcPort: 80,
		nodePort: 30_098,
		externalIPs: [],
		balancerIPs: ['192.168.122.241'],
		sourceRanges: ['192.168.122.0/24'],
		externalLocal: false,
		internalLocal: false,
		healthPort: 0,
		affinity: 0,
		endpoints: [{ip: '10.244.0.4', port: 80, local: true, at: '10.244.0.4:80'}],
	};
	const rules = (port: object): string => {
		const saved = savedParts([proxyTables([port], {nodeIP: node.address})]);
		return [...saved]
			.flatMap(([table, chains]) => [...chains].flatMap(([chain, all]) => all.map(rule => `${table} ${chain} ${rule}`)))
			.join('\n');
	};

	it('a load balancer with source ranges: KUBE-FW, the node itself, and the drop behind it', () => {
		const text = rules(base);
		expect(text).toMatch(
			/nat KUBE-SERVICES -d 192\.168\.122\.241\/32 -p tcp .*"shop\/web:http loadbalancer IP" -m tcp --dport 80 -j KUBE-FW-\w{16}/,
		);
		expect(text).toMatch(/nat KUBE-FW-\w{16} -s 192\.168\.122\.0\/24 .* -j KUBE-EXT-/);
		expect(text).toMatch(/nat KUBE-FW-\w{16} -s 192\.168\.122\.241\/32 .* -j KUBE-EXT-/);
		expect(text).toMatch(
			/nat KUBE-FW-\w{16} -m comment --comment "other traffic to shop\/web:http will be dropped by KUBE-PROXY-FIREWALL"$/m,
		);
		expect(text).toMatch(
			/filter KUBE-PROXY-FIREWALL -d 192\.168\.122\.241\/32 .*"shop\/web:http traffic not accepted by KUBE-FW-\w{16}" .* -j DROP/,
		);
	});

	it('a node that is in none of the ranges gets no rule for itself', () => {
		expect(rules({...base, sourceRanges: ['198.51.100.0/24']})).not.toMatch(/KUBE-FW-\w{16} -s 192\.168\.122\.241/);
	});

	it('a local load balancer: health check port, and DROP where no endpoint is here', () => {
		const far = [{ip: '10.244.1.4', port: 80, local: false, at: '10.244.1.4:80'}];
		const text = rules({...base, sourceRanges: [], externalLocal: true, healthPort: 31_000, endpoints: far});
		expect(text).toMatch(
			/filter KUBE-NODEPORTS -p tcp .*"shop\/web:http health check node port" -m tcp --dport 31000 -j ACCEPT/,
		);
		expect(text).toMatch(/filter KUBE-EXTERNAL-SERVICES -d 192\.168\.122\.241\/32 .*has no local endpoints.* -j DROP/);
		expect(text).not.toMatch(/KUBE-SVL/);
	});

	it('a kernel without nfacct: one rule a node port, and none of its counters', () => {
		const saved = savedParts([proxyTables([base], {nodeIP: node.address, nfacct: false})]);
		expect(saved.get('nat')?.get('KUBE-NODEPORTS')).toHaveLength(1);
		expect(JSON.stringify([...saved].map(([, chains]) => [...chains]))).not.toContain('nfacct');
	});
});
