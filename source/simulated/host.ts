import type {Command} from '../command/command.js';
import type {Outcome, OutcomeKind} from '../command/outcome.js';
import {createCapture} from '../host/capture.js';
import type {ExecuteOptions, Host} from '../host/host.js';
import {createLineSplitter} from '../host/lines.js';
import type {Faults} from './faults.js';
import {systemClock, type Clock, type Moment} from './moment.js';
import {findTool} from './registry.js';
import {settleGuard} from './tool/guard.js';
import {scenarioState, type Scenario} from './scenario.js';
import {createKeeper} from './keeper.js';
import type {Result} from './tool/tool.js';

export type SimulatedHostOptions = {
	readonly scenario: Scenario;
	/** How many times as fast as real time things happen. Default 1. */
	readonly speed?: number;
	/** Keeps the state between processes. An existing file wins over the scenario. */
	readonly stateFile?: string;
	readonly clock?: Clock;
	readonly faults?: Faults;
};

/** Simulated milliseconds that any tool takes. */
const shortest = 4;

class Ended extends Error {}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * A server that exists only as data: one CentOS Stream 10 host with firewalld, on which k0s can be downloaded,
 * installed, started and looked at. Tools answer in the real tools' formats, with their errors and exit codes, and
 * their answers are a function of the state and the clock: no timers run while nobody asks.
 */
export function createSimulatedHost(options: SimulatedHostOptions): Host {
	const clock = options.clock ?? systemClock;
	const speed = options.speed ?? 1;
	const faults = options.faults ?? {};
	const keeper = createKeeper(options.stateFile, () => scenarioState(options.scenario, clock.now(), speed, faults));
	const closing = new AbortController();
	let running = 0;

	const execute = async (command: Command, {signal, onLine, onBytes}: ExecuteOptions = {}): Promise<Outcome> => {
		const startedAt = clock.now();
		const stdout = createCapture(command.maxOutput);
		const stderr = createCapture(command.maxOutput);
		const settle = (kind: OutcomeKind, exit: number | null): Outcome => {
			const [out, err] = [stdout.read(), stderr.read()];
			const ended = {argv: command.argv, kind, exit, signal: kind === 'timed-out' ? 'SIGTERM' : null, startedAt};
			return {
				...ended,
				stdout: out.text,
				stderr: err.text,
				stdoutCut: out.cut,
				stderrCut: err.cut,
				ms: Math.max(0, clock.now() - startedAt),
			};
		};

		if (signal?.aborted || closing.signal.aborted) return settle('aborted', null);
		const moment = (): Moment => {
			keeper.refresh();
			return {state: keeper.state, now: clock.now(), speed, faults};
		};

		settleGuard(moment());
		const tool = findTool(moment(), command.argv[0]);
		if (tool === 'not-permitted') {
			stderr.push(Buffer.from(`${command.argv[0]}: Permission denied\n`));
			return settle('not-permitted', null);
		}

		if (tool === undefined) {
			stderr.push(Buffer.from(`${command.argv[0]}: command not found\n`));
			return settle('not-found', null);
		}

		const ending = new AbortController();
		const end = (): void => ending.abort();
		signal?.addEventListener('abort', end, {once: true});
		closing.signal.addEventListener('abort', end, {once: true});
		const limit = command.deadline > 0 ? startedAt + command.deadline : Infinity;
		const splitters = {
			stdout: createLineSplitter(line => onLine?.(line, 'stdout')),
			stderr: createLineSplitter(line => onLine?.(line, 'stderr')),
		};
		const print = (stream: 'stdout' | 'stderr', text: string | Uint8Array): void => {
			const bytes = Buffer.from(text as string);
			if (stream === 'stdout') onBytes?.(bytes);
			(stream === 'stdout' ? stdout : stderr).push(bytes);
			splitters[stream].push(bytes);
		};

		const sleep = async (ms: number): Promise<void> => {
			keeper.save();
			const until = clock.now() + ms / speed;
			await clock.sleep(Math.max(0, Math.min(until, limit) - clock.now()), ending.signal);
			if (ending.signal.aborted || (until > limit && clock.now() >= limit)) throw new Ended();
		};

		const idle = async (ms: number): Promise<void> => {
			await systemClock.sleep(ms, ending.signal);
			if (ending.signal.aborted) throw new Ended();
		};

		running++;
		let kind: OutcomeKind = 'ok';
		let exit: number | null = 0;
		try {
			await sleep(shortest);
			const result: Result = await tool({
				argv: command.argv,
				env: command.env,
				input: command.input,
				direct: command.direct,
				moment,
				sleep,
				idle,
				print: (stream, line) => print(stream, `${line}\n`),
				printBytes: bytes => print('stdout', bytes),
			});
			print('stdout', result.stdout);
			print('stderr', result.stderr);
			exit = result.exit;
			kind = exit === 0 ? 'ok' : 'failed';
		} catch (error) {
			if (!(error instanceof Ended)) {
				// A fault of the simulation itself must not be mistaken for a tool's answer.
				print('stderr', `simulated host: ${words(error)}\n`);
				exit = 70;
				kind = 'failed';
			} else {
				exit = null;
				kind = ending.signal.aborted ? 'aborted' : 'timed-out';
			}
		}

		running--;
		signal?.removeEventListener('abort', end);
		closing.signal.removeEventListener('abort', end);
		try {
			keeper.save();
		} catch (error) {
			print('stderr', `simulated host: the state was not kept: ${words(error)}\n`);
		}

		splitters.stdout.end();
		splitters.stderr.end();
		return settle(kind, exit);
	};

	return {
		kind: 'simulated',
		readOnly: false,
		execute,
		async close() {
			closing.abort();
			while (running > 0) await new Promise(resolve => setImmediate(resolve));
		},
	};
}
