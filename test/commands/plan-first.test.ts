import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {reset} from '../../source/commands/reset.js';
import {undo} from '../../source/commands/undo.js';
import {install} from '../../source/commands/install.js';
import type {HeadlessCommand} from '../../source/commands/headless.js';
import {runHeadless} from '../../source/commands/run.js';
import {globalOptions, settingsFrom} from '../../source/commands/settings.js';
import {parse} from '../../source/commands/parse.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const text = catalogue('en');
const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-plan-'));
beforeAll(() => {
	vi.stubEnv('K0S_TUI_SIMULATION_SPEED', '200');
	vi.stubEnv('K0S_TUI_SIMULATION_STATE', join(folder, 'state.json'));
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true});
});

const host = (scenario: 'fresh' | 'ready'): Runner => createRunner(createSimulatedHost({scenario, speed: 200}), {});

async function run(command: HeadlessCommand, runner: Runner, argv: readonly string[], answer?: boolean) {
	const parsed = parse([...argv], {...globalOptions, ...command.options}, text);
	if (!parsed.ok) throw new Error(parsed.message);
	const told: string[] = [];
	const streams = {out: (part: string) => void told.push(part), err: (part: string) => void told.push(part)};
	const exit = await runHeadless(
		command,
		{
			...{runner, text, settings: settingsFrom(parsed.values), values: parsed.values, positionals: []},
			signal: new AbortController().signal,
			...(answer === undefined
				? {}
				: {
						async consent(question: string) {
							told.push(`${question}\n`);
							return answer;
						},
					}),
		},
		streams,
	);
	return {exit, told: told.join(''), changed: runner.log.get().some(({changes}) => changes)};
}

describe('without --yes', () => {
	test('reset prints its plan with a word on the data, changes nothing and refuses', async () => {
		const {exit, told, changed} = await run(reset, host('ready'), []);
		expect(exit).toBe(2);
		expect(changed).toBe(false);
		const lines = told.split('\n');
		expect(lines[0]).toBe(text.install.reset.dataLoss);
		for (const wanted of [
			/^to do +stop /,
			/^ +\$ k0s stop$/,
			/^ +\$ systemctl reset-failed k0scontroller.service$/,
			/^ +\$ sh -s -- k0s-processes end control-plane \/var\/lib\/k0s 15$/,
			/^ +\$ k0s reset$/,
			/^ +\$ iptables-nft -w 5 -t nat -D /,
			/^k0s-tui reset: reset changes this host; add --yes to confirm$/,
		]) {
			expect(lines.filter(line => wanted.test(line)).length, String(wanted)).toBeGreaterThan(0);
		}
	});

	test('reset on a terminal shows the plan before it asks, and a no leaves the host alone', async () => {
		const {exit, told, changed} = await run(reset, host('ready'), [], false);
		expect(exit).toBe(1);
		expect(changed).toBe(false);
		expect(told.indexOf('$ k0s reset')).toBeGreaterThan(0);
		expect(told.indexOf(text.cli.goOn('reset'))).toBeGreaterThan(told.indexOf('$ k0s reset'));
		expect(told).toContain(text.cli.leftAlone);
	});

	test('reset --json gives the plan and why it refuses in one object', async () => {
		const {exit, told} = await run(reset, host('ready'), ['--json']);
		expect(exit).toBe(2);
		const answer = JSON.parse(told) as {error: {code: string}; steps: Array<{id: string; commands: unknown[]}>};
		expect(answer.error.code).toBe('needs-yes');
		expect(answer.steps.map(({id}) => id)).toEqual(['privilege', 'stop', 'processes', 'reset', 'pods', 'leftovers']);
		expect(answer.steps.find(({id}) => id === 'reset')?.commands).toHaveLength(1);
	});

	test('undo prints what it takes back, newest first; afterwards it says what it did not, and offers reset', async () => {
		const runner = host('fresh');
		expect((await run(install, runner, ['--yes', '--hostname', 'centos10.home.local'])).exit).toBe(0);
		const before = runner.log.get().filter(({changes}) => changes).length;
		const {exit, told} = await run(undo, runner, []);
		expect(exit).toBe(2);
		expect(runner.log.get().filter(({changes}) => changes)).toHaveLength(before);
		expect(told.indexOf('$ k0s stop')).toBeLessThan(told.indexOf('$ k0s reset'));
		expect(told).toContain(text.install.reset.dataLoss);

		const done = await run(undo, runner, ['--yes']);
		expect(done.exit).toBe(0);
		expect(done.told).toContain(text.install.undoLeft.title);
		expect(done.told).toMatch(/[1-9]\d* packet rules in force, [1-9]\d* chains/);
		expect(done.told).toMatch(
			/kernel settings with the values that k0s sets, kept until a reboot: .*net\.ipv4\.conf\.all\.route_localnet/,
		);
		expect(done.told).toContain(text.install.undoLeft.offer);
	});
});
