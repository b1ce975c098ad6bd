import {describe, expect, test} from 'vitest';
import type {Answer} from '../../source/commands/headless.js';
import {path} from '../../source/commands/path.js';
import {reach} from '../../source/commands/reach.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';

const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));

const invocation = {
	runner,
	text: catalogue('en'),
	settings: settingsFrom({}),
	signal: new AbortController().signal,
	say: () => undefined,
};

const ask = async (from: string, to: string, values: Record<string, string> = {}): Promise<Answer> =>
	reach.run(invocation, values, [from, to]);

type Flow = {to: string; verdict: string; ends: Array<{address: string; pod: string | null}>};
type Reason = {kind: string; text: string; command: string[] | null};

const flows = ({json}: Answer): Flow[] => json['flows'] as Flow[];
const reasons = ({json}: Answer): Reason[] => json['reasons'] as Reason[];

describe('reach, on the simulated host', () => {
	test('a service: every port is asked, and every endpoint named', async () => {
		const answer = await ask('host', 'kube-system/kube-dns');
		expect(answer).toMatchObject({exit: 0, json: {verdict: 'reaches', reasons: []}});
		expect(
			flows(answer)
				.map(({to}) => to)
				.toSorted(),
		).toEqual(['10.96.0.10:53/tcp', '10.96.0.10:53/udp', '10.96.0.10:9153/tcp']);
		expect(flows(answer)[0]?.ends).toMatchObject([
			{address: '10.244.0.3', pod: 'kube-system/coredns-7656c59669-8wwxq'},
		]);
		expect(answer.lines.at(-1)).toBe('Reaches.');
	});

	test('a pod by the beginning of its name, to the API by its service', async () => {
		const answer = await ask('kube-system/coredns', 'default/kubernetes');
		expect(answer).toMatchObject({
			exit: 0,
			json: {senders: [{label: 'kube-system/coredns-7656c59669-8wwxq', kind: 'pod'}]},
		});
		expect(flows(answer)).toMatchObject([{to: '10.96.0.1:443/tcp', ends: [{address: '192.168.122.161'}]}]);
	});

	test('a pod without a port: all that listens there', async () => {
		const answer = await ask('host', 'pod/kube-system/metrics-server');
		expect(flows(answer).map(({to}) => to)).toEqual(['10.244.0.5:10250/tcp']);
		expect(answer.lines[1]).toBe('No port given: all ports that the pod listens on.');
	});

	test('nobody listens: blocked, with the command that shows it', async () => {
		const answer = await ask('host', 'kube-system/metrics-server', {port: '81'});
		expect(answer).toMatchObject({exit: 1, json: {verdict: 'blocked'}});
		expect(reasons(answer)[0]?.kind).toBe('no-such-port');
		const pod = await ask('host', 'pod/kube-system/metrics-server', {port: '81'});
		expect(pod).toMatchObject({exit: 1, json: {verdict: 'blocked'}});
		expect(reasons(pod)).toMatchObject([{kind: 'unheard'}]);
		expect(reasons(pod)[0]?.command?.slice(0, 1)).toEqual(['nsenter']);
	});

	test('beyond this host nobody here can know: exit 4', async () => {
		const answer = await ask('kube-system/coredns', 'outside');
		expect(answer).toMatchObject({exit: 4, json: {verdict: 'unknown'}});
		expect(reasons(answer).map(({kind}) => kind)).toEqual(['beyond']);
	});

	test("a cluster address from outside depends on the network's routes", async () => {
		const answer = await ask('outside', 'default/kubernetes');
		expect(answer.exit).toBe(4);
		expect(reasons(answer).map(({kind}) => kind)).toEqual(['needs-route']);
	});

	test('a name: by the service that it stands for, else by the resolver of this host, which is said', async () => {
		const inside = await ask('kube-system/coredns', 'kube-dns.kube-system.svc', {port: '53', proto: 'udp'});
		expect(inside).toMatchObject({exit: 0, json: {notes: [{kind: 'name-cluster', service: 'kube-system/kube-dns'}]}});
		const beyond = await ask('host', 'quay.io');
		expect(beyond).toMatchObject({exit: 4, json: {notes: [{kind: 'name-host', addresses: ['34.224.196.162']}]}});
		const none = await ask('host', 'nothing.invalid');
		expect(none).toMatchObject({exit: 1, json: {reasons: [{kind: 'no-name'}]}});
		// Who is outside the cluster asks another resolver than the pods.
		const foreign = await ask('host', 'kube-dns.kube-system.svc', {port: '53', proto: 'udp'});
		expect(reasons(foreign).map(({kind}) => kind)).toEqual(['resolver']);
	});

	test('what there is not is blocked, where the API says so', async () => {
		expect(await ask('host', 'svc/default/nothing')).toMatchObject({exit: 1, json: {reasons: [{kind: 'no-service'}]}});
		expect(await ask('default/nothing', 'host')).toMatchObject({exit: 1, json: {reasons: [{kind: 'no-pod'}]}});
	});

	test.each([
		[['host', 'a b'], {}],
		[['nodeport:30000', 'host'], {}],
		[['host', 'host'], {port: '0'}],
		[['host', 'host'], {proto: 'gre'}],
		[['host', '10.0.0.1'], {proto: 'tcp'}],
	])('%j %j is a usage error', async (positionals, values) => {
		expect(await reach.run(invocation, values, positionals)).toMatchObject({exit: 2, error: {code: 'usage'}});
	});

	test('Japanese says the same', async () => {
		const text = await catalogue('ja');
		const answer = await reach.run({...invocation, text, settings: settingsFrom({lang: 'ja'})}, {}, [
			'host',
			'kube-system/kube-dns',
		]);
		expect(answer.lines.at(-1)).toBe('届きます。');
	});
});

describe('path says whether it gets there', () => {
	test('a service from this host, said so', async () => {
		const answer = await path.run(invocation, {}, ['kube-system/kube-dns']);
		expect(answer).toMatchObject({
			exit: 0,
			json: {verdict: 'dnat', reach: {verdict: 'reaches', from: 'host', isDefault: true}},
		});
		expect(answer.lines).toContain('Asked from this host (--from asks from elsewhere). Reaches.');
	});

	test('from a pod and from outside', async () => {
		const pod = await path.run(invocation, {from: 'kube-system/coredns'}, ['kube-system/kube-dns']);
		expect(pod).toMatchObject({exit: 0, json: {reach: {verdict: 'reaches', isDefault: false}}});
		const outside = await path.run(invocation, {from: 'outside'}, ['kube-system/kube-dns']);
		expect(outside.json).toMatchObject({reach: {from: 'outside'}});
	});

	test('--from that is no place, or none that sends, is a usage error', async () => {
		for (const from of ['a b', 'nodeport:30000', 'example.com']) {
			expect(await path.run(invocation, {from}, ['kube-system/kube-dns'])).toMatchObject({exit: 2});
		}
	});
});
