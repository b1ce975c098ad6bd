import {describe, expect, it} from 'vitest';
import type {Answer} from '../../source/commands/headless.js';
import {nftables} from '../../source/commands/nftables.js';
import {path} from '../../source/commands/path.js';
import {settingsFrom} from '../../source/commands/settings.js';
import type {Outcome} from '../../source/command/outcome.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {ipSample} from '../support/ip-samples.js';
import {sample} from '../support/packet-filter.js';

type Host = Record<string, Partial<Outcome> | string>;

const full: Host = {
	'nft -j list chains': sample('nft', 'full-chains.json'),
	'iptables-nft-save -c': sample('iptables', 'full.txt'),
	'ipset save': sample('ipset', 'full.txt'),
	'ip -j -d -s addr show': ipSample('full', 'ip-j-d-s-addr.json'),
};

const invocation = (host: Host) => {
	const runner = fakeRunner(argv => host[argv]);
	return {
		runner,
		text: catalogue('en'),
		settings: settingsFrom({}),
		signal: new AbortController().signal,
		say: () => undefined,
	};
};

const list = async (host: Host): Promise<Answer> => nftables.run(invocation(host), {}, []);
/** Where the rules lead; whether a packet gets there is the matter of reach.test.ts. */
const follow = async (target: string, host: Host = full): Promise<Answer> =>
	path.run(invocation(host), {'rules-only': true}, [target]);

type Tables = Array<{
	family: string;
	name: string;
	owner: string | null;
	chains: Array<{
		name: string;
		hook: string | null;
		rules: Array<{index: number; text: string; target: string | null; packets: number | null; bytes: number | null}>;
	}>;
}>;

describe('nftables', () => {
	it('has every chain and every rule with its counters', async () => {
		const answer = await list(full);
		expect(answer.exit).toBe(0);
		expect(Object.keys(answer.json)).toEqual(expect.arrayContaining(['source', 'tables']));
		expect(answer.json['source']).toEqual({rules: 'iptables-nft-save -c', chains: 'nft -j list chains'});
		const tables = answer.json['tables'] as Tables;
		const rules = tables.flatMap(table => table.chains.flatMap(chain => chain.rules));
		const wanted = sample('iptables', 'full.txt')
			.split('\n')
			.filter(line => line.startsWith('['));
		expect(rules.map(({packets, bytes, text}) => `[${packets}:${bytes}] ${text}`).sort()).toEqual(wanted.sort());
		expect(tables.flatMap(({chains}) => chains)).toHaveLength(65);
		expect(tables[1]?.chains[0]).toEqual({
			name: 'PREROUTING',
			handle: 1,
			type: 'nat',
			hook: 'prerouting',
			priority: -100,
			policy: 'accept',
			label: null,
			rules: [
				{
					index: 0,
					handle: null,
					text: '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
					comment: 'kubernetes service portals',
					target: 'KUBE-SERVICES',
					verdict: {kind: 'jump', chain: 'KUBE-SERVICES'},
					packets: 12,
					bytes: 690,
				},
			],
		});
	});

	it('says it in lines too', async () => {
		const {lines} = await list(full);
		expect(lines[0]).toBe('3 tables, 65 chains, 198 rules');
		expect(lines).toContain('table ip nat, by kube-proxy, 41 chains');
		expect(lines).toContain('  chain PREROUTING  nat hook prerouting priority -100 policy accept');
		expect(lines).toContain('  chain KUBE-SVC-73JNOU5FOFXIWZLE  default/demo');
		expect(lines).toContain(
			'           18      1080  -> KUBE-SEP-4BM33MODP4BKIE3G (10.244.0.6:80 default/demo-68c6d5bdd8-tvplj) /* default/demo -> 10.244.0.6:80 */',
		);
	});

	it('text from outside cannot reach the terminal as it is', async () => {
		const evil = sample('iptables', 'full.txt').replace(
			'shop/web:http cluster IP',
			'shop/web\u001B[2J\u202E cluster IP',
		);
		const {lines} = await list({...full, 'iptables-nft-save -c': evil});
		expect(lines.filter(line => /[\u0000-\u0008\u001B\u202E]/.test(line))).toEqual([]);
	});

	it('partly read is exit 1, not read is exit 3', async () => {
		const part = await list({...full, 'iptables-nft-save -c': {kind: 'timed-out', argv: ['iptables-nft-save']}});
		expect(part.exit).toBe(1);
		expect((part.json['tables'] as Tables)[0]?.chains[0]?.rules).toBeNull();
		expect(part.lines.at(-1)).toBe('iptables-nft-save timed out.');
		const missing = await list({});
		expect(missing).toMatchObject({
			exit: 3,
			error: {code: 'tool-missing', hint: 'nft is not installed. Package: nftables.'},
		});
		const refused = {kind: 'failed', exit: 1, stderr: sample('nft', 'nft-not-root.stderr')} as const;
		expect(await list({'nft -j list chains': refused})).toMatchObject({exit: 3, error: {code: 'needs-root'}});
	});

	it('no rules are known to be none', async () => {
		const answer = await list({'nft -j list chains': sample('nft', 'nft-j-empty.stdout'), 'iptables-nft-save -c': ''});
		expect(answer).toMatchObject({exit: 0, json: {tables: []}, lines: ['No packet rules on this host.']});
	});
});

describe('path', () => {
	it('follows a service to its pods', async () => {
		const answer = await follow('shop/sticky:http');
		// Nobody asked whether a packet gets there.
		expect(answer.exit).toBe(4);
		expect(answer.json).toMatchObject({
			target: 'shop/sticky:http',
			service: {namespace: 'shop', name: 'sticky', port: 80, portName: 'http', protocol: 'tcp'},
			mode: 'iptables',
			verdict: 'dnat',
			affinity: 'ClientIP',
			affinitySeconds: 10_800,
			externalTrafficPolicy: 'Cluster',
			endpoints: [
				{
					address: '10.244.0.3',
					port: 80,
					share: 0.5,
					chain: 'KUBE-SEP-5MZVJO2CJO5ZR7PM',
					pod: 'coredns-7656c59669-8wwxq',
					namespace: 'kube-system',
				},
				{address: '10.244.0.4', share: 0.5, pod: 'konnectivity-agent-549w2'},
			],
		});
		expect((answer.json['hops'] as object[])[0]).toEqual({
			family: 'ip',
			table: 'nat',
			chain: 'PREROUTING',
			rule: 0,
			text: '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
			comment: 'kubernetes service portals',
			packets: 12,
		});
		expect(answer.lines).toContain(
			'Sent to 2 endpoints by NAT. Session affinity: ClientIP, 10800 s. External traffic policy: Cluster.',
		);
	});

	it('without a port speaks for all of them', async () => {
		const answer = await follow('kube-system/kube-dns');
		expect(answer.json).toMatchObject({
			service: {namespace: 'kube-system', name: 'kube-dns', port: null, protocol: null},
			verdict: 'dnat',
			externalTrafficPolicy: null,
		});
		expect(answer.json['paths']).toHaveLength(3);
		expect(answer.json['endpoints']).toHaveLength(3);
	});

	it('a node port on an address of this node', async () => {
		for (const target of ['nodeport:30094', 'nodeport:30094/tcp', '192.168.122.161:30094', '127.0.0.1:30094']) {
			const answer = await follow(target);
			expect(answer.exit).toBe(4);
			expect(answer.json).toMatchObject({
				service: {namespace: 'default', name: 'demo', port: 80, portName: null},
				endpoints: [{address: '10.244.0.6'}],
			});
		}

		expect((await follow('192.168.122.99:30094')).exit).toBe(1);
	});

	it.each([
		['shop/empty', 'reject', undefined],
		['nodeport:30097', 'reject', undefined],
		['default/nothing', 'none', 'not-found'],
		['nodeport:31999', 'none', 'not-found'],
	])('%s: exit 1, %s', async (target, verdict, code) => {
		const answer = await follow(target);
		expect(answer.exit).toBe(1);
		expect(answer.json).toMatchObject({verdict, endpoints: []});
		expect(answer.error?.code).toBe(code);
	});

	it('a bad target is a usage error', async () => {
		expect(await follow('web')).toMatchObject({exit: 2, error: {code: 'usage'}});
	});

	it('asks the API only for what the rules do not tell', async () => {
		const asked = invocation(full);
		await path.run(asked, {'rules-only': true}, ['shop/web']);
		expect(asked.runner.asked.filter(argv => argv.includes('kubectl'))).toEqual([]);

		const bare = sample('iptables', 'full.txt').replaceAll(/ -m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+)/g, '');
		const service = {
			metadata: {namespace: 'shop', name: 'web'},
			spec: {
				type: 'ClusterIP',
				clusterIP: '10.100.10.1',
				ports: [{name: 'http', port: 80, protocol: 'TCP', targetPort: 80}],
			},
		};
		const host: Host = {
			...full,
			'iptables-nft-save -c': bare,
			'k0s kubectl get services -A -o json': JSON.stringify({
				kind: 'List',
				apiVersion: 'v1',
				items: [{kind: 'Service', apiVersion: 'v1', ...service}],
			}),
		};
		const answer = await follow('shop/web:http', host);
		expect(answer).toMatchObject({exit: 4, json: {service: {namespace: 'shop', name: 'web', port: 80}}});
		expect(answer.json['endpoints']).toHaveLength(3);
		expect((await follow('shop/web:http', {...full, 'iptables-nft-save -c': bare})).error?.code).toBe('not-found');
	});

	it('nftables and ipvs mode', async () => {
		const native: Host = {
			'nft -j list chains': sample('nft', 'kube-proxy.json'),
			'nft -j list table ip kube-proxy': sample('nft', 'kube-proxy.json'),
			'iptables-nft-save -c': '',
		};
		const answer = await follow('shop/localonly:80', native);
		expect(answer).toMatchObject({exit: 4, json: {mode: 'nftables', externalTrafficPolicy: 'Local'}});
		expect(answer.lines).toContain('kube-proxy has no counters in this mode.');
		const ipvs: Host = {
			'nft -j list chains': JSON.stringify({
				nftables: ['KUBE-SERVICES', 'KUBE-LOAD-BALANCER'].map(name => ({
					chain: {family: 'ip', table: 'nat', name, handle: 1},
				})),
			}),
			'iptables-nft-save -c': '*nat\n:KUBE-SERVICES - [0:0]\n:KUBE-LOAD-BALANCER - [0:0]\nCOMMIT\n',
		};
		expect(await follow('shop/web', ipvs)).toMatchObject({exit: 4, json: {mode: 'ipvs'}, error: {code: 'ipvs'}});
		expect(await follow('shop/web', {'iptables-nft-save -c': ''})).toMatchObject({
			exit: 1,
			json: {mode: null},
			error: {code: 'no-proxy'},
		});
	});
});
