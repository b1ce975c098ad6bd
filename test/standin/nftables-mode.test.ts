import {describe, expect, it} from 'vitest';
import {comparable, parseNftListing} from '../support/nft-listing.js';
import {differences, node, normalised, parseSaved, realObjects, sample} from '../support/real-objects.js';
import {
	kubeletTables,
	nftTable,
	policyTables,
	portmapTables,
	routingTables,
	savedParts,
	wantedOf,
} from '../support/standin-rules.js';

/** kube-proxy 1.34.1 in nftables mode: the stand-in makes the tables that a real one made of the same objects. */

const wanted = wantedOf(realObjects('nftables'), node.name);
const [four, six] = parseNftListing(sample('nftables/kube-proxy.nft'));
const ours = comparable(nftTable(wanted.ports, {nodeIP: node.address}));

describe('nftables mode', () => {
	it('has the same chains with the same rules', () => {
		expect(Object.keys(four?.chains ?? {}).length).toBeGreaterThan(80);
		expect(ours.chains).toEqual(four?.chains);
	});

	it.each(['cluster-ips', 'nodeport-ips'])('fills the set %s', name => {
		expect(four?.sets[name]?.elements.length).toBeGreaterThan(0);
		expect(ours.sets[name]).toEqual(four?.sets[name]);
	});

	it.each(['no-endpoint-services', 'no-endpoint-nodeports', 'firewall-ips', 'service-ips', 'service-nodeports'])(
		'fills the map %s',
		name => {
			expect(ours.maps[name]).toEqual(four?.maps[name]);
		},
	);

	it('has one affinity set an endpoint', () => {
		expect(Object.keys(ours.sets).filter(name => name.startsWith('affinity-'))).toHaveLength(2);
		expect(ours.sets).toEqual(four?.sets);
	});

	it('has the frame in IPv6', () => {
		expect(comparable(nftTable(wanted.ports, {nodeIP: node.address, family: 6}))).toEqual(six);
	});

	it('leaves kube-router, the kubelet and portmap in iptables, as they are', () => {
		const pods = wanted.hostPorts.map(pod => ({
			...pod,
			sandbox: 'a485e8ec782676e6764c4222ff39eae63999caa6c783fd8e65cc4fd4d92cf237',
		}));
		const parts = [
			kubeletTables(),
			routingTables(node.interface, node.address),
			policyTables(wanted.pods, [], '1'),
			portmapTables(pods),
		];
		const real = normalised(parseSaved(sample('nftables/iptables-save-c.txt')));
		expect(differences(real, normalised(savedParts(parts)))).toEqual([]);
	});
});
