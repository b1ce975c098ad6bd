import {describe, expect, test} from 'vitest';
import {catalogue} from '../../source/text/text.js';
import type {HeadlessCommand} from '../../source/commands/headless.js';
import {network} from '../../source/commands/network.js';
import {nftables} from '../../source/commands/nftables.js';
import {path} from '../../source/commands/path.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {status} from '../../source/commands/status.js';
import {createRecordedHost} from '../../source/host/recorded.js';
import {createRunner} from '../../source/host/runner.js';
import {guideCommands, seedRecording} from '../support/seed-recording.js';

/** What a headless command makes of the guide's own text, as a recorded host. */
async function onGuide(command: HeadlessCommand, ...positionals: string[]) {
	const runner = createRunner(createRecordedHost(seedRecording()));
	const answer = await command.run(
		{
			runner,
			text: catalogue('en'),
			settings: settingsFrom({}),
			signal: new AbortController().signal,
			say: () => undefined,
		},
		{},
		positionals,
	);
	await runner.close();
	return answer;
}

type Json = Readonly<Record<string, unknown>>;
const list = (json: Json, key: string): readonly Json[] => json[key] as readonly Json[];
const name = ({name}: Json): unknown => name;

/** Service port, its chain, where its packets go, that endpoint's chain, and the pod behind it. */
const ports = [
	['default/kubernetes:https', 'NPX46M4PTMTKRN6Y', '192.168.122.161:6443', 'PT7B37VJQL3XIBAK', null],
	['kube-system/kube-dns:dns', 'TCOU7JCQXEZGVUNU', '10.244.0.3:53', '6E7XQMQ4RAYOWTTM', 'coredns-7656c59669-8wwxq'],
	['kube-system/kube-dns:dns-tcp', 'ERIFXISQEP7F7OF4', '10.244.0.3:53', 'ZXMNUKOKXUTL2MK2', 'coredns-7656c59669-8wwxq'],
	[
		'kube-system/kube-dns:metrics',
		'JD5MR3NA4I4DYORP',
		'10.244.0.3:9153',
		'ZP3FB6NMPNCO4VBJ',
		'coredns-7656c59669-8wwxq',
	],
	[
		'kube-system/metrics-server:https',
		'Z4ANX4WAEWEBLCTM',
		'10.244.0.5:10250',
		'HJSM7V3JVNCWNEVI',
		'metrics-server-67bc669cf4-m2xzk',
	],
] as const;

describe("the guide's own text as a recorded host", () => {
	test('6 links of the host, 3 namespaces, 2 links in each', async () => {
		const {exit, json} = await onGuide(network);
		expect(exit).toBe(0);
		expect(list(json, 'interfaces').map(name)).toEqual([
			...['lo', 'enp1s0', 'kube-bridge'],
			...['vethafa19b66', 'veth2ff774ab', 'veth0dd6ea16'],
		]);
		expect(list(json, 'namespaces').map(namespace => [namespace['name'], list(namespace, 'links').map(name)])).toEqual(
			[
				'cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1',
				'cni-d954e5c5-f69e-80bd-ca8a-1c9123031c00',
				'cni-530e938a-559b-d548-18d2-4a6989c466a8',
			].map(each => [each, ['lo', 'eth0']]),
		);
	});

	test('41 chains; 112 rules, which with the lines that hook six chains are the 118 that one counts in the text', async () => {
		const {json} = await onGuide(nftables);
		const chains = list(json, 'tables').flatMap(table => list(table, 'chains'));
		const rules = chains.flatMap(chain => list(chain, 'rules'));
		const hooked = chains.filter(({hook}) => hook !== null);
		expect(list(json, 'tables').map(name)).toEqual(['mangle', 'nat', 'filter']);
		expect(chains).toHaveLength(41);
		expect(rules).toHaveLength(112);
		expect(hooked.map(name)).toEqual(['PREROUTING', 'OUTPUT', 'POSTROUTING', 'INPUT', 'FORWARD', 'OUTPUT']);
		expect(rules.length + hooked.length).toBe(118);
		const text = guideCommands().find(({line}) => line === 'nft list ruleset ip')?.stdout ?? '';
		const within = text.split('\n').filter(line => /^\s{16,}\S/.test(line));
		expect(within).toHaveLength(118);
		expect(within.filter(line => /^\s+type \S+ hook /.test(line))).toHaveLength(6);
	});

	test('the service port behind each of the ten chains, though the text holds no comment', async () => {
		const {json, lines} = await onGuide(nftables);
		const chains = list(json, 'tables').flatMap(table => list(table, 'chains'));
		const labels = new Map(chains.map(({name: chain, label}) => [chain, label]));
		expect(chains.filter(chain => /^KUBE-(SVC|SEP)-/.test(String(chain['name'])))).toHaveLength(10);
		for (const [service, hash, address, endpointHash, pod] of ports) {
			expect(labels.get(`KUBE-SVC-${hash}`)).toEqual({kind: 'service', service});
			expect(labels.get(`KUBE-SEP-${endpointHash}`)).toEqual({
				kind: 'endpoint',
				service,
				address,
				pod: pod && `kube-system/${pod}`,
			});
			expect(lines.find(line => line.includes(`  chain KUBE-SVC-${hash}`))).toContain(service);
		}

		expect(labels.get('KUBE-POD-FW-Y3QHWU455JSZ6DPU')).toEqual({
			kind: 'pod',
			pod: 'kube-system/konnectivity-agent-549w2',
			address: '10.244.0.4',
		});
	});

	test('a service is followed to its pod by its name', async () => {
		const {exit, json} = await onGuide(path, 'kube-system/kube-dns:dns');
		// The guide's text lacks what a packet's way rests on: where NAT sends it is known, whether it gets there is not.
		expect(exit).toBe(4);
		expect(json['reach']).toMatchObject({verdict: 'unknown', unread: {reason: expect.any(String) as string}});
		expect(json).toMatchObject({
			service: {namespace: 'kube-system', name: 'kube-dns', port: 53, protocol: 'udp'},
			verdict: 'dnat',
			endpoints: [{address: '10.244.0.3', port: 53, share: 1, pod: 'coredns-7656c59669-8wwxq'}],
		});
	});

	test('status tells what the text tells, and does not call healthy what the text does not', async () => {
		const {exit, json} = await onGuide(status);
		expect(exit).toBe(1);
		expect(json).toMatchObject({
			verdict: 'unknown',
			k0s: {version: 'v1.34.1+k0s.0', pid: 1592, apiReachable: true, singleNode: false},
			node: {name: 'centos10.home.local', ready: true},
		});
		expect(list(json, 'containers')).toHaveLength(12);
		expect(list(json, 'images')).toHaveLength(21);
	});
});
