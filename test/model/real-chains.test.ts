import {describe, expect, test} from 'vitest';
import {labelChains, stableName} from '../../source/model/chain-labels.js';
import {chainOwner} from '../../source/model/kube-chains.js';
import type {Ruleset} from '../../source/facts/packet-filter.js';
import {refusals} from '../../source/model/refusals.js';
import {ruleRates} from '../../source/model/rule-rates.js';
import {conditionsOf} from '../../source/model/rule-words.js';
import {connectionsOf, connectionsThrough} from '../../source/model/service-connections.js';
import {followTarget, serviceEntries} from '../../source/model/service-path/service-path.js';
import {servicePorts} from '../../source/model/service-ports.js';
import {parseTarget} from '../../source/model/service-target.js';
import {finish} from '../../source/read/sliced.js';
import {realNetwork, realPolicy} from '../support/real-network.js';

/** Chains and rules as kube-proxy 1.34 and kube-router 2.6 wrote them on the real cluster. */

const {ruleset} = realNetwork('iptables');
const labels = finish(labelChains(ruleset));
const chainsOf = ({tables}: Ruleset, table: string) => tables.find(({name}) => name === table)?.chains ?? [];

/** The labels of the policies in force. */
function policiesOf(name: string): string[] {
	const {ruleset: rules} = realPolicy(name);
	const found = finish(labelChains(rules));
	return chainsOf(rules, 'filter').flatMap(chain => {
		const label = found.chains.get(chain.name);
		return label?.kind === 'policy' ? [label.policy] : [];
	});
}

describe('policies are named', () => {
	test.each([
		// `selected by policy name NAME namespace NS`
		['egress-some', 't/dns-only'],
		['from-label', 't/from-good'],
		['ns-sel', 't/from-u'],
		// `selected by policy name: NAME namespace NS`
		['ipblock', 't/block-except'],
		['lan-only', 't/lan-only'],
		['port', 't/only-8080'],
		['named-port', 't/only-http'],
		// No rule of its own: `run through nw policy NAME`, and the pod tells the namespace.
		['deny-all', 't/deny-all'],
		['deny-in', 't/deny-in'],
		['egress-deny', 't/no-egress'],
	])('%s: %s', (name, policy) => {
		expect(policiesOf(name)).toEqual([policy]);
	});

	test('no chain of a policy or pod is left with its hash alone', () => {
		for (const name of ['deny-all', 'ipblock', 'egress-some']) {
			const {ruleset: rules} = realPolicy(name);
			const found = finish(labelChains(rules));
			const hashed = chainsOf(rules, 'filter').filter(chain => /^KUBE-(POD-FW|NWPLCY)-[A-Z2-7]{16}$/.test(chain.name));
			expect(hashed.length).toBeGreaterThan(10);
			expect(hashed.filter(chain => !found.chains.has(chain.name))).toEqual([]);
		}
	});
});

test('kube-router renames its chains at every sync: by pod and policy they are the same', () => {
	const names = (given: Ruleset): string[] => {
		const found = finish(labelChains(given));
		return chainsOf(given, 'filter')
			.filter(({name}) => name.startsWith('KUBE-POD-FW-'))
			.map(({name}) => stableName(name, found))
			.sort();
	};

	const raw = (given: Ruleset): string[] => chainsOf(given, 'filter').map(({name}) => name);
	const [one, two] = [realPolicy('ipblock').ruleset, realPolicy('port').ruleset];
	expect(raw(one).filter(name => name.startsWith('KUBE-POD-FW-') && raw(two).includes(name))).toEqual([]);
	expect(names(one)).toEqual(names(two));
	expect(names(one)).toContain('pod t/client');
});

describe('counters', () => {
	test('connections are those of the service’s own chains, not of KUBE-SERVICES', () => {
		// After many connections: the listing of a policy has counters.
		const {ruleset: used} = realPolicy('port');
		const {ports} = finish(servicePorts(used, finish(labelChains(used))));
		const np = ports.find(({service}) => service === 't/np');
		const hash = np?.entries[0]?.chain?.slice(-16) ?? '';
		const spreads = chainsOf(used, 'nat').find(({name}) => name === `KUBE-SVC-${hash}`);
		if (!np || !spreads) throw new Error('no service t/np');
		const connections = connectionsOf(used, np.entries) ?? 0;
		expect(connections).toBe(connectionsThrough(spreads));
		// The last sync had set these to zero.
		const doors = np.entries.reduce((sum, {packets}) => sum + (packets ?? 0), 0);
		expect(connections).toBeGreaterThan(doors);
	});

	test('a chain that was written anew has no rate, whatever its other rules count', () => {
		const bump = (by: (index: number) => number): Ruleset => ({
			...ruleset,
			tables: ruleset.tables.map(table => ({
				...table,
				chains: table.chains.map(chain =>
					chain.name === 'KUBE-SERVICES' && table.name === 'nat'
						? {
								...chain,
								rules: chain.rules.map(({index, handle, text, comment, verdict, bytes}) => ({
									...{index, handle, text, comment, verdict, bytes},
									packets: by(index),
								})),
							}
						: chain,
				),
			})),
		});
		const before = {ruleset: bump(index => 10 + index), labels, rates: {seconds: null, moved: new Map()}};
		const moved = (by: (index: number) => number) => [
			...finish(ruleRates(before, {ruleset: bump(by), labels}, 2)).moved.values(),
		];
		expect(moved(index => 12 + index).every(rate => rate?.packets === 1)).toBe(true);
		// Set to zero, then a burst on one service.
		expect(new Set(moved(index => (index === 3 ? 5000 : 0)))).toEqual(new Set([null]));
	});
});

describe('words for what a real cluster has', () => {
	test('a named counter is no condition', () => {
		const rules = chainsOf(ruleset, 'nat').flatMap(({rules: all}) => all);
		const counted = rules.filter(({text}) => text.includes('nfacct'));
		expect(counted.length).toBeGreaterThan(5);
		for (const rule of counted) expect(conditionsOf(rule, 'xtables')).not.toContain('nfacct');
	});

	test('host ports: the pod, the port, the owner', () => {
		const name = chainsOf(ruleset, 'nat').find(chain => chain.name.startsWith('CNI-DN-'))?.name ?? '';
		expect(labels.chains.get(name)).toEqual({kind: 'host-port', ports: '8088', address: '10.244.0.18:80', pod: 't/hp'});
		expect(chainOwner('CNI-HOSTPORT-DNAT')).toBe('cni');
	});

	test('what is only logged refuses nothing', () => {
		const {ruleset: rules} = realPolicy('deny-all');
		const found = refusals(rules, finish(labelChains(rules)));
		expect(found.some(({rule}) => rule?.text.includes('NFLOG'))).toBe(false);
		expect(found.filter(({meaning}) => meaning.id === 'pod').length).toBeGreaterThan(5);
	});

	test('a node port is one door, though kube-proxy has two rules for it', () => {
		const doors = serviceEntries(ruleset, labels).filter(({port}) => port === 30_080);
		expect(doors).toMatchObject([{kind: 'node-port', address: null, service: 't/np'}]);
	});
});

test('a service without endpoints: rejected for this host, and what pods send passes before', () => {
	const target = parseTarget('t/none');
	if (!target) throw new Error('no target');
	const [path] = followTarget(ruleset, target, {labels});
	expect(path).toMatchObject({verdict: 'reject', flags: ['pods-pass-refusal']});
	const native = realNetwork('nftables').ruleset;
	const [other] = followTarget(native, target, {labels: finish(labelChains(native))});
	expect(other).toMatchObject({verdict: 'reject', flags: []});
});
