import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {labelChains} from '../../../source/model/chain-labels.js';
import type {Ruleset} from '../../../source/facts/packet-filter.js';
import {followTarget, proxyMode, serviceEntries} from '../../../source/model/service-path/service-path.js';
import {parseTarget} from '../../../source/model/service-target.js';
import {finish} from '../../../source/read/sliced.js';
import {readIptablesSave} from '../../../source/read/iptables/save.js';
import {readNftText} from '../../../source/read/nft/text.js';
import {assemble, emptyParts} from '../../../source/model/ruleset.js';
import {ended, nativeRuleset, rulesetOf, sample} from '../../support/packet-filter.js';

type Meta = {
	pods: Array<{ns: string; name: string; ip: string}>;
	services: Array<{
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
		eps: string[];
		key: string;
	}>;
};

const meta = JSON.parse(sample('iptables', 'full-meta.json')) as Meta;

const follow = (ruleset: Ruleset, text: string, local: readonly string[] = []) => {
	const target = parseTarget(text);
	if (!target) throw new Error(`not a target: ${text}`);
	return followTarget(ruleset, target, {labels: finish(labelChains(ruleset)), local: new Set(local)});
};

describe.each([
	['iptables', rulesetOf('full')],
	['nftables', nativeRuleset('kube-proxy')],
] as const)('services in %s mode', (mode, ruleset) => {
	it('is told by the chains', () => {
		expect(proxyMode(ruleset)).toBe(mode);
	});

	it.each(meta.services)('$key: endpoints, shares, affinity and policies are those of its service', service => {
		const {eps, affinity, etp} = service;
		const external = service.nodePort !== undefined || service.lbIP !== undefined || service.externalIPs !== undefined;
		const byName = follow(ruleset, `${service.ns}/${service.name}${service.port === '' ? '' : `:${service.port}`}`);
		const byPort = follow(ruleset, `${service.ns}/${service.name}:${service.svcPort}`);
		const byAddress = follow(ruleset, `${service.clusterIP}:${service.svcPort}/${service.proto}`);
		for (const paths of [byName, byAddress]) {
			expect(paths).toHaveLength(1);
			const [path] = paths;
			expect(path?.entry).toMatchObject({
				kind: 'cluster-ip',
				service: service.key,
				address: service.clusterIP,
				port: service.svcPort,
				protocol: service.proto,
			});
			expect(path?.endpoints.map(({address, port}) => `${address}:${port}`)).toEqual(eps);
			for (const {share} of path?.endpoints ?? []) expect(share).toBeCloseTo(1 / eps.length, 6);
			expect(path?.verdict).toBe(eps.length > 0 ? 'dnat' : 'reject');
			expect(path?.affinity).toBe(eps.length === 0 ? null : affinity === undefined ? 'None' : 'ClientIP');
			expect(path?.affinitySeconds).toBe(affinity ?? null);
			expect(path?.externalTrafficPolicy).toBe(eps.length > 0 && external ? (etp ?? 'Cluster') : null);
			// kube-router's rules are there: it accepts what pods send before kube-proxy's refusal.
			expect(path?.flags).toEqual(mode === 'iptables' && path?.verdict === 'reject' ? ['pods-pass-refusal'] : []);
		}

		if (service.name !== 'kube-dns') expect(byPort).toEqual(byName);
		for (const address of [service.lbIP, ...(service.externalIPs ?? [])]) {
			if (address === undefined) continue;
			const [path] = follow(ruleset, `${address}:${service.svcPort}`);
			expect(path?.endpoints.map(({address: host, port}) => `${host}:${port}`)).toEqual(eps);
			expect(path?.sourceRanges).toEqual(service.lbRanges ?? []);
		}

		if (service.nodePort !== undefined) {
			const [path, ...more] = follow(ruleset, `nodeport:${service.nodePort}`);
			expect(more).toEqual([]);
			expect(path?.entry).toMatchObject({kind: 'node-port', address: null, service: service.key});
			expect(path?.endpoints.map(({address, port}) => `${address}:${port}`)).toEqual(eps);
			expect(path?.verdict).toBe(eps.length > 0 ? 'dnat' : 'reject');
			const host = follow(ruleset, `192.168.122.161:${service.nodePort}`, ['192.168.122.161']);
			expect(host).toEqual([path]);
			expect(follow(ruleset, `192.168.122.161:${service.nodePort}`)).toEqual([]);
		}
	});

	it('without a port follows all of them', () => {
		const paths = follow(ruleset, 'kube-system/kube-dns');
		expect(paths.map(({entry}) => `${entry.service}/${entry.protocol}`).sort()).toEqual([
			'kube-system/kube-dns:dns-tcp/tcp',
			'kube-system/kube-dns:dns/udp',
			'kube-system/kube-dns:metrics/tcp',
		]);
		expect(
			follow(ruleset, '10.96.0.10:53')
				.map(({entry}) => entry.protocol)
				.sort(),
		).toEqual(['tcp', 'udp']);
		expect(follow(ruleset, '10.96.0.10:53/udp')).toHaveLength(1);
		expect(
			follow(ruleset, 'kube-system/kube-dns:53')
				.map(({entry}) => entry.protocol)
				.sort(),
		).toEqual(['tcp', 'udp']);
	});

	it('what is no service has no path', () => {
		for (const text of ['default/nothing', '10.1.2.3:80', 'nodeport:30999', 'kube-system/kube-dns:http']) {
			expect(follow(ruleset, text)).toEqual([]);
		}
	});
});

describe('a path in iptables mode', () => {
	const ruleset = rulesetOf('full');

	it('names every rule on the way, with its counter', () => {
		const [path] = follow(ruleset, 'nodeport:30094');
		expect(path?.hops.map(({table, chain, rule, packets}) => [table, chain, rule, packets])).toEqual([
			['nat', 'PREROUTING', 0, 12],
			['nat', 'KUBE-SERVICES', 14, 15],
			['nat', 'KUBE-NODEPORTS', expect.any(Number), expect.any(Number)],
			['nat', 'KUBE-EXT-73JNOU5FOFXIWZLE', 0, expect.any(Number)],
			['nat', 'KUBE-EXT-73JNOU5FOFXIWZLE', 1, expect.any(Number)],
			['nat', 'KUBE-SVC-73JNOU5FOFXIWZLE', 0, 5],
			['nat', 'KUBE-SVC-73JNOU5FOFXIWZLE', 1, 18],
			['nat', 'KUBE-SEP-4BM33MODP4BKIE3G', 1, 18],
		]);
		expect(path?.endpoints).toEqual([
			{
				address: '10.244.0.6',
				port: 80,
				share: 1,
				chain: 'KUBE-SEP-4BM33MODP4BKIE3G',
				pod: 'demo-68c6d5bdd8-tvplj',
				namespace: 'default',
				packets: 18,
			},
		]);
		expect(path?.entries.map(({kind}) => kind)).toEqual(['cluster-ip', 'node-port']);
	});

	it('pods of endpoints come from the rules of kube-router', () => {
		for (const {ip, name, ns} of meta.pods) {
			const endpoint = meta.services.flatMap(({key, eps}) =>
				eps.some(each => each.startsWith(`${ip}:`)) ? [key] : [],
			)[0];
			const found = follow(ruleset, endpoint ?? '').flatMap(({endpoints}) => endpoints);
			expect(found.find(({address}) => address === ip)).toMatchObject({pod: name, namespace: ns});
		}

		const [path] = follow(ruleset, 'default/kubernetes');
		expect(path?.endpoints[0]).toMatchObject({address: '192.168.122.161', pod: null, namespace: null});
	});

	it('a local policy without an endpoint here drops what comes from outside', () => {
		const drop =
			'[4:240] -A KUBE-EXTERNAL-SERVICES -p tcp -m comment --comment "shop/localonly:http has no local endpoints" -m addrtype --dst-type LOCAL -m tcp --dport 30096 -j DROP\n';
		const none = rulesetOf('full', text =>
			text
				.replace(/\[\d+:\d+\] -A KUBE-EXT-Z6AXWOIGHHVKJ7A5 -j KUBE-SVL-Z6AXWOIGHHVKJ7A5\n/, '')
				.replace(/(\[\d+:\d+\] -A KUBE-FIREWALL)/, `${drop}$1`),
		);
		const [path, ...more] = follow(none, 'nodeport:30096');
		expect(more).toEqual([]);
		expect(path).toMatchObject({
			verdict: 'drop',
			endpoints: [],
			externalTrafficPolicy: 'Local',
			flags: ['no-local-endpoint'],
		});
		expect(path?.hops.at(-1)).toMatchObject({table: 'filter', chain: 'KUBE-EXTERNAL-SERVICES', packets: 4});
		expect(follow(none, 'shop/localonly')[0]?.verdict).toBe('dnat');
	});

	it('tells of rules that kube-proxy would not write', () => {
		const uneven = rulesetOf('full', text =>
			text.replace('--probability 0.33333333349', '--probability 0.90000000000'),
		);
		const [path] = follow(uneven, 'shop/web');
		expect(path?.flags).toEqual(['uneven-shares']);
		expect(path?.endpoints.map(({share}) => share)).toEqual([0.9, expect.closeTo(0.05), expect.closeTo(0.05)]);
		const other = rulesetOf('full', text =>
			text.replace('DNAT --to-destination 10.244.0.6:80', 'DNAT --to-destination 10.244.0.9:80'),
		);
		expect(follow(other, 'default/demo')[0]?.flags).toEqual(['hash-mismatch']);
	});

	it('the chain KUBE-XLB of Kubernetes before 1.24 leads to local endpoints', () => {
		const saved = readIptablesSave(
			ended(
				[
					'*nat',
					':PREROUTING ACCEPT [0:0]',
					...['SERVICES', 'NODEPORTS', 'XLB-WGDEPLIALVG6VF4L', 'SEP-AAAAAAAAAAAAAAAA'].map(
						name => `:KUBE-${name} - [0:0]`,
					),
					'[0:0] -A PREROUTING -j KUBE-SERVICES',
					'[0:0] -A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
					'[0:0] -A KUBE-NODEPORTS -p tcp -m comment --comment "default/old:http" -m tcp --dport 30162 -j KUBE-XLB-WGDEPLIALVG6VF4L',
					'[0:0] -A KUBE-XLB-WGDEPLIALVG6VF4L -j KUBE-SEP-AAAAAAAAAAAAAAAA',
					'[0:0] -A KUBE-SEP-AAAAAAAAAAAAAAAA -p tcp -m tcp -j DNAT --to-destination 10.244.0.6:80',
					'COMMIT',
					'',
				].join('\n'),
			),
		);
		if (!saved.known) throw new Error('unreadable');
		const older = finish(assemble({...emptyParts, saved: saved.value})).ruleset;
		expect(follow(older, 'nodeport:30162')[0]).toMatchObject({
			verdict: 'dnat',
			externalTrafficPolicy: 'Local',
			endpoints: [{address: '10.244.0.6', port: 80}],
		});
	});

	it('rules in a circle do not hold it', () => {
		const circle = rulesetOf('full', text =>
			text.replaceAll(
				'-A KUBE-EXT-73JNOU5FOFXIWZLE -j KUBE-SVC-73JNOU5FOFXIWZLE',
				'-A KUBE-EXT-73JNOU5FOFXIWZLE -j KUBE-EXT-73JNOU5FOFXIWZLE',
			),
		);
		expect(follow(circle, 'nodeport:30094')[0]).toMatchObject({verdict: 'none', endpoints: []});
	});

	it("works from nft's text where no iptables-save exists", () => {
		const reading = readNftText(ended(sample('nft', 'full-ruleset.txt')));
		if (!reading.known) throw new Error('unreadable');
		const {ruleset: text} = finish(assemble({...emptyParts, text: reading.value}));
		const [web] = follow(text, '10.100.10.1:80');
		expect(web?.endpoints.map(({address}) => address)).toEqual(['10.244.0.3', '10.244.0.4', '10.244.0.5']);
		for (const {share} of web?.endpoints ?? []) expect(share).toBeCloseTo(1 / 3, 6);
		expect(follow(text, '10.100.10.4:80')[0]?.verdict).toBe('reject');
		expect(follow(text, 'nodeport:30095')[0]?.affinity).toBe('ClientIP');
	});
});

describe('other modes', () => {
	it('ipvs and an empty host have no entries', () => {
		const chain = (name: string) => ({
			name,
			handle: null,
			type: null,
			hook: null,
			priority: null,
			policy: null,
			rules: [],
		});
		const ipvs: Ruleset = {
			source: {rules: '', chains: ''},
			tables: [
				{
					family: 'ip',
					name: 'nat',
					owner: null,
					kind: 'xtables',
					sets: [],
					chains: ['KUBE-SERVICES', 'KUBE-LOAD-BALANCER'].map(chain),
				},
			],
		};
		expect(proxyMode(ipvs)).toBe('ipvs');
		expect(serviceEntries(ipvs, {chains: new Map(), pods: new Map()})).toEqual([]);
		expect(proxyMode({...ipvs, tables: []})).toBeNull();
	});
});

describe('targets', () => {
	it.each([
		['shop/web', {kind: 'service', namespace: 'shop', name: 'web', port: null}],
		['shop/web:http', {kind: 'service', namespace: 'shop', name: 'web', port: 'http'}],
		['kube-system/kube-dns:53', {kind: 'service', namespace: 'kube-system', name: 'kube-dns', port: '53'}],
		['10.96.0.10:53', {kind: 'address', address: '10.96.0.10', port: 53, protocol: null}],
		['10.96.0.10:53/udp', {kind: 'address', address: '10.96.0.10', port: 53, protocol: 'udp'}],
		['[fd00::10]:53/TCP', {kind: 'address', address: 'fd00::10', port: 53, protocol: 'tcp'}],
		['nodeport:30094', {kind: 'node-port', port: 30_094, protocol: null}],
		['nodeport:30094/udp', {kind: 'node-port', port: 30_094, protocol: 'udp'}],
	])('%s', (text, target) => {
		expect(parseTarget(text)).toEqual(target);
	});

	it.each([
		'',
		'web',
		'shop/',
		'/web',
		'shop/web:',
		'Shop/Web',
		'10.96.0.10',
		'10.96.0.300:53',
		'10.96.0.10:0',
		'10.96.0.10:70000',
		'10.96.0.10:53/icmp',
		'nodeport:',
		'nodeport:x',
		'nodeport:99999',
		'a/b/c',
		'shop/web http',
	])('refuses “%s”', text => {
		expect(parseTarget(text)).toBeUndefined();
	});

	it('never throws', () => {
		fc.assert(fc.property(fc.string(), text => void parseTarget(text)));
	});
});

it('the load balancer’s own address, which kube-proxy lets in beside the ranges, is none of them', () => {
	const own = rulesetOf('full', words =>
		words.replace(
			/(\[\S+\] -A KUBE-FW-PV4EPRVIIQ32IMYP -s )192\.168\.122\.0\/24(.*)\n/,
			'$1192.168.122.0/24$2\n$1192.168.122.241/32$2\n',
		),
	);
	const [path] = follow(own, '192.168.122.241:80');
	expect(path?.sourceRanges).toEqual(['192.168.122.0/24']);
});
