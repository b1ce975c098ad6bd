import {describe, expect, test, vi} from 'vitest';
import {change, command, follow, type Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import type {Host} from '../../source/host/host.js';
import {createRunner, endingWith, type RunnerOptions} from '../../source/host/runner.js';

const outcomeOf = ({argv}: Command, parts: Partial<Outcome> = {}): Outcome => ({
	...{argv, kind: 'ok', exit: 0, signal: null, stdout: 'out', stderr: '', stdoutCut: 0, stderrCut: 0},
	...{startedAt: 1, ms: 2},
	...parts,
});

const hostOf = (parts: Partial<Host> = {}): Host => ({
	...{kind: 'local', readOnly: false, close: async () => undefined},
	execute: async asked => outcomeOf(asked),
	interactive: ({argv}) => ({argv: [`/usr/bin/${argv[0]}`, ...argv.slice(1)], env: {TERM: 'xterm'}}),
	...parts,
});

const edit = change(['kubectl', 'edit', 'pod'], 'edit');
const look = command(['less', '/etc/hosts'], 'look');

describe('a program that a person is given the terminal for', () => {
	test('is started with its trusted file and environment; the log has how it ended', async () => {
		const runner = createRunner(hostOf());
		const start = vi.fn(async () => ({kind: 'failed', exit: 3, signal: null}) as const);
		const outcome = await runner.interactive(edit, start);
		expect(start.mock.calls).toEqual([[{argv: ['/usr/bin/kubectl', 'edit', 'pod'], env: {TERM: 'xterm'}}]]);
		expect(outcome).toMatchObject({argv: edit.argv, kind: 'failed', exit: 3, stdout: '', stderr: ''});
		expect(outcome.startedAt).toBeGreaterThan(1e12);
		expect(runner.log.get()).toMatchObject([{argv: edit.argv, why: 'edit', kind: 'failed', exit: 3}]);
	});

	test('how long it took is told', async () => {
		const outcome = await createRunner(hostOf()).interactive(look, async () => {
			await new Promise(resolve => {
				setTimeout(resolve, 60);
			});
			return {kind: 'ok', exit: 0, signal: null};
		});
		expect(outcome.ms).toBeGreaterThan(50);
		expect(outcome.ms).toBeLessThan(30_000);
	});

	const {interactive: _, ...withoutTerminal} = hostOf({kind: 'recorded'});
	const withoutTool = hostOf({interactive: () => ({kind: 'not-found', stderr: 'less: none'})});

	test.each<readonly [string, Command, Host, RunnerOptions, Partial<Outcome>]>([
		['read-only, it changes', edit, hostOf(), {readOnly: true}, {kind: 'not-permitted', stderr: 'refused: read-only'}],
		['on a read-only host', edit, hostOf({readOnly: true}), {}, {stderr: 'refused: read-only'}],
		['without a terminal', look, withoutTerminal, {}, {kind: 'not-permitted', stderr: 'refused: recorded'}],
		['that is not there', look, withoutTool, {}, {kind: 'not-found', stderr: 'less: none'}],
	])('is not started %s, and the log says so', async (_, asked, host, options, ending) => {
		const runner = createRunner(host, options);
		const start = vi.fn();
		const outcome = await runner.interactive(asked, start);
		expect(outcome).toMatchObject({...ending, exit: null});
		expect(start).not.toHaveBeenCalled();
		expect(runner.log.get()).toMatchObject([{argv: asked.argv, kind: outcome.kind}]);
	});

	test('read-only, it changes nothing: it is started', async () => {
		const start = vi.fn(async () => ({kind: 'ok', exit: 0, signal: null}) as const);
		expect((await createRunner(hostOf(), {readOnly: true}).interactive(look, start)).kind).toBe('ok');
		expect(start).toHaveBeenCalledOnce();
	});
});

describe('a command that goes on', () => {
	const goesOn = follow(['journalctl', '-f'], 'log');

	test('takes no place of those that are asked now, and is not recorded', async () => {
		let end: () => void = () => undefined;
		const host = hostOf({
			async execute(asked) {
				if (asked.follow) {
					await new Promise<void>(resolve => {
						end = resolve;
					});
				}

				return outcomeOf(asked);
			},
		});
		const record = vi.fn<(asked: Command, outcome: Outcome) => void>();
		const runner = createRunner(host, {concurrency: 1, record: {record, close: async () => undefined}});
		const going = runner.run(goesOn);
		expect((await runner.run(look)).kind).toBe('ok');
		end();
		await going;
		expect(record.mock.calls.map(([{argv}]) => argv)).toEqual([look.argv]);
		expect((await runner.run(look)).kind).toBe('ok');
	});

	test.each<readonly [string, Partial<Host>, RunnerOptions, boolean]>([
		['here', {}, {}, true],
		['on a simulated host', {kind: 'simulated'}, {}, true],
		['in a recording', {kind: 'recorded'}, {}, false],
		['while one is made', {}, {record: {record: () => undefined, close: async () => undefined}}, false],
	])('is asked for changes %s: %4$j', (_, host, options, follows) => {
		expect(createRunner(hostOf(host), options).follows).toBe(follows);
	});
});

describe('a recording of what is run', () => {
	test('holds nothing that a secret command printed; who asked gets it', async () => {
		const record = vi.fn<(asked: Command, outcome: Outcome) => void>();
		const runner = createRunner(hostOf(), {record: {record, close: async () => undefined}});
		const asked = command(['k0s', 'token', 'create'], 'token', {secret: true});
		expect((await runner.run(asked)).stdout).toBe('out');
		await runner.run(look);
		expect(record.mock.calls.map(([, {stdout}]) => stdout)).toEqual(['', 'out']);
	});

	test('its state is that of the recorder, and nothing where none is made', async () => {
		const fault = new Error('full');
		const record = {
			record: () => undefined,
			settled: async () => fault,
			hidden: () => ({token: 2}),
			close: async () => undefined,
		};
		const recorded = createRunner(hostOf(), {record});
		expect(await recorded.recorded?.()).toBe(fault);
		expect(recorded.hidden?.()).toEqual({token: 2});
		const plain = createRunner(hostOf());
		expect(await plain.recorded?.()).toBeUndefined();
		expect(plain.hidden?.()).toEqual({});
	});

	test('when it was made, and what it hides, are told of the host that replays it', () => {
		expect(createRunner(hostOf({recordedAt: 7, recordedHidden: {token: 1}}))).toMatchObject({
			...{recordedAt: 7, recordedHidden: {token: 1}},
		});
		expect(createRunner(hostOf())).not.toHaveProperty('recordedAt');
	});
});

test('commands end with the signal of their runner unless they bring one of their own', async () => {
	const signals: Array<AbortSignal | undefined> = [];
	const runner = {
		...createRunner(hostOf()),
		run: async (asked: Command, options: {signal?: AbortSignal} = {}) => {
			signals.push(options.signal);
			return outcomeOf(asked);
		},
	};
	const ours = new AbortController().signal;
	const own = new AbortController().signal;
	const ending = endingWith(runner, ours);
	await ending.run(look);
	await ending.run(look, {signal: own});
	expect(signals).toEqual([ours, own]);
});
