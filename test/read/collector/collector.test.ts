import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {collect, collectorOutput, collectorToken} from '../../../source/command/collector.js';
import type {Outcome} from '../../../source/command/outcome.js';
import {readCollected} from '../../../source/read/collector/collector.js';
import type {NetworkFacts} from '../../../source/facts/network.js';
import {sectionsOf} from '../../../source/read/collector/sections.js';
import {mutated} from '../../support/mutate.js';
import {outcomeOf, sample} from '../../support/samples.js';

const argv = ['sh', '-s', '--', 'TOKEN', '50'];
const collected = (name: string, parts: Partial<Outcome> = {}): Outcome =>
	outcomeOf({argv, stdout: sample(`collector/iproute2-6.1.0/${name}.txt`), ...parts});
const facts = (outcome: Outcome): NetworkFacts => {
	const reading = readCollected(outcome);
	if (!reading.known) throw new Error(JSON.stringify(reading.unknown));
	return reading.value;
};

const metrics = 'cni-530e938a-559b-d548-18d2-4a6989c466a8';

describe('the command', () => {
	test('names and limit are arguments, the script is constant', () => {
		const one = collect('T1', 50);
		const two = collect('T2', 2, ['a b', '$(reboot)']);
		expect(two.argv).toEqual(['sh', '-s', '--', 'T2', '2', 'a b', '$(reboot)']);
		expect(two.input).toBe(one.input);
		expect(one).toMatchObject({changes: false, root: true});
		expect(collectorToken(two.argv)).toBe('T2');
		expect(collectorToken(['sh', '-s', '--', 'k0s-processes', 'list', 'all', '/var/lib/k0s'])).toBeUndefined();
		expect(collectorToken(['ip', '-j'])).toBeUndefined();
	});
});

describe('sections', () => {
	test('closed by the token at the start of a line only', () => {
		const stdout = collectorOutput('T', [
			{name: 'addr', body: '[]\n@@X addr 0\n {"alias":"@@T addr 1"}', exit: 0},
			{name: 'ns/a b', body: 'no\n', exit: 1},
			{name: 'none', body: '', exit: 0},
		]);
		expect([...sectionsOf(`${stdout}cut o`, 'T').values()]).toEqual([
			{name: 'addr', body: '[]\n@@X addr 0\n {"alias":"@@T addr 1"}', exit: 0},
			{name: 'ns/a b', body: 'no\n', exit: 1},
			{name: 'none', body: '', exit: 0},
		]);
	});
});

describe('a lab of four pods', () => {
	test('as root everything is known', () => {
		const {links, routes, names, files, ids, processes, insides, unnamed, inode} = facts(collected('four-pods'));
		expect(links.known && links.value.map(({name}) => name)).toEqual([
			'lo',
			'enp1s0',
			'kube-bridge',
			'vethafa19b66',
			'veth2ff774ab',
			'veth0dd6ea16',
			'veth8d05facc',
		]);
		expect(routes.known && routes.value[0]).toMatchObject({to: 'default', via: '192.168.122.1'});
		expect(names.known && names.value.map(({id}) => id)).toEqual([4, 3, 2, 1]);
		expect(files.known && files.value.every(({namespace}) => namespace)).toBe(true);
		expect(ids.known && ids.value.find(item => item.inode === inode)?.id).toBe(null);
		expect([...insides.keys()].sort()).toEqual(names.known && names.value.map(({name}) => name).sort());
		const inside = insides.get(metrics);
		expect(inside?.known && inside.value.links[1]?.addresses[0]?.local).toBe('10.244.0.5');
		expect(inside?.known && inside.value.routes[0]).toMatchObject({to: 'default', via: '10.244.0.1', protocol: null});
		expect(unnamed.size).toBe(1);
		const file = files.known && files.value.find(({name}) => name === metrics);
		const held = processes.known && processes.value.filter(process => file && process.inode === file.inode);
		expect(held).toMatchObject([
			{
				command: '/pause',
				podUid: '68526cca-3999-566c-4545-065478ba3b42',
				container: 'ffef6824a162b37177e4ed1f6b6f4561724475180cf326c2a07ba4b5f044ec94',
			},
			{command: 'busybox', container: '6b66866c3e47985162bb58d2b2aedb933e574a7742166fbd4bbfff3fe1f478fa'},
		]);
	});

	test("the collector's own processes are not among them", () => {
		const {processes, inode} = facts(collected('four-pods'));
		const commands =
			processes.known && processes.value.filter(item => item.inode === inode).map(({command}) => command);
		expect(commands).toEqual(['sh', 'sleep']);
	});

	test('as an ordinary user: links and names, while insides and processes need root', () => {
		const {links, names, files, processes, insides, unnamed} = facts(collected('four-pods-as-nobody'));
		expect(links.known && links.value).toHaveLength(7);
		expect(names.known && names.value).toHaveLength(4);
		expect(files.known && files.value).toHaveLength(4);
		expect(processes).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
		expect([...insides.values()].map(reading => !reading.known && reading.unknown.reason)).toEqual(
			Array.from({length: 4}, () => 'needs-root'),
		);
		expect(unnamed.size).toBe(0);
	});

	test('hidden processes (hidepid) deny nothing, and are still unknown to another user', () => {
		const root = sample('collector/iproute2-6.1.0/four-pods.txt');
		expect(
			facts(collected('four-pods', {stdout: root.replace('0\n\n@@TOKEN user 0', '1000\n\n@@TOKEN user 0')})).processes,
		).toEqual({
			known: false,
			unknown: {reason: 'needs-root', detail: '/proc'},
		});
	});
});

test('what even root is denied is a note, and the rest is known', () => {
	const root = sample('collector/iproute2-6.1.0/four-pods.txt');
	const line = "stat: cannot statx '/proc/1/ns/net': Permission denied";
	const stdout = root.replace(/^\d+ \/proc\/1\/ns\/net$/m, line);
	const {processes} = facts(collected('four-pods', {stdout}));
	expect(processes.known && processes.value.length).toBeGreaterThan(9);
	expect(processes.known && processes.notes).toEqual([{line, reason: 'denied'}]);
});

describe('what else stands in /run/netns', () => {
	test('a leftover file is told by its device; what was attached is not unnamed any more', () => {
		const {files, insides, unnamed} = facts(collected('empty-stale-attached'));
		expect(files.known && files.value.find(({name}) => name === 'stale')).toMatchObject({namespace: false});
		expect(files.known && files.value.find(({name}) => name === 'with space')).toMatchObject({namespace: true});
		expect(insides.get('stale')).toMatchObject({known: false, unknown: {reason: 'failed'}});
		expect(insides.get('with space')?.known).toBe(true);
		expect(unnamed.size).toBe(0);
	});

	test("the CNI plugin's cache names a namespace's pod", () => {
		expect(facts(collected('empty-stale-attached')).cni).toEqual({
			known: true,
			value: [{netns: metrics, namespace: 'kube-system', name: 'metrics-server-67bc669cf4-m2xzk'}],
			notes: [],
		});
	});

	test('above the limit only the named ones are entered', () => {
		const {names, insides} = facts(collected('over-limit'));
		expect(names.known && names.value).toHaveLength(8);
		expect([...insides.keys()]).toEqual(['empty']);
	});
});

describe('what goes wrong', () => {
	test('ended at its deadline: the sections that were closed count', () => {
		const stdout = sample('collector/iproute2-6.1.0/four-pods.txt');
		const cut = stdout.slice(0, stdout.indexOf('@@TOKEN pids'));
		const read = facts(collected('four-pods', {kind: 'timed-out', exit: null, stdout: cut}));
		expect(read.links.known).toBe(true);
		expect(read.processes).toMatchObject({known: false, unknown: {reason: 'timed-out'}});
		expect(read.insides.size).toBe(0);
	});

	test('without the last section the processes have no command', () => {
		const stdout = sample('collector/iproute2-6.1.0/four-pods.txt');
		const start = stdout.lastIndexOf('@@TOKEN inode/');
		const {processes} = facts(
			collected('four-pods', {kind: 'timed-out', exit: null, stdout: stdout.slice(0, stdout.indexOf('\n', start) + 1)}),
		);
		expect(processes.known && processes.value.length).toBeGreaterThan(10);
		expect(processes.known && processes.value.every(({command}) => command === null)).toBe(true);
	});

	test('a tool that is missing is missing in its section only', () => {
		const stdout = collectorOutput('TOKEN', [
			{name: 'user', body: '0\n', exit: 0},
			{name: 'here', body: '4 1\n', exit: 0},
			{name: 'addr', body: '[]\n', exit: 0},
			{name: 'ids', body: 'sh: 22: lsns: not found\n', exit: 127},
			{name: 'ns/a', body: 'sh: 60: nsenter: not found\n', exit: 127},
		]);
		const read = facts(collected('four-pods', {stdout}));
		expect(read.ids).toMatchObject({unknown: {reason: 'tool-missing', detail: 'lsns'}});
		expect(read.insides.get('a')).toMatchObject({unknown: {reason: 'tool-missing', detail: 'nsenter'}});
		expect(read.links.known).toBe(true);
		expect(read.processes).toMatchObject({known: false});
	});

	test('no shell, another command, no section, cut in the middle', () => {
		expect(readCollected(outcomeOf({argv, kind: 'not-found'}))).toMatchObject({unknown: {reason: 'tool-missing'}});
		expect(readCollected(outcomeOf({argv: ['ip']}))).toMatchObject({unknown: {reason: 'unreadable'}});
		expect(readCollected(outcomeOf({argv, stdout: 'hello\n'}))).toMatchObject({
			unknown: {reason: 'unreadable', detail: 'hello'},
		});
		expect(readCollected(collected('four-pods', {stdoutCut: 1}))).toMatchObject({unknown: {reason: 'cut'}});
	});

	test('mutated outputs never throw, and never make processes of nothing', () => {
		const texts = ['four-pods', 'four-pods-as-nobody', 'empty-stale-attached', 'over-limit'].map(name =>
			sample(`collector/iproute2-6.1.0/${name}.txt`),
		);
		fc.assert(
			fc.property(mutated(texts), stdout => {
				const reading = readCollected(outcomeOf({argv, stdout}));
				if (!reading.known || !reading.value.processes.known) return;
				for (const {pid, inode} of reading.value.processes.value) expect([pid > 0, inode > 0]).toEqual([true, true]);
			}),
			{numRuns: 200},
		);
	});
});

describe('cgroups', () => {
	const container = 'ab'.repeat(32);
	const read = (...lines: readonly string[]): unknown => {
		const stdout = collectorOutput('TOKEN', [
			{name: 'user', body: '0\n', exit: 0},
			{name: 'addr', body: '[]\n', exit: 0},
			{name: 'pids', body: '1 /proc/7/ns/net\n', exit: 0},
			{name: 'cgroup', body: lines.map(line => `/proc/7/cgroup:${line}\n`).join(''), exit: 0},
			{name: 'commands', body: '/proc/7/comm:x \n', exit: 0},
		]);
		const {processes} = facts(outcomeOf({argv, stdout}));
		if (!processes.known) throw new Error('unknown');
		const [process] = processes.value;
		return [process?.podUid, process?.container];
	};

	const uid = '68526cca-3999-566c-4545-065478ba3b42';

	test.each([
		['cgroupfs driver', `0::/kubepods/besteffort/pod${uid}/${container}`, [uid, container]],
		['guaranteed', `0::/kubepods/pod${uid}/${container}`, [uid, container]],
		[
			'systemd driver',
			`0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uid.replaceAll('-', '_')}.slice/cri-containerd-${container}.scope`,
			[uid, container],
		],
		['a static pod', `0::/kubepods/burstable/pod${'0f'.repeat(16)}/${container}`, ['0f'.repeat(16), container]],
		['below a container', `0::/kubepods/pod${uid}/${container}/init.scope/${'cd'.repeat(32)}`, [uid, container]],
		['docker', `0::/system.slice/docker-${container}.scope`, [null, container]],
		['no container', '0::/user.slice', [null, null]],
	])('%s', (_name, line, expected) => {
		expect(read(line)).toEqual(expected);
	});

	test('cgroup v1: the line of any controller that names the pod', () => {
		expect(read(`12:cpu:/docker/${container}`, `11:memory:/kubepods/pod${uid}/${container}`)).toEqual([uid, container]);
	});
});
