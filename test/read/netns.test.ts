import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readNamespaceIds} from '../../source/read/lsns.js';
import {readNamespacePids, readNamespaces, readNamespacesText} from '../../source/read/netns-list.js';
import {readPodRules} from '../../source/read/pod-rules.js';
import {ipSample} from '../support/ip-samples.js';
import {mutated} from '../support/mutate.js';
import {outcomeOf, recorded, sample} from '../support/samples.js';

describe('ip netns', () => {
	test.each(['seed', 'full'])('%s: the JSON and the text tell the same namespaces', folder => {
		const json = readNamespaces(outcomeOf({stdout: ipSample(folder, 'ip-j-netns-list.json')}));
		const text = readNamespacesText(outcomeOf({stdout: ipSample(folder, 'ip-netns.txt')}));
		expect(json.known && json.value.length).toBeGreaterThanOrEqual(3);
		expect(text).toEqual(json);
	});

	test('none, and one whose id was never assigned', () => {
		expect(readNamespaces(outcomeOf())).toEqual({known: true, value: [], notes: []});
		expect(readNamespacesText(recorded('ip/iproute2-6.1.0/testhost/ip-netns-none.json'))).toMatchObject({value: []});
		expect(readNamespacesText(recorded('ip/iproute2-6.1.0/testhost/ip-netns-operator.json'))).toMatchObject({
			value: [{name: 't1', id: null}],
		});
		expect(readNamespaces(outcomeOf({stdout: '[{"name":"t1"}]\n'}))).toMatchObject({value: [{name: 't1', id: null}]});
	});

	test('a leftover file makes ip complain beside the list', () => {
		const stdout = 'Error: Peer netns reference is invalid.\n[{"name":"stale"},{"name":"cni-1","id":0}]\n';
		expect(readNamespaces(outcomeOf({stdout}))).toMatchObject({
			value: [
				{name: 'stale', id: null},
				{name: 'cni-1', id: 0},
			],
			notes: [{reason: 'not JSON'}],
		});
	});
});

describe('ip netns pids', () => {
	test('numbers', () => {
		const stdout = ipSample('full/cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1', 'pids.txt');
		expect(readNamespacePids(false)(outcomeOf({stdout}))).toEqual({known: true, value: [38, 39], notes: []});
	});

	test('nothing with exit 0 is none only for root', () => {
		const silent = outcomeOf({argv: ['ip'], stdout: ipSample('errors', 'netns-pids-not-root-SILENT.stdout')});
		expect(readNamespacePids(false)(silent)).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
		expect(readNamespacePids(true)(silent)).toMatchObject({known: true, value: []});
	});

	test('a namespace that is gone, and other words than numbers, are unknown', () => {
		expect(readNamespacePids(true)(recorded('ip/iproute2-6.1.0/testhost/ip-netns-pids-missing.json'))).toEqual({
			known: false,
			unknown: {reason: 'failed', detail: 'Cannot open network namespace: No such file or directory'},
		});
		expect(readNamespacePids(true)(outcomeOf({stdout: '1\nx 2\n'}))).toMatchObject({unknown: {reason: 'unreadable'}});
	});

	test('without root, entering is refused', () => {
		const stderr = ipSample('errors', 'netns-exec-not-root.stderr');
		expect(readNamespaces(outcomeOf({kind: 'failed', exit: 255, stderr}))).toMatchObject({
			known: false,
			unknown: {reason: 'needs-root'},
		});
	});
});

test('lsns: ids by inode, unassigned ones without', () => {
	expect(readNamespaceIds(outcomeOf({stdout: '4026532177 0\n4026532185 unassigned\n4026532318 \nodd\n'}))).toEqual({
		known: true,
		value: [
			{inode: 4026532177, id: 0},
			{inode: 4026532185, id: null},
			{inode: 4026532318, id: null},
		],
		notes: [{line: 'odd', reason: 'not a namespace'}],
	});
	expect(readNamespaceIds(outcomeOf({argv: ['lsns'], kind: 'not-found'}))).toMatchObject({
		unknown: {reason: 'tool-missing', detail: 'lsns'},
	});
});

describe('iptables -S KUBE-ROUTER-INPUT', () => {
	const rules = sample('iptables/1.8.9/pod-rules.txt');

	test('a pod a rule', () => {
		expect(readPodRules(outcomeOf({stdout: rules}))).toMatchObject({
			known: true,
			value: [
				{ip: '10.244.0.3', namespace: 'kube-system', name: 'coredns-7656c59669-8wwxq'},
				{ip: '10.244.0.4', namespace: 'kube-system', name: 'konnectivity-agent-549w2'},
				{ip: '10.244.0.5', namespace: 'kube-system', name: 'metrics-server-67bc669cf4-m2xzk'},
				{ip: '10.244.0.6', namespace: 'default', name: 'demo-68c6d5bdd8-tvplj'},
			],
		});
	});

	test('rules without comments name nobody; no such chain is unknown', () => {
		expect(readPodRules(outcomeOf({stdout: rules.replaceAll(/ -m comment --comment "[^"]*"/g, '')}))).toMatchObject({
			known: true,
			value: [],
		});
		const stderr = "iptables v1.8.9 (nf_tables): chain `KUBE-ROUTER-INPUT' in table `filter' is incompatible\n";
		expect(readPodRules(outcomeOf({kind: 'failed', exit: 1, stderr}))).toMatchObject({known: false});
	});
});

test('mutated lists never throw', () => {
	const texts = ['full', 'seed'].flatMap(folder => [
		ipSample(folder, 'ip-j-netns-list.json'),
		ipSample(folder, 'ip-netns.txt'),
		'4026532177 0\n4026532185 unassigned\n',
		sample('iptables/1.8.9/pod-rules.txt'),
	]);
	fc.assert(
		fc.property(mutated(texts), stdout => {
			for (const reader of [
				readNamespaces,
				readNamespacesText,
				readNamespaceIds,
				readNamespacePids(true),
				readPodRules,
			]) {
				expect(typeof reader(outcomeOf({stdout})).known).toBe('boolean');
			}
		}),
		{numRuns: 300},
	);
});
