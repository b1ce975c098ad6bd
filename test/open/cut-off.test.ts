import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {command} from '../../source/command/command.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/host/simulated/host.js';
import {defaultAnswers} from '../../source/install/answers.js';
import {createClock} from '../../source/install/clock.js';
import {createFileJournal} from '../../source/install/journal-file.js';
import {createInstallSession} from '../../source/install/session.js';
import {catalogue} from '../../source/text/text.js';
import {buildProgram} from '../support/build-program.js';

const speed = 300;
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
	const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed, stateFile}), {});
	const journal = createFileJournal(`${stateFile}.journal.jsonl`);
	const session = createInstallSession({
		...{runner, journal},
		clock: createClock(speed),
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

test('killed after every record of the journal, one after the other: the next run always ends in the same host', async () => {
	const whole = await goOn(join(folder, 'whole'));
	expect(whole.end).toBe('done');
	expect(whole.records.length).toBeGreaterThan(60);
	const differing: string[] = [];
	for (let last = 1; last <= whole.records.length; last++) {
		const stateFile = join(folder, `cut-${last}`);
		const killed = spawnSync(process.execPath, [program.file, stateFile, String(last), String(speed), hostname]);
		expect(killed.signal, `record ${last}: ${killed.stderr.toString()}`).toBe('SIGKILL');
		const {end, host, brokenAt, records} = await goOn(stateFile);
		const same = end === 'done' && JSON.stringify(host) === JSON.stringify(whole.host) && brokenAt === null;
		const one = new Set(records.map(({run}) => run)).size === 1 || last === whole.records.length;
		const other = host.flatMap((said, index) => (said === whole.host[index] ? [] : [asked[index]?.join(' '), said]));
		if (!same || !one) differing.push(`${last}: ${end} ${JSON.stringify(other)}`);
	}

	expect(differing).toEqual([]);
}, 600_000);
