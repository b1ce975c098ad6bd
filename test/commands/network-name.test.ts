import {describe, expect, test} from 'vitest';
import {network} from '../../source/commands/network.js';
import {findNamespaces} from '../../source/commands/network-name.js';
import {settingsFrom} from '../../source/commands/settings.js';
import type {Namespace} from '../../source/facts/network.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';

async function run(name: string, lang: 'en' | 'ja' = 'en') {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
	const text = await catalogue(lang);
	const invocation = {runner, text, settings: settingsFrom({}), signal: new AbortController().signal, say() {}};
	try {
		return await network.run(invocation, {}, [name]);
	} finally {
		await runner.close();
	}
}

const podsOf = (json: Readonly<Record<string, unknown>>) =>
	(json['namespaces'] as ReadonlyArray<{pod: {name: string}}>).map(({pod}) => pod.name);

describe('network NAME', () => {
	test.each([
		['coredns', 'coredns-7656c59669-8wwxq'],
		['kube-system/metrics', 'metrics-server-67bc669cf4-m2xzk'],
		['cni-d954', 'konnectivity-agent-549w2'],
		['coredns-7656c59669-8wwxq', 'coredns-7656c59669-8wwxq'],
	])('%s fits one pod and shows it', async (name, pod) => {
		const {exit, json} = await run(name);
		expect({exit, pods: podsOf(json)}).toEqual({exit: 0, pods: [pod]});
	});

	test('what fits several lists them, exit 2', async () => {
		const {exit, json, error, lines} = await run('kube-system');
		const candidates = [
			'kube-system/coredns-7656c59669-8wwxq',
			'kube-system/konnectivity-agent-549w2',
			'kube-system/metrics-server-67bc669cf4-m2xzk',
		];
		expect({exit, lines, json, code: error?.code}).toEqual({exit: 2, lines: [], json: {candidates}, code: 'ambiguous'});
		expect(error?.message).toBe(`“kube-system” fits 3: ${candidates.join(', ')}. Name one of them`);
		expect((await run('kube-system', 'ja')).error?.message).toContain('一致するものが 3 個あります');
	});

	test.each(['nosuch', '', ' '])('%j fits nothing: exit 1', async name => {
		expect(await run(name)).toMatchObject({exit: 1, error: {code: 'no-such-namespace'}});
	});
});

describe('findNamespaces', () => {
	const namespace = (name: string, pod: string | null): Namespace => ({
		...{name, id: null, inode: 1, state: 'live', links: [], routes: [], neighbours: null, processes: null},
		...{containers: [], peer: null, unread: null},
		pod: pod === null ? null : {namespace: 'default', name: pod, source: 'containerd'},
	});

	test('an exact name wins over those that it is a part of', () => {
		const all = [namespace('a', 'web'), namespace('b', 'web-2')];
		expect(findNamespaces(all, 'web')).toEqual([all[0]]);
		expect(findNamespaces(all, 'we')).toEqual({candidates: ['default/web', 'default/web-2']});
	});

	test('the two sandboxes of one pod are one candidate', () => {
		const all = [namespace('a', 'web-1'), namespace('b', 'web-1')];
		expect(findNamespaces(all, 'web')).toEqual(all);
	});

	test('a namespace without a known pod is found by its own name', () => {
		const all = [namespace('lab-red', null), namespace('x', 'red')];
		expect(findNamespaces(all, 'lab')).toEqual([all[0]]);
	});
});
