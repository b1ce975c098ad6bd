import {describe, expect, test} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import {plain} from '../../../source/components/line.js';
import {known} from '../../../source/facts/reading.js';
import {readPods} from '../../../source/read/kubectl/get.js';
import type {Services} from '../../../source/screens/services.js';
import {createLogLines, timed} from '../../../source/screens/status/object/log-lines.js';
import {chosenText, logRows} from '../../../source/screens/status/object/log-rows.js';
import {markOf, streamsOf, type Stream} from '../../../source/screens/status/object/streams.js';
import {ObjectPane} from '../../../source/screens/status/object/view.js';
import {catalogue} from '../../../source/text/text.js';
import {healthyFacts} from '../../support/cluster.js';
import {draw} from '../../support/draw.js';
import {outcomeOf} from '../../support/samples.js';
import {podOf} from '../../support/why-objects.js';

const text = catalogue('en');
const stream = (pod: string, container: string): Stream => ({namespace: 'shop', pod, container});

describe('several logs at once', () => {
	test('come together by their times, whichever answers first', () => {
		const lines = createLogLines();
		for (const line of ['2026-11-30T23:05:02.5Z b', '2026-11-30T23:05:04Z d']) {
			const {time, text: said} = timed(line);
			lines.add(said, time);
		}

		for (const line of ['2026-11-30T23:05:01Z a', '2026-11-30T23:05:03.25Z c', 'no time: as it came']) {
			const {time, text: said} = timed(line);
			lines.add(said, time);
		}

		expect(lines.get()).toEqual(['a', 'b', 'c', 'd', 'no time: as it came']);
	});

	test('a line says only what tells it from the others', () => {
		const [one, other, next] = [stream('web-1', 'httpd'), stream('web-1', 'side'), stream('web-2', 'httpd')];
		expect(markOf(one, [one])).toBe('');
		expect(markOf(one, [one, other])).toBe('[httpd] ');
		expect(markOf(one, [one, next])).toBe('[web-1] ');
		expect(markOf(one, [one, other, next])).toBe('[web-1 httpd] ');
	});

	test('the corner says whose logs these are, and that a part is not the whole', () => {
		const words = text.status.object;
		const all = [stream('web-1', 'httpd'), stream('web-1', 'side'), stream('web-2', 'httpd')];
		expect(chosenText(all, all, words)).toBe('all containers of 2 pods');
		expect(chosenText(all.slice(0, 2), all, words)).toBe('2 of 3 containers');
		expect(chosenText(all.slice(0, 1), all, words)).toBe('web-1 httpd');
		expect(chosenText(all.slice(0, 2), all.slice(0, 2), words)).toBe('all containers');
		expect(chosenText(all.slice(1, 2), all.slice(0, 2), words)).toBe('side');
	});
});

describe('a log without lines says why', () => {
	const said = (
		given: Partial<Parameters<typeof logRows>[1]>,
		ended: ReadonlyArray<{container: string; why: string}> = [],
	) => {
		const log = {lines: [], lost: 0, ended: ended.map(each => ({mark: '', ...each}))};
		const rows = logRows(log, {none: '', previous: false, since: null, sinceKey: 'F', ...given}, text, 200);
		return Array.from({length: rows.length}, (_, at) => plain(rows.at(at)));
	};

	test('none so far, or none in the chosen span, with the key that goes further back', () => {
		expect(said({})).toEqual(['No lines so far.']);
		expect(said({since: 5})).toEqual(['No lines in the last 5 min so far. F changes how far back.']);
		expect(said({}, [{container: 'c', why: ''}])).toEqual(['(the log ended without a line)']);
	});

	test('no previous run, in words and not in those of the API', () => {
		// The API server of Kubernetes 1.34.1.
		const why =
			'Error from server (BadRequest): previous terminated container "side" in pod "web-8465cc75f-2k8hn" not found';
		expect(said({previous: true}, [{container: 'side', why}])).toEqual([
			'There is no log of a previous run of container side: it did not end before, or its log is gone.',
		]);
		const waiting = 'container "main" in pod "crash" is waiting to start: image can’t be pulled';
		expect(said({}, [{container: 'main', why: waiting}])).toEqual([`(${waiting})`]);
	});
});

test('the log of a workload is that of all its pods; c goes through them one by one', async () => {
	const meta = (pod: string) => ({
		name: pod,
		meta: {ownerReferences: [{kind: 'ReplicaSet', name: 'web-1', controller: true}]},
	});
	const reading = readPods(
		outcomeOf({stdout: JSON.stringify({kind: 'PodList', items: [podOf(meta('web-1-a')), podOf(meta('web-1-b'))]})}),
	);
	if (!reading.known) throw new Error('the pods of this test');
	const [first] = reading.value;
	const facts = {...healthyFacts(), pods: known(reading.value)};
	const asked: string[] = [];
	const services = {
		...{text, kind: 'local', readOnly: false},
		async follow({argv}: Command, onLine: (line: string) => void) {
			const pod = argv[3] ?? '';
			asked.push(`${pod}${argv.includes('--timestamps') ? ' with times' : ''}`);
			onLine(`${argv.includes('--timestamps') ? `2026-11-30T23:05:0${pod.endsWith('a') ? 2 : 1}Z ` : ''}of ${pod}`);
			return outcomeOf();
		},
		notify: () => undefined,
		offer: () => undefined,
	} as unknown as Services;
	const none = () => undefined;
	const screen = draw(() => (
		<ObjectPane
			{...{services, facts, width: 80, height: 20}}
			show="logs"
			target={{what: 'replicasets.apps', kind: 'ReplicaSet', namespace: first?.namespace ?? '', name: 'web-1'}}
			onShow={none}
			onTrouble={none}
			onClose={none}
		/>
	));
	await screen.sees('all containers of 2 pods');
	await screen.sees('[web-1-b] of web-1-b');
	const rows = screen.rows().map(each => each.trim());
	expect(rows.indexOf('[web-1-b] of web-1-b')).toBe(rows.indexOf('[web-1-a] of web-1-a') - 1);
	expect(asked).toEqual(['web-1-a with times', 'web-1-b with times']);
	await screen.press('c');
	await screen.sees('of web-1-a');
	expect(screen.frame()).not.toContain('of web-1-b');
	await screen.press('c');
	await screen.sees('of web-1-b');
	expect(asked.slice(2)).toEqual(['web-1-a', 'web-1-b']);
	await screen.press('c');
	await screen.sees('all containers of 2 pods');
	expect(streamsOf(reading.value)).toHaveLength(2);
});

test('the description says of a container that runs how often the kernel killed something in it, and who counts that', async () => {
	const id = 'a'.repeat(64);
	const reading = readPods(
		outcomeOf({
			stdout: JSON.stringify({
				kind: 'PodList',
				items: [
					podOf({
						container: {
							containerID: `containerd://${id}`,
							ready: true,
							state: {running: {startedAt: '2026-11-30T00:00:00Z'}},
						},
					}),
				],
			}),
		}),
	);
	if (!reading.known) throw new Error('the pods of this test');
	const file = `/sys/fs/cgroup/kubepods/pod0a1b2c3d-ebfa-41de-8785-494358b2f553/${id}/memory.events`;
	const services = {
		...{text, kind: 'local', readOnly: false},
		ask: async ({argv}: Command) =>
			outcomeOf(argv[0] === 'grep' ? {kind: 'failed', exit: 2, stdout: `${file}:oom_kill 3\n`} : {stdout: 'said\n'}),
		notify: () => undefined,
		offer: () => undefined,
	} as unknown as Services;
	const none = () => undefined;
	const screen = draw(() => (
		<ObjectPane
			{...{services, facts: {...healthyFacts(), pods: known(reading.value)}, width: 200, height: 20}}
			show="describe"
			target={{what: 'pods', kind: 'Pod', namespace: 'default', name: 'web'}}
			onShow={none}
			onTrouble={none}
			onClose={none}
		/>
	));
	await screen.sees('processes of container c that the kernel killed for lack of memory since its start: 3');
	await screen.sees(file.slice(0, 60));
});
