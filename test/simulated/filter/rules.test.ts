import {describe, expect, it} from 'vitest';
import {
	commonChains,
	podChains,
	podChainName,
	policyJump,
	routerChains,
} from '../../../source/simulated/filter/kube-router.js';
import {dispatch, nodePorts, refusals} from '../../../source/simulated/filter/kube-proxy.js';
import {policiesFor, policyRules} from '../../../source/simulated/filter/policies.js';
import {maker} from '../../../source/simulated/filter/rule-maker.js';
import type {Chain} from '../../../source/simulated/filter/rule.js';
import {saveText} from '../../../source/simulated/filter/save-text.js';
import {portChains} from '../../../source/simulated/filter/service-chains.js';
import type {Port} from '../../../source/simulated/filter/service-ports.js';
import type {PolicyRecord, PolicyRule, ServiceWishes} from '../../../source/simulated/state.js';
import {
	differences,
	node,
	normalised,
	parseSaved,
	parseSets,
	realObjects,
	sample,
	type Saved,
} from '../../support/real-objects.js';
import {wantedOf} from '../../support/standin-rules.js';
import {server, type Server} from '../support.js';

/** The simulated host writes the rules that a real kube-proxy 1.34.1 and kube-router 2.6.1 wrote for the same objects. */

const rule = maker(0);
const objects = realObjects('iptables');

type WantedPort = {
	key: string;
	proto: 'tcp' | 'udp';
	clusterIP: string;
	svcPort: number;
	nodePort: number;
	externalIPs: string[];
	externalLocal: boolean;
	internalLocal: boolean;
	affinity: number;
	endpoints: Array<{ip: string; port: number; local: boolean}>;
};

/** What the API asks for, in the words of the simulated host's records. */
const ports = (wantedOf(objects, node.name).ports as WantedPort[]).map((wanted): Port => {
	const wishes: ServiceWishes = {
		...(wanted.externalIPs.length > 0 ? {externalIps: wanted.externalIPs} : {}),
		...(wanted.externalLocal ? {externalTrafficPolicy: 'Local'} : {}),
		...(wanted.internalLocal ? {internalTrafficPolicy: 'Local'} : {}),
		...(wanted.affinity > 0 ? {affinity: wanted.affinity} : {}),
	};
	return {
		key: wanted.key,
		proto: wanted.proto,
		service: {clusterIp: wanted.clusterIP, nodeConnections: 0, clusterConnections: 0, at: 0, wishes},
		recent: {node: 0, cluster: 0},
		port: {port: wanted.svcPort, nodePort: wanted.nodePort === 0 ? null : wanted.nodePort},
		endpoints: wanted.endpoints.map(({ip, port, local}) => ({address: ip, port, local})),
	};
});

const version = '1';
const pods = objects.pods
	.filter(({spec}) => spec.hostNetwork !== true)
	.map(({metadata: {namespace, name, labels = {}}, status}) => ({
		namespace,
		name,
		labels,
		ip: status.podIP,
		firewallChain: podChainName({namespace, name}, version),
	}));

const savedChains = (table: string, chains: readonly Chain[]): [string, Map<string, string[]>] => [
	table,
	new Map(chains.map(({name, rules}) => [name, rules.map(one => saveText(one))])),
];

const real = normalised(parseSaved(sample('iptables/iptables-save-c.txt')));
const only = (saved: Saved, table: string, chains: RegExp): Saved =>
	new Map([[table, new Map([...(saved.get(table) ?? [])].filter(([chain]) => chains.test(chain)))]]);

describe('rules of services, as on the real node', () => {
	it('KUBE-SERVICES, KUBE-NODEPORTS and every chain of a service', () => {
		const chain = (name: string, rules: Chain['rules']): Chain => ({name, hook: null, rules});
		const ours = normalised(
			new Map([
				savedChains('nat', [
					chain('KUBE-SERVICES', dispatch(ports, rule)),
					chain('KUBE-NODEPORTS', nodePorts(ports, rule, true)),
					...ports.flatMap(port => portChains(port, rule)),
				]),
			]),
		);
		const theirs = only(real, 'nat', /^KUBE-(SERVICES|NODEPORTS|SVC|SVL|EXT|FW|SEP)/);
		expect(theirs.get('nat')?.size).toBeGreaterThan(60);
		expect(differences(theirs, ours)).toEqual([]);
	});

	it('what is refused and dropped', () => {
		const {internal, external, firewall, health} = refusals(ports, rule);
		const chain = (name: string, rules: Chain['rules']): Chain => ({name, hook: null, rules});
		const chains = [
			chain('KUBE-SERVICES', internal),
			chain('KUBE-EXTERNAL-SERVICES', external),
			chain('KUBE-PROXY-FIREWALL', firewall),
			chain('KUBE-NODEPORTS', health),
		];
		const ours = normalised(new Map([savedChains('filter', chains)]));
		const theirs = only(real, 'filter', /^KUBE-(SERVICES|EXTERNAL-SERVICES|PROXY-FIREWALL|NODEPORTS)$/);
		expect(differences(theirs, ours)).toEqual([]);
	});

	it('the frame of the ready host, but for what its kernel and its addresses make different', async () => {
		const ours = normalised(parseSaved(await server('ready', {nfacct: true}).out('iptables-save -c')));
		for (const [table, chains] of [
			['mangle', /./],
			['nat', /^(PREROUTING|OUTPUT|POSTROUTING|KUBE-(POSTROUTING|MARK-MASQ|.*CANARY))$/],
			['filter', /^(INPUT|FORWARD|OUTPUT|KUBE-(FIREWALL|FORWARD|.*CANARY|NWPLCY-COMMON|NWPLCY-DEFAULT))$/],
		] as const) {
			// The real node had a pod with a hostPort.
			const theirs = new Map(
				[...(only(real, table, chains).get(table) ?? [])].map(([chain, rules]) => [
					chain,
					rules.filter(text => !text.includes('CNI-')),
				]),
			);
			expect(differences(new Map([[table, theirs]]), only(ours, table, chains))).toEqual([]);
		}
	});
});

/** Policies that the simulated host's records can hold: selectors by labels, no named ports, no other namespaces. */
const held = ['deny-all', 'deny-in', 'egress-deny', 'from-label', 'ipblock', 'lan-only', 'port'];

type Peer = {podSelector?: {matchLabels: Record<string, string>}; ipBlock?: {cidr: string; except?: string[]}};
type RuleSpec = {from?: Peer[]; ports?: Array<{protocol: 'TCP' | 'UDP'; port: number}>};
type PolicyObject = {
	metadata: {namespace: string; name: string};
	spec: {
		podSelector: {matchLabels?: Record<string, string>};
		policyTypes: string[];
		ingress?: RuleSpec[];
	};
};

function recordOf(name: string): PolicyRecord {
	const {metadata, spec} = JSON.parse(sample(`policies/${name}.json`)) as PolicyObject;
	const ruleOf = ({from, ports: numbers}: RuleSpec): PolicyRule => ({
		...(from?.some(({podSelector}) => podSelector)
			? {peers: from.flatMap(({podSelector}) => (podSelector ? [podSelector.matchLabels] : []))}
			: {}),
		...(from?.some(({ipBlock}) => ipBlock)
			? {blocks: from.flatMap(({ipBlock}) => (ipBlock ? [{cidr: ipBlock.cidr, except: ipBlock.except ?? []}] : []))}
			: {}),
		...(numbers ? {ports: numbers} : {}),
	});
	return {
		...metadata,
		uid: '',
		at: 0,
		podSelector: spec.podSelector.matchLabels ?? {},
		ingress: spec.policyTypes.includes('Ingress') ? (spec.ingress ?? []).map(one => ruleOf(one)) : null,
		egress: spec.policyTypes.includes('Egress') ? [] : null,
	};
}

describe.each(held)('network policy %s, as on the real node', name => {
	const policies = policiesFor([recordOf(name)], pods);
	const {chains, sets} = policyRules(policies, pods, version, rule);

	it('its chain, and the chains of all pods', () => {
		const all = [
			...podChains(pods, policies, version, rule),
			...chains,
			...routerChains(pods, rule),
			...commonChains(rule),
		];
		const ours = normalised(new Map([savedChains('filter', all)]));
		const theirs = normalised(parseSaved(sample(`policies/np-${name}.iptables.gz`)));
		expect(differences(only(theirs, 'filter', /^<|^KUBE-(ROUTER|NWPLCY)/), ours)).toEqual([]);
	});

	it('its sets', () => {
		const theirs = parseSets(sample(`policies/np-${name}.ipset`));
		const ours = sets.map(({name: set, type, entries}) => [
			set,
			{type, entries: entries.map(entry => entry.replace(/( nomatch)?$/, ' timeout 0$1')).sort()},
		]);
		expect(ours.sort()).toEqual([...theirs].filter(([set]) => set.startsWith('KUBE-')).sort());
	});
});

it.each(['INPUT', 'FORWARD', 'OUTPUT'] as const)('kube-router’s jump in %s has its computed name', hook => {
	expect(real.get('filter')?.get(hook)).toContain(saveText(policyJump(hook, rule)));
});

async function demo(faults = {}): Promise<Server> {
	const one = server('ready', faults);
	await one.run('k0s kubectl create deployment demo --image=httpd --port=80');
	await one.run('k0s kubectl expose deployment demo --type=NodePort');
	one.clock.advance(15_000);
	return one;
}

const filterOf = async (one: Server): Promise<Saved> => parseSaved(await one.out('iptables-save -c'));
const podNames = async (one: Server): Promise<string[]> =>
	[...((await filterOf(one)).get('filter')?.keys() ?? [])].filter(chain => chain.startsWith('KUBE-POD-FW-'));
const packets = async (one: Server, part: string): Promise<number> =>
	Number(new RegExp(String.raw`^\[(\d+):\d+\] -A ${part}`, 'm').exec(await one.out('iptables-save -c'))?.[1] ?? NaN);

describe('what a change of the cluster does to the rules', () => {
	it('a sync zeroes the shared chains of kube-proxy; the chains of a service go on counting', async () => {
		const one = await demo();
		for (let i = 0; i < 3; i++) await one.run('curl -s http://127.0.0.1:30094');
		expect(await packets(one, 'KUBE-NODEPORTS .*default/demo')).toBe(3);
		expect(await packets(one, 'KUBE-EXT-.*default/demo')).toBe(3);
		await one.run('k0s kubectl expose deployment demo --name=second');
		expect(await packets(one, 'KUBE-NODEPORTS .*default/demo')).toBe(0);
		expect(await packets(one, 'KUBE-SERVICES .*must be the last rule')).toBe(0);
		expect(await packets(one, 'KUBE-EXT-.*default/demo')).toBe(3);
		expect(await packets(one, 'OUTPUT .*service portals" -j KUBE-SERVICES')).toBeGreaterThan(0);
	});

	it('kube-router gives every pod’s chain a new name: for a pod, and every five minutes', async () => {
		const one = server('ready');
		const guide = await podNames(one);
		one.clock.advance(60_000);
		expect(await podNames(one)).toEqual(guide);
		one.clock.advance(250_000);
		const later = await podNames(one);
		expect(later).toHaveLength(guide.length);
		expect(later.filter(chain => guide.includes(chain))).toEqual([]);
		const two = await demo();
		expect((await podNames(two)).filter(chain => guide.includes(chain))).toEqual([]);
	});

	it('a kernel with nfacct: two rules a node port; the guide’s kernel: one', async () => {
		const rules = async (faults: object): Promise<string[]> =>
			(await filterOf(await demo(faults))).get('nat')?.get('KUBE-NODEPORTS') ?? [];
		expect(await rules({})).toHaveLength(1);
		const [home, all] = await rules({nfacct: true});
		expect(home).toMatch(
			/^-d 127\.0\.0\.0\/8 -p tcp .* -m nfacct --nfacct-name {2}localhost_nps_accepted_pkts -j KUBE-EXT-/,
		);
		expect(all).not.toContain('nfacct');
	});

	it('policy Local and affinity, by patch', async () => {
		const one = await demo();
		await one.run(
			'k0s kubectl patch service demo -p {"spec":{"externalTrafficPolicy":"Local","sessionAffinity":"ClientIP"}}',
		);
		const nat = (await filterOf(one)).get('nat');
		const text = [...(nat ?? [])].map(([chain, rules]) => `${chain}\n${rules.join('\n')}`).join('\n');
		expect(text).toContain('KUBE-SVL-');
		expect(text).toContain('"route LOCAL traffic for default/demo external destinations" -m addrtype --src-type LOCAL');
		expect(text).toMatch(/-m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-/);
		await one.run('k0s kubectl delete deployment demo');
		one.clock.advance(5000);
		expect(await one.out('iptables-save -t filter')).toMatch(/"default\/demo has no endpoints" .* -j REJECT/);
	});
});

describe('what comes back after a flush', () => {
	it.each([
		['a direct rule', {}, 'firewall-cmd --direct --add-rule ipv4 filter INPUT 0 -p tcp --dport 9999 -j DROP'],
		['a reload of firewalld 1.3.3', {firewalld: '1.3.3'} as const, 'firewall-cmd --reload'],
	])('%s: kube-proxy, then the policies behind it, the rest only with a start', async (_name, faults, command) => {
		const one = server('ready', faults);
		await one.run(command);
		expect(await one.out('iptables-save')).toBe('');
		one.clock.advance(9000);
		expect(await one.out('iptables-save')).toContain('KUBE-SERVICES');
		expect(await podNames(one)).toEqual([]);
		one.clock.advance(150_000);
		const saved = await filterOf(one);
		expect(saved.get('filter')?.get('FORWARD')?.at(-1)).toContain('-j KUBE-ROUTER-FORWARD');
		expect(await podNames(one)).toHaveLength(3);
		const text = await one.out('iptables-save');
		expect(text).not.toMatch(/kube-router-pod-subnets|KUBE-FIREWALL|kube-bridge/);
		await one.run('systemctl restart k0scontroller');
		one.clock.advance(60_000);
		const back = await one.out('iptables-save');
		expect(back).toMatch(/kube-router-pod-subnets src/);
		expect(back).toContain('KUBE-FIREWALL');
		expect(back).toContain('-i kube-bridge');
	});

	it('every further reload flushes again while the direct rule is there', async () => {
		const one = server('ready');
		await one.run('firewall-cmd --permanent --direct --add-rule ipv4 filter INPUT 0 -p tcp --dport 9999 -j DROP');
		expect(await one.out('iptables-save')).toContain('KUBE-SERVICES');
		await one.run('firewall-cmd --reload');
		expect(await one.out('iptables-save')).toBe('');
		expect(await one.out('firewall-cmd --direct --get-all-rules')).toContain('--dport 9999');
	});
});
