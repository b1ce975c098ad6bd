import {describe, expect, test} from 'vitest';
import type {PodGroup} from '../../source/facts/usage.js';
import {fromGroups, fromMetrics, keptSamples, usageRows, withSample} from '../../source/model/usage.js';

const pod = (name: string, phase = 'Running') => ({namespace: 'default', name, uid: `uid-${name}`, phase});
const metric = (name: string, at: number, cpu: number) => ({namespace: 'default', name, at, cpu, memory: 1});

describe('histories', () => {
	test('are bounded, and the same measure told twice is one', () => {
		let trend = withSample([], {at: 0, cpu: 1, memory: 1});
		for (let at = 0; at < 500; at++) trend = withSample(trend, {at: Math.floor(at / 2), cpu: at, memory: 1});
		expect(trend).toHaveLength(keptSamples);
		expect(trend.at(-1)).toMatchObject({at: 249, cpu: 498});
	});
	test('of pods that are gone are forgotten; of what was not measured now the last stays with its time', () => {
		const first = usageRows([], fromMetrics([metric('a', 10, 1), metric('b', 10, 2)], 10), [pod('a'), pod('b')]);
		expect(first.map(({name}) => name)).toEqual(['a', 'b']);
		const later = usageRows(first, null, [pod('b')]);
		expect(later).toEqual([first[1]]);
	});
	test('a pod that nothing measures is there, and unknown; one that has ended is not', () => {
		expect(usageRows([], [], [pod('new'), pod('job', 'Completed')])).toEqual([
			{kind: 'pod', namespace: 'default', name: 'new', from: null, trend: []},
		]);
	});
});

describe('control groups', () => {
	const look = (at: number, cpuSeconds: number | null, uid = 'uid-a') => ({
		at,
		groups: new Map<string, PodGroup>([[uid, {uid, cpuSeconds, memory: 7, version: 2}]]),
	});
	const cpuOf = (now: ReturnType<typeof look>, before?: ReturnType<typeof look>) =>
		fromGroups(now, before, [pod('a')])[0]?.sample.cpu;
	test('CPU is the difference of two looks; the first tells none, nor does a counter that went back', () => {
		expect(cpuOf(look(1000, 5))).toBeNull();
		expect(cpuOf(look(11_000, 7), look(1000, 5))).toBeCloseTo(0.2);
		expect(cpuOf(look(11_000, 1), look(1000, 5))).toBeNull();
		expect(cpuOf(look(11_000, null), look(1000, 5))).toBeNull();
	});
	test('a group whose pod nobody knows keeps its uid as its name', () => {
		expect(fromGroups(look(1, 1, 'other'), undefined, [pod('a')])).toMatchObject([{namespace: null, name: 'other'}]);
	});
});
