import {afterEach, describe, expect, test, vi} from 'vitest';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {createChecksSource} from '../../source/checks/source.js';
import type {Command} from '../../source/command/command.js';
import type {ExecuteOptions} from '../../source/host/host.js';
import type {Runner} from '../../source/host/runner.js';
import {createPacer} from '../../source/store/pacer.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, disk, goodHost, type Given} from '../support/good-host.js';

const pacer = createPacer({coalesce: 1});
afterEach(() => pacer.close());

/** A runner whose `nproc` waits until it is let go. */
function slow(given: Given = {}) {
	const answers: Given = {...goodHost, ...given};
	const host = fakeRunner(words => answering(answers)(words));
	let letGo = (): void => undefined;
	let waiting = new Promise<void>(resolve => {
		letGo = resolve;
	});
	const runner: Runner = {
		...host,
		async run(command: Command, options?: ExecuteOptions) {
			if (command.argv[0] === 'nproc') {
				const aborted = new Promise<void>(resolve => {
					options?.signal?.addEventListener('abort', () => resolve());
				});
				await Promise.race([waiting, aborted]);
			}

			return host.run(command, options);
		},
	};
	return {
		runner,
		asked: host.asked,
		letGo,
		hold() {
			waiting = new Promise<void>(resolve => {
				letGo = resolve;
			});
		},
	};
}

const sourceOf = (runner: Runner) =>
	createChecksSource({runner, pacer, text: catalogue('en'), options: defaultOptions});
const row = (source: ReturnType<typeof sourceOf>, id: string) => source.get().value?.find(each => each.id === id);

describe('the checks as a source', () => {
	test('nothing is asked before somebody looks; then results appear as they come', async () => {
		const {runner, asked, letGo} = slow();
		const source = sourceOf(runner);
		expect(source.get().value).toHaveLength(allChecks.length);
		expect(row(source, 'memory')).toMatchObject({title: 'Memory', report: null, asking: false});
		expect(asked).toEqual([]);

		const leave = source.subscribe(() => undefined);
		await vi.waitFor(() => expect(row(source, 'memory')?.report?.result).toBe('pass'), 5000);
		expect(row(source, 'cpu')).toMatchObject({report: null, asking: true});
		expect(source.get()).toMatchObject({reading: true, at: undefined});
		letGo();
		await vi.waitFor(() => expect(source.get().reading).toBe(false), 5000);
		expect(row(source, 'cpu')).toMatchObject({asking: false, report: {result: 'pass'}});
		expect(source.get().at).toBeTypeOf('number');
		leave();
	});

	test('after a run nothing old is shown as now: it is asked when somebody looks, and at once where somebody does', async () => {
		const {runner, asked, letGo} = slow();
		const source = sourceOf(runner);
		letGo();
		const leave = source.subscribe(() => undefined);
		await vi.waitFor(() => expect(source.get().at).toBeTypeOf('number'), 5000);
		expect(source.summary.get().value).toBeDefined();
		asked.length = 0;
		source.outdate();
		expect(row(source, 'memory')).toMatchObject({report: null, asking: true});
		expect(source.summary.get().value).toBeUndefined();
		await vi.waitFor(() => expect(source.summary.get().value).toBeDefined(), 5000);
		expect(asked.length).toBeGreaterThan(0);
		leave();
		await Promise.resolve();
		asked.length = 0;
		source.outdate();
		expect(row(source, 'memory')).toMatchObject({report: null, asking: false});
		expect(asked).toEqual([]);
		source.subscribe(() => undefined)();
		await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0), 5000);
	});

	test('a second look does not ask again; refresh does, and keeps the old reports meanwhile', async () => {
		const {runner, asked, letGo} = slow();
		const source = sourceOf(runner);
		letGo();
		const leave = source.subscribe(() => undefined);
		await vi.waitFor(() => expect(source.get().at).toBeDefined(), 5000);
		const once = asked.length;
		leave();
		const again = source.subscribe(() => undefined);
		await new Promise(resolve => {
			setTimeout(resolve, 20);
		});
		expect(asked.length).toBe(once);

		const refreshing = source.refresh();
		await Promise.resolve();
		expect(row(source, 'memory')).toMatchObject({asking: true, report: {result: 'pass'}});
		await refreshing;
		expect(asked.length).toBe(once * 2);
		again();
	});

	test('one check again asks for its facts only', async () => {
		const {runner, asked, letGo} = slow();
		const source = sourceOf(runner);
		letGo();
		await source.refresh();
		const other = row(source, 'memory');
		asked.length = 0;
		await source.rerun('localhost');
		expect(asked.sort()).toEqual(['cat -- /etc/hosts', 'getent hosts localhost']);
		expect(row(source, 'memory')).toBe(other);
	});

	test('its summary asks nothing by itself, and tells what was found once all were judged', async () => {
		const {runner, asked, letGo} = slow();
		const source = sourceOf(runner);
		let told = 0;
		const forget = source.summary.subscribe(() => told++);
		expect(source.summary.get().value).toBeUndefined();
		expect(asked).toEqual([]);
		letGo();
		await source.refresh();
		const first = source.summary.get();
		expect(first.value).toMatchObject({fail: 0, warn: 0});
		expect(first.value?.pass).toBeGreaterThan(50);
		await vi.waitFor(() => expect(told).toBeGreaterThan(0), 5000);
		await source.rerun('localhost');
		expect(source.summary.get()).toBe(first);
		forget();
	});

	test('what ends soon is asked by its few checks alone, and a part of the checks is no summary', async () => {
		const {runner, asked} = slow({
			'df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- /var/lib': disk('xfs', 3_300_000_000),
		});
		const source = sourceOf(runner);
		expect(source.ahead.get().value).toBeUndefined();
		expect(asked).toEqual([]);
		await source.ahead.refresh();
		const first = source.ahead.get();
		expect(first.value).toEqual([
			{id: 'disk-share', result: 'warn', title: 'Free disk share', found: '18 % of 16.8 GiB free on /'},
		]);
		expect(source.summary.get().value).toBeUndefined();
		expect(asked).not.toContain('nproc');
		await source.ahead.refresh();
		expect(source.ahead.get()).toBe(first);
	});

	test('options that change are those of the next look', async () => {
		const {runner, letGo} = slow();
		letGo();
		let profile: 'single-node' | 'multi-node' = 'single-node';
		const options = () => ({...defaultOptions, profile});
		const source = createChecksSource({runner, pacer, text: catalogue('en'), options});
		await source.rerun('firewall-nodes');
		expect(row(source, 'firewall-nodes')?.report?.result).toBe('skip');
		profile = 'multi-node';
		await source.rerun('firewall-nodes');
		expect(row(source, 'firewall-nodes')?.report?.result).toBe('warn');
	});

	test('when nobody looks any more the rest is not asked; who comes back sees it whole', async () => {
		const {runner, letGo} = slow();
		const source = sourceOf(runner);
		const leave = source.subscribe(() => undefined);
		await vi.waitFor(() => expect(row(source, 'memory')?.report).not.toBeNull(), 5000);
		leave();
		await vi.waitFor(() => expect(source.get().reading).toBe(false), 5000);
		expect(source.get().at).toBeUndefined();
		letGo();
		const again = source.subscribe(() => undefined);
		await vi.waitFor(() => expect(row(source, 'cpu')?.report?.result).toBe('pass'), 5000);
		again();
	});
});
