import {gunzipSync} from 'node:zlib';
import {readFileSync} from 'node:fs';
import type {Ruleset} from '../../source/facts/packet-filter.js';
import type {Listeners, Packet, Socket, Surroundings} from '../../source/model/packet-walk/facts.js';
import {completePacket, type Walker} from '../../source/model/packet-walk/packet-walk.js';
import {assemble, emptyParts} from '../../source/model/ruleset.js';
import {readAddresses} from '../../source/read/ip/address.js';
import {readPolicyRules} from '../../source/read/ip/policy-rule.js';
import {readSysctls} from '../../source/read/sysctl.js';
import {usualPolicies} from '../../source/model/packet-walk/policy.js';
import {readRoutes} from '../../source/read/ip/route.js';
import {readIpsetSave} from '../../source/read/ipset-save.js';
import {readIptablesSave} from '../../source/read/iptables/save.js';
import {readNftTables} from '../../source/read/nft/table.js';
import {finish} from '../../source/read/sliced.js';
import {ended} from './packet-filter.js';

/** The real cluster of `test/samples/real-network` (its README says what is what). */

const file = (path: string): URL => new URL(`../samples/real-network/${path}`, import.meta.url);

export const realSample = (path: string): string =>
	path.endsWith('.gz') ? gunzipSync(readFileSync(file(path))).toString() : readFileSync(file(path), 'utf8');

export type RealNetwork = {readonly ruleset: Ruleset; readonly world: Surroundings};

const read = <T>(reading: {known: true; value: T} | {known: false; unknown: {detail: string}}): T => {
	if (!reading.known) throw new Error(`unreadable sample: ${reading.unknown.detail}`);
	return reading.value;
};

function network(mode: 'iptables' | 'nftables', rules: string, sets: string): RealNetwork {
	const saved = read(readIptablesSave(ended(rules)));
	const natives = read(readNftTables(ended(realSample(`${mode}/nft-j-native.json`))));
	const xtables = finish(assemble({...emptyParts, saved})).ruleset.tables;
	const {ruleset} = finish(assemble({...emptyParts, saved, natives, heads: [...xtables, ...natives]}));
	const routes = read(readRoutes(ended(realSample(`${mode}/ip-j-route-table-all.json`))));
	const links = read(readAddresses(ended(realSample(`${mode}/ip-j-d-addr.json`))));
	return {
		ruleset,
		world: {
			routes,
			policies: [...read(readPolicyRules(ended(realSample(`${mode}/ip-j-rule.json`)), 4)), ...usualPolicies(6)],
			sysctls: recordedSettings(mode),
			links: links.map(({name, kind, addresses}) => ({name, kind, addresses: addresses.map(({local}) => local)})),
			ipsets: read(readIpsetSave(ended(realSample(sets)))),
		},
	};
}

/** Recorded in nftables mode. In iptables mode kube-proxy turns on `route_localnet` (its `iptables-localhost-nodeports`). */
function recordedSettings(mode: 'iptables' | 'nftables'): ReadonlyMap<string, string> {
	const values = read(readSysctls(ended(realSample('nftables/sysctl.txt'))));
	const sysctls = new Map([...values].map(([name, value]) => [name.replaceAll('.', '/'), value]));
	return mode === 'nftables' ? sysctls : sysctls.set('net/ipv4/conf/all/route_localnet', '1');
}

/** Which pod of the cluster has which address: `kubectl get pods -A -o wide` of each mode, of which no more is kept. */
const pods = {
	iptables: {
		coredns: 3,
		metrics: 12,
		konnectivity: 2,
		bad: 17,
		client: 14,
		hp: 18,
		nr: 19,
		one: 16,
		far: 9,
		webs: [15, 13],
	},
	nftables: {coredns: 3, metrics: 4, konnectivity: 2, bad: 9, client: 8, hp: 11, nr: 12, one: 6, far: 10, webs: [5, 7]},
} as const;

/**
 * Not recorded: the sockets that the pods' own commands open (`busybox httpd -p 8080`, `udpsvd 0 5353` …), those of k0s
 * (`ss` of another host with the same k0s), and an sshd.
 */
export function listenersOf(mode: 'iptables' | 'nftables'): Listeners {
	const own = pods[mode];
	const open = (tcp: readonly number[], udp: readonly number[] = []): Socket[] => [
		...tcp.map(port => ({protocol: 'tcp' as const, address: '*', port})),
		...udp.map(port => ({protocol: 'udp' as const, address: '*', port})),
	];
	const sockets: ReadonlyArray<readonly [number, readonly Socket[]]> = [
		[own.coredns, open([53, 9153, 8080, 8181], [53])],
		[own.metrics, open([10_250])],
		[own.konnectivity, open([8093, 8092])],
		[own.bad, []],
		[own.client, []],
		[own.far, []],
		[own.hp, open([80])],
		[own.nr, open([80])],
		[own.one, open([80], [5353])],
		...own.webs.map(web => [web, open([8080, 8081])] as const),
	];
	return {
		host: open([22, 6443, 2380, 8132, 9443, 10_249, 10_250, 10_256, 179, 8080, 20_244, 50_051, 8099]),
		namespaces: new Map(sockets.map(([last, each]) => [`10.244.0.${last}`, each])),
	};
}

/** kube-proxy's mode, no policy. */
export const realNetwork = (mode: 'iptables' | 'nftables'): RealNetwork =>
	network(mode, realSample(`${mode}/iptables-save-c.txt`), `${mode}/ipset-save.txt`);

/** iptables mode, one policy in force. */
export const realPolicy = (name: string): RealNetwork =>
	network('iptables', realSample(`policies/np-${name}.iptables.gz`), `policies/np-${name}.ipset`);

/**
 * iptables mode while the load balancers had their addresses. Recorded without a policy they were not: the rules for them
 * are those of the listing that was made next, under the policy deny-all.
 */
export function realLoadBalancers(): RealNetwork {
	const next = realSample('policies/np-deny-all.iptables.gz').split('\n');
	const isTheirs = (line: string): boolean => /192\.168\.122\.20[01]|[:\s]KUBE-FW-/.test(line);
	const linesOf = (table: string): string[] => {
		const from = next.indexOf(`*${table}`);
		return next.slice(from, next.indexOf('COMMIT', from)).filter(isTheirs);
	};

	let table = '';
	const lines = realSample('iptables/iptables-save-c.txt')
		.split('\n')
		.flatMap(line => {
			if (line.startsWith('*')) table = line.slice(1);
			return line === 'COMMIT' ? [...linesOf(table), line] : [line];
		});
	return network('iptables', lines.join('\n'), 'iptables/ipset-save.txt');
}

export type Flow = {
	readonly id: string;
	/** Null: this host. */
	readonly source: string | null;
	readonly destination: string;
	readonly protocol: string;
	readonly port: number;
	readonly answered: boolean;
	/** What the client saw. */
	readonly answer: string;
};

/** Flows with what really happened to each. */
export function flowsOf(flows: string, probe: string): Flow[] {
	const results = new Map(
		realSample(probe)
			.split('\n')
			.filter(Boolean)
			.map(line => {
				const [id = '', , , rc = '', answer = ''] = line.split('\t');
				return [id, {answered: rc === 'rc=0', answer}] as const;
			}),
	);
	return realSample(flows)
		.split('\n')
		.filter(Boolean)
		.map(line => {
			const [id = '', source = '', destination = '', protocol = '', port = ''] = line.split(' ');
			const result = results.get(id);
			if (!result) throw new Error(`${flows}: ${id} was not probed`);
			return {id, source: source === '-' ? null : source, destination, protocol, port: Number(port), ...result};
		});
}

export const packetOf = (flow: Flow, {routing}: Walker): Packet =>
	completePacket(
		{
			source: flow.source,
			destination: flow.destination,
			protocol: flow.protocol,
			destinationPort: flow.protocol === 'icmp' ? null : flow.port,
		},
		routing,
	);
