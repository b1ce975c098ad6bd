import {describe, expect, test} from 'vitest';
import {judgedLines, policyLines} from '../../../source/commands/policy-lines.js';
import type {NetworkPolicy} from '../../../source/facts/network-policy.js';
import {labelChains} from '../../../source/model/chain-labels.js';
import {completePacket, createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import {carriedBy} from '../../../source/model/policy/carried.js';
import {decide, type Party, type PolicyFlow} from '../../../source/model/policy/decide.js';
import {readNetworkPolicies} from '../../../source/read/kubectl/network-policies.js';
import {finish} from '../../../source/read/sliced.js';
import {policy as words} from '../../../source/text/en/policy.js';
import {ended} from '../../support/packet-filter.js';
import {flowsOf, realPolicy, realSample} from '../../support/real-network.js';
import {recordedPolicies} from '../../support/recorded-policies.js';

/** The policies of a real cluster, with the rules that kube-router 2.6.1 made of them and the packets that met them. */

function policiesOf(name: string): readonly NetworkPolicy[] {
	const reading = readNetworkPolicies(ended(realSample(`policies/${name}.json`)));
	if (!reading.known) throw new Error(reading.unknown.detail);
	return reading.value;
}

const namespaces = new Map([
	['t', {team: 't', 'kubernetes.io/metadata.name': 't'}],
	['u', {team: 'u', 'kubernetes.io/metadata.name': 'u'}],
	['kube-system', {'kubernetes.io/metadata.name': 'kube-system'}],
]);

const party = (namespace: string, name: string, last: number, labels: Record<string, string>): Party => ({
	pod: {namespace, name, labels},
	addresses: [`10.244.0.${last}`],
});

const parties = [
	party('t', 'web-a', 15, {app: 'web'}),
	party('t', 'web-b', 13, {app: 'web'}),
	party('t', 'one', 16, {app: 'one'}),
	party('t', 'client', 14, {app: 'client', role: 'good'}),
	party('t', 'bad', 17, {app: 'bad'}),
	party('u', 'far', 9, {app: 'far', role: 'good'}),
	party('kube-system', 'coredns', 3, {'k8s-app': 'kube-dns'}),
];

const isWeb = ({pod}: Party): boolean => pod?.labels['app'] === 'web';

/** The webs' containers name 8080 `http`. */
const flow = (from: Party, to: Party, protocol: string, port: number): PolicyFlow => ({
	...{from, to, protocol, port},
	portNames: isWeb(to) && port === 8080 ? ['http'] : [],
});

describe.each(recordedPolicies)('%s', name => {
	const policies = policiesOf(name);
	const {ruleset, world} = realPolicy(name);

	test('what the words rest on is what the rules of kube-router do, for every pair of pods', () => {
		const walker = createWalker(ruleset, world);
		let refused = 0;
		for (const from of parties) {
			for (const to of parties.filter(each => each !== from)) {
				for (const [protocol, port] of [
					['tcp', 80],
					['tcp', 8080],
					['tcp', 8081],
					['tcp', 53],
					['udp', 53],
				] as const) {
					const told = decide(policies, namespaces, flow(from, to, protocol, port));
					const [source = ''] = from.addresses;
					const [destination = ''] = to.addresses;
					const packet = completePacket({source, destination, protocol, destinationPort: port}, walker.routing);
					const {verdict} = walker.walk(packet).main;
					const passes = verdict !== 'rejected' && verdict !== 'dropped';
					const label = `${from.pod?.name ?? ''} -> ${to.pod?.name ?? ''} ${protocol} ${port}: ${verdict}`;
					expect([told.egress.allowed === true && told.ingress.allowed === true, label]).toEqual([passes, label]);
					if (!passes) refused++;
				}
			}
		}

		// A policy that refuses nothing here would prove nothing.
		expect(refused).toBeGreaterThan(0);
	});

	test('and what real packets met: nothing was answered that is said to be refused', () => {
		const byAddress = new Map(parties.map(each => [each.addresses[0] ?? '', each]));
		const told = flowsOf(`policies/${name}.flows`, `policies/${name}.probe`).flatMap(each => {
			const from = byAddress.get(each.source ?? '');
			const to = byAddress.get(each.destination);
			if (!from || !to || each.protocol === 'icmp') return [];
			const {ingress, egress} = decide(policies, namespaces, flow(from, to, each.protocol, each.port));
			return [{answered: each.answered, allowed: ingress.allowed === true && egress.allowed === true}];
		});
		expect(told.length).toBeGreaterThan(0);
		expect(told.filter(({answered, allowed}) => answered && !allowed)).toEqual([]);
	});

	test('the chain and the sets that carry it are found by name', () => {
		const labels = finish(labelChains(ruleset));
		for (const policy of policies) {
			const chains = carriedBy(policy, ruleset, labels, world.ipsets);
			expect(chains.length).toBeGreaterThan(0);
			for (const {chain, askedBy, sets} of chains) {
				expect(chain).toMatch(/^KUBE-NWPLCY-/);
				expect(askedBy).toBeGreaterThan(0);
				for (const set of sets) expect(set.addresses).not.toBeNull();
			}
		}
	});

	test('in words', () => {
		const said = policies.flatMap(policy =>
			policyLines({policy, pods: [], hostNetwork: [], chains: [], bare: null}, namespaces, words).map(({text}) => text),
		);
		expect(said).toMatchSnapshot();
	});
});

test('what would allow a flow, as YAML that does allow it', () => {
	const policies = policiesOf('deny-all');
	const [web, , one] = parties;
	if (!web || !one) throw new Error('no pods');
	const asked = flow(web, one, 'tcp', 80);
	const told = {flow: asked, ...decide(policies, namespaces, asked)};
	const lines = judgedLines(told, words);
	expect(lines.map(({text}) => text)).toMatchInlineSnapshot(`
		[
		  "For t/web-a to t/one on TCP 80:",
		  "out of t/web-a: refused, because no rule of t/deny-all lets it out",
		  "into t/one: refused, because no rule of t/deny-all lets it in",
		  "This would allow it. k0s-tui only shows it and does not apply it:",
		  "apiVersion: networking.k8s.io/v1",
		  "kind: NetworkPolicy",
		  "metadata:",
		  "  name: allow-to-one",
		  "  namespace: t",
		  "spec:",
		  "  podSelector:",
		  "    matchLabels:",
		  "      app: web",
		  "  policyTypes:",
		  "  - Egress",
		  "  egress:",
		  "  - to:",
		  "    - namespaceSelector:",
		  "        matchLabels:",
		  "          kubernetes.io/metadata.name: t",
		  "      podSelector:",
		  "        matchLabels:",
		  "          app: one",
		  "    ports:",
		  "    - protocol: TCP",
		  "      port: 80",
		  "---",
		  "apiVersion: networking.k8s.io/v1",
		  "kind: NetworkPolicy",
		  "metadata:",
		  "  name: allow-from-web-a",
		  "  namespace: t",
		  "spec:",
		  "  podSelector:",
		  "    matchLabels:",
		  "      app: one",
		  "  policyTypes:",
		  "  - Ingress",
		  "  ingress:",
		  "  - from:",
		  "    - namespaceSelector:",
		  "        matchLabels:",
		  "          kubernetes.io/metadata.name: t",
		  "      podSelector:",
		  "        matchLabels:",
		  "          app: web",
		  "    ports:",
		  "    - protocol: TCP",
		  "      port: 80",
		]
	`);
});
