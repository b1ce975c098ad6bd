import {command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import type {ExecuteOptions} from '../../source/host/host.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import type {Clock} from '../../source/simulated/moment.js';
import type {Scenario} from '../../source/simulated/scenario.js';

export type ManualClock = Clock & {advance(ms: number): void};

/** Time that stands still but for what sleeps, and what a test lets pass. */
export function manualClock(start = Date.UTC(2025, 9, 9, 12, 0, 0)): ManualClock {
	let now = start;
	return {
		now: () => now,
		async sleep(ms, signal) {
			await Promise.resolve();
			if (!signal.aborted) now += ms;
		},
		advance(ms) {
			now += ms;
		},
	};
}

export type Server = {
	clock: ManualClock;
	/** Runs a line of words; no quoting. */
	run(line: string, options?: ExecuteOptions & {input?: string; deadline?: number}): Promise<Outcome>;
	/** The same, and only what it printed on standard output. */
	out(line: string): Promise<string>;
	json(line: string): Promise<unknown>;
};

export function server(scenario: Scenario, faults: Faults = {}): Server {
	const clock = manualClock();
	const host = createSimulatedHost({scenario, clock, faults});
	const run: Server['run'] = (line, {input, deadline = 0, ...options} = {}) => {
		const [tool = '', ...rest] = line.split(/\s+/);
		return host.execute(command([tool, ...rest], 'test', {deadline, ...(input === undefined ? {} : {input})}), options);
	};

	const out = async (line: string): Promise<string> => (await run(line)).stdout;
	return {clock, run, out, json: async line => JSON.parse(await out(line)) as unknown};
}

/** A fresh server taken through the guide's steps up to `k0s start`, and `after` milliseconds further. */
export async function started(after: number, faults: Faults = {}): Promise<Server> {
	const one = server('fresh', faults);
	await one.run('hostnamectl set-hostname centos10.home.local');
	await fetchK0s(one);
	await one.run('k0s install controller --enable-worker --no-taints');
	await one.run('k0s start');
	one.clock.advance(after);
	return one;
}

export async function fetchK0s({run}: Server): Promise<void> {
	const asset = 'https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0/k0s-v1.34.1+k0s.0-amd64';
	await run(`curl -fL -o /usr/local/bin/.k0s.part ${asset}`);
	await run('chmod 755 -- /usr/local/bin/.k0s.part');
	await run('mv -fT -- /usr/local/bin/.k0s.part /usr/local/bin/k0s');
}
