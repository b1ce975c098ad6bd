import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {differences, node, normalised, parseSaved, parseSets, sample, type Saved} from '../support/real-objects.js';
import {comparable, parseNftListing} from '../support/nft-listing.js';
import {
	kubeletTables,
	nftTable,
	policyTables,
	proxyTables,
	routingTables,
	savedParts,
} from '../support/standin-rules.js';

/** The lab's rules (test/lab/rules.mjs) are those of the stand-in, which are those of a real node. */

const script = fileURLToPath(new URL('../lab/rules.mjs', import.meta.url));
const lab = (mode: string): string =>
	execFileSync(process.execPath, [script, mode, '--profile', 'full'], {encoding: 'utf8'});

type Service = {
	key: string;
	ns: string;
	name: string;
	port: string;
	proto: string;
	clusterIP: string;
	svcPort: number;
	nodePort?: number;
	etp?: string;
	affinity?: number;
	lbIP?: string;
	lbRanges?: string[];
	externalIPs?: string[];
	hcNodePort?: number;
	eps: string[];
};
type Meta = {
	services: Service[];
	pods: Array<{ns: string; name: string; ip: string}>;
	policies: Array<{ns: string; name: string; target: number; from: number[]; port: number; blocks: string[]}>;
};

const {services, pods, policies} = JSON.parse(lab('meta')) as Meta;
const ports = services.map(service => ({
	...service,
	nodePort: service.nodePort ?? 0,
	externalIPs: service.externalIPs ?? [],
	balancerIPs: service.lbIP === undefined ? [] : [service.lbIP],
	sourceRanges: service.lbRanges ?? [],
	externalLocal: service.etp === 'Local',
	internalLocal: false,
	healthPort: service.hcNodePort ?? 0,
	affinity: service.affinity ?? 0,
	endpoints: service.eps.map(at => ({ip: at.split(':')[0] ?? '', port: Number(at.split(':')[1]), local: true, at})),
}));
const wanted = policies.map(({ns, name, target, from, port, blocks}) => ({
	ns,
	name,
	ingress: true,
	egress: false,
	targets: [pods[target]?.ip ?? ''],
	in: [
		{
			everyone: false,
			peers: from.map(index => pods[index]?.ip ?? ''),
			blocks: blocks.map(cidr => ({cidr, except: []})),
			ports: {numbered: [{proto: 'tcp', port, end: null}], named: [], any: false},
		},
	],
	out: [],
}));

/** Not as on a real node, and why. The test fails when one of these is true no more. */
const known = [
	// The lab is in front of the node's programs: no kernel counter is made, so that it needs no privilege beyond its namespace.
	{table: 'filter', chain: 'KUBE-FORWARD', text: 'ct_state_invalid_dropped_pkts'},
	{table: 'nat', chain: 'KUBE-NODEPORTS', text: 'localhost_nps_accepted_pkts'},
];

/** kube-proxy writes ten digits, iptables-save prints what the kernel made of them. */
const rounded = (text: string): string => text.replaceAll(/--probability (\d\.\d{6})\d*/g, '--probability $1');

function together(nfacct: boolean): Saved {
	const parts = [
		kubeletTables(),
		proxyTables(ports, {nodeIP: node.address, nfacct}),
		routingTables(node.interface, node.address),
		policyTables(pods, wanted, '1'),
	];
	const saved = savedParts(parts);
	for (const chains of saved.values()) {
		for (const [chain, rules] of chains)
			chains.set(
				chain,
				rules.map(rule => rounded(rule)),
			);
	}

	return normalised(saved);
}

const made = normalised(parseSaved(rounded(lab('iptables'))));

describe('the lab writes the rules of a real node', () => {
	it('in iptables mode, on a kernel without nfacct', () => {
		expect(made.get('nat')?.size).toBeGreaterThan(30);
		expect(differences(together(false), made)).toEqual([]);
	});

	it('and differs from one with nfacct by the listed rules only', () => {
		const found = differences(together(true), made).filter(line => line.includes('nfacct'));
		for (const {table, chain, text} of known) {
			expect(found.filter(line => line.startsWith(`${table} ${chain} `) && line.includes(text))).not.toEqual([]);
		}

		expect(found.filter(line => !known.some(({text}) => line.includes(text)))).toEqual([]);
	});

	it('in nftables mode, with the frame of the real listing', () => {
		const [real] = parseNftListing(sample('nftables/kube-proxy.nft'));
		const ours = comparable(nftTable(ports, {nodeIP: node.address}));
		const text = lab('nft');
		for (const name of Object.keys(real?.chains ?? {}).filter(chain => !chain.includes('/'))) {
			expect(text).toContain(`chain ${name} {`);
		}

		for (const [name, rules] of Object.entries(ours.chains).filter(([chain]) => chain.includes('/'))) {
			expect(text).toContain(`chain ${name} {`);
			for (const rule of rules) expect(text).toContain(rule);
		}
	});

	it('and sets of the same names', () => {
		const sets = new Map([
			...routingTables(node.interface, node.address).sets,
			...policyTables(pods, wanted, '1').sets,
		]);
		expect([...parseSets(lab('ipset')).keys()].sort()).toEqual([...sets.keys()].sort());
	});
});
