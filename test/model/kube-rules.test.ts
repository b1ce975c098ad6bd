import {describe, expect, it} from 'vitest';
import type {Runner} from '../../source/host/runner.js';
import type {ClusterFacts} from '../../source/model/cluster.js';
import {ruleFindings} from '../../source/model/kube-rules.js';
import {readNodes, readPods, readServices} from '../../source/read/kubectl/get.js';
import {readKubeRules} from '../../source/store/kube-rules.js';
import {fakeRunner} from '../support/fake-runner.js';
import {healthyFacts, must, unitWith} from '../support/cluster.js';
import {outcomeOf, sample} from '../support/samples.js';
import {assess} from '../../source/model/verdict.js';

const file = (name: string): string => sample(`real-k0s/rules/${name}`);
const answer = (name: string) => outcomeOf({stdout: file(name)});
const signal = new AbortController().signal;

/** `iptables -t TABLE -S CHAIN -v` from the lines of a real `iptables-save -c` of the same host. */
function runnerOf(save: string, config = 'StrictForwardPorts=no\n', firewalld = 'active'): Runner {
	const tables = new Map(
		save.split(/^\*/m).map(part => [part.slice(0, part.indexOf('\n')), part.split('\n').slice(1)] as const),
	);
	return fakeRunner(argv => {
		const match = /^iptables-nft -t (\S+) -S (\S+) -v$/.exec(argv);
		if (match) {
			const lines = tables.get(match[1] ?? '') ?? [];
			if (!lines.some(line => line.startsWith(`:${match[2]} `))) {
				return {kind: 'failed', exit: 1, stderr: 'iptables: No chain/target/match by that name.\n'};
			}

			return lines
				.map(line => line.replace(/^\[\d+:\d+\] /, ''))
				.filter(line => line.startsWith(`-A ${match[2]} `))
				.join('\n');
		}

		if (argv.startsWith('cat -- /etc/firewalld/firewalld.conf')) return config;
		if (argv.startsWith('systemctl show firewalld'))
			return `Id=firewalld.service\nLoadState=loaded\nActiveState=${firewalld}\n`;
		return undefined;
	}) as unknown as Runner;
}

const save = file('iptables-save.txt');
const now = Date.parse('2026-11-30T03:00:00Z');

async function factsOf(...given: Parameters<typeof runnerOf>): Promise<ClusterFacts> {
	return healthyFacts({
		nodes: readNodes(answer('kubectl-get-nodes.json')),
		pods: readPods(answer('kubectl-get-pods-A.json')),
		services: readServices(answer('kubectl-get-services-A.json')),
		rules: await readKubeRules(runnerOf(...given), signal),
	});
}

const found = async (...given: Parameters<typeof runnerOf>): Promise<string[]> =>
	ruleFindings(await factsOf(...given), now).map(({reason: {id, subject}}) => `${id} ${subject}`.trim());

/** Without the lines that hold these words. */
const without = (words: string | RegExp): string =>
	save
		.split('\n')
		.filter(line => !(typeof words === 'string' ? line.includes(words) : words.test(line)))
		.join('\n');

describe('the rules of a real k0s against what its API asks for', () => {
	it('finds nothing on a host that is well', async () => {
		expect(await found(save)).toEqual([]);
		const facts = await factsOf(save);
		expect(must(facts.rules).portals?.size).toBeGreaterThan(4);
		expect(must(facts.rules).judged?.size).toBeGreaterThan(2);
	});

	it.each([
		[
			'all flushed, as firewalld does with its first direct rule',
			'',
			['services-not-entered', 'policies-missing 4/4', 'no-masquerade'],
		],
		['one service', without('kube-system/kube-dns:dns cluster IP'), ['rules-missing 1/6']],
		[
			'the way to services',
			without('-A PREROUTING -m comment --comment "kubernetes service portals"'),
			['services-not-entered'],
		],
		['the policies of one pod', without(/-A KUBE-ROUTER-FORWARD .*10\.244\.0\.4\/32/), ['policies-missing 1/4']],
		['the way to the policies', without('-j KUBE-ROUTER-FORWARD'), ['policies-late']],
		['the masquerade of kube-router', without('kube-router-pod-subnets src'), ['no-masquerade']],
	] as const)('%s is missing', async (_, rules, expected) => {
		const tables =
			rules === ''
				? '*nat\n:PREROUTING ACCEPT\n:POSTROUTING ACCEPT\nCOMMIT\n*filter\n:FORWARD ACCEPT\nCOMMIT\n'
				: rules;
		expect(await found(tables)).toEqual(expected);
	});

	it('a service whose first address is of IPv6 is asked by its second one', async () => {
		const facts = await factsOf(without('kube-system/kube-dns:dns cluster IP'));
		const services = must(facts.services).map(service =>
			service.clusterIp === null || service.clusterIp === 'None'
				? service
				: {...service, clusterIp: 'fd01::9', clusterIps: ['fd01::9', service.clusterIp]},
		);
		const told = ruleFindings({...facts, services: {known: true, value: services, notes: []}}, now);
		expect(told.map(({reason: {id, subject}}) => `${id} ${subject}`)).toEqual(['rules-missing 1/6']);
	});

	it('policies that come back behind other rules hold for nobody', async () => {
		const line =
			save.split('\n').find(each => each.includes('-A FORWARD') && each.includes('KUBE-ROUTER-FORWARD')) ?? '';
		const late = without(line).replace(/^(.*-A FORWARD -i kube-bridge .*)$/m, `$1\n${line}`);
		expect(await found(late)).toEqual(['policies-late']);
	});

	it('names StrictForwardPorts where firewalld runs with it', async () => {
		expect(await found(save, 'StrictForwardPorts=yes\n')).toEqual(['strict-forward-ports']);
		expect(await found(save, 'StrictForwardPorts=yes\n', 'inactive')).toEqual([]);
	});

	it('is no verdict "healthy", and says so while the tool does not answer', async () => {
		const facts = await factsOf(without('kube-router-pod-subnets src'));
		const pods = healthyFacts().pods;
		const broken = {...healthyFacts(), rules: facts.rules, pods, unit: unitWith({activeSince: now - 3_600_000})};
		expect(ruleFindings({...facts}, now)).toHaveLength(1);
		expect(assess({...broken, nodes: facts.nodes, pods: facts.pods, tasks: facts.tasks}, now).verdict).not.toBe(
			'healthy',
		);
		const unread = await readKubeRules(fakeRunner(() => ({kind: 'timed-out'})) as unknown as Runner, signal);
		const assessment = assess(healthyFacts({rules: unread}), Date.parse('2026-11-23T04:31:22Z'));
		expect(assessment.verdict).toBe('healthy');
		expect(assessment.warnings.map(({id}) => id)).toEqual(['rules-unread']);
	});

	it('asks nothing of what is younger than a minute', async () => {
		const facts = await factsOf(without('kube-system/kube-dns:dns cluster IP'));
		const services = must(facts.services).map(service => ({...service, createdAt: new Date(now - 5000).toISOString()}));
		expect(ruleFindings({...facts, services: {known: true, value: services, notes: []}}, now)).toEqual([]);
	});
});
