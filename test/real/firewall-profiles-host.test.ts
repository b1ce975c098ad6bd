import type {ChildProcess} from 'node:child_process';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {shown} from '../../source/command/command.js';
import type {Runner} from '../../source/host/runner.js';
import {defaultAnswers, type InstallAnswers} from '../../source/install/answers.js';
import {createClock} from '../../source/engine/clock.js';
import {createEngine} from '../../source/engine/engine.js';
import {installFacts, type InstallFacts} from '../../source/install/facts.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {createOutput} from '../../source/engine/output.js';
import {firewallCommit, firewallTrial} from '../../source/install/steps/firewall.js';
import {plainIds} from '../support/plain-ids.js';
import {minus, sshPorts, startFirewallHost, type FirewallHost} from '../support/firewall-host.js';
import {anyDebianTest, short} from '../support/series.js';
import {whyNoTestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const title = `the firewall profiles on a real host${without === undefined ? '' : `: ${without}`}`;
const text = plainIds;
let on: FirewallHost;

/** Ports of this host on which something answers everybody that the firewall lets through. */
const answering = [80, 112, 179, 2379, 2380, 6443, 8132, 9090, 9443, 10250, 30094];
const all = [...answering, ...sshPorts];

/** Runs both firewall steps there; what is open is asked after every single command (`scans`). */
async function runSteps(answers: InstallAnswers, onWait: () => void, scans = true) {
	const seen: Array<{readonly after: string; readonly ports: ReadonlySet<string>}> = [];
	const watched: Runner = {
		...on.runner,
		async run(command, options) {
			const outcome = await on.runner.run(command, options);
			if (command.why === 'guard-connections') onWait();
			if (scans && command.changes && command.argv[0] === 'firewall-cmd') {
				seen.push({after: shown(command.argv), ports: await on.open(all)});
			}

			return outcome;
		},
	};
	const journal = createMemoryJournal();
	const actor = {bootId: null, uid: 0, sudoUser: null, tty: null};
	const parts = {journal, clock: createClock(), text, actor, table: installFacts, output: createOutput()};
	const engine = createEngine<InstallFacts, InstallAnswers>({...parts, run: 'install-1', runner: watched});
	for (const step of [firewallTrial(text), firewallCommit(text)]) {
		const state = await engine.step({step, answers, approved: undefined, signal: new AbortController().signal});
		const {records} = await journal.read();
		expect(state, `${step.id}: ${JSON.stringify(records.at(-1)?.after)}`).toBe('done');
	}

	return seen;
}

const json = (stdout: string): unknown => JSON.parse(/\{.*\}/s.exec(stdout)?.[0] ?? '{}');

/** What does not count as a new login, then one that does. */
async function confirmations(old: ChildProcess): Promise<void> {
	const argv = [...on.host.tuiArgv, 'confirm', '--json'];
	expect(json((await on.host.exec(argv)).stdout)).toMatchObject({kept: false, error: {code: 'no-login'}});
	const ordinary = await on.host.exec(argv, {user: 'operator'});
	expect(ordinary.exit).toBe(3);
	expect(json(ordinary.stdout)).toMatchObject({error: {code: 'needs-root'}});
	let said = '';
	old.stdout?.on('data', (data: Buffer) => {
		said += data.toString();
	});
	old.stdin?.write(`${argv.map(word => `'${word}'`).join(' ')}; echo ended\n`);
	while (!/^ended/m.test(said)) await sleep(50);
	expect(said).toContain('"code":"old-login"');
	const fresh = await on.host.login('admin', ['sudo', ...argv]);
	expect(json(fresh.stdout)).toMatchObject({kept: true, trial: expect.stringMatching(/^firewall-\d+$/) as string});
	expect(fresh.exit).toBe(0);
	const again = await on.host.login('admin', ['sudo', ...argv]);
	expect(again.exit).toBe(1);
	expect(json(again.stdout)).toMatchObject({kept: false, error: {code: 'no-trial'}});
}

describe.skipIf(without !== undefined)(title, () => {
	beforeAll(async () => {
		on = await startFirewallHost('profiles');
		const server = `for (const port of [${answering.join(',')}]) require('node:net').createServer(s => s.end()).listen(port, '0.0.0.0')`;
		await on.host.must(['systemd-run', '--unit=answering', '/usr/local/bin/node', '-e', server]);
		await on.host.until(['ss', '-Hltn', 'sport = :30094'], 5000, stdout => stdout.includes('30094'));
		await on.host.must(['cp', '-a', '/etc/firewalld', '/root/firewalld']);
	});
	// Each test, and each new try of one, begins with firewalld as it was and without a trial.
	beforeEach(async () => {
		await on.host.exec(['systemctl', 'stop', 'k0s-tui-guard-*']);
		await on.host.must(['rm', '-rf', '/etc/firewalld', '/var/lib/k0s-tui', '/run/k0s-tui']);
		await on.host.must(['cp', '-a', '/root/firewalld', '/etc/firewalld']);
		await on.host.must(['firewall-cmd', '--reload']);
	});
	afterAll(() => {
		on?.down();
	});

	test.each(short ? (['article'] as const) : (['single-node', 'article'] as const))(
		'%s: no port opens beyond before and after, from any neighbour, after every single command',
		async profile => {
			const answers: InstallAnswers = {...defaultAnswers, profile, confirmWait: 300};
			const before = await on.open(all);
			expect(before.has('192.168.122.1>22')).toBe(true);
			const old = await on.login();
			const asked: Array<Promise<void>> = [];
			const seen = await runSteps(answers, () => {
				if (asked.length === 0) asked.push(confirmations(old));
			});
			await Promise.all(asked);
			old.kill('SIGKILL');
			// Only where a login's own zone changes must a new one confirm.
			expect(asked).toHaveLength(profile === 'article' ? 1 : 0);
			expect(seen.length).toBeGreaterThanOrEqual(profile === 'article' ? 24 : 2);
			const after = await on.open(all);
			const both = new Set([...before, ...after]);
			for (const {after: command, ports} of seen) {
				expect(minus(ports, both), command).toEqual([]);
				expect(minus(before, ports), command).toEqual([]);
			}

			expect(after.has('192.168.122.1>6443')).toBe(profile === 'article');
			expect(after.has('192.168.122.1>80')).toBe(false);
			expect(after.has('192.168.122.1>2379')).toBe(false);

			const facts = await on.look(answers);
			expect(firewallTrial(text).judge(facts, answers)).toMatchObject({state: 'so'});
			expect(firewallCommit(text).judge(facts, answers)).toMatchObject({state: 'so'});
			await on.host.must(['firewall-cmd', '--reload']);
			expect(await on.open(all)).toEqual(after);
			// The guard does nothing any more, and the copy of the settings is there for root alone.
			const {trials} = facts;
			const id = trials.known ? trials.value.last?.id : undefined;
			expect(trials).toMatchObject({value: {last: {decided: 'kept', waits: false}}});
			// systemd 257 and newer: 4, there is no such unit.
			expect([3, 4]).toContain((await on.host.exec(['systemctl', 'is-active', `k0s-tui-guard-${id}.timer`])).exit);
			const kept = await on.host.must(['stat', '-c', '%a %U', '/var/lib/k0s-tui', `/var/lib/k0s-tui/backup/${id}`]);
			expect(kept).toBe('700 root\n700 root\n');
			expect(await on.host.must(['ls', `/var/lib/k0s-tui/backup/${id}/firewalld`])).toContain('firewalld.conf');
		},
		240_000,
	);

	anyDebianTest(
		'multi-node: k0s’s ports open to the nodes named and to nobody else, without a login to confirm; undo takes all back',
		async () => {
			const nodes = ['192.168.122.1', '10.50.0.0/24', 'fd00::5'];
			const answers = {...defaultAnswers, profile: 'multi-node', role: 'controller+worker', nodes} as const;
			const saved = async (): Promise<string> =>
				[
					await on.host.must(['firewall-cmd', '--list-all-zones']),
					await on.host.must(['firewall-cmd', '--permanent', '--list-all-zones']),
				].join('');
			const was = await saved();
			const before = await on.open(all);
			const facts = await on.look(answers);
			// A node in IPv6 comes into the zone of the interface towards it: this host has no other route.
			await runSteps({...answers, interface: 'enp1s0'}, () => expect.unreachable('no login must confirm'), false);
			const after = await on.open(all);
			const opened = ['192.168.122.1', '10.50.0.1'].flatMap(from =>
				[179, 2380, 6443, 8132, 9443, 10250].map(port => `${from}>${port}`),
			);
			expect(new Set(minus(after, before))).toEqual(new Set(opened));
			expect(minus(before, after)).toEqual([]);
			await on.host.must(['firewall-cmd', '--reload']);
			expect(await on.open(all)).toEqual(after);
			const chosen = {...answers, interface: 'enp1s0'};
			const then = await on.look(chosen);
			for (const step of [firewallTrial(text), firewallCommit(text)])
				expect(step.judge(then, chosen)).toMatchObject({state: 'so'});
			for (const step of [firewallCommit(text), firewallTrial(text)]) {
				for (const {argv} of step.undo(facts, chosen)) await on.host.must(argv);
			}

			expect(await saved()).toBe(was);
			expect(await on.open(all)).toEqual(before);
		},
		240_000,
	);

	test('what cuts a login off is refused with the line that fixes it, and that line does', async () => {
		const answers: InstallAnswers = {...defaultAnswers, profile: 'article', confirmWait: 300};
		// The guide's plan moves the interface from where SSH is open to public, where it no longer is.
		for (const line of [
			'--set-default-zone=work',
			'--zone=work --change-interface=enp1s0',
			'--zone=work --add-port=2222/tcp',
			'--zone=public --remove-service=ssh',
		]) {
			await on.host.must(['firewall-cmd', ...line.split(' ')]);
		}

		const judged = firewallTrial(text).judge(await on.look(answers), answers);
		expect(judged).toMatchObject({state: 'blocked'});
		expect(judged.found).toMatch(/^Refused: .*zone public.* 22(22)?\/tcp/);
		expect(judged.hint).toContain('firewall-cmd --zone=public --add-port=22');
		for (const port of sshPorts) {
			for (const permanent of [[], ['--permanent']]) {
				await on.host.must(['firewall-cmd', ...permanent, '--zone=public', `--add-port=${port}/tcp`]);
			}
		}

		expect(firewallTrial(text).judge(await on.look(answers), answers)).toMatchObject({state: 'open'});
	});

	test('panic mode, a stopped and a masked firewalld are said, never broken through', async () => {
		const trial = firewallTrial(text);
		await on.host.must(['firewall-cmd', '--panic-on']);
		const panicked = trial.judge(await on.look(), defaultAnswers);
		await on.host.must(['firewall-cmd', '--panic-off']);
		expect(panicked).toMatchObject({state: 'blocked', found: text.guard.panic});
		await on.host.must(['systemctl', 'mask', '--now', 'firewalld']);
		const facts = await on.look();
		expect(trial.judge(facts, defaultAnswers)).toMatchObject({state: 'skipped'});
		expect(trial.plan(facts, defaultAnswers)).toEqual([]);
		await on.host.must(['systemctl', 'unmask', 'firewalld']);
		await on.host.must(['systemctl', 'start', 'firewalld']);
	});
});
