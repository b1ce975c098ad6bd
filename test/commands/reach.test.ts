import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {isHarmless, reachProbe} from '../../source/command/reach-probe.js';
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

	const space = 'cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1';

	test('a network namespace by its name sends and answers as the pod in it does', async () => {
		const coredns = 'kube-system/coredns-7656c59669-8wwxq';
		for (const from of [`netns/${space}`, space]) {
			const answer = await ask(from, 'default/kubernetes');
			expect(answer).toMatchObject({exit: 0, json: {senders: [{label: coredns, kind: 'pod'}]}});
		}

		const heard = await ask('host', `netns/${space}`);
		expect(flows(heard).map(({to}) => to)).toEqual(flows(await ask('host', `pod/${coredns}`)).map(({to}) => to));
		expect(flows(heard).length).toBeGreaterThan(1);
		expect(flows(await ask('host', `netns/${space}:53`))).toMatchObject([{to: '10.244.0.3:53/tcp'}]);
	});

	test('a namespace that is not there, and a sender that nothing is called: said as that', async () => {
		const told = async (from: string, to: string) => reasons(await ask(from, to))[0];
		expect(await told('netns/blue', 'host:22')).toMatchObject({
			kind: 'no-netns',
			text: 'this host has no network namespace blue',
			command: ['ip', 'netns', 'list'],
		});
		expect(await told('host', 'netns/blue:80')).toMatchObject({kind: 'no-netns'});
		expect(await told('no-such-name.invalid', 'host:22')).toMatchObject({
			kind: 'no-sender',
			text: 'nothing here is called no-such-name.invalid: no network namespace, and the name does not resolve',
		});
		expect(await told('host', `${space}:53`)).toMatchObject({
			kind: 'no-name',
			text: `the name ${space} does not resolve (did you mean netns/${space}?)`,
		});
	});

	test('a pod without a port: all that listens there', async () => {
		const answer = await ask('host', 'pod/kube-system/metrics-server');
		expect(flows(answer).map(({to}) => to)).toEqual(['10.244.0.5:10250/tcp']);
		expect(answer.lines[1]).toBe('No port given: all ports it listens on.');
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

	test("a cluster IP from outside depends on the network's routes", async () => {
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
		// What the cluster calls so is named, for who left the namespace out.
		const short = await ask('host', 'kube-dns');
		expect(reasons(short)).toMatchObject([{kind: 'no-name', about: ['kube-dns', 'kube-system/kube-dns']}]);
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

type MatrixJson = {senders: string[]; targets: string[]; cells: Array<{from: string; to: string; verdict: string}>};

describe('reach --matrix, on the simulated host', () => {
	const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-reach-'));
	afterAll(() => rmSync(folder, {recursive: true, force: true}));
	const said: string[] = [];
	const matrix = async (values: Record<string, string | boolean>, settings = settingsFrom({})): Promise<Answer> =>
		reach.run({...invocation, settings, say: line => void said.push(line)}, {matrix: true, ...values}, []);

	test('every sender to every target, the API and DNS first', async () => {
		const {exit, json, lines} = await matrix({});
		const {senders, targets, cells} = json['matrix'] as MatrixJson;
		expect(exit).toBe(0);
		expect(senders.slice(0, 2)).toEqual(['host', 'outside']);
		expect(targets.slice(0, 2)).toEqual(['svc/default/kubernetes', 'svc/kube-system/kube-dns']);
		expect(cells).toHaveLength(senders.length * targets.length);
		const one = cells.find(({from, to}) => from.includes('coredns') && to === 'svc/default/kubernetes');
		expect(one?.verdict).toBe('reaches');
		expect(lines[0]).toMatch(new RegExp(`^${cells.length} questions: `));
	});

	test('saved and compared: the same says nothing, another verdict is named, with exit 1', async () => {
		const file = join(folder, 'before.json');
		expect(await matrix({save: file})).toMatchObject({exit: 0, json: {file, changes: null}});
		expect(said).toContain(`saved in ${file}`);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(await matrix({compare: file})).toMatchObject({exit: 0, json: {changes: []}});
		const saved = JSON.parse(readFileSync(file, 'utf8')) as {cells: Array<{from: string; to: string; verdict: string}>};
		const [first] = saved.cells;
		writeFileSync(file, JSON.stringify({...saved, cells: [{...first, verdict: 'blocked'}, ...saved.cells.slice(1)]}));
		const changed = await matrix({compare: file});
		expect(changed).toMatchObject({
			exit: 1,
			json: {changes: [{from: first?.from, to: first?.to, before: 'blocked', after: first?.verdict}]},
		});
	});

	test('a foreign file is never replaced without --force, and is no matrix to compare with', async () => {
		const file = join(folder, 'mine.txt');
		writeFileSync(file, 'mine');
		expect(await matrix({save: file})).toMatchObject({exit: 3, error: {code: 'exists'}});
		expect(readFileSync(file, 'utf8')).toBe('mine');
		expect(await matrix({compare: file})).toMatchObject({exit: 3, error: {code: 'file'}});
		expect(await matrix({compare: join(folder, 'nothing')})).toMatchObject({exit: 3, error: {code: 'file'}});
		expect(await matrix({save: file}, settingsFrom({force: true}))).toMatchObject({exit: 0});
		expect(readFileSync(file, 'utf8')).toContain('k0s-tui/reach-matrix/1');
	});

	test('of one namespace', async () => {
		const {targets} = (await matrix({namespace: 'default'})).json['matrix'] as MatrixJson;
		expect(targets.filter(target => target.includes('/kube-system/'))).toEqual(['svc/kube-system/kube-dns']);
	});
});

describe('a probe', () => {
	type Probe = {end: string; differs: boolean; predicted: string};
	const probed = async (from: string, to: string, more: Record<string, string> = {}) => {
		const answer = await reach.run(invocation, {probe: true, ...more}, [from, to]);
		return {answer, probes: answer.json['probes'] as Probe[]};
	};

	test('whose program is not installed is not sent, and its package is named', async () => {
		const simulated = createSimulatedHost({scenario: 'ready', speed: 1000});
		const without = createRunner({
			...simulated,
			async execute(command, options) {
				const outcome = await simulated.execute(command, options);
				if (!command.argv.includes('ping')) return outcome;
				// As nsenter of util-linux 2.38 words it.
				return command.argv[0] === 'nsenter'
					? {
							...outcome,
							kind: 'failed',
							exit: 127,
							stdout: '',
							stderr: 'nsenter: failed to execute ping: No such file or directory\n',
						}
					: {...outcome, kind: 'not-found', exit: null, stdout: '', stderr: 'ping: not found'};
			},
		});
		for (const from of ['host', 'kube-system/coredns']) {
			const answer = await reach.run({...invocation, runner: without}, {probe: true}, [from, '10.244.0.5']);
			expect(answer.json).toMatchObject({probes: [{end: 'unsent', missing: 'ping'}]});
			expect(answer.lines).toContain('  ping is not installed. Package: iputils-ping (Debian) or iputils (EL).');
		}
	});

	test('that nothing can send leaves the prediction as it is', async () => {
		const {probes} = await probed('host', '10.96.0.10:53', {proto: 'sctp'});
		expect(probes).toMatchObject([{end: 'unsent', differs: false}]);
	});

	test('on the simulated host ends as its rules say', async () => {
		const {answer, probes} = await probed('host', 'kube-system/kube-dns');
		expect(answer).toMatchObject({exit: 0, json: {verdict: 'reaches', predicted: 'reaches'}});
		expect(probes.map(({end}) => end)).toEqual(['answered', 'answered', 'answered']);
		expect((await probed('kube-system/coredns', 'default/kubernetes')).probes).toMatchObject([{end: 'answered'}]);
		expect((await probed('kube-system/coredns', 'kube-system/metrics-server')).probes[0]).toMatchObject({
			differs: false,
		});
		expect((await probed('host', 'pod/kube-system/metrics-server:81')).probes).toMatchObject([{end: 'refused'}]);
		expect((await probed('kube-system/coredns', 'host', {proto: 'icmp'})).probes).toMatchObject([{end: 'answered'}]);
	});

	test('of the whole matrix meets what was predicted', async () => {
		const {json} = await reach.run(invocation, {matrix: true, probe: true}, []);
		const {cells} = json['matrix'] as {cells: Array<{from: string; to: string; probes: Probe[]}>};
		const sent = cells.flatMap(({from, to, probes}) => probes.map(probe => ({from, to, ...probe})));
		expect(sent.filter(({end}) => end === 'answered').length).toBeGreaterThan(20);
		expect(sent.filter(({differs}) => differs)).toEqual([]);
	});

	test.each([
		['icmp', null, true],
		['tcp', 443, true],
		['udp', 53, true],
		['udp', 5353, false],
	] as const)('%s %s changes nothing where it comes to: %s', (protocol, port, harmless) => {
		expect(isHarmless({protocol, port})).toBe(harmless);
	});

	test('data is never part of a script', () => {
		for (const protocol of ['tcp', 'udp', 'icmp'] as const) {
			for (const sender of [{kind: 'host'}, {kind: 'namespace', file: "/run/netns/a'b"}] as const) {
				const argv =
					reachProbe({sender, destination: '10.0.0.1', protocol, port: protocol === 'icmp' ? null : 53})?.argv ?? [];
				expect(argv.length).toBeGreaterThan(4);
				for (const word of argv.filter(each => each.includes('/dev/'))) expect(word).not.toMatch(/10\.0\.0\.1|a'b/);
			}
		}
	});
});

describe('path says whether it gets there', () => {
	test('a service from this host, said so', async () => {
		const answer = await path.run(invocation, {}, ['kube-system/kube-dns']);
		expect(answer).toMatchObject({
			exit: 0,
			json: {verdict: 'dnat', reach: {verdict: 'reaches', from: 'host', isDefault: true}},
		});
		expect(answer.lines).toContain('Asked from this host (--from asks from another place). Reaches.');
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

test('from outside to outside nothing passes this host: that is said, and blocked is not', async () => {
	const answer = await ask('outside', 'outside');
	expect(answer).toMatchObject({exit: 4, json: {verdict: 'unknown'}});
	expect(reasons(answer).map(({kind}) => kind)).toEqual(['elsewhere']);
});

test('--trace adds the hops that the kernel itself tells', async () => {
	const given = {...invocation, settings: settingsFrom({yes: true})};
	const answer = await reach.run(given, {trace: true, port: '53', proto: 'udp'}, ['host', 'svc/kube-system/kube-dns']);
	const {verdict, hops} = answer.json['trace'] as {verdict: string; hops: Array<{chain: string}>};
	expect(verdict).toBe('delivered');
	expect(hops.map(({chain}) => chain)).toContain('KUBE-SERVICES');
});

test('--policies alone tells each policy; beside a question what they say of it', async () => {
	const all = await reach.run(invocation, {policies: true}, []);
	expect(all).toMatchObject({
		exit: 0,
		json: {from: null, policies: {policies: []}},
		lines: ['There is no NetworkPolicy.'],
	});
	const one = await reach.run(invocation, {policies: true}, ['host', 'kube-system/kube-dns']);
	expect(one).toMatchObject({exit: 0, json: {policies: {policies: [], flows: []}}});
});
