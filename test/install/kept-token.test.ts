import process from 'node:process';
import {Readable} from 'node:stream';
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import type {Command} from '../../source/command/command.js';
import {install} from '../../source/commands/install.js';
import {parse} from '../../source/commands/parse.js';
import {globalOptions, settingsFrom} from '../../source/commands/settings.js';
import type {Executor, Order} from '../../source/engine/executor.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import {defaultAnswers, type InstallAnswers} from '../../source/install/answers.js';
import {forgetting, tokenPath} from '../../source/install/kept-token.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {elsewhere, joinToken} from '../../source/simulated/join-token.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';

const text = catalogue('en');
const secret = 'simula.ted0000000000000';
const token = joinToken({role: 'worker', address: elsewhere, secret});
const argv = ['--role', 'worker', '--token-file', '-', '--yes'];

beforeAll(() => void vi.stubEnv('K0S_TUI_SIMULATION_SPEED', '200'));
afterEach(() => void vi.restoreAllMocks());
afterAll(() => void vi.unstubAllEnvs());

/** A runner that also keeps what it was asked, in order. */
const watched = () => {
	const inner = createRunner(createSimulatedHost({scenario: 'fresh', speed: 200}), {});
	const asked: Command[] = [];
	const runner: Runner = {
		...inner,
		run: async (command, options) => {
			asked.push(command);
			return inner.run(command, options);
		},
	};
	return {runner, asked};
};

const call = async (runner: Runner, input: string) => {
	vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([input]) as unknown as typeof process.stdin);
	const parsed = parse(argv, {...globalOptions, ...install.options}, text);
	if (!parsed.ok) throw new Error(parsed.message);
	const said: string[] = [];
	const answer = await install.run(
		{
			...{runner, text, settings: settingsFrom(parsed.values)},
			signal: new AbortController().signal,
			say: line => said.push(line),
		},
		parsed.values,
		[],
	);
	return {answer, said};
};

describe('install with a token from standard input', () => {
	test('keeps it for root until k0s has joined; it is in no argument, answer or log', async () => {
		const {runner, asked} = watched();
		const {answer, said} = await call(runner, `${token}\n`);
		expect(answer.exit, JSON.stringify(answer)).toBe(0);
		const words = asked.map(each => each.argv.join(' '));
		expect(words.join('\n')).toContain(`k0s install worker --token-file ${tokenPath()}`);
		expect(words.at(-1)).toMatch(new RegExp(`^rm .*${tokenPath()}$`));
		const told = JSON.stringify([words, answer, said, runner.log.get()]);
		for (const part of [token, secret]) expect(told).not.toContain(part);
	});

	test('what is no token is a usage error, and nothing was asked of the host', async () => {
		const {runner, asked} = watched();
		expect((await call(runner, 'a password')).answer.exit).toBe(2);
		expect(asked).toEqual([]);
	});
});

describe('the worker of a run that goes on by itself', () => {
	const given = (state: 'done' | 'failed', answers: InstallAnswers, kind: 'run' | 'undo' = 'run') => {
		const order: Order<InstallAnswers> = {
			kind,
			run: 'install-1',
			steps: ['install', 'healthy'],
			approved: undefined,
			answers,
		};
		const done: Executor<InstallAnswers> = {
			execute: async () => ({state}),
			join: async () => undefined,
			printed: async () => [],
		};
		return {order, done};
	};

	const events = {record() {}, line() {}, progress() {}, plan() {}, step() {}};
	const kept = {...defaultAnswers, role: 'worker', tokenFile: tokenPath()} as const;

	test.each([
		['forgets the token when k0s has joined', given('done', kept), true],
		['keeps it where a step failed', given('failed', kept), false],
		['leaves a file of the user', given('done', {...kept, tokenFile: '/root/k0s.token'}), false],
		['leaves it when something is undone', given('done', kept, 'undo'), false],
	])('%s', async (_, {order, done}, forgets) => {
		const runner = fakeRunner(() => '');
		await forgetting(done, runner).execute(order, events, new AbortController().signal);
		expect(runner.asked.some(words => words.endsWith(tokenPath()))).toBe(forgets);
	});
});
