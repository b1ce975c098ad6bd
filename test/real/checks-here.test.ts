import {existsSync, readdirSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {afterAll, describe, expect, test} from 'vitest';
import type {Report} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {createLocalHost} from '../../source/host/local.js';
import {createRunner} from '../../source/host/runner.js';
import {catalogue} from '../../source/text/text.js';

/** All checks on the machine that runs the tests, whatever it is: as root and as nobody. */
const text = catalogue('en');
const runner = createRunner(createLocalHost(), {readOnly: true});
afterAll(() => runner.close());

const asRoot = process.getuid?.() === 0;

/** The same command as an ordinary user; setpriv's own words for a missing tool are the runner's again. */
async function asNobody(command: Command): Promise<Outcome> {
	const argv = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--', ...command.argv] as const;
	const outcome = await runner.run({...command, argv: ['setpriv', ...argv.slice(1)]});
	const missing = outcome.exit === 127 && outcome.stderr.startsWith('setpriv: failed to execute');
	return {...outcome, argv: command.argv, ...(missing ? {kind: 'not-found', exit: null} : {})};
}

const judge = (ask: (command: Command) => Promise<Outcome>): Promise<readonly Report[]> =>
	runChecks(allChecks, {ask, options: {...defaultOptions, airgapBundle: '/b'}, text});

/** What a check could have changed: kernel settings, folders of k0s and firewalld. */
function state(): string {
	const sysctls = ['net/ipv4/ip_forward', 'fs/inotify/max_user_instances', 'kernel/hostname'].map(name =>
		readFileSync(`/proc/sys/${name}`, 'utf8'),
	);
	const folders = [
		'/etc/firewalld',
		'/etc/sysctl.d',
		'/etc/cni/net.d',
		'/etc/systemd/system',
		'/run/k0s',
		'/var/lib/k0s',
	];
	const names = folders.map(path => `${path} ${existsSync(path) ? readdirSync(path).join(' ') : '-'}`);
	return [...sysctls, ...names].join('\n');
}

function sound(reports: readonly Report[]): void {
	expect(reports.map(({id}) => id)).toEqual(allChecks.map(({id}) => id));
	for (const {id, found, wanted, why, title, evidence, result} of reports) {
		for (const words of [found, wanted, why, title]) expect(words, id).not.toBe('');
		expect(found, id).not.toContain('undefined');
		for (const {argv, kind} of evidence) {
			expect(kind, `${id}: ${argv.join(' ')}`).not.toBe('timed-out');
			expect(kind, `${id}: ${argv.join(' ')}`).not.toBe('aborted');
		}

		if (result === 'fail') expect(evidence.length, id).toBeGreaterThan(0);
	}
}

describe.skipIf(process.platform !== 'linux')('all checks on this machine', () => {
	test('are judged, soundly, and change nothing', async () => {
		const before = state();
		const reports = await judge(command => runner.run(command));
		expect(state()).toBe(before);
		expect(runner.log.changed).toBe(0);
		sound(reports);
		// What any Linux tells to anybody.
		for (const id of ['architecture', 'kernel-release', 'cpu', 'swap', 'hostname'] as const) {
			expect(reports.find(report => report.id === id)?.result, id).not.toBe('unknown');
		}
	});

	test.skipIf(!asRoot)('as nobody (root can become that): less is known, nothing more is', async () => {
		const before = state();
		const root = await judge(command => runner.run(command));
		const nobody = await judge(asNobody);
		expect(state()).toBe(before);
		sound(nobody);
		expect(nobody.find(({id}) => id === 'root')).toMatchObject({
			result: expect.stringMatching(/^(warn|fail)$/) as string,
		});
		const better = nobody.filter(({id, result}) => {
			const seen = root.find(report => report.id === id)?.result;
			return (seen === 'fail' || seen === 'unknown') && result === 'pass';
		});
		expect(better.map(({id}) => id)).toEqual([]);
		expect(nobody.filter(({result}) => result === 'unknown').length).toBeGreaterThan(0);
	});
});
