import {describe, expect, test} from 'vitest';
import {version} from '../../../source/command/k0s.js';
import {createRunner} from '../../../source/host/runner.js';
import type {Faults} from '../../../source/simulated/faults.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {recordedUndo} from '../../../source/engine/recorded-undo.js';
import {fetchAndPlace} from '../../support/binary-steps.js';

const part = '/usr/local/bin/.k0s-v1.34.1+k0s.0-amd64.part';
const open = (faults: Faults = {}) => createRunner(createSimulatedHost({scenario: 'fresh', speed: 400, faults}), {});
const begunBy = (records: Awaited<ReturnType<typeof fetchAndPlace>>['records']): string[] =>
	records.filter(({ev}) => ev === 'begin').map(({argv}) => (argv ?? []).join(' '));

describe('downloads on the simulated host', () => {
	test('a part that was cut off is kept and continued', async () => {
		const runner = open({download: 'cut'});
		const first = await fetchAndPlace(runner);
		expect(first).toMatchObject({state: 'failed', step: 'download'});
		expect(begunBy(first.records)).toContain(`install -m 600 -T -- /dev/null ${part}`);
		const second = await fetchAndPlace(runner);
		expect(begunBy(second.records)).toContain(`chmod 600 -- ${part}`);
		expect(second.progress[0]?.received).toBeGreaterThan(140_000_000);
		expect(second.progress.at(-1)?.total).toBeGreaterThan(250_000_000);
	});

	test('by the guide’s script: the same end', async () => {
		const {state, step, found, lines} = await fetchAndPlace(open(), {answers: {way: 'script'}});
		expect([state, step, found]).toEqual(['done', 'place', 'k0s v1.34.1+k0s.0']);
		expect(lines.map(({text}) => text)).toContain('k0s is now executable in /usr/local/bin');
	});

	test.each(['cut', 'corrupt', 'not-found'] as const)(
		'by the guide’s script, %s: nothing is placed',
		async download => {
			const runner = open({download});
			const {state, step, records} = await fetchAndPlace(runner, {answers: {way: 'script'}});
			expect([state === 'failed' || state === 'blocked', step]).toEqual([true, 'download']);
			expect(begunBy(records).filter(line => /(^k0s|\.part) version$| \/usr\/local\/bin\/k0s$/.test(line))).toEqual([]);
		},
	);

	test('a version that is no version never reaches an address or a path', async () => {
		const runner = open();
		const {state, records, found} = await fetchAndPlace(runner, {answers: {version: 'v1.34.1+k0s.0/../../x'}});
		expect([state, begunBy(records)]).toEqual(['blocked', []]);
		expect(found).toContain('v1.34.1+k0s.0/../../x');
		expect(runner.log.get().filter(({argv}) => argv.some(word => word.includes('/../')))).toEqual([]);
	});

	test('what was placed is taken back: the one before it is there again', async () => {
		const runner = open();
		await fetchAndPlace(runner, {answers: {version: 'v1.34.0+k0s.0'}});
		const {records} = await fetchAndPlace(runner);
		expect((await runner.run(version())).stdout).toBe('v1.34.1+k0s.0\n');
		for (const each of recordedUndo(records, 'place')) expect((await runner.run(each)).kind).toBe('ok');
		expect((await runner.run(version())).stdout).toBe('v1.34.0+k0s.0\n');
	});
});
