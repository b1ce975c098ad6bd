import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readAll, readNodes, readPods, readServices} from '../../../source/read/kubectl/get.js';
import {momentOfAge} from '../../../source/read/kubectl/table.js';
import type {Reading} from '../../../source/facts/reading.js';
import {outcomeOf, sample} from '../../support/samples.js';

const value = <T>(reading: Reading<T>): T => {
	if (!reading.known) throw new Error(`not known: ${JSON.stringify(reading)}`);
	return reading.value;
};

const sampled = (path: string) => outcomeOf({stdout: sample(path)});
const failed = (stderr: string) => outcomeOf({kind: 'failed', stderr});

describe('kubectl get all', () => {
	const json = value(readAll(sampled('kubectl/1.34.5/get-all.json')));
	const table = value(readAll(sampled('kubectl/1.34.5/get-all.txt')));

	it('says the same in both forms', () => {
		const pod = ({namespace, name, ready, total, phase, restarts, ips, node}: (typeof json.pods)[number]) => ({
			namespace,
			name,
			ready,
			total,
			phase,
			restarts,
			ips,
			node,
		});
		expect(table.pods.map(each => pod(each))).toEqual(json.pods.map(each => pod(each)));
		expect(json.pods.map(({phase}) => phase)).toContain('ImagePullBackOff');
		const service = ({
			namespace,
			name,
			type,
			clusterIp,
			externalIps,
			selector,
			ports,
		}: (typeof json.services)[number]) => ({
			namespace,
			name,
			type,
			clusterIp,
			externalIps,
			selector,
			ports: ports.map(({port, protocol, nodePort}) => ({port, protocol, nodePort})),
		});
		expect(table.services.map(each => service(each))).toEqual(json.services.map(each => service(each)));
		// A table tells nothing of a rollout.
		const workload = ({createdAt: _, updated: _u, observed: _o, ...rest}: (typeof json.workloads)[number]) => rest;
		expect(table.workloads.map(each => workload(each))).toEqual(json.workloads.map(each => workload(each)));
	});

	it('knows from the objects what the table leaves out', () => {
		const missing = json.pods.find(({name}) => name.startsWith('missing-'));
		expect(missing).toMatchObject({ready: 0, total: 1, images: ['registry.invalid/none:1'], labels: {app: 'missing'}});
		expect(missing?.message).toContain('registry.invalid/none:1');
		expect(missing?.containers).toMatchObject([
			{name: 'none', state: 'waiting', reason: 'ImagePullBackOff', ready: false},
		]);
		expect(missing?.owner).toMatch(/^ReplicaSet\/missing-/);
		const demo = json.pods.find(({name}) => name.startsWith('demo-'));
		expect(demo?.containers[0]?.id).toMatch(/^[\da-f]{64}$/);
		expect(json.pods.find(({name}) => name.startsWith('kube-proxy'))).toMatchObject({hostNetwork: true});
		expect(table.pods.find(({name}) => name.startsWith('kube-proxy'))).toMatchObject({hostNetwork: true});
		expect(demo).toMatchObject({hostNetwork: false});
		expect(json.services.find(({name}) => name === 'demo')?.ports).toEqual([
			{name: null, port: 80, protocol: 'TCP', targetPort: '80', nodePort: 31_811},
		]);
	});

	it("reads the guide's tables", () => {
		const all = value(readAll(sampled('guide/get-all-namespaces.txt')));
		expect(all.pods).toHaveLength(5);
		expect(all.pods[0]).toMatchObject({
			namespace: 'kube-system',
			name: 'coredns-7656c59669-8wwxq',
			ready: 1,
			total: 1,
			phase: 'Running',
			ips: ['10.244.0.3'],
			node: 'centos10.home.local',
			createdAt: '2026-11-23T04:19:22.000Z',
		});
		expect(all.services.map(({name}) => name)).toEqual(['kubernetes', 'kube-dns', 'metrics-server']);
		expect(all.services[1]?.ports).toMatchObject([{port: 53, protocol: 'UDP'}, {protocol: 'TCP'}, {port: 9153}]);
		expect(all.services[0]?.selector).toEqual({});
		expect(all.workloads.map(({kind, name, desired, ready}) => [kind, name, desired, ready])).toEqual([
			['DaemonSet', 'konnectivity-agent', 1, 1],
			['DaemonSet', 'kube-proxy', 1, 1],
			['DaemonSet', 'kube-router', 1, 1],
			['Deployment', 'coredns', 1, 1],
			['Deployment', 'metrics-server', 1, 1],
			['ReplicaSet', 'coredns-7656c59669', 1, 1],
			['ReplicaSet', 'metrics-server-67bc669cf4', 1, 1],
		]);
	});

	it('takes a table without a namespace column for the default namespace', () => {
		expect(value(readAll(sampled('guide/get-all-default.txt'))).pods).toMatchObject([
			{namespace: 'default', name: 'demo-68c6d5bdd8-tvplj', ips: ['10.244.0.6']},
		]);
		expect(value(readServices(sampled('guide/get-service.txt')))).toMatchObject([
			{namespace: 'default', name: 'demo', type: 'NodePort', ports: [{port: 80, nodePort: 30_094}]},
			{name: 'kubernetes'},
		]);
	});

	it('finds the columns after names that are wide or lie beyond the basic plane', () => {
		const text =
			'NAMESPACE   NAME         READY   STATUS    RESTARTS   AGE\n日本語𠮷        pod/ポッド      1/1     Running   0          12m\n';
		expect(value(readPods(outcomeOf({stdout: text})))).toMatchObject([
			{namespace: '日本語𠮷', name: 'ポッド', ready: 1, phase: 'Running'},
		]);
	});

	it('notes a row whose cells do not stand under the titles', () => {
		const reading = readPods(
			outcomeOf({
				stdout: 'NAME   READY   STATUS    RESTARTS   AGE\na-very-long-name   1/1     Running   0          12m\n',
			}),
		);
		expect(reading).toMatchObject({
			known: true,
			value: [],
			notes: [{line: expect.stringContaining('a-very-long-name')}],
		});
	});
});

describe('kubectl get nodes', () => {
	it('reads readiness, roles, version and address', () => {
		expect(value(readNodes(sampled('kubectl/1.34.5/get-nodes.json')))).toMatchObject([
			{name: 'centos10.home.local', ready: true, reason: null, internalIp: '192.168.122.161', version: 'v1.34.1+k0s'},
		]);
		expect(value(readNodes(sampled('guide/get-nodes.txt')))).toEqual([
			{
				name: 'centos10.home.local',
				ready: true,
				reason: null,
				roles: ['control-plane'],
				unschedulable: false,
				version: 'v1.34.1+k0s',
				createdAt: '2026-11-23T04:17:22.000Z',
				internalIp: null,
				heartbeatAt: null,
				pressures: null,
			},
		]);
	});

	it('says why a node is not ready', () => {
		expect(value(readNodes(sampled('kubectl/1.34.5/get-nodes-not-ready.json')))).toMatchObject([
			{ready: false, reason: expect.stringContaining('cni plugin not initialized')},
		]);
		expect(
			value(
				readNodes(
					outcomeOf({
						stdout:
							'NAME   STATUS                        ROLES    AGE   VERSION\na      NotReady,SchedulingDisabled   <none>   86s   v1.34.1+k0s\n',
					}),
				),
			),
		).toMatchObject([{ready: false, reason: 'NotReady', unschedulable: true, roles: []}]);
	});
});

describe('kubectl that cannot answer', () => {
	it('tells not started, refused, ordinary user and missing apart', () => {
		expect(readNodes(failed(sample('kubectl/1.34.5/not-started.stderr')))).toMatchObject({
			unknown: {reason: 'not-running'},
		});
		expect(readAll(failed(sample('kubectl/1.34.5/refused.stderr')))).toMatchObject({
			unknown: {
				reason: 'not-running',
				detail: 'The connection to the server localhost:6443 was refused - did you specify the right host or port?',
			},
		});
		expect(readPods(failed(sample('kubectl/1.34.5/operator.stderr')))).toMatchObject({unknown: {reason: 'needs-root'}});
		expect(readPods(outcomeOf({kind: 'not-found'}))).toMatchObject({unknown: {reason: 'not-installed'}});
		expect(readPods(outcomeOf({kind: 'timed-out', exit: null}))).toMatchObject({unknown: {reason: 'timed-out'}});
		expect(readPods(failed('Error from server (InternalError): an error on the server\n'))).toMatchObject({
			unknown: {reason: 'failed', detail: expect.stringContaining('InternalError')},
		});
	});

	it('takes "nothing printed" for none only where kubectl says so', () => {
		expect(readPods(outcomeOf({stderr: 'No resources found\n'}))).toMatchObject({known: true, value: []});
		expect(readPods(outcomeOf())).toMatchObject({unknown: {reason: 'unreadable'}});
		expect(readPods(outcomeOf({stdout: '{"apiVersion":"v1","kind":"List","items":[]}'}))).toMatchObject({
			known: true,
			value: [],
		});
		expect(readPods(outcomeOf({stdout: 'hello there\n'}))).toMatchObject({unknown: {reason: 'unreadable'}});
	});

	it('never takes a cut or broken document for the whole', () => {
		const text = sample('kubectl/1.34.5/get-all.json');
		expect(readAll(outcomeOf({stdout: text, stdoutCut: 1}))).toMatchObject({unknown: {reason: 'cut'}});
		fc.assert(
			fc.property(fc.integer({min: 1, max: text.trimEnd().length - 1}), length => {
				expect(readAll(outcomeOf({stdout: text.slice(0, length)})).known).toBe(false);
			}),
			{numRuns: 50},
		);
	});

	it('never throws, whatever the objects hold', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue()), fc.constantFrom('List', 'PodList', 'NodeList', 'Pod'), (items, kind) => {
				const stdout = JSON.stringify({
					kind,
					items: items.map(item => ({kind: 'Pod', metadata: {name: 'x'}, spec: item, status: item})),
				});
				expect(readAll(outcomeOf({stdout})).known).toBe(true);
				expect(readNodes(outcomeOf({stdout})).known).toBe(true);
			}),
		);
	});
});

describe('the moment of an AGE', () => {
	const asked = Date.parse('2026-11-23T12:00:00Z');

	it('counts back', () => {
		expect(momentOfAge('86s', asked)).toBe('2026-11-23T11:58:34.000Z');
		expect(momentOfAge('2d3h', asked)).toBe('2026-11-21T09:00:00.000Z');
		expect(momentOfAge('<unknown>', asked)).toBeNull();
		expect(momentOfAge('', asked)).toBeNull();
	});
});
