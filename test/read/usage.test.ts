import {describe, expect, test} from 'vitest';
import {readMetrics} from '../../source/read/kubectl/metrics.js';
import {readPodGroups} from '../../source/read/pod-groups.js';
import {readCpuTimes, readLoadAverage} from '../../source/read/proc-stat.js';
import {quantityOf} from '../../source/read/quantity.js';
import {must} from '../support/cluster.js';
import {outcomeOf} from '../support/samples.js';

const text = (stdout: string) => outcomeOf({stdout});

test('quantities as the API writes them', () => {
	expect(['250m', '1', '0.5', '1234567n', '12u', '70Mi', '3894784Ki', '1e3', '2E', '1k'].map(quantityOf)).toEqual([
		...[0.25, 1, 0.5, 0.001234567, 0.000012, 73_400_320, 3_988_258_816, 1000, 2e18, 1000],
	]);
	expect(['', 'Mi', '12 Mi', '1x', null, {}].map(quantityOf)).toEqual([null, null, null, null, null, null]);
});

test('/proc/stat: guests are counted once, waiting for a disk is no work', () => {
	const stat =
		'cpu  100 10 50 800 40 1 2 3 7 7\ncpu0 50 5 25 400 20 0 1 1 0 0\ncpu1 50 5 25 400 20 1 1 2 0 0\nintr 1\n';
	expect(must(readCpuTimes(text(stat)))).toEqual({busy: 166, total: 1006, count: 2});
	expect(readCpuTimes(text('intr 1\n'))).toMatchObject({known: false, unknown: {reason: 'unreadable'}});
	expect(must(readLoadAverage(text('0.31 0.24 0.12 1/184 4410\n')))).toEqual([0.31, 0.24, 0.12]);
});

describe('metrics.k8s.io', () => {
	const list = (items: readonly unknown[]) => text(JSON.stringify({kind: 'PodMetricsList', items}));
	test('a pod is the sum of its containers, with the time of the measure', () => {
		const usage = (cpu: unknown, memory: unknown) => ({name: 'c', usage: {cpu, memory}});
		const metadata = {namespace: 'default', name: 'web'};
		const timestamp = '2026-11-30T01:00:00Z';
		expect(
			must(readMetrics(list([{metadata, timestamp, containers: [usage('2m', '1Mi'), usage('500000n', '1Mi')]}]))),
		).toEqual([{...metadata, at: Date.parse(timestamp), cpu: 0.0025, memory: 2 ** 21}]);
	});
	test('a part is not the whole: where one container has no figure, the pod has none', () => {
		const metadata = {namespace: 'default', name: 'web'};
		const containers = [{usage: {cpu: '2m', memory: '1Mi'}}, {usage: {memory: 'x'}}];
		expect(must(readMetrics(list([{metadata, containers}])))).toMatchObject([{at: null, cpu: null, memory: null}]);
		expect(must(readMetrics(list([{metadata, containers: []}])))).toMatchObject([{cpu: null, memory: null}]);
	});
	test('an API without metrics-server is unknown with its words', () => {
		const words = 'Error from server (NotFound): the server could not find the requested resource';
		expect(readMetrics(outcomeOf({kind: 'failed', exit: 1, stderr: `${words}\n`}))).toEqual({
			known: false,
			unknown: {reason: 'failed', detail: words},
		});
	});
});

describe('control groups of pods', () => {
	const uid = '0d6419d4-4977-4c3f-8b5e-707aa90ab13f';
	const ended = {kind: 'failed', exit: 2} as const;
	test('version 1: nanoseconds, the working set without idle files, containers are part of their pod', () => {
		const [cpu, memory] = ['cpuacct', 'memory'].map(tree => `/sys/fs/cgroup/${tree}/kubepods/burstable/pod${uid}`);
		const container = 'f39e45983a79601885c1398048b722864d3b5ff740ba62de2473c0eb58aa2567';
		const stdout = [
			`${cpu}/cpuacct.usage:2500000000`,
			`${cpu}/${container}/cpuacct.usage:2400000000`,
			`${memory}/memory.usage_in_bytes:10000`,
			`${memory}/memory.stat:inactive_file 1`,
			`${memory}/memory.stat:total_inactive_file 4000`,
			`${memory}/${container}/memory.usage_in_bytes:9000`,
			`${memory}/${container}/memory.stat:total_inactive_file 3000`,
		].join('\n');
		expect(must(readPodGroups(outcomeOf({...ended, stdout})))).toEqual([
			{uid, cpuSeconds: 2.5, memory: 6000, version: 1},
		]);
	});
	test('version 2 with the systemd driver: the uid has low lines there', () => {
		const slice = `/sys/fs/cgroup/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${uid.replaceAll('-', '_')}.slice`;
		const stdout = [
			'/sys/fs/cgroup/kubepods.slice/cpu.stat:usage_usec 99000000',
			`${slice}/cpu.stat:usage_usec 1500000`,
			`${slice}/memory.current:5000`,
			`${slice}/memory.stat:inactive_file 1000`,
			`${slice}/cri-containerd-ab.scope/memory.current:4000`,
		].join('\n');
		expect(must(readPodGroups(outcomeOf({...ended, stdout})))).toEqual([
			{uid, cpuSeconds: 1.5, memory: 4000, version: 2},
		]);
	});
	test('no groups at all, half an answer and a figure that is missing are not zero', () => {
		expect(readPodGroups(outcomeOf({...ended, stdout: ''}))).toMatchObject({known: false});
		expect(readPodGroups(outcomeOf({kind: 'timed-out', stdout: ''}))).toMatchObject({
			unknown: {reason: 'timed-out'},
		});
		const path = `/sys/fs/cgroup/kubepods/pod${uid}`;
		expect(must(readPodGroups(outcomeOf({...ended, stdout: `${path}/memory.current:5000\n`})))).toEqual([
			{uid, cpuSeconds: null, memory: null, version: 2},
		]);
	});
});
