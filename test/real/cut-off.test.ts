import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {command} from '../../source/command/command.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {defaultAnswers} from '../../source/install/answers.js';
import {createFileJournal} from '../../source/engine/journal-file.js';
import {createInstallSession} from '../../source/install/session.js';
import {catalogue} from '../../source/text/text.js';
import {buildProgram} from '../support/build-program.js';
import {partOf} from '../support/series.js';
import {epoch, virtualClock} from '../support/virtual-clock.js';

/** Milliseconds: when the next run comes. A trial that waits is not taken back before. */
const later = 600_000;
const hostname = 'node1.home.local';
let program: Awaited<ReturnType<typeof buildProgram>>;
let folder: string;
beforeAll(async () => {
	program = await buildProgram('cut-off');
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-cut-'));
});
afterAll(() => {
	program.remove();
	rmSync(folder, {recursive: true, force: true});
});

/** What a person would find on the host. */
const asked = [
	['hostnamectl', '--static'],
	['firewall-cmd', '--list-all-zones'],
	['firewall-cmd', '--permanent', '--list-all-zones'],
	['firewall-cmd', '--get-default-zone'],
	['cat', '--', '/etc/systemd/system/k0scontroller.service'],
	['sha256sum', '--', '/usr/local/bin/k0s'],
	['ls', '-1A', '--', '/usr/local/bin'],
	['systemctl', 'is-active', 'k0scontroller'],
	['k0s', 'kubectl', 'get', 'nodes', '-o', 'name'],
] as const;

/** Goes on with what stands in the file, to its end, and looks at the host. */
async function goOn(stateFile: string) {
	const clock = virtualClock(epoch + later);
	const runner = createRunner(createSimulatedHost({scenario: 'fresh', clock: clock.host, stateFile}), {});
	const journal = createFileJournal(`${stateFile}.journal.jsonl`);
	const session = createInstallSession({
		...{runner, journal},
		clock: clock.engine,
		text: catalogue('en'),
		answers: {...defaultAnswers, hostname, confirmWait: 3600},
	});
	await session.refresh();
	const end = await session.run(session.get().steps.map(({id}) => id));
	const host: string[] = [];
	for (const argv of asked) host.push((await runner.run(command(argv, 'read-file'))).stdout);
	const {records, brokenAt} = await journal.read();
	await runner.close();
	return {end, host, records, brokenAt};
}

test('killed after any record of the journal: the next run always ends in the same host', async () => {
	const whole = await goOn(join(folder, 'whole'));
	expect(whole.end).toBe('done');
	expect(whole.records.length).toBeGreaterThan(60);
	const differing: string[] = [];
	const one = async (last: number): Promise<void> => {
		const stateFile = join(folder, `cut-${last}`);
		const killed = spawn(process.execPath, [program.file, stateFile, String(last), hostname], {
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		const [, signal] = (await once(killed, 'exit')) as [number | null, NodeJS.Signals | null];
		const {end, host, brokenAt, records} = await goOn(stateFile);
		const same = end === 'done' && JSON.stringify(host) === JSON.stringify(whole.host) && brokenAt === null;
		const alone = new Set(records.map(({run}) => run)).size === 1 || last === whole.records.length;
		const other = host.flatMap((said, index) => (said === whole.host[index] ? [] : [asked[index]?.join(' '), said]));
		if (signal !== 'SIGKILL' || !same || !alone) differing.push(`${last}: ${signal} ${end} ${JSON.stringify(other)}`);
	};

	// Each on a host of its own.
	const left = partOf(
		whole.records.map((_, index) => index + 1),
		4,
	).slice();
	const lane = async (): Promise<void> => {
		for (let last = left.shift(); last !== undefined; last = left.shift()) await one(last);
	};

	await Promise.all(Array.from({length: 3}, lane));
	expect(differing).toEqual([]);
}, 600_000);
