import {describe, expect, test} from 'vitest';
import {createTroubleReader} from '../../source/store/troubles.js';
import {readAll, readPods} from '../../source/read/kubectl/get.js';
import {known, mapReading, unknown} from '../../source/facts/reading.js';
import {must} from '../support/cluster.js';
import {fakeRunner} from '../support/fake-runner.js';
import {outcomeOf, sample} from '../support/samples.js';

const {signal} = new AbortController();
const when = {period: 60_000, now: Date.parse('2026-11-30T02:00:00Z')};
const podsOf = (name: string) => readPods(outcomeOf({stdout: sample(`real-k0s/pods/${name}.json`)}));
const none = known([]);

const logged = [
	'2026-11-30T00:53:09.1Z stdout F starting',
	'2026-11-30T00:53:09.2Z stderr P plugin/forward: ',
	'2026-11-30T00:53:09.2Z stderr F no nameservers found',
	'',
].join('\n');

describe('reading why pods are in trouble', () => {
	test('asks nothing while every pod is well', async () => {
		const all = readAll(outcomeOf({stdout: sample('kubectl/1.34.5/get-all.json')}));
		const well = mapReading(all, ({pods}) => pods.filter(({phase}) => phase === 'Running'));
		const runner = fakeRunner(() => undefined);
		expect(must(await createTroubleReader(runner).read(well, none, when, signal))).toEqual([]);
		expect(runner.asked).toEqual([]);
	});

	test('reads the events, and the log of a container that crashed, once a run of it', async () => {
		const runner = fakeRunner(argv =>
			argv.startsWith('tail ')
				? logged
				: argv.startsWith('k0s kubectl get events')
					? '{"kind":"List","items":[]}'
					: undefined,
		);
		const reader = createTroubleReader(runner);
		const [trouble] = must(await reader.read(podsOf('pod-coredns-empty-resolvconf'), none, when, signal));
		expect(trouble).toMatchObject({cause: 'crash', lastLine: 'plugin/forward: no nameservers found'});
		await reader.read(podsOf('pod-coredns-empty-resolvconf'), none, {...when, period: 0}, signal);
		expect(runner.asked.filter(argv => argv.startsWith('tail'))).toEqual([
			'tail -n 50 -- /var/log/pods/kube-system_coredns-7656c59669-gjhvl_8a392eaa-90f0-4c2d-965c-f6be2e6cd985/coredns/2.log',
		]);
		expect(runner.asked.filter(argv => argv.includes('events'))).toHaveLength(2);
	});

	test('keeps what a run printed only as long as somebody asks for it', async () => {
		const runner = fakeRunner(argv => (argv.startsWith('tail ') ? logged : '{"kind":"List","items":[]}'));
		const reader = createTroubleReader(runner);
		const crashed = podsOf('pod-coredns-empty-resolvconf');
		/** The same pod, that was started so many times more. */
		const later = (more: number) =>
			mapReading(crashed, pods =>
				pods.map(pod => ({
					...pod,
					containers: pod.containers.map(each => ({...each, restarts: each.restarts + more})),
				})),
			);
		for (const more of [0, 1, 2, 0]) await reader.read(later(more), none, when, signal);
		const logs = runner.asked.filter(argv => argv.startsWith('tail')).map(argv => /(\d+)\.log$/.exec(argv)?.[1]);
		// The first was forgotten with the second: of a pod that crashes for a week nothing piles up.
		expect(logs).toEqual(['2', '3', '4', '2']);
	});

	test('tells what the status says where events and logs cannot be read', async () => {
		const runner = fakeRunner(() => ({kind: 'failed', exit: 1, stderr: 'error: the server is gone'}));
		const [trouble] = must(await createTroubleReader(runner).read(podsOf('pod-crashloop'), none, when, signal));
		expect(trouble).toMatchObject({cause: 'crash', exitCode: 1, lastLine: null});
	});

	test('is unknown where the pods are', async () => {
		const reader = createTroubleReader(fakeRunner(() => undefined));
		expect(await reader.read(unknown('timed-out', 'k0s'), none, when, signal)).toMatchObject({
			known: false,
			unknown: {reason: 'timed-out'},
		});
	});
});
