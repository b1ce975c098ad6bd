import {describe, expect, test} from 'vitest';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import type {Answer} from '../../source/commands/headless.js';
import {network} from '../../source/commands/network.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createRecordedHost} from '../../source/host/recorded.js';
import {headerOf, recordedOf, type RecordedOutcome} from '../../source/host/recording.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {createNetworkSource} from '../../source/store/network/network.js';
import {createPacer} from '../../source/store/pacer.js';
import {catalogue} from '../../source/text/text.js';
import {outcomeOf, sample} from '../support/samples.js';
import {seedRecording} from '../support/seed-recording.js';

async function run(runner: Runner, ...positionals: string[]): Promise<Answer> {
	const invocation = {
		runner,
		text: catalogue('en'),
		settings: settingsFrom({}),
		signal: new AbortController().signal,
		say: () => undefined,
	};
	try {
		return await network.run(invocation, {}, positionals);
	} finally {
		await runner.close();
	}
}

/** A host that answers the collector with a sample, and knows nothing else. */
const collecting = (
	name: string,
	others: (command: Command) => Partial<Outcome> | undefined = () => undefined,
): Runner =>
	createRunner({
		kind: 'local',
		readOnly: false,
		async execute(command) {
			const {argv} = command;
			const missing: Partial<Outcome> = {kind: 'not-found', exit: null};
			if (argv[0] !== 'sh') return outcomeOf({argv, ...(others(command) ?? missing)});
			const stdout = sample(`collector/iproute2-6.1.0/${name}.txt`).replaceAll('@@TOKEN ', `@@${argv[3] ?? ''} `);
			return outcomeOf({argv, stdout});
		},
		async close() {},
	});

type Json = Readonly<Record<string, unknown>>;
const list = (json: Json, key: string): readonly Json[] => json[key] as readonly Json[];

describe('the rules that choose a routing table', () => {
	test('kube-router’s among the kernel’s, in JSON and in print', async () => {
		const {json, lines} = await run(createRunner(createSimulatedHost({scenario: 'ready'})));
		expect(json['rules']).toContainEqual({family: 4, priority: 32_765, rule: 'from 10.244.0.0/24 lookup 77'});
		expect(json['rules']).toContainEqual({family: 6, priority: 32_766, rule: 'from all lookup main'});
		expect(lines.join('\n')).toMatch(
			/Host: rules .*\n {2}FAMILY +PRIORITY +RULE\n {2}IPv4 +0 +from all lookup local\n/,
		);
	});

	test('null where a recording has none: unknown, not none', async () => {
		const {json, lines} = await run(createRunner(createRecordedHost(seedRecording())));
		expect(json['rules']).toBeNull();
		expect(lines.join('\n')).not.toContain('Host: rules');
	});
});

describe('recorded hosts', () => {
	test('the guide, by its text: three namespaces with ids and pods, six links of the host and two in each', async () => {
		const {exit, json} = await run(createRunner(createRecordedHost(seedRecording())));
		expect(exit).toBe(0);
		expect(list(json, 'interfaces')).toHaveLength(6);
		expect(
			list(json, 'namespaces').map(namespace => [
				namespace['id'],
				(namespace['pod'] as Json)['name'],
				list(namespace, 'links').length,
				(namespace['peer'] as Json)['bridge'],
				(namespace['pids'] as readonly number[]).length,
			]),
		).toEqual([
			[2, 'coredns-7656c59669-8wwxq', 2, 'kube-bridge', 2],
			[0, 'konnectivity-agent-549w2', 2, 'kube-bridge', 2],
			[1, 'metrics-server-67bc669cf4-m2xzk', 2, 'kube-bridge', 2],
		]);
		expect(json['unread']).toEqual([]);
	});

	test('a recording of a whole run answers as the host did; on the screen too, which asks for less', async () => {
		const outcomes: RecordedOutcome[] = [];
		const host = createSimulatedHost({scenario: 'ready'});
		const recorder = {
			record(command: Command, outcome: Outcome) {
				outcomes.push(recordedOf(command, outcome));
			},
			async close() {},
		};
		const first = await run(createRunner(host, {record: recorder}));
		const recording = {header: headerOf('x', 0), outcomes, skipped: 0};
		const played = await run(createRunner(createRecordedHost(recording)));
		expect(played).toEqual(first);
		const runner = createRunner(createRecordedHost(recording));
		const source = createNetworkSource({runner, pacer: createPacer()});
		const {value} = await source.refresh();
		expect(value?.topology.namespaces.map(({name, unread}) => [name, unread])).toEqual(
			list(first.json, 'namespaces').map(({name}) => [name, null]),
		);
		await runner.close();
	});
});

describe('network without a screen', () => {
	test('the keys of the contract, and null where it is not known', async () => {
		const {exit, json} = await run(collecting('four-pods'));
		expect(exit).toBe(0);
		for (const link of [
			...list(json, 'interfaces'),
			...list(json, 'namespaces').flatMap(item => list(item, 'links')),
		]) {
			expect(Object.keys(link)).toEqual(
				expect.arrayContaining([
					'index',
					'name',
					'kind',
					'mac',
					'mtu',
					'state',
					'master',
					'peer',
					'addresses',
					'rx',
					'tx',
				]),
			);
			expect(Object.keys(link['rx'] as Json)).toEqual(['bytes', 'packets', 'drops']);
		}

		for (const route of list(json, 'routes')) {
			expect(Object.keys(route)).toEqual(expect.arrayContaining(['to', 'via', 'dev', 'source', 'table']));
		}

		const [namespace] = list(json, 'namespaces');
		expect(Object.keys(namespace ?? {})).toEqual(
			expect.arrayContaining(['name', 'id', 'pids', 'pod', 'containers', 'links', 'routes', 'peer', 'note']),
		);
		// No source names its pod here: the API, containerd, the CNI cache and the rules are all missing.
		expect(namespace).toMatchObject({pod: null, note: null, peer: {name: 'veth8d05facc', bridge: 'kube-bridge'}});
	});

	test('where the pod cannot be known the column says ?, where there is none -', async () => {
		const cells = async (name: string, row = 'cni-') => {
			const {lines} = await run(collecting(name));
			const head = lines.find(line => line.includes('NAMESPACE')) ?? '';
			const at = head.indexOf('POD');
			const rows = lines.slice(lines.indexOf(head) + 1).filter(line => line.startsWith(`  ${row}`));
			return rows.map(each => each.slice(at, at + 2).trim());
		};
		expect(await cells('four-pods-as-nobody')).toEqual(['?', '?', '?', '?']);
		// Their cgroups are pods', and here nothing tells of which.
		expect(await cells('four-pods')).toEqual(['?', '?', '?', '?']);
		expect(await cells('empty-stale-attached', 'empty')).toEqual(['-']);
	});

	test('pods by the comments of the rules when nothing else names them', async () => {
		const {json} = await run(
			collecting('four-pods', ({argv}) =>
				argv[0] === 'iptables' ? {stdout: sample('iptables/1.8.9/pod-rules.txt')} : undefined,
			),
		);
		expect(list(json, 'namespaces').map(({pod}) => (pod as Json | null)?.['name'] ?? null)).toEqual([
			'demo-68c6d5bdd8-tvplj',
			'metrics-server-67bc669cf4-m2xzk',
			'konnectivity-agent-549w2',
			'coredns-7656c59669-8wwxq',
			null,
		]);
	});

	test('partly read: exit 1, null lists and why', async () => {
		const {exit, json, lines} = await run(collecting('four-pods-as-nobody'));
		expect(exit).toBe(1);
		expect(json['unread']).toMatchObject([{part: 'processes', reason: 'needs-root'}]);
		expect(list(json, 'namespaces')[0]).toMatchObject({
			links: null,
			routes: null,
			pids: null,
			containers: null,
			pod: null,
		});
		expect(lines.at(-1)).toBe('Processes: needs root');
		expect(lines.join('\n')).toContain('inside not known: needs root');
	});

	test('one namespace, by its name, its pod or its inode', async () => {
		const rules = ({argv}: Command): Partial<Outcome> | undefined =>
			argv[0] === 'iptables' ? {stdout: sample('iptables/1.8.9/pod-rules.txt')} : undefined;
		const coredns = 'cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1';
		for (const name of [coredns, 'coredns-7656c59669-8wwxq', 'kube-system/coredns-7656c59669-8wwxq']) {
			const {exit, json, lines} = await run(collecting('four-pods', rules), name);
			expect(exit).toBe(0);
			expect(list(json, 'namespaces').map(item => item['name'])).toEqual([coredns]);
			expect(lines.join('\n')).toMatch(/Processes\n {2}PID +COMMAND +CONTAINER\n {2}38 +\/pause +2d22d62c3c0e/);
		}

		const {json} = await run(collecting('four-pods'));
		const inode = list(json, 'namespaces').find(({name}) => name === null)?.['inode'];
		const unnamed = await run(collecting('four-pods'), `net:[${String(inode)}]`);
		expect(list(unnamed.json, 'namespaces')).toMatchObject([{name: null, state: 'unnamed'}]);
		expect(await run(collecting('four-pods'), 'nowhere')).toMatchObject({exit: 1, error: {code: 'no-such-namespace'}});
	});

	test('without ip it cannot run', async () => {
		const nothing = createRunner({
			kind: 'local',
			readOnly: false,
			execute: async ({argv}) => outcomeOf({argv, kind: 'not-found', exit: null}),
			close: async () => undefined,
		});
		expect(await run(nothing)).toMatchObject({exit: 3, error: {code: 'tool-missing'}});
	});

	test("the guide's host from its text, and the simulated one, tell the same network", async () => {
		const guide = await run(createRunner(createRecordedHost(seedRecording())));
		const simulated = await run(createRunner(createSimulatedHost({scenario: 'ready', speed: 1})));
		const told = (answer: Answer): unknown => ({
			interfaces: list(answer.json, 'interfaces').map(
				({index, name, kind, mac, mtu, state, master, peer, addresses}) => ({
					index,
					name,
					kind,
					mac,
					mtu,
					state,
					master,
					peer,
					addresses,
				}),
			),
			namespaces: list(answer.json, 'namespaces').map(({name, id, pids, peer, pod, links}) => ({
				name,
				id,
				pids,
				peer,
				pod: pod && {namespace: (pod as Json)['namespace'], name: (pod as Json)['name']},
				addresses: (links as readonly Json[]).map(({addresses}) => addresses),
			})),
			routes: list(answer.json, 'routes')
				.filter(({table, to}) => table === 'main' && !String(to).includes(':'))
				.map(({to, via, dev}) => ({to, via, dev})),
		});
		expect(simulated.exit).toBe(0);
		expect(told(guide)).toEqual(told(simulated));
	});
});
