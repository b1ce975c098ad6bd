import {describe, expect, it} from 'vitest';
import {
	chainOwner,
	endpointChain,
	hashedChain,
	isCanary,
	serviceHash,
	serviceKey,
	tableOwner,
} from '../../source/model/kube-chains.js';
import {labelChains, labelText} from '../../source/model/chain-labels.js';
import {ruleIdentity} from '../../source/model/rule-identity.js';
import {finish} from '../../source/read/sliced.js';
import {nativeRuleset, plainRule, rulesetOf, sample} from '../support/packet-filter.js';

/** The guide's services and where their packets go. */
const services = [
	['default', 'kubernetes', 'https', 'tcp', '192.168.122.161:6443', 'NPX46M4PTMTKRN6Y', 'PT7B37VJQL3XIBAK'],
	['kube-system', 'kube-dns', 'dns', 'udp', '10.244.0.3:53', 'TCOU7JCQXEZGVUNU', '6E7XQMQ4RAYOWTTM'],
	['kube-system', 'kube-dns', 'dns-tcp', 'tcp', '10.244.0.3:53', 'ERIFXISQEP7F7OF4', 'ZXMNUKOKXUTL2MK2'],
	['kube-system', 'kube-dns', 'metrics', 'tcp', '10.244.0.3:9153', 'JD5MR3NA4I4DYORP', 'ZP3FB6NMPNCO4VBJ'],
	['kube-system', 'metrics-server', 'https', 'TCP', '10.244.0.5:10250', 'Z4ANX4WAEWEBLCTM', 'HJSM7V3JVNCWNEVI'],
	['default', 'demo', null, 'tcp', '10.244.0.6:80', '73JNOU5FOFXIWZLE', '4BM33MODP4BKIE3G'],
] as const;

describe("kube-proxy's names", () => {
	it.each(services)('%s/%s:%s %s -> %s', (namespace, name, port, protocol, endpoint, hash, endpointHash) => {
		const key = serviceKey(namespace, name, port);
		expect(serviceHash(key, protocol)).toBe(hash);
		expect(endpointChain(key, protocol, endpoint)).toBe(`KUBE-SEP-${endpointHash}`);
	});

	it('are all of the hashed names that the guide shows', () => {
		const shown = new Set(sample('nft', 'guide-ruleset.txt').match(/KUBE-(?:SVC|SEP)-[A-Z2-7]{16}/g));
		const made = services
			.filter(([, name]) => name !== 'demo')
			.flatMap(([namespace, name, port, protocol, endpoint]) => {
				const key = serviceKey(namespace, name, port);
				return [`KUBE-SVC-${serviceHash(key, protocol)}`, endpointChain(key, protocol, endpoint)];
			});
		expect(shown.size).toBe(10);
		expect([...shown].sort()).toEqual(made.sort());
	});
});

describe('owners', () => {
	it.each([
		['KUBE-SERVICES', 'kube-proxy'],
		['KUBE-SVC-NPX46M4PTMTKRN6Y', 'kube-proxy'],
		['KUBE-ROUTER-FORWARD', 'kube-router'],
		['KUBE-POD-FW-A7GHKP2J34Z5Y7ZZ', 'kube-router'],
		['KUBE-NWPLCY-DEFAULT', 'kube-router'],
		['KUBE-KUBELET-CANARY', 'kubelet'],
		['KUBE-FIREWALL', 'kubernetes'],
		['cali-INPUT', 'calico'],
		['DOCKER-USER', 'docker'],
		['LIBVIRT_INP', 'libvirt'],
		['INPUT', null],
	] as const)('%s: %s', (name, owner) => {
		expect(chainOwner(name)).toBe(owner);
	});

	it('of tables', () => {
		const owners = (...rulesets: Array<ReturnType<typeof rulesetOf>>) =>
			rulesets.flatMap(({tables}) => tables.map(({family, name, owner}) => `${family} ${name}: ${owner}`));
		expect(owners(rulesetOf('seed'), nativeRuleset('firewalld', 'kube-proxy'))).toEqual([
			'ip mangle: kubernetes',
			'ip nat: kube-proxy',
			'ip filter: kubernetes',
			'inet firewalld: firewalld',
			'ip kube-proxy: kube-proxy',
		]);
		expect(tableOwner('ip', 'filter', ['INPUT', 'DOCKER', 'KUBE-SERVICES'])).toBeNull();
		expect(tableOwner('inet', 'mine', ['input'])).toBeNull();
	});

	it('canaries are empty on purpose', () => {
		const chains = rulesetOf('seed').tables.flatMap(({chains}) => chains);
		const canaries = chains.filter(({name}) => isCanary(name));
		expect(canaries.map(({name}) => name).sort()).toEqual(
			[
				'KUBE-IPTABLES-HINT',
				...Array.from({length: 3}, () => 'KUBE-KUBELET-CANARY'),
				...Array.from({length: 3}, () => 'KUBE-PROXY-CANARY'),
			].sort(),
		);
		expect(canaries.every(({rules}) => rules.length === 0)).toBe(true);
	});
});

describe('labels', () => {
	const text = (label: Parameters<typeof labelText>[0] | undefined) => (label ? labelText(label) : undefined);

	it('every hashed chain of the full node has one', () => {
		const ruleset = rulesetOf('full');
		const {chains, pods} = finish(labelChains(ruleset));
		const hashed = ruleset.tables.flatMap(table => table.chains.filter(({name}) => hashedChain(name)));
		expect(hashed.length).toBeGreaterThan(30);
		expect(hashed.filter(({name}) => !chains.has(name))).toEqual([]);
		expect(text(chains.get('KUBE-SVC-67NZLRHBNDSAWJRO'))).toBe('shop/web:http');
		expect(text(chains.get('KUBE-SVL-Z6AXWOIGHHVKJ7A5'))).toBe('shop/localonly:http');
		expect(text(chains.get('KUBE-FW-PV4EPRVIIQ32IMYP'))).toBe('shop/lb:http');
		expect(text(chains.get('KUBE-SEP-4BM33MODP4BKIE3G'))).toBe('10.244.0.6:80 default/demo-68c6d5bdd8-tvplj');
		expect(text(chains.get('KUBE-SEP-PT7B37VJQL3XIBAK'))).toBe('192.168.122.161:6443 default/kubernetes:https');
		expect(text(chains.get('KUBE-POD-FW-WEIG3YGF4T3LMJIE'))).toBe('default/demo-68c6d5bdd8-tvplj');
		expect(text(chains.get('KUBE-NWPLCY-AEEAGKSTRKWDSE6H'))).toBe('kube-system/metrics-allow');
		expect(pods.get('10.244.0.3')).toBe('kube-system/coredns-7656c59669-8wwxq');
	});

	it('without comments the hash over the services of the API finds them, and proves the endpoints', () => {
		const bare = rulesetOf('full', saved => saved.replaceAll(/ -m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+)/g, ''));
		expect(finish(labelChains(bare)).chains.get('KUBE-SVC-67NZLRHBNDSAWJRO')).toBeUndefined();
		const known = {
			services: [{namespace: 'shop', name: 'web', ports: [{name: 'http', protocol: 'TCP'}]}],
			pods: [{namespace: 'kube-system', name: 'coredns-x', ips: ['10.244.0.3']}],
		};
		const {chains} = finish(labelChains(bare, known));
		expect(chains.get('KUBE-SVC-67NZLRHBNDSAWJRO')).toEqual({kind: 'service', service: 'shop/web:http'});
		expect(chains.get('KUBE-SEP-F5FPOHTV4K5KBGSU')).toEqual({
			kind: 'endpoint',
			service: 'shop/web:http',
			address: '10.244.0.3:80',
			pod: 'kube-system/coredns-x',
		});
		expect(chains.get('KUBE-SEP-4BM33MODP4BKIE3G')).toEqual({
			kind: 'endpoint',
			service: null,
			address: '10.244.0.6:80',
			pod: null,
		});
	});
});

describe('the identity of a rule', () => {
	it("outlives kube-router's new chain names", () => {
		const identities = (ruleset: ReturnType<typeof rulesetOf>) => {
			const labels = finish(labelChains(ruleset));
			return ruleset.tables.flatMap(table =>
				table.chains.flatMap(chain => chain.rules.map(({text}) => ruleIdentity(table, chain, text, labels))),
			);
		};

		const before = rulesetOf('full');
		const renamed = (text: string) => text.replaceAll('V3ZMPYCQALUQP2FZ', 'AAAAAAAAAAAAAAAA');
		const after = {
			...before,
			tables: before.tables.map(table => ({
				...table,
				chains: table.chains.map(chain => ({
					...chain,
					name: renamed(chain.name),
					rules: chain.rules.map(rule => ({
						...plainRule(rule),
						text: renamed(rule.text),
						verdict: 'chain' in rule.verdict ? {...rule.verdict, chain: renamed(rule.verdict.chain)} : rule.verdict,
					})),
				})),
			})),
		};
		expect(after).not.toEqual(before);
		expect(identities(after)).toEqual(identities(before));
	});
});
