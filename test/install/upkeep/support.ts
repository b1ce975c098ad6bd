import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {vi} from 'vitest';
import type {HeadlessCommand} from '../../../source/commands/headless.js';
import {parse} from '../../../source/commands/parse.js';
import {runHeadless} from '../../../source/commands/run.js';
import {globalOptions, settingsFrom} from '../../../source/commands/settings.js';
import {createRunner, type Runner} from '../../../source/host/runner.js';
import type {Faults} from '../../../source/simulated/faults.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {catalogue} from '../../../source/text/text.js';

export const text = catalogue('en');
/** The 30 s of a start are then 0.6 s: a machine that is busy with others still looks twice. */
export const speed = 50;

/** A place for the simulated host's journal, so that several commands in a row know of each other. */
export function ownState(): () => void {
	const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-upkeep-'));
	vi.stubEnv('K0S_TUI_SIMULATION_SPEED', String(speed));
	vi.stubEnv('K0S_TUI_SIMULATION_STATE', join(folder, 'state.json'));
	return () => {
		vi.unstubAllEnvs();
		rmSync(folder, {recursive: true});
	};
}

/** Faults that a test switches on and off while the host lives. */
export type Switches = {-readonly [K in keyof Faults]: Faults[K]};

export const host = (scenario: 'fresh' | 'ready', faults: Switches = {}): Runner =>
	createRunner(createSimulatedHost({scenario, speed, faults}), {});

export type Ended = {
	readonly exit: number;
	readonly out: string;
	readonly err: string;
	readonly json: Readonly<Record<string, unknown>>;
	readonly changed: ReadonlyArray<readonly string[]>;
};

/** One headless command on a host, with `--yes` unless `yes` says otherwise; its JSON where `--json` is asked. */
export async function run(command: HeadlessCommand, runner: Runner, words: string, yes = true): Promise<Ended> {
	const argv = words.split(' ').filter(Boolean);
	const parsed = parse([...argv, ...(yes ? ['--yes'] : [])], {...globalOptions, ...command.options}, text);
	if (!parsed.ok) throw new Error(parsed.message);
	let out = '';
	let err = '';
	const before = runner.log.get().length;
	const exit = await runHeadless(
		command,
		{
			...{runner, text, settings: settingsFrom(parsed.values), values: parsed.values},
			positionals: parsed.positionals,
			signal: new AbortController().signal,
		},
		{out: part => (out += part), err: part => (err += part)},
	);
	const changed = runner.log
		.get()
		.slice(before)
		.filter(({changes}) => changes)
		.map(({argv}) => argv);
	return {exit, out, err, changed, json: argv.includes('--json') ? (JSON.parse(out) as Ended['json']) : {}};
}

export const stepOf = (json: Ended['json'], id: string) =>
	(json['steps'] as ReadonlyArray<{id: string; state: string; found: string}>).find(step => step.id === id);
