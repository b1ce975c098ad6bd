import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {demo} from '../../source/commands/demo.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createRunner} from '../../source/host/runner.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';

/** The clock of the simulated host and of the demo's own waits. */
const speed = '400';
const before = process.env['K0S_TUI_SIMULATION_SPEED'];
const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-demo-'));
beforeAll(() => {
	process.env['K0S_TUI_SIMULATION_SPEED'] = speed;
});
afterAll(() => {
	if (before === undefined) delete process.env['K0S_TUI_SIMULATION_SPEED'];
	else process.env['K0S_TUI_SIMULATION_SPEED'] = before;
	rmSync(folder, {recursive: true});
});

async function run(
	faults: Faults,
	values: Readonly<Record<string, string>> = {},
	scenario: 'ready' | 'fresh' = 'ready',
) {
	const runner = createRunner(createSimulatedHost({scenario, speed: Number(speed), faults}));
	const answer = await demo.run(
		{
			...{runner, text: catalogue('en'), settings: settingsFrom({yes: true})},
			...{signal: new AbortController().signal, say: () => undefined},
		},
		values,
		[],
	);
	const changed = runner.log.get().flatMap(({changes, argv}) => (changes ? [argv.slice(2, 5).join(' ')] : []));
	await runner.close();
	return {...answer, changed, failure: answer.json['failure'] as Record<string, unknown> | null};
}

describe('a demo that fails', () => {
	test('from the pod: shows the way of the packet with a real one, the events, and what shows more; then cleans up', async () => {
		const file = join(folder, 'pod.xml');
		const {exit, lines, failure, json, changed} = await run({fromPod: 'service'}, {junit: file});
		expect(exit).toBe(1);
		expect(failure).toMatchObject({
			rung: 'pod-service',
			why: null,
			reach: {to: expect.anything(), verdict: expect.any(String), flows: expect.any(Array)},
		});
		expect((failure?.['events'] as unknown[]).length).toBeGreaterThan(0);
		expect(failure?.['commands']).toContainEqual(
			expect.arrayContaining(['k0s-tui', 'reach', 'svc/default/demo', '--trace']),
		);
		const said = lines.join('\n');
		expect(said).toMatch(/The path from pod\/default\/demo-\S+ to svc\/default\/demo, and one real packet on it:/);
		expect(said).toMatch(/Scheduled Pod\/demo-/);
		expect(said).toContain('k0s-tui path default/demo');
		expect(json).toMatchObject({cleaned: true});
		expect(changed.at(-1)).toBe('delete deployment demo');
		const xml = readFileSync(file, 'utf8');
		expect(xml).toMatch(/<failure message="nothing comes back from [^"]*">[^<]*The path from/);
	});

	test('without its pod: shows the cause', async () => {
		const {exit, lines, failure} = await run({imagePull: ['httpd']});
		expect(exit).toBe(1);
		expect(failure).toMatchObject({rung: 'pod', reach: null, why: {verdict: 'cause'}});
		expect(lines.join('\n')).toMatch(/Why:\n[^]*httpd/);
	});

	test('that cannot begin leaves no earlier result for CI to read', async () => {
		const file = join(folder, 'early.xml');
		writeFileSync(file, '<testsuites>\n  <testsuite name="k0s-tui demo" tests="1" failures="0"/>\n</testsuites>\n');
		const {exit, failure} = await run({}, {junit: file}, 'fresh');
		expect({exit, failure}).toEqual({exit: 3, failure: null});
		expect(readFileSync(file, 'utf8')).toMatch(/failures="1"[^]*<failure message="not healthy/);
	});

	test('one that is told to leave a rung out passes without it', async () => {
		const {exit, failure} = await run({fromPod: 'dns'}, {skip: 'pod-name'});
		expect({exit, failure}).toEqual({exit: 0, failure: null});
		expect(demo.options['skip']?.refuse?.('pod-name,request', catalogue('en'))).toMatch(/one of/);
	});
});
