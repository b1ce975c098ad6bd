import {describe, expect, test} from 'vitest';
import {change} from '../../source/command/command.js';
import * as kubectl from '../../source/command/kubectl.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {defaultDemo, refuseImage, refuseName, refuseNamespace, type DemoAnswers} from '../../source/smoke/answers.js';
import {createDemoSession, demoOrder, demoResult} from '../../source/smoke/session.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const speed = 200;

const open = async (answers: Partial<DemoAnswers> = {}, scenario: 'fresh' | 'ready' = 'ready', faults: Faults = {}) => {
	const runner = createRunner(createSimulatedHost({scenario, speed, faults}), {});
	const all = {...defaultDemo, ...answers};
	const session = createDemoSession({
		...{runner, text, answers: all},
		journal: createMemoryJournal(),
		clock: createClock(speed),
	});
	await session.refresh();
	const {rungs, approved} = demoOrder(all);
	const objects = async () => (await runner.run(kubectl.all())).stdout.match(/"name": "demo[^"]*"/g)?.length ?? 0;
	return {runner, session, objects, run: async () => session.run(rungs, approved), approved};
};

describe('the demo on the simulated host', () => {
	test('climbs every rung, answers, and leaves nothing', async () => {
		const {session, run, objects, runner, approved} = await open();
		expect(await run()).toBe('done');
		const result = demoResult(session.get());
		expect(result.rungs.map(({id, result: how}) => `${id} ${how}`)).toEqual([
			'cluster pass',
			'create pass',
			'pod pass',
			'expose pass',
			'request pass',
			'pod-service pass',
			'pod-name pass',
			'pod-node pass',
			'cleanup pass',
		]);
		expect(result).toMatchObject({answer: 'It works!', url: 'http://127.0.0.1:30094', cleaned: true});
		expect(await objects()).toBe(0);
		const printed = session.output.get().map(({text: line}) => line);
		const asked = printed.findIndex(line => line.startsWith('curl ') && line.endsWith('http://127.0.0.1:30094'));
		expect(printed[asked + 1]).toBe('<html><body><h1>It works!</h1></body></html>');
		const executed = runner.log.get().flatMap(({changes, argv}) => (changes ? [argv.join(' ')] : []));
		expect(executed).toEqual([...approved.values()].flat().map(argv => argv.join(' ')));
	});

	test('kept: it stays, a second demo finds it, uses it and deletes it', async () => {
		const {session, run, objects} = await open({keep: true});
		expect(await run()).toBe('done');
		expect(await objects()).toBeGreaterThan(0);
		expect(demoResult(session.get()).cleaned).toBe(false);
		session.setAnswers({...session.answers, keep: false});
		await session.refresh();
		const {rungs, approved} = demoOrder(session.answers);
		expect(await session.run(rungs, approved)).toBe('done');
		expect(demoResult(session.get())).toMatchObject({answer: 'It works!', cleaned: true});
		expect(await objects()).toBe(0);
	});

	test.each([
		['the deployment', ['cluster', 'create']],
		['the service', ['cluster', 'create', 'pod', 'expose']],
	])('killed right after it made %s: the next one knows it as its own, uses it and deletes it', async (_, rungs) => {
		const {session, runner, objects, approved} = await open();
		await session.run(rungs, approved);
		const made = runner.log.get().flatMap(({changes, argv}) => (changes ? [argv.join(' ')] : []));
		// One command each: there is no moment in which what it made is nobody's.
		expect(made).toHaveLength(rungs.includes('expose') ? 2 : 1);
		const next = createDemoSession({
			...{runner, text, answers: defaultDemo},
			journal: createMemoryJournal(),
			clock: createClock(speed),
		});
		await next.refresh();
		expect(next.get().steps.find(({id}) => id === 'create')).toMatchObject({state: 'done'});
		expect(await next.run(['cluster', 'cleanup'], approved)).toBe('done');
		expect(await objects()).toBe(0);
	});

	test('a deployment of that name that is not ours is left alone', async () => {
		const {session, run, runner, objects} = await open();
		await runner.run(change(['k0s', 'kubectl', 'create', 'deployment', 'demo', '--image=httpd', '--port=80'], 'x'));
		const before = await objects();
		expect(await run()).toBe('blocked');
		const create = demoResult(session.get()).rungs.find(({id}) => id === 'create');
		expect(create).toMatchObject({result: 'fail', found: text.demo.rungs.create.foreign('demo')});
		expect(await session.run(['cleanup'], demoOrder(defaultDemo).approved)).toBe('done');
		expect(await objects()).toBe(before);
	});

	test('an image that cannot be pulled: the rung fails in time and says why', async () => {
		const {session, run} = await open({}, 'ready', {imagePull: ['httpd']});
		expect(await run()).toBe('failed');
		const pod = demoResult(session.get()).rungs.find(({id}) => id === 'pod');
		expect(pod).toMatchObject({result: 'fail', hint: text.demo.hints.image});
		expect(pod?.found).toMatch(/ImagePull|ErrImage/);
		expect(
			demoResult(session.get())
				.rungs.filter(({result}) => result === 'skip')
				.map(({id}) => id),
		).toEqual(['expose', 'request', 'pod-service', 'pod-name', 'pod-node', 'cleanup']);
		expect(await session.run(['cleanup'], demoOrder(defaultDemo).approved)).toBe('done');
		expect(demoResult(session.get()).cleaned).toBe(true);
	});

	test('without a healthy cluster nothing is made, and it says what to do first', async () => {
		const {session, run, runner} = await open({}, 'fresh');
		expect(session.get().steps[0]).toMatchObject({state: 'blocked', hint: text.demo.rungs.cluster.first});
		expect(await run()).toBe('blocked');
		expect(runner.log.get().filter(({changes}) => changes)).toEqual([]);
	});
});

describe('bad answers', () => {
	test.each(['Demo', '1demo', 'a_b', '-a', 'a-', '', 'x'.repeat(64), '--all', 'a;b'])('name %j', name => {
		expect(refuseName(name, text)).toBe(text.demo.bad.name);
	});

	test.each(['', '-oyaml', 'a b', 'httpd;id', 'http://x/y', 'UPPER/…'])('image %j', image => {
		expect(refuseImage(image, text)).toBe(text.demo.bad.image);
	});

	test('good ones', () => {
		for (const image of [
			'httpd',
			'httpd:2.4',
			'docker.io/library/httpd:2.4-alpine',
			'registry.local:5000/web/httpd',
			`quay.io/x/y@sha256:${'a'.repeat(64)}`,
		]) {
			expect(refuseImage(image, text)).toBeUndefined();
		}

		expect(refuseName('demo-2', text)).toBeUndefined();
		expect(refuseNamespace('1st', text)).toBeUndefined();
		expect(refuseNamespace('kube_system', text)).toBe(text.demo.bad.namespace);
	});
});
