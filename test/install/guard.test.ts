import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import * as firewallCmd from '../../source/command/firewall-cmd.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {defaultAnswers, type InstallAnswers} from '../../source/install/answers.js';
import {createClock} from '../../source/engine/clock.js';
import {createEngine} from '../../source/engine/engine.js';
import {installFacts, type InstallFacts} from '../../source/install/facts.js';
import {firewallProfile} from '../../source/model/firewall-items.js';
import {undoNow} from '../../source/command/guard.js';
import {inverse, outlook, standIns} from '../../source/install/guard.js';
import {confirmTrial} from '../../source/install/guard-confirm.js';
import {createMemoryJournal, type JournalRecord} from '../../source/engine/journal.js';
import {createOutput} from '../../source/engine/output.js';
import {firewallCommit, firewallTrial} from '../../source/install/steps/firewall.js';
import {trialView} from '../../source/install/trial.js';
import type {CommandView} from '../../source/engine/session-view.js';
import type {Firewall, Zone} from '../../source/model/firewall.js';
import {verdictOf, type SshExposure} from '../../source/model/lock-out/lock-out.js';
import type {Link} from '../../source/facts/network.js';
import {readAddresses} from '../../source/read/ip/address.js';
import {keptSaid} from '../../source/engine/run-state.js';
import {sentence} from '../../source/text/ids.js';
import {plainIds} from '../support/plain-ids.js';
import {outcomeOf} from '../support/samples.js';

const text = plainIds;
const zone = (name: string, rest: Partial<Zone> = {}): Zone => ({
	name,
	marks: [],
	target: name === 'trusted' ? 'ACCEPT' : 'default',
	interfaces: [],
	sources: [],
	services: [],
	ports: [],
	protocols: [],
	forward: true,
	masquerade: false,
	richRules: [],
	...rest,
});
const linksOf = (...entries: ReadonlyArray<readonly [name: string, address: string]>): readonly Link[] => {
	const records = entries.map(([ifname, local], index) => ({
		ifindex: index + 1,
		ifname,
		link_type: ifname === 'lo' ? 'loopback' : 'ether',
		addr_info: [{family: 'inet', local, prefixlen: 24, scope: 'global'}],
	}));
	const read = readAddresses(outcomeOf({stdout: JSON.stringify(records)}));
	if (!read.known) throw new Error('not read');
	return read.value;
};

describe('what takes a plan back', () => {
	test('exactly, the zone that judges first, settings of one kind and zone together', () => {
		const before = [zone('work', {interfaces: ['enp1s0'], sources: ['10.0.0.0/8']}), zone('public')];
		const undo = inverse(
			[
				{kind: 'port', zone: 'public', value: '1/tcp'},
				{kind: 'masquerade', zone: 'public', value: ''},
				{kind: 'port', zone: 'public', value: '2/udp'},
				{kind: 'service', zone: 'public', value: 'ssh', remove: true},
				{kind: 'source', zone: 'public', value: '10.0.0.0/8'},
				{kind: 'interface', zone: 'public', value: 'enp1s0'},
				{kind: 'interface', zone: 'trusted', value: 'kube-bridge'},
			],
			before,
		);
		expect(undo).toEqual([
			['--zone=work', '--change-interface=enp1s0'],
			['--zone=trusted', '--remove-interface=kube-bridge'],
			['--zone=work', '--change-source=10.0.0.0/8'],
			['--zone=public', '--add-service=ssh'],
			['--zone=public', '--remove-port=1/tcp', '--remove-port=2/udp'],
			['--zone=public', '--remove-masquerade'],
		]);
	});
});

describe('what a profile brings', () => {
	const links = linksOf(
		['lo', '127.0.0.1'],
		['enp1s0', '192.168.122.161'],
		['enp2s0', '10.9.0.1'],
		['enp3s0', '10.8.0.1'],
	);
	const open = zone('public', {ports: ['22/tcp']});
	const ssh: SshExposure = {
		sessions: [],
		listeners: [{address: '0.0.0.0', port: 22}],
		links,
		routes: [],
		services: new Map(),
		strangePolicy: null,
		inward: ['kube-bridge'],
	};
	const firewall = (rest: Partial<Firewall> = {}): Firewall => ({
		defaultZone: 'public',
		runtime: [open, zone('trusted'), zone('work', {interfaces: ['enp3s0'], ports: ['22/tcp']})],
		permanent: [open, zone('trusted'), zone('work', {interfaces: ['enp3s0'], ports: ['22/tcp']})],
		...rest,
	});
	const article = firewallProfile('article', 'enp1s0');

	test('what would fall into a new default zone is bound to it during the trial, nothing else is', () => {
		expect(standIns(article, firewall(), links)).toEqual([{kind: 'interface', zone: 'trusted', value: 'enp2s0'}]);
		expect(standIns(article, firewall({defaultZone: 'trusted'}), links)).toEqual([]);
		expect(standIns(firewallProfile('single-node', 'enp1s0'), firewall(), links)).toEqual([]);
		// NetworkManager shows those that follow the default zone in its list; no file names them.
		const following = firewall({
			runtime: [zone('public', {ports: ['22/tcp'], interfaces: ['enp2s0']}), zone('trusted')],
		});
		expect(standIns(article, following, links).map(({value}) => value)).toContain('enp2s0');
	});

	test('a port that is open only until the next reload does not count where the plan ends with one', () => {
		const fleeting = firewall({permanent: [zone('public'), zone('trusted'), zone('work')]});
		const judged = (reloads: boolean) => verdictOf(outlook(article, fleeting, ssh, {reloads}).lockOut);
		expect(judged(false)).toBe('safe');
		expect(judged(true)).toBe('cuts-off');
	});
});

describe('the trial on the simulated host', () => {
	const speed = 400;
	const steps = [firewallTrial(text), firewallCommit(text)];
	const open = () => createRunner(createSimulatedHost({scenario: 'fresh', speed}), {});
	const zonesOf = async (runner: Runner) =>
		(await runner.run(firewallCmd.allZones())).stdout + (await runner.run(firewallCmd.allZones(true))).stdout;

	/** What the last record says, in English. */
	function lastWords(records: readonly JournalRecord[]) {
		const {found, hint} = (records.at(-1)?.after ?? {}) as {readonly found?: unknown; readonly hint?: unknown};
		const told = (kept: unknown): string => sentence(keptSaid(kept), text);
		return {found: told(found), hint: hint === null ? null : told(hint)};
	}

	class Killed extends Error {}

	/** Runs both steps; `limit`: the process is killed before its nth command that changes the host. */
	const run = async (runner: Runner, profile: 'single-node' | 'article', limit = Infinity, without?: string) => {
		let left = limit;
		const dying: Runner = {
			...runner,
			async run(command, options) {
				if (command.why === without) return outcomeOf({argv: command.argv});
				if (command.changes && left-- <= 0) throw new Killed();
				return runner.run(command, options);
			},
		};
		const journal = createMemoryJournal();
		const actor = {bootId: null, uid: 0, sudoUser: null, tty: null};
		const parts = {journal, clock: createClock(speed), actor, table: installFacts, output: createOutput()};
		const engine = createEngine<InstallFacts, InstallAnswers>({...parts, run: 'install-1', runner: dying});
		// Long enough for a busy machine: its time runs so many times as fast.
		const answers = {...defaultAnswers, profile, confirmWait: 1200};
		const states: string[] = [];
		for (const step of steps) {
			states.push(await engine.step({step, answers, approved: undefined, signal: new AbortController().signal}));
			if (states.at(-1) !== 'done') break;
		}

		const {records} = await journal.read();
		const told = records.map(({ev}) => ev).filter(ev => ['guard-armed', 'confirmed', 'rolled-back'].includes(ev));
		return {states, last: lastWords(records), left: limit - left, told};
	};

	test.each(['single-node', 'article'] as const)(
		'%s: killed before any of its commands, the next run ends in the same state',
		async profile => {
			const whole = open();
			const {states, left: count, told} = await run(whole, profile, 1000);
			expect(told).toEqual(['guard-armed', 'confirmed']);
			expect(states).toEqual(['done', 'done']);
			const wanted = await zonesOf(whole);
			expect(count).toBeGreaterThan(10);
			for (let at = 0; at < count; at++) {
				const runner = open();
				await expect(run(runner, profile, at)).rejects.toThrow(Killed);
				const again = await run(runner, profile);
				expect(again.states, `killed at ${at}: ${JSON.stringify(again.last)}`).toEqual(['done', 'done']);
				expect(await zonesOf(runner), `killed at ${at}`).toBe(wanted);
				// A guard that was not stopped finds the decision, and does nothing.
				const {exit} = await runner.run({
					...firewallCmd.state(),
					argv: ['systemctl', 'is-active', 'k0s-tui-guard-firewall-1.timer'],
				});
				if (exit !== 0) continue;
				await sleep(2100);
				expect(await zonesOf(runner), `killed at ${at}, after the guard's time`).toBe(wanted);
			}
		},
		60_000,
	);

	test('unconfirmed it is taken back, said, and nothing of it remains', async () => {
		const runner = open();
		const before = await zonesOf(runner);
		// Without the list of who is connected the simulated host has nobody who logs in anew.
		const {states, last, told} = await run(runner, 'article', Infinity, 'guard-connections');
		expect(told).toEqual(['guard-armed', 'rolled-back']);
		expect(states).toEqual(['failed']);
		expect(last).toMatchObject({found: expect.stringContaining('undone') as string});
		expect(await zonesOf(runner)).toBe(before);
		expect(await confirmTrial(runner, 1)).toEqual({trial: 'firewall-1', kept: false, why: 'rolled-back'});
		expect((await run(runner, 'article')).states).toEqual(['done', 'done']);
	});

	/** The guard's time is over just before the nth of these changes. */
	const lateGuard = (runner: Runner, at: number): Runner => {
		let seen = 0;
		return {
			...runner,
			async run(command, options) {
				if (command.why === 'firewall-change' && seen++ === at) await runner.run(undoNow('firewall-1'));
				return runner.run(command, options);
			},
		};
	};

	test.each([
		['single-node', 0],
		['article', 0],
		['article', 1],
		['article', 2],
	] as const)('%s: the guard is done before change %i: what came after it is undone too', async (profile, at) => {
		const runner = open();
		const before = await zonesOf(runner);
		const {states, told} = await run(lateGuard(runner, at), profile);
		expect(states).toEqual(['failed']);
		expect(told).toContain('rolled-back');
		expect(await zonesOf(runner)).toBe(before);
		expect((await run(runner, profile)).states).toEqual(['done', 'done']);
	});

	test.each(['single-node', 'article'] as const)(
		'%s: a trial that was cut off goes on; its guard is done meanwhile: nothing of it stays',
		async profile => {
			const whole = open();
			const {left: count} = await run(whole, profile, 1000);
			let late = 0;
			for (let at = 1; at < count; at++) {
				const runner = open();
				const before = await zonesOf(runner);
				await expect(run(runner, profile, at)).rejects.toThrow(Killed);
				const {states} = await run(lateGuard(runner, 0), profile);
				if (states[0] === 'done') continue;
				late++;
				expect(await zonesOf(runner), `killed at ${at}`).toBe(before);
			}

			expect(late).toBeGreaterThan(0);
		},
		60_000,
	);

	test.each([10, 12])(
		'article: cut off before command %i, gone on with, and the login never comes: undone, and said',
		async at => {
			const runner = open();
			const before = await zonesOf(runner);
			await expect(run(runner, 'article', at)).rejects.toThrow(Killed);
			const {states, last} = await run(runner, 'article', Infinity, 'guard-connections');
			expect(states).toEqual(['failed']);
			expect(last.found).toContain('undone');
			expect(await zonesOf(runner)).toBe(before);
		},
	);

	test.each(['single-node', 'article'] as const)(
		'%s: a change that fails is not waited for: the guard takes all of it back at once',
		async profile => {
			const runner = open();
			const before = await zonesOf(runner);
			const failing: Runner = {
				...runner,
				async run(command, options) {
					const {argv} = command;
					if (argv.some(word => /add-masquerade|change-interface=kube-bridge|add-interface=kube-bridge/.test(word)))
						return outcomeOf({kind: 'failed', exit: 254, stderr: 'Error: no\n', argv});
					return runner.run(command, options);
				},
			};
			const {states, last, told} = await run(failing, profile);
			expect(states).toEqual(['failed']);
			expect(told).toEqual(['guard-armed', 'rolled-back']);
			expect(last).toMatchObject({
				found: expect.stringContaining('Error: no') as string,
				hint: text.guard.undoneNow,
			});
			expect(await zonesOf(runner)).toBe(before);
			expect((await run(runner, profile)).states).toEqual(['done', 'done']);
		},
	);

	test('where that cannot be done the guard is left to wait, and said to', async () => {
		const runner = open();
		const failing: Runner = {
			...runner,
			async run(command, options) {
				const {argv, why} = command;
				const fails = why === 'guard-take-back' || argv.includes('--add-masquerade');
				return fails ? outcomeOf({kind: 'failed', exit: 5, argv}) : runner.run(command, options);
			},
		};
		const {states, last, told} = await run(failing, 'article');
		expect(states).toEqual(['failed']);
		expect(told).toEqual(['guard-armed']);
		expect(last).toMatchObject({hint: text.guard.undoneAt(1200)});
	});

	test('a change by somebody else in the zone of a login is not kept by our own verification', async () => {
		const runner = open();
		const other: Runner = {
			...runner,
			async run(command, options) {
				if (command.argv.join(' ').startsWith('firewall-cmd --zone=trusted')) {
					await runner.run(firewallCmd.addPort('public', '1/tcp', false));
				}

				return runner.run(command, options);
			},
		};
		const {states, last} = await run(other, 'single-node');
		expect(states).toEqual(['failed']);
		expect(last).toMatchObject({found: expect.stringContaining('does not match the plan') as string});
		expect((await runner.run(firewallCmd.allZones())).stdout).not.toContain('kube-bridge');
	});

	test('no trial: confirm says so', async () => {
		expect(await confirmTrial(open(), 1)).toEqual({trial: null, kept: false, why: 'no-trial'});
	});
});

describe('a trial that waits', () => {
	const view = (why: string, argv: readonly [string, ...string[]], state: CommandView['state'], ms: number | null) => ({
		command: {...firewallCmd.state(), why, argv},
		state,
		exit: null,
		ms,
	});
	const commands = [
		view('guard-folder', ['mkdir', 'x'], 'ok', 50),
		view(
			'guard-arm',
			['systemd-run', '--unit=u', '--on-active=120', '--', '/bin/sh', '/x/guard.sh', '0', '/x'],
			'ok',
			50,
		),
		view('firewall-change', ['firewall-cmd'], 'ok', 900),
		view('guard-decision', ['ls'], 'running', null),
	];

	test('tells what to type and how long there is', () => {
		expect(trialView({state: 'running', ms: 21_000, commands})).toEqual({
			command: 'k0s-tui confirm',
			remaining: 99_100,
		});
		expect(trialView({state: 'running', ms: 900_000, commands})?.remaining).toBe(0);
		expect(trialView({state: 'running', ms: 5000, commands: commands.slice(2)})?.remaining).toBeNull();
		expect(trialView({state: 'done', ms: 5000, commands})).toBeUndefined();
		expect(trialView({state: 'running', ms: 5000, commands: commands.slice(0, 3)})).toBeUndefined();
	});
});
