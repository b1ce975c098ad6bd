import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {runHeadless} from '../../source/commands/run.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {commandTable} from '../../source/commands/table.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {createRecordedHost} from '../../source/host/recorded.js';
import {catalogue} from '../../source/text/text.js';
import {seedRecording} from '../support/seed-recording.js';
import {faultsBy} from './schemas.js';

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-json-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const hosts = {
	fresh: () => createSimulatedHost({scenario: 'fresh', speed: 1000}),
	ready: () => createSimulatedHost({scenario: 'ready', speed: 1000}),
	'two-nodes': () => createSimulatedHost({scenario: 'ready', speed: 1000, faults: {secondNode: 'ipip'}}),
	recorded: () => createRecordedHost(seedRecording()),
};

const arguments_: Readonly<Record<string, readonly string[]>> = {
	path: ['kube-system/kube-dns'],
	why: ['kube-system/coredns'],
	trace: ['kube-system/kube-dns'],
	reach: ['host', 'kube-system/kube-dns'],
	conntrack: ['kube-system/coredns-7656c59669-8wwxq'],
	restore: ['/srv/none.tar.gz'],
	record: [join(folder, 'recording.jsonl')],
};

async function jsonOf(name: string, host: keyof typeof hosts, given = arguments_[name] ?? []) {
	const command = await commandTable.find(each => each.name === name)?.load?.();
	if (command === undefined) throw new Error(`no command ${name}`);
	const runner = createRunner(hosts[host]());
	let out = '';
	const exit = await runHeadless(
		command,
		{
			runner,
			text: catalogue('en'),
			settings: settingsFrom({json: true, yes: true}),
			values: {},
			positionals: given,
			signal: new AbortController().signal,
		},
		{out: text => (out += text), err: () => undefined},
	);
	await runner.close();
	return {exit, value: JSON.parse(out) as Readonly<Record<string, unknown>>};
}

const shown = commandTable.filter(({hidden}) => hidden !== true).map(({name}) => name);

describe('--json agrees with its schema', () => {
	for (const host of Object.keys(hosts) as Array<keyof typeof hosts>) {
		test.each(shown)(`%s on the ${host} host`, {timeout: 60_000}, async name => {
			const {value} = await jsonOf(name, host);
			expect(faultsBy(name, value)).toEqual([]);
			expect(value).toMatchObject({schema: `k0s-tui/${name}/1`});
		});
	}

	test('one port of a service whose endpoints are on two nodes, and the nodes of the network', async () => {
		const {value} = await jsonOf('path', 'two-nodes', ['kube-system/kube-dns:dns']);
		expect(faultsBy('path', value)).toEqual([]);
		expect(value).toMatchObject({
			service: {port: 53},
			endpoints: [
				{share: 0.5, node: null, ways: null},
				{share: 0.5, node: 'node2', ways: [{to: '10.244.1.0/24', dev: 'tun-1921681222', kind: 'ipip', rule: null}]},
			],
		});
		const network = await jsonOf('network', 'two-nodes');
		const pods = [{pod: 'kube-system/coredns-7656c59669-q2vlz', addresses: ['10.244.1.2']}, {}];
		expect(network.value).toMatchObject({nodes: [{name: 'node2', address: '192.168.122.162', pods, ways: [{}]}]});
		expect((await jsonOf('network', 'ready')).value).toMatchObject({nodes: []});
		expect((await jsonOf('network', 'fresh')).value).toMatchObject({nodes: null});
	});

	test('a schema refuses what is wrong', async () => {
		const {value} = await jsonOf('status', 'ready');
		expect(faultsBy('status', {...value, verdict: 'splendid'})).not.toEqual([]);
		expect(faultsBy('status', {...value, time: 'yesterday'})).not.toEqual([]);
		const {verdict: _, ...without} = value;
		expect(faultsBy('status', without)).not.toEqual([]);
	});
});
