import {expect, test} from 'vitest';
import {plain, type Line} from '../../../source/components/line.js';
import {plainLook} from '../../../source/components/sort.js';
import {known, unknown} from '../../../source/facts/reading.js';
import type {HostUsage, Usage} from '../../../source/facts/usage.js';
import {factLines} from '../../../source/screens/status/k0s-facts.js';
import {detailLines, listLines} from '../../../source/screens/status/rows.js';
import {sections} from '../../../source/screens/status/sections.js';
import {initialStatus} from '../../../source/screens/status/state.js';
import {usageLines} from '../../../source/screens/status/usage.js';
import {catalogue} from '../../../source/text/text.js';
import {healthyFacts, must, sampledAt} from '../../support/cluster.js';

const text = catalogue('en');
const now = sampledAt;
const context = {text, now};
const failed = unknown('failed', 'connection refused');
const before = <T>(value: T) => ({...failed, last: {value, at: now - 180_000}});

const isDim = (content: Line): boolean =>
	content.every(({style, text: own}) => style?.dim === true || style?.inverse === true || own.trim() === '');

test.each(['pods', 'services', 'workloads', 'nodes', 'images'] as const)(
	'%s that cannot be read any more stay, greyed, with their age',
	id => {
		const healthy = healthyFacts();
		const facts = {...healthy, [id]: before(must<unknown>(healthy[id]))};
		const section = sections.find(each => each.id === id);
		const view = section?.view(facts, context, () => true, plainLook);
		const lines = view
			? listLines(facts, view, {...initialStatus, section: id}, context, {width: 120, height: 20})
			: [];
		expect(plain(lines[1] ?? [])).toBe('as it was 3m ago: command failed: connection refused');
		const rows = lines.slice(3, 3 + (view?.total ?? 0));
		expect(view?.total).toBeGreaterThan(0);
		expect(rows.filter(row => !isDim(row)).map(row => plain(row))).toEqual([]);
		// The details of a row are as old as the list.
		const [key = ''] = view?.keys ?? [];
		const details = view ? detailLines(view, key, context, 120) : [];
		expect(plain(details[0] ?? [])).toBe('as it was 3m ago: command failed: connection refused');
		const fresh = section?.view(healthy, context, () => true, plainLook);
		expect(fresh && plain(detailLines(fresh, key, context, 120)[0] ?? [])).not.toContain('as it was');
	},
);

test('the node of the head says how old it is', () => {
	const healthy = healthyFacts();
	const [, fresh] = factLines(healthy, context, 120);
	const [, old] = factLines({...healthy, nodes: before(must(healthy.nodes))}, context, 120);
	expect(plain(fresh ?? [])).not.toContain('ago');
	expect(plain(old ?? [])).toContain('Ready   3m ago');
	expect(isDim(old ?? [])).toBe(true);
});

const disk = {source: 'a', type: 'xfs', size: 1000, available: 250, inodes: 1, inodesFree: 1, target: '/'};
const host: HostUsage = {
	trend: [{at: now - 2000, cpu: 1, memory: 512}],
	processors: 2,
	memory: known({total: 1024, available: 512}),
	load: known([0.5, 0.2, 0.1]),
	loads: [0, 1, 2, 4].map((value, at) => ({at: now - 20_000 + at * 5000, value})),
	disks: known([disk]),
	diskTrends: new Map([['/', [500, 750].map((value, at) => ({at: now - 60_000 + at * 60_000, value}))]]),
	cpuUnknown: null,
};
const lines = (change: Partial<HostUsage>, at = now): readonly Line[] => {
	const value: Usage = {host: {...host, ...change}, rows: [], withoutMetrics: null, withoutGroups: null};
	return usageLines({value, unknown: undefined, at, reading: false}, {text, now: at}, 100);
};

test('load and disk have their history as a line, as CPU and memory have', () => {
	const [cpu, memory, load, space] = lines({}).map(row => plain(row));
	expect(cpu).toMatch(/1 of 2 \(50 %\) +▅/);
	expect(memory).toMatch(/512 B of 1\.0 KiB \(50 %\) +▅/);
	// As high as the most of them, since it is above the number of processors.
	expect(load).toMatch(/0\.50 0\.20 0\.10 +▁▃▅█ {2}tasks that run or wait, on 2 CPUs/);
	expect(space).toMatch(/750 B of 1000 B \(75 %\) +▅▇ {2}\/$/);
});

test('what of the host cannot be read any more stays, greyed, with its age', () => {
	const old = lines({
		memory: before({total: 1024, available: 512}),
		load: before([0.5, 0.2, 0.1] as const),
		disks: before([disk]),
		cpuUnknown: {reason: 'failed', detail: ''},
		trend: [
			{at: now - 180_000, cpu: 1, memory: 512},
			{at: now, cpu: null, memory: null},
		],
	});
	expect(old.map(row => plain(row).includes('3m ago'))).toEqual([true, true, true, true]);
	expect(old.every(row => isDim(row))).toBe(true);
});

test('what nobody read for long is old, however it ended', () => {
	const old = lines({}, now + 600_000);
	expect(old.every(row => isDim(row) && plain(row).includes('10m ago'))).toBe(true);
});

test('what was never read is said as unknown', () => {
	const never = lines({memory: failed, load: failed, disks: failed, loads: [], diskTrends: new Map()});
	expect(never.slice(1).map(row => plain(row).includes('connection refused'))).toEqual([true, true, true]);
});
