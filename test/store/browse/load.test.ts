import fs from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Pod} from '../../../source/facts/cluster.js';
import {createLocalHost} from '../../../source/host/local.js';
import {createRunner} from '../../../source/host/runner.js';
import {kindNamed, usualKinds} from '../../../source/model/api-kinds.js';
import {podOf} from '../../../source/read/kubectl/pod.js';
import {createTableSource} from '../../../source/store/browse/table.js';
import {createInformer} from '../../../source/store/informer.js';
import {createPacer} from '../../../source/store/pacer.js';

/**
 * 2,000 pods that change. The API server here is a small one of ours (node:http), not a real one; the events come all at
 * once. K0S_TUI_LOAD=60 lets 100 a second come for so many seconds, and prints what that cost (no part of CI).
 */
const count = 2000;
const seconds = Number(process.env['K0S_TUI_LOAD'] ?? 0);
const events = seconds > 0 ? seconds * 100 : 600;

type Kept = {readonly name: string; readonly round: number};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'load-'));
let server: http.Server;
let pods: Map<string, Kept>;
let version: number;
let watchers: Array<{readonly response: http.ServerResponse; readonly table: boolean}>;

const podObject = ({name, round}: Kept) => ({
	...{apiVersion: 'v1', kind: 'Pod'},
	metadata: {name, namespace: 'default', uid: `uid-${name}`, resourceVersion: String(version)},
	spec: {nodeName: 'node', containers: [{name: 'c', image: 'httpd'}]},
	status: {phase: 'Running', podIP: `10.244.${round % 250}.1`},
});
const row = (pod: Kept) => ({
	cells: [pod.name, String(pod.round)],
	object: {metadata: {...podObject(pod).metadata, creationTimestamp: '2026-11-30T00:00:00Z'}},
});
const table = (rows: readonly unknown[]) => ({
	...{kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {resourceVersion: String(version)}, rows},
	columnDefinitions: ['Name', 'Round'].map(name => ({name, type: 'string', format: '', priority: 0})),
});

/** The next event: mostly a change, now and then a pod that goes and one that comes. */
function change(at: number): void {
	version++;
	const gone = at % 10 === 0;
	const name = gone
		? [...pods.keys()][at % pods.size]!
		: at % 10 === 1
			? `new-${at}`
			: [...pods.keys()][(at * 7) % pods.size]!;
	const type = gone ? 'DELETED' : pods.has(name) ? 'MODIFIED' : 'ADDED';
	const pod = {name, round: at};
	if (gone) pods.delete(name);
	else pods.set(name, pod);
	for (const {response, table: asked} of watchers) {
		response.write(`${JSON.stringify({type, object: asked ? table([row(pod)]) : podObject(pod)})}\n`);
	}
}

beforeEach(async () => {
	version = 1;
	watchers = [];
	pods = new Map(Array.from({length: count}, (_, at) => [`pod-${at}`, {name: `pod-${at}`, round: 0}] as const));
	server = http.createServer((request, response) => {
		const asked = request.headers.accept?.includes('as=Table') ?? false;
		if (request.url?.includes('watch=true')) {
			watchers.push({response, table: asked});
			response.writeHead(200);
			response.flushHeaders();
			return;
		}

		const all = [...pods.values()];
		const metadata = {resourceVersion: String(version)};
		response.end(
			JSON.stringify(
				asked ? table(all.map(row)) : {kind: 'PodList', apiVersion: 'v1', metadata, items: all.map(podObject)},
			),
		);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	fs.mkdirSync(path.join(folder, 'pki'), {recursive: true});
	fs.writeFileSync(
		path.join(folder, 'pki/admin.conf'),
		`apiVersion: v1\nclusters:\n- cluster:\n    server: http://127.0.0.1:${(server.address() as AddressInfo).port}\n  name: local\ncontexts:\n- context:\n    cluster: local\n    user: user\n  name: Default\ncurrent-context: Default\nkind: Config\nusers:\n- name: user\n  user: {}\n`,
	);
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise(resolve => server.close(resolve));
	fs.rmSync(folder, {recursive: true, force: true});
});

const until = async (holds: () => boolean): Promise<void> => {
	for (let tries = 0; !holds(); tries++) {
		if (tries > 3000) throw new Error('it did not come');
		await sleep(10);
	}
};

/** Sends all events, and resolves with the CPU seconds and the growth of memory that they took. */
async function sendAll(): Promise<{readonly cpu: number; readonly grown: number}> {
	const [cpu, heap] = [process.cpuUsage(), process.memoryUsage().heapUsed];
	for (let at = 0; at < events; at++) {
		change(at);
		if (seconds > 0) await sleep(10);
	}

	const used = process.cpuUsage(cpu);
	return {cpu: (used.user + used.system) / 1e6, grown: process.memoryUsage().heapUsed - heap};
}

const report = (what: string, told: number, {cpu, grown}: Awaited<ReturnType<typeof sendAll>>): void => {
	if (seconds === 0) return;
	const megabytes = (grown / 2 ** 20).toFixed(1);
	process.stderr.write(
		`${what}: ${events} events, told ${told} times, ${cpu.toFixed(2)} s CPU, ${megabytes} MB grown\n`,
	);
};

const limit = 60_000 + seconds * 2000;

test(
	'a list of 2,000 rows under events ends as the API has it, and is told a few times a second at most',
	async () => {
		const runner = createRunner(createLocalHost({folders: []}));
		const pacer = createPacer({interval: 2000, coalesce: 100});
		const query = {kind: kindNamed('pods', usualKinds)!, namespace: null, selector: '', fields: ''};
		const source = createTableSource({runner, pacer, dataDir: () => folder}, query);
		let told = 0;
		const leave = source.subscribe(() => told++);
		await until(() => source.live && source.get().value?.rows.length === count);
		const before = told;
		const began = performance.now();
		const cost = await sendAll();
		const wanted = (): string[] => [...pods.values()].map(({name, round}) => `${name} ${round}`).toSorted();
		const have = (): string[] => (source.get().value?.rows ?? []).map(({cells}) => cells.join(' ')).toSorted();
		await until(() => have().join('\n') === wanted().join('\n'));
		expect(told - before).toBeGreaterThan(0);
		expect(told - before).toBeLessThanOrEqual((performance.now() - began) / 100 + 2);
		report('table', told - before, cost);
		leave();
		pacer.close();
		await runner.close();
	},
	limit,
);

test(
	'the objects of 2,000 pods end as the API has them; whoever looks seldom pays seldom',
	async () => {
		const runner = createRunner(createLocalHost({folders: []}));
		let changes = 0;
		const informer = createInformer<Pod>({
			...{runner, path: '/api/v1/pods', dataDir: folder, read: podOf},
			onChange: () => changes++,
		});
		await until(() => informer.live);
		const cost = await sendAll();
		const wanted = [...pods.values()].map(({name, round}) => `${name} 10.244.${round % 250}.1`).toSorted();
		const have = (): string[] => {
			const heard = informer.get();
			return (heard?.known ? heard.value : []).map(({name, ips}) => `${name} ${ips[0]}`).toSorted();
		};
		await until(() => have().join('\n') === wanted.join('\n'));
		// The same answer until something changes: who compares references sees that.
		expect(informer.get()).toBe(informer.get());
		expect(changes).toBeGreaterThan(0);
		report('informer', changes, cost);
		informer.stop();
		await runner.close();
	},
	limit,
);
