import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startLab, whyNoLab, type Lab} from '../support/lab.js';
import {describeOnTerminal, open} from '../support/pty.js';
import {seedRecording} from '../support/seed-recording.js';

const program = join(process.cwd(), 'dist/cli.js');
const size = {columns: 120, rows: 40};
/** One read a session: then the recording and its replay are of the same moment. */
const once = ['--interval', '3600'];
const withoutLab = whyNoLab();

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-replay-'));
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

/** Without the header, which says what kind of host it is, and the footer. */
const body = (screen: string): string => screen.split('\n').slice(3, -1).join('\n');

type Started = {readonly command: string; readonly args: readonly string[]; readonly env: Record<string, string>};

const here = (...args: readonly string[]): Started => ({
	command: process.execPath,
	args: [program, ...args, ...once],
	env: {K0S_TUI_SIMULATION_SPEED: '20'},
});

const inLab = (lab: Lab, ...args: readonly string[]): Started => {
	const {argv, env} = lab.command([process.execPath, program, ...args, ...once]);
	const [command = '', ...rest] = argv;
	return {command, args: rest, env};
};

/** A person looks at a screen; what it shows once it shows all of `texts`, and stays. */
async function look({command, args, env}: Started, ...texts: readonly string[]) {
	const app = open(command, args, {...size, env});
	for (const text of texts) await app.see(text, 30_000);
	return app;
}

async function recordAndReplay(
	started: (...args: readonly string[]) => Started,
	screen: 'network' | 'nftables',
	texts: readonly string[],
): Promise<{readonly header: string}> {
	const file = join(folder, `${screen}-${Math.random().toString(36).slice(2)}.jsonl`);
	const recorded = await look(started('--screen', screen, '--record', file), ...texts);
	const shown = body(recorded.screen());
	recorded.type('q');
	expect(await recorded.closed()).toMatchObject({exitCode: 0});
	const replayed = await look(here('--screen', screen, '--replay', file), ...texts);
	await replayed.until(() => body(replayed.screen()) === shown, `the screen that was recorded:\n${shown}`, 20_000);
	const [header = ''] = replayed.screen().split('\n');
	replayed.type('q');
	expect(await replayed.closed()).toMatchObject({exitCode: 0});
	return {header};
}

const headless = (...args: readonly string[]) => {
	const {status, stdout, stderr} = spawnSync(process.execPath, [program, ...args, '--json'], {
		encoding: 'utf8',
		maxBuffer: 256 * 1024 * 1024,
	});
	if (stdout === '') throw new Error(stderr);
	return {exit: status, json: JSON.parse(stdout) as Record<string, unknown>};
};

/** Counters move, and each start of the simulated host is at another time. */
const moving = new Set([
	...['rx', 'tx', 'packets', 'bytes', 'time'],
	...['createdAt', 'activeSince', 'serviceStart', 'kubeletReported', 'heartbeatAt'],
]);
const still = (json: unknown): unknown =>
	JSON.parse(JSON.stringify(json, (key, value: unknown) => (moving.has(key) ? undefined : value))) as unknown;

describeOnTerminal("a screen's recording shows the same screen again", () => {
	test.each([
		['network', ['vethafa19b66', 'coredns', 'default via']],
		['nftables', ['41 chains', 'KUBE-SVC-NPX46M4PTMTKRN6Y', 'kube-system/kube-dns:dns-tcp']],
	] as const)('%s on the simulated host; the replay is read-only and says that it is one', async (screen, texts) => {
		const {header} = await recordAndReplay((...args) => here('--simulate=ready', ...args), screen, texts);
		expect(header).toContain('RECORDED');
		expect(header).toContain('READ-ONLY');
		expect(header).not.toContain('SIMULATED');
	});

	test("both screens of the guide's own host", async () => {
		const file = join(folder, 'guide.jsonl');
		const {header, outcomes} = seedRecording();
		writeFileSync(file, [header, ...outcomes].map(each => `${JSON.stringify(each)}\n`).join(''));
		const network = await look(here('--replay', file, '--screen', 'network'), 'vethafa19b66', '10.244.0.5');
		expect(body(network.screen()).match(/^cni-\S+ +\d /gm)).toHaveLength(3);
		network.type('5');
		await network.see('3 tables, 41 chains, 112 rules');
		await network.see('kube-system/kube-dns:dns-tcp');
		network.type('v');
		await network.see('5 service ports');
		await network.see('kube-system/metrics-server:https');
		// The first leaves the list of services.
		network.type('q');
		await network.see('3 tables, 41 chains, 112 rules');
		network.type('q');
		expect(await network.closed()).toMatchObject({exitCode: 0});
	});

	describe.skipIf(withoutLab !== undefined)(
		`on a real kernel${withoutLab === undefined ? '' : `: ${withoutLab}`}`,
		() => {
			let lab: Lab;
			beforeAll(() => {
				lab = startLab('--pods', '4', '--profile', 'full');
			});
			afterAll(() => {
				lab.down();
			});

			test.each([
				['network', ['10.244.0.3', 'kube-bridge', 'ROUTES']],
				['nftables', ['chains,', 'KUBE-SVC-']],
			] as const)('%s', async (screen, texts) => {
				const {header} = await recordAndReplay((...args) => inLab(lab, ...args), screen, texts);
				expect(header).toContain('RECORDED');
				expect(header).toContain('READ-ONLY');
			});

			test('what a command read there it tells anywhere from its recording', () => {
				for (const command of [['network'], ['nftables'], ['path', 'shop/web:http'], ['status']] as const) {
					const file = join(folder, `lab-${command[0]}.jsonl`);
					const ran = lab.exec([process.execPath, program, ...command, '--record', file, '--json']);
					const real = JSON.parse(ran.stdout) as Record<string, unknown>;
					const replayed = headless(...command, '--replay', file);
					expect(replayed.exit).toBe(ran.exit);
					expect({...replayed.json, time: null}).toEqual({...real, time: null});
				}
			});
		},
	);
});

describe('`record FILE`', () => {
	test('on the simulated host: every listing is told from it as it was, and nothing is changed', () => {
		const file = join(folder, 'simulated.jsonl');
		expect(headless('record', file, '--simulate=ready')).toMatchObject({exit: 0, json: {file}});
		for (const command of [['network'], ['nftables'], ['path', 'kube-system/kube-dns'], ['status']] as const) {
			const real = headless(...command, '--simulate=ready');
			const replayed = headless(...command, '--replay', file);
			expect(replayed.exit).toBe(real.exit);
			expect(still({...replayed.json, host: null})).toEqual(still({...real.json, host: null}));
		}

		const {json: told} = headless('report', '--replay', file);
		expect(told['document']).toContain('Verdict: healthy.');
		expect(told['document']).toContain('3 tables, 41 chains, 112 rules');
		expect(told['document']).toContain('A recording does not contain the journal');
		for (const command of [
			['undo', '--yes'],
			['demo', '--yes'],
			['reset', '--yes'],
		]) {
			const {exit, json} = headless(...command, '--replay', file);
			expect({exit, code: (json['error'] as {code: string}).code}).toEqual({exit: 3, code: 'read-only'});
		}
	});
});
