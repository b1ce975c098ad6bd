import {describe, expect, test} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import {collectorOutput} from '../../../source/command/collector.js';
import type {Outcome} from '../../../source/command/outcome.js';
import {createRecordedHost} from '../../../source/host/recorded.js';
import {createRunner, type Runner} from '../../../source/host/runner.js';
import {hostKey, linkKey} from '../../../source/model/network-keys.js';
import {topologyOf} from '../../../source/model/topology/topology.js';
import {readNetwork} from '../../../source/store/network/read.js';
import {createNetworkSource, nextNames} from '../../../source/store/network/network.js';
import {createPacer} from '../../../source/store/pacer.js';
import {outcomeOf, sample} from '../../support/samples.js';
import {seedRecording} from '../../support/seed-recording.js';

/** A runner on a host that answers by a function, with what it was asked. */
function answering(answer: (command: Command) => Partial<Outcome>): {
	readonly runner: Runner;
	readonly asked: Command[];
} {
	const asked: Command[] = [];
	const runner = createRunner({
		kind: 'local',
		readOnly: false,
		async execute(command) {
			asked.push(command);
			return outcomeOf({argv: command.argv, ...answer(command)});
		},
		async close() {},
	});
	return {runner, asked};
}

const fourPods = sample('collector/iproute2-6.1.0/four-pods.txt');
const withToken = (text: string, {argv}: Command): string => text.replaceAll('@@TOKEN ', `@@${argv[3] ?? ''} `);
const missing: Partial<Outcome> = {kind: 'not-found', exit: null};

describe("the guide's host, known by its text only", () => {
	test('three namespaces with addresses, veths and pids', async () => {
		const runner = createRunner(createRecordedHost(seedRecording()));
		const facts = await readNetwork(runner, {limit: 50, names: []});
		const reading = facts.known ? topologyOf(facts.value) : facts;
		if (!reading.known) throw new Error(reading.unknown.detail);
		expect(
			reading.value.namespaces.map(({name, id, peer, links, processes}) => [
				name?.slice(0, 12),
				id,
				peer?.name,
				links.find(({name}) => name === 'eth0')?.addresses[0]?.local,
				links.find(({name}) => name === 'eth0')?.peer,
				processes?.map(({pid}) => pid),
			]),
		).toEqual([
			[
				'cni-7abaad58',
				2,
				'vethafa19b66',
				'10.244.0.3',
				{namespace: '', index: 6, name: 'vethafa19b66', verified: true},
				[2557, 2705],
			],
			[
				'cni-d954e5c5',
				0,
				'veth2ff774ab',
				'10.244.0.4',
				{namespace: '', index: 7, name: 'veth2ff774ab', verified: true},
				[2665, 2934],
			],
			[
				'cni-530e938a',
				1,
				'veth0dd6ea16',
				'10.244.0.5',
				{namespace: '', index: 8, name: 'veth0dd6ea16', verified: true},
				[2895, 3051],
			],
		]);
		expect(reading.value.routes).toHaveLength(3);
	});
});

describe('reading', () => {
	test('one round trip; nothing else is asked', async () => {
		const {runner, asked} = answering(command => ({stdout: withToken(fourPods, command)}));
		const facts = await readNetwork(runner, {limit: 50, names: ['a']});
		expect(facts.known).toBe(true);
		expect(asked.map(({argv}) => [argv[0], argv[4], argv[5]])).toEqual([['sh', '50', 'a']]);
		expect(asked[0]?.argv[3]).toMatch(/^[\da-f]{32}$/);
	});

	test('ended by its deadline or nobody: not tried in another way', async () => {
		const {runner, asked} = answering(() => ({kind: 'timed-out', exit: null}));
		expect(await readNetwork(runner, {limit: 50, names: []})).toMatchObject({unknown: {reason: 'timed-out'}});
		expect(asked).toHaveLength(1);
	});

	test('nothing is there: unknown, because ip is missing', async () => {
		const facts = await readNetwork(answering(() => missing).runner, {limit: 50, names: []});
		expect(facts.known && topologyOf(facts.value)).toMatchObject({
			known: false,
			unknown: {reason: 'tool-missing', detail: 'ip'},
		});
	});
});

describe('live', () => {
	test('pods from rule comments when nobody else names them, asked once in a while', async () => {
		const rules = sample('iptables/1.8.9/pod-rules.txt');
		const {runner, asked} = answering(command =>
			command.argv[0] === 'sh'
				? {stdout: withToken(fourPods, command)}
				: command.argv[0] === 'iptables'
					? {stdout: rules}
					: missing,
		);
		const source = createNetworkSource({runner, pacer: createPacer()});
		const {value} = await source.refresh();
		expect(value?.topology.namespaces.map(({pod}) => pod?.source)).toEqual([
			...Array.from({length: 4}, () => 'rule-comment'),
			undefined,
		]);
		await source.refresh();
		expect(asked.filter(({argv}) => argv.includes('KUBE-ROUTER-INPUT'))).toHaveLength(3);
	});

	test('rates: bytes a second, in a namespace mirrored from the host, none at first', async () => {
		let grown = 0;
		const {runner} = answering(command =>
			command.argv[0] === 'sh'
				? {
						stdout: withToken(
							fourPods.replace(
								/("ifname":"vethafa19b66".*?"rx":\{"bytes":)(\d+)/,
								(_all, before: string, bytes: string) => `${before}${Number(bytes) + grown}`,
							),
							command,
						),
					}
				: missing,
		);
		const source = createNetworkSource({runner, pacer: createPacer()});
		expect((await source.refresh()).value?.rates.size).toBe(0);
		grown = 1_000_000;
		await new Promise(resolve => setTimeout(resolve, 100));
		const {value} = await source.refresh();
		const host = value?.rates.get(linkKey(hostKey, {index: 6, name: 'vethafa19b66'}));
		expect(host?.rx.bytes).toBeGreaterThan(1_000_000);
		expect(host?.rx.bytes).toBeLessThanOrEqual(10_000_000);
		const pod = value?.rates.get(linkKey('cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1', {index: 2, name: 'eth0'}));
		expect(pod?.tx).toEqual(host?.rx);
	});

	test('what was entered stays while its namespace is the same, and goes with it', async () => {
		const full = sample('collector/iproute2-6.1.0/empty-stale-attached.txt');
		const few = sample('collector/iproute2-6.1.0/over-limit.txt');
		const answers = [full, few, few.replace(/^4 \d+ \/run\/netns\/with space$/m, '4 7 /run/netns/with space')];
		const {runner} = answering(command =>
			command.argv[0] === 'sh' ? {stdout: withToken(answers.shift() ?? '', command)} : missing,
		);
		const source = createNetworkSource({runner, pacer: createPacer()});
		const unread = async (): Promise<unknown> => {
			const {value} = await source.refresh();
			return value?.topology.namespaces.find(({name}) => name === 'with space')?.unread;
		};

		expect(await unread()).toBeNull();
		expect(await unread()).toBeNull();
		expect(await unread()).toEqual({reason: 'not-asked', detail: ''});
	});

	test('the first rows do not wait for the collector: links, names and whose veth is whose, nothing made up', async () => {
		let finish: (() => void) | undefined;
		const waiting = new Promise<void>(resolve => {
			finish = resolve;
		});
		const part = (name: string): string =>
			new RegExp(`(?:^|\\n)([^\\n]*)\\n+@@TOKEN ${name} 0`).exec(fourPods)?.[1] ?? '';
		const runner = createRunner({
			kind: 'local',
			readOnly: false,
			async execute(command) {
				const {argv} = command;
				if (argv[0] === 'sh') await waiting;
				const stdout =
					argv[0] === 'sh'
						? withToken(fourPods, command)
						: argv.includes('addr')
							? part('addr')
							: argv.includes('netns')
								? part('netns')
								: undefined;
				return outcomeOf({argv, ...(stdout === undefined ? missing : {stdout})});
			},
			async close() {},
		});
		const source = createNetworkSource({runner, pacer: createPacer()});
		let told = 0;
		const leave = source.subscribe(() => told++);
		while (source.get().value === undefined) await new Promise(resolve => setTimeout(resolve, 5));
		const early = source.get();
		expect(source.get()).toBe(early);
		expect(early.reading).toBe(true);
		expect(early.value?.topology.unread).toEqual([{part: 'routes', reason: 'not-asked', detail: ''}]);
		expect(
			early.value?.topology.namespaces.map(({state, unread, processes, peer}) => [
				state,
				unread?.reason,
				processes,
				peer?.bridge,
			]),
		).toEqual(
			Array.from({length: 4}, () => ['unread', 'not-asked', null, 'kube-bridge']).concat([
				['unnamed', 'no-handle', null, null],
			]),
		);
		expect(told).toBeGreaterThan(0);
		finish?.();
		while (source.get().reading) await new Promise(resolve => setTimeout(resolve, 5));
		expect(source.get().value?.topology.namespaces.filter(({unread}) => unread === null)).toHaveLength(5);
		leave();
	});

	test('what did not change is the same object, down to single links; nothing changed: the same snapshot', async () => {
		let grown = 0;
		const {runner} = answering(command =>
			command.argv[0] === 'sh'
				? {
						stdout: withToken(
							fourPods.replace(
								/("ifname":"vethafa19b66".*?"rx":\{"bytes":\d+,"packets":)(\d+)/,
								(_all, before: string, packets: string) => `${before}${Number(packets) + grown}`,
							),
							command,
						),
					}
				: missing,
		);
		const source = createNetworkSource({runner, pacer: createPacer()});
		await source.refresh();
		const first = (await source.refresh()).value;
		expect((await source.refresh()).value).toBe(first);
		grown = 5;
		const second = (await source.refresh()).value;
		expect(second?.topology).not.toBe(first?.topology);
		expect(second?.topology.namespaces).toBe(first?.topology.namespaces);
		expect(second?.topology.routes).toBe(first?.topology.routes);
		const moved = second?.topology.links.filter(link => !first?.topology.links.includes(link));
		expect(moved?.map(({name}) => name)).toEqual(['vethafa19b66']);
	});

	test('many: those that are seen first, then those never entered, then the oldest', () => {
		const entered = new Map([
			['old', {at: 5}],
			['never', {at: 0}],
			['new', {at: 9}],
			['seen', {at: 7}],
		]);
		expect(nextNames(['seen', 'gone'], entered)).toEqual(['seen', 'never']);
		entered.delete('never');
		expect(nextNames(['seen'], entered)).toEqual(['seen', 'old', 'new']);
	});
});

test('sections without a shell: a host may answer the collector by itself', async () => {
	const {runner} = answering(command =>
		command.argv[0] === 'sh'
			? {
					stdout: collectorOutput(command.argv[3] ?? '', [
						{name: 'user', body: '0', exit: 0},
						{name: 'here', body: '4 1', exit: 0},
						{name: 'addr', body: '[{"ifindex":1,"ifname":"lo","link_type":"loopback"}]', exit: 0},
						{name: 'netns', body: '', exit: 0},
					]),
				}
			: missing,
	);
	const {value} = await createNetworkSource({runner, pacer: createPacer()}).refresh();
	expect(value?.topology).toMatchObject({links: [{name: 'lo'}], namespaces: []});
});
