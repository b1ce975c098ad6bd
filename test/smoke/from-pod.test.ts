import {describe, expect, test} from 'vitest';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {readDnsAnswer} from '../../source/read/dns-answer.js';
import {defaultDemo, type DemoAnswers} from '../../source/smoke/answers.js';
import {createDemoSession, demoOrder, demoResult} from '../../source/smoke/session.js';
import {catalogue} from '../../source/text/text.js';
import {outcomeOf} from '../support/samples.js';

const speed = 400;

async function run(faults: Faults, answers: Partial<DemoAnswers> = {}) {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed, faults}), {});
	const all = {...defaultDemo, ...answers};
	const session = createDemoSession({
		...{runner, text: catalogue('en'), answers: all},
		journal: createMemoryJournal(),
		clock: createClock(speed),
	});
	await session.refresh();
	const {rungs, approved} = demoOrder(all);
	await session.run(rungs, approved);
	const asked = runner.log.get().map(({argv}) => argv.join(' '));
	const {rungs: results} = demoResult(session.get());
	await runner.close();
	return {asked, rung: (id: string) => results.find(each => each.id === id)};
}

describe('the rungs from a pod', () => {
	test('connect from the network namespace of the demo’s own pod, and ask the cluster’s DNS there', async () => {
		const {asked, rung} = await run({});
		expect(rung('pod-service')).toMatchObject({
			result: 'pass',
			found: expect.stringMatching(/^10\.\S+:80 answers demo-/),
		});
		expect(rung('pod-name')).toMatchObject({
			result: 'pass',
			found: expect.stringMatching(/^demo\.default\.svc\.cluster\.local is 10\./),
		});
		expect(rung('pod-node')).toMatchObject({
			result: 'pass',
			found: expect.stringMatching(/^192\.168\.122\.161:30094 answers/),
		});
		const inside = asked.filter(line => line.startsWith('nsenter'));
		expect(inside.every(line => /^nsenter --net=\/proc\/\d+\/ns\/net timeout /.test(line))).toBe(true);
		expect(inside.filter(line => line.includes('/dev/tcp/')).length).toBeGreaterThanOrEqual(2);
		expect(inside.filter(line => line.includes('/dev/udp/$0/53')).length).toBeGreaterThanOrEqual(1);
	});

	test.each([
		['service', 'pod-service', 'nothing comes back from'],
		['dns', 'pod-name', 'does not answer demo-'],
		['dns-wrong', 'pod-name', 'no such name; it should be 10.'],
		['dns-stale', 'pod-name', '10.96.0.9; it should be 10.'],
		['node', 'pod-node', 'nothing comes back from 192.168.122.161:30094'],
	] as const)('%s: %s fails and says what came', async (fault, id, words) => {
		const {rung} = await run({fromPod: fault});
		expect(rung('request')).toMatchObject({result: 'pass'});
		expect(rung(id)).toMatchObject({result: 'fail', found: expect.stringContaining(words)});
		expect(rung(id)?.hint).not.toBeNull();
	});

	test('one that is left out is not run, and the demo passes without it', async () => {
		const {rung, asked} = await run({fromPod: 'dns'}, {skip: ['pod-name']});
		expect(rung('pod-name')).toMatchObject({result: 'skip'});
		expect(rung('cleanup')).toMatchObject({result: 'pass'});
		expect(asked.some(line => line.includes('pod-name'))).toBe(false);
	});
});

describe('a DNS server’s answer', () => {
	const head = '12 34 85 80 00 01 00 01 00 00 00 00';
	const question = '01 61 00 00 01 00 01';
	const read = (stdout: string) => readDnsAnswer(outcomeOf({stdout}));

	test('is read with its code and addresses, of both families', () => {
		expect(read(` ${head} ${question}\n c0 0c 00 01 00 01 00 00 00 05 00 04 0a 60 00 0a\n`)).toMatchObject({
			value: {code: 0, addresses: ['10.96.0.10']},
		});
		const six = `fd 00 ${'00 '.repeat(13)}0a`;
		expect(read(`${head} ${question} c0 0c 00 1c 00 01 00 00 00 05 00 10 ${six}`)).toMatchObject({
			value: {code: 0, addresses: ['fd00::a']},
		});
		expect(read(`12 34 85 83 00 01 00 00 00 00 00 00 ${question}`)).toMatchObject({value: {code: 3, addresses: []}});
	});

	test.each([
		['another id', `99 99 85 80 00 01 00 01 00 00 00 00 ${question}`],
		['a question', `12 34 01 00 00 01 00 00 00 00 00 00 ${question}`],
		['one that is cut', `${head} ${question} c0 0c 00 01 00 01 00 00 00 05 00 04 0a 60`],
		['other words', 'hello'],
	])('%s is none', (_, stdout) => {
		expect(read(stdout)).toMatchObject({known: false, unknown: {reason: 'unreadable'}});
	});

	test('nothing: refused; too late: timed out', () => {
		expect(read('')).toMatchObject({unknown: {reason: 'failed', detail: 'refused'}});
		expect(readDnsAnswer(outcomeOf({kind: 'failed', exit: 124}))).toMatchObject({unknown: {reason: 'timed-out'}});
	});
});
