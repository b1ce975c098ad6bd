import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import type {Runner} from '../../source/host/runner.js';
import {createInformer, type Informer} from '../../source/store/informer.js';
import {asText, at} from '../../source/read/json-value.js';
import {outcomeOf, sample} from '../support/samples.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

type Pod = {readonly name: string; readonly phase: string | null};

/** An API whose lists and watches a test answers. */
function fakeApi() {
	const asked: Array<{readonly path: string; readonly at: number}> = [];
	let answer: () => Partial<Outcome> = () => ({stdout: listOf('1', [])});
	let refuses: Partial<Outcome> | undefined;
	let open: {readonly line: (line: string) => void; readonly end: (outcome?: Partial<Outcome>) => void} | undefined;
	const began = Date.now();
	const runner = {
		kind: 'local',
		readOnly: true,
		follows: true,
		log: {get: () => [], subscribe: () => () => undefined, changed: 0},
		async run({argv, follow}: Command, {signal, onLine} = {}) {
			const path = argv.at(-1) ?? '';
			asked.push({path, at: (Date.now() - began) / 1000});
			if (!follow) return outcomeOf({argv, ...answer()});
			if (refuses) return outcomeOf({argv, ...refuses});
			onLine?.('', 'stdout');
			return new Promise(resolve => {
				const end = (outcome: Partial<Outcome> = {}) => resolve(outcomeOf({argv, ...outcome}));
				signal?.addEventListener('abort', () => end({kind: 'aborted', exit: null}));
				open = {line: line => onLine?.(line, 'stdout'), end};
			});
		},
		interactive: async () => Promise.reject(new Error('no terminal here')),
		async close() {},
	} satisfies Runner;
	return {
		runner,
		asked,
		lists: (next: typeof answer) => {
			answer = next;
		},
		refuse: (outcome: Partial<Outcome> | undefined) => {
			refuses = outcome;
		},
		line: (line: string) => open?.line(line),
		end: (outcome?: Partial<Outcome>) => open?.end(outcome),
	};
}

const pod = (name: string, phase: string, version = '5') => ({
	kind: 'Pod',
	metadata: {name, namespace: 'default', resourceVersion: version},
	status: {phase},
});
const listOf = (version: string, items: readonly unknown[]): string =>
	JSON.stringify({kind: 'PodList', metadata: {resourceVersion: version}, items});
const event = (type: string, object: unknown): string => JSON.stringify({type, object});

const turn = async (ms = 0): Promise<void> => {
	await vi.advanceTimersByTimeAsync(ms);
};

function informer(api: ReturnType<typeof fakeApi>, same?: (a: Pod, b: Pod) => boolean) {
	const told = {times: 0};
	const made = createInformer<Pod>({
		runner: api.runner,
		path: '/api/v1/pods',
		dataDir: '/var/lib/k0s',
		read: object => ({
			name: asText(at(object, 'metadata', 'name')) ?? '',
			phase: asText(at(object, 'status', 'phase')),
		}),
		...(same && {same}),
		onChange: () => told.times++,
		random: () => 1,
	});
	return {made, told};
}

const names = (made: Informer<Pod>): string[] => {
	const reading = made.get();
	return reading?.known ? reading.value.map(({name, phase}) => `${name} ${phase}`) : [];
};

describe('the objects of one kind', () => {
	test('are listed once, and kept by a watch from that list', async () => {
		const api = fakeApi();
		api.lists(() => ({stdout: listOf('10', [pod('a', 'Pending'), pod('b', 'Running')])}));
		const {made, told} = informer(api);
		await turn();
		expect(made.live).toBe(true);
		expect(names(made)).toEqual(['a Pending', 'b Running']);
		const before = told.times;
		api.line(event('MODIFIED', pod('a', 'Running', '11')));
		api.line(event('ADDED', pod('c', 'Pending', '12')));
		api.line(event('DELETED', pod('b', 'Running', '13')));
		expect(told.times).toBe(before + 3);
		expect(names(made)).toEqual(['a Running', 'c Pending']);
		await turn(3_600_000);
		expect(api.asked.map(({path}) => path)).toEqual([
			'/api/v1/pods',
			'/api/v1/pods?watch=true&allowWatchBookmarks=true&resourceVersion=10',
		]);
		made.stop();
	});

	test('what nobody can see is not told, and keeps its reference', async () => {
		const api = fakeApi();
		api.lists(() => ({stdout: listOf('10', [pod('a', 'Running')])}));
		const {made, told} = informer(api);
		await turn();
		const before = told.times;
		const reading = made.get();
		api.line(event('MODIFIED', pod('a', 'Running', '11')));
		expect(told.times).toBe(before);
		const now = made.get();
		expect(now?.known && reading?.known && now.value[0] === reading.value[0]).toBe(true);
		made.stop();
	});

	test('a change that is not worth telling is still known', async () => {
		const api = fakeApi();
		api.lists(() => ({stdout: listOf('10', [pod('lease', 'renewed 1')])}));
		const {made, told} = informer(api, () => true);
		await turn();
		const before = told.times;
		api.line(event('MODIFIED', pod('lease', 'renewed 2')));
		expect(told.times).toBe(before);
		expect(names(made)).toEqual(['lease renewed 2']);
		made.stop();
	});

	test('a watch that the server ends goes on from the last bookmark, at once', async () => {
		const api = fakeApi();
		const {made} = informer(api);
		await turn();
		await turn(1_800_000);
		api.line(sample('k0s/1.34.1/api-watch-bookmark.txt').trimEnd().split('\n').at(-1) ?? '');
		api.end();
		await turn();
		expect(api.asked.at(-1)).toEqual({
			path: '/api/v1/pods?watch=true&allowWatchBookmarks=true&resourceVersion=1560',
			at: 1800,
		});
		expect(made.live).toBe(true);
		made.stop();
	});

	test('a connection that is cut within an object: nothing of it is believed, and the watch goes on before it', async () => {
		const api = fakeApi();
		api.lists(() => ({stdout: listOf('10', [pod('a', 'Running')])}));
		const {made} = informer(api);
		await turn(60_000);
		api.line(event('MODIFIED', pod('a', 'Failed', '11')).slice(0, 40));
		await turn();
		expect(names(made)).toEqual(['a Running']);
		expect(api.asked.at(-1)?.path).toContain('resourceVersion=10');
		made.stop();
	});

	test('a version that is too old (HTTP 200, ERROR 410) begins anew with a list', async () => {
		const api = fakeApi();
		api.lists(() => ({stdout: listOf('10', [pod('a', 'Running'), pod('b', 'Running')])}));
		const {made} = informer(api);
		await turn(60_000);
		api.lists(() => ({stdout: listOf('90', [pod('a', 'Failed')])}));
		api.line(sample('k0s/1.34.1/api-410-watch.txt').trimEnd().split('\n').at(-1) ?? '');
		await turn(1000);
		expect(api.asked.slice(2).map(({path}) => path)).toEqual([
			'/api/v1/pods',
			'/api/v1/pods?watch=true&allowWatchBookmarks=true&resourceVersion=90',
		]);
		expect(names(made)).toEqual(['a Failed']);
		expect(made.live).toBe(true);
		made.stop();
	});

	test('a watch that is refused is not live, and is tried again, later each time up to half a minute', async () => {
		const api = fakeApi();
		const [, body = ''] = sample('k0s/1.34.1/api-watch-badrv-500.txt').split(/\r?\n\r?\n/);
		api.refuse({kind: 'failed', exit: 1, stderr: `Error from server (500): ${body}`});
		const {made} = informer(api);
		await turn(100_000);
		expect(made.live).toBe(false);
		const lists = api.asked.filter(({path}) => path === '/api/v1/pods').map(({at}) => at);
		expect(lists.map((time, index) => time - (lists[index - 1] ?? 0))).toEqual([0, 1, 2, 4, 8, 16, 30, 30]);
		api.refuse(undefined);
		await turn(30_000);
		expect(made.live).toBe(true);
		made.stop();
	});

	test('the API does not answer: unknown and why, and heard all the same; then it is there again', async () => {
		const api = fakeApi();
		const refused = sample('kubectl/1.34.5/refused.stderr');
		api.lists(() => ({kind: 'failed', exit: 1, stderr: refused}));
		const {made, told} = informer(api);
		await made.heard;
		expect(made.get()).toMatchObject({known: false, unknown: {reason: 'not-running'}});
		const before = told.times;
		await turn(5000);
		expect(told.times).toBe(before);
		api.lists(() => ({stdout: listOf('3', [pod('a', 'Running')])}));
		await turn(10_000);
		expect(names(made)).toEqual(['a Running']);
		expect(made.live).toBe(true);
		// And away again: what ends a moment after it began is no sign of health.
		api.lists(() => ({kind: 'failed', exit: 1, stderr: refused}));
		await turn(60_000);
		api.end({kind: 'failed', exit: 1, stderr: 'error: aborted'});
		await turn(1000);
		expect(made.live).toBe(false);
		expect(made.get()).toMatchObject({known: false});
		made.stop();
	});

	test('two do not try at the same moment', async () => {
		const at = async (random: number): Promise<number> => {
			const api = fakeApi();
			api.lists(() => ({kind: 'failed', exit: 1, stderr: 'error: x'}));
			const made = createInformer({
				runner: api.runner,
				...{path: '/api/v1/pods', dataDir: '/d', read: () => undefined, onChange() {}},
				random: () => random,
			});
			await turn(2500);
			made.stop();
			return api.asked[1]?.at ?? 0;
		};

		expect(await at(0)).toBe(0.5);
		expect(await at(1)).toBe(1);
	});

	test('after its end nothing is asked, told or left', async () => {
		const api = fakeApi();
		const {made, told} = informer(api);
		await turn();
		made.stop();
		const {length} = api.asked;
		const {times} = told;
		await turn(100_000);
		expect(api.asked).toHaveLength(length);
		expect(told.times).toBe(times);
		expect(made.live).toBe(false);
		expect(vi.getTimerCount()).toBe(0);
	});
});
