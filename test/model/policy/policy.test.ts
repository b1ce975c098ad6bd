import {describe, expect, test} from 'vitest';
import {policyLines} from '../../../source/commands/policy-lines.js';
import {allowingYaml} from '../../../source/model/policy/allow.js';
import {decide, type Party, type PolicyFlow} from '../../../source/model/policy/decide.js';
import {selects, selectorText} from '../../../source/model/policy/selector.js';
import {policyOf} from '../../../source/read/kubectl/network-policies.js';
import {policy as words} from '../../../source/text/en/policy.js';

const made = (spec: Record<string, unknown>) => {
	const policy = policyOf({metadata: {name: 'p', namespace: 'shop'}, spec});
	if (!policy) throw new Error('no policy');
	return policy;
};

const namespaces = new Map([
	['shop', {team: 'a'}],
	['other', {team: 'b'}],
]);

const said = (spec: Record<string, unknown>): readonly string[] =>
	policyLines({policy: made(spec), pods: ['web-1'], hostNetwork: [], chains: [], bare: null}, namespaces, words)
		.map(({text}) => text)
		.slice(1, -1);

const pod = (namespace: string, labels: Record<string, string>, address = '10.244.0.9'): Party => ({
	pod: {namespace, name: 'x', labels},
	addresses: [address],
});

const ask = (spec: Record<string, unknown>, from: Party, more: Partial<PolicyFlow> = {}): boolean | null =>
	decide([made(spec)], namespaces, {
		...{from, to: pod('shop', {app: 'web'}), protocol: 'tcp', port: 80, portNames: null},
		...more,
	}).ingress.allowed;

const web = {podSelector: {matchLabels: {app: 'web'}}, policyTypes: ['Ingress']};

describe('every field of the API', () => {
	test('the sentence of the issue', () => {
		const spec = {
			...web,
			ingress: [
				{
					from: [{namespaceSelector: {matchLabels: {team: 'b'}}, podSelector: {matchLabels: {app: 'web'}}}],
					ports: [{protocol: 'TCP', port: 80}],
				},
			],
		};
		expect(said(spec)).toEqual([
			'It applies to pods in shop with app=web.',
			'Selected now: web-1.',
			'Lets pods with app=web in namespaces with team=b (now other) in on TCP 80.',
			'Everything else that comes to these pods is refused, unless another policy lets it in.',
			'It does not limit what these pods send.',
		]);
		expect(ask(spec, pod('other', {app: 'web'}))).toBe(true);
		expect(ask(spec, pod('other', {app: 'db'}))).toBe(false);
		expect(ask(spec, pod('shop', {app: 'web'}))).toBe(false);
		expect(ask(spec, pod('other', {app: 'web'}), {port: 81})).toBe(false);
		expect(ask(spec, pod('other', {app: 'web'}), {protocol: 'udp'})).toBe(false);
	});

	test('default deny, in and out', () => {
		const spec = {podSelector: {}, policyTypes: ['Ingress', 'Egress']};
		expect(said(spec)).toContain('It applies to all pods in the namespace shop.');
		expect(said(spec)).toContain('Nothing may come in to these pods, unless another policy lets it in.');
		expect(said(spec).at(-1)).toContain('DNS too is refused');
		expect(ask(spec, pod('shop', {}))).toBe(false);
	});

	test('without policyTypes: ingress, and egress only where it has rules', () => {
		expect(made({podSelector: {}})).toMatchObject({ingress: [], egress: null});
		expect(made({podSelector: {}, egress: [{}]})).toMatchObject({ingress: [], egress: [{peers: null, ports: null}]});
	});

	test('an empty rule lets everything pass; an empty selector takes everything', () => {
		expect(ask({...web, ingress: [{}]}, pod('nowhere', {}))).toBe(true);
		expect(ask({...web, ingress: [{from: [{podSelector: {}}]}]}, pod('shop', {}))).toBe(true);
		expect(ask({...web, ingress: [{from: [{podSelector: {}}]}]}, pod('other', {}))).toBe(false);
		expect(ask({...web, ingress: [{from: [{namespaceSelector: {}}]}]}, pod('nowhere', {}))).toBe(true);
		expect(said({...web, ingress: [{from: [{podSelector: {}}]}]})).toContain('Lets all pods in shop in on every port.');
	});

	test('two peers are either of them, both selectors of one peer hold together', () => {
		const spec = {
			...web,
			ingress: [{from: [{podSelector: {matchLabels: {a: '1'}}}, {namespaceSelector: {matchLabels: {team: 'b'}}}]}],
		};
		expect(ask(spec, pod('shop', {a: '1'}))).toBe(true);
		expect(ask(spec, pod('other', {}))).toBe(true);
		expect(ask(spec, pod('shop', {}))).toBe(false);
	});

	test('matchExpressions: the four operators, and one that is not known', () => {
		const labels = {tier: 'a'};
		const term = (operator: string, values: readonly string[] = []) => [{key: 'tier', operator, values}];
		expect(selects(term('In', ['a', 'b']), labels)).toBe(true);
		expect(selects(term('NotIn', ['a']), labels)).toBe(false);
		// NotIn takes what has no such label, too.
		expect(selects(term('NotIn', ['a']), {})).toBe(true);
		expect(selects(term('Exists'), labels)).toBe(true);
		expect(selects(term('DoesNotExist'), labels)).toBe(false);
		expect(selects(term('Gt', ['1']), labels)).toBeNull();
		expect(
			selectorText([...term('In', ['a', 'b']), ...term('NotIn', ['c']), ...term('Exists'), ...term('DoesNotExist')]),
		).toBe('tier in (a,b),tier!=c,tier,!tier');
	});

	test('ipBlock with except; a pod counts by its address', () => {
		const spec = {...web, ingress: [{from: [{ipBlock: {cidr: '10.0.0.0/8', except: ['10.244.0.9/32']}}]}]};
		expect(said(spec)).toContain('Lets addresses of 10.0.0.0/8 but not 10.244.0.9/32 in on every port.');
		expect(ask(spec, {pod: null, addresses: ['10.1.2.3']})).toBe(true);
		expect(ask(spec, pod('shop', {}))).toBe(false);
		expect(ask(spec, {pod: null, addresses: ['192.0.2.1']})).toBe(false);
		const six = {...web, ingress: [{from: [{ipBlock: {cidr: '2001:db8::/32'}}]}]};
		expect(ask(six, {pod: null, addresses: ['2001:db8::7']})).toBe(true);
	});

	test('ports: a range, all of a protocol, a name that only the container tells', () => {
		const ports = (...all: unknown[]) => ({...web, ingress: [{ports: all}]});
		const range = ports({protocol: 'TCP', port: 8000, endPort: 8010});
		expect(said(range)).toContain('Lets everybody in on TCP 8000 to 8010.');
		expect(ask(range, pod('a', {}), {port: 8010})).toBe(true);
		expect(ask(range, pod('a', {}), {port: 8011})).toBe(false);
		expect(said(ports({protocol: 'UDP'}))).toContain('Lets everybody in on every UDP port.');
		expect(ask(ports({port: 80}), pod('a', {}))).toBe(true);
		const named = ports({protocol: 'TCP', port: 'http'});
		expect(said(named)).toContain('Lets everybody in on TCP the port named http.');
		expect(ask(named, pod('a', {}))).toBeNull();
		expect(ask(named, pod('a', {}), {portNames: ['http']})).toBe(true);
		expect(ask(named, pod('a', {}), {portNames: ['admin']})).toBe(false);
	});

	test('a peer in a form that is not known is said, and leaves it open', () => {
		const spec = {...web, ingress: [{from: [{serviceSelector: {}}]}]};
		expect(said(spec).join(' ')).toContain('a peer that k0s-tui does not understand');
		expect(ask(spec, pod('a', {}))).toBeNull();
		// Labels of the namespace that were not read.
		expect(
			decide([made({...web, ingress: [{from: [{namespaceSelector: {matchLabels: {team: 'b'}}}]}]})], null, {
				...{from: pod('other', {}), to: pod('shop', {app: 'web'}), protocol: 'tcp', port: 80, portNames: null},
			}).ingress.allowed,
		).toBeNull();
	});
});

test('the YAML selects by lasting labels, quotes what YAML would take for something else, and allows the flow', () => {
	const to: Party = {
		pod: {namespace: 'shop', name: 'web-7d9-x', labels: {app: 'yes', version: '1.0', 'pod-template-hash': '7d9'}},
		addresses: ['10.244.0.9'],
	};
	const flow: PolicyFlow = {
		from: {pod: null, addresses: ['192.0.2.7']},
		to,
		protocol: 'tcp',
		port: 80,
		portNames: null,
	};
	expect(allowingYaml(flow, ['ingress'])).toBe(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-from-address
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: "yes"
      version: "1.0"
  policyTypes:
  - Ingress
  ingress:
  - from:
    - ipBlock:
        cidr: "192.0.2.7/32"
    ports:
    - protocol: TCP
      port: 80
`);
});

test.each([
	['of a deployment', 'coredns-7656c59669-d27pv', {'pod-template-hash': '7656c59669'}, 'coredns'],
	['of a daemon set', 'kube-proxy-jf987', {'controller-revision-hash': '5d9c8b7f6'}, 'kube-proxy'],
	['of a stateful set', 'db-0', {'controller-revision-hash': 'db-5d9c8b7f6'}, 'db'],
	['that nobody made', 'web-12345', {app: 'web'}, 'web-12345'],
])('a policy for a pod %s is not named after that one pod', (_, name, labels, named) => {
	const flow: PolicyFlow = {
		from: {pod: {namespace: 'a', name, labels}, addresses: ['10.244.0.3']},
		to: {pod: {namespace: 'b', name: 'web', labels: {app: 'web'}}, addresses: ['10.244.0.9']},
		...{protocol: 'tcp', port: 80, portNames: null},
	};
	expect(allowingYaml(flow, ['ingress'])).toContain(`\n  name: allow-from-${named}\n`);
});
