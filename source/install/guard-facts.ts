import {join} from 'node:path';
import process from 'node:process';
import * as files from '../command/files.js';
import * as firewallCmd from '../command/firewall-cmd.js';
import * as guard from '../command/guard.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import type {Firewall} from '../model/firewall.js';
import type {FirewallServices} from '../model/lock-out-zone.js';
import type {SshExposure, SshListener} from '../model/lock-out.js';
import type {Link, Route} from '../model/network.js';
import {denyingPolicy, readPolicies} from '../read/firewall-policies.js';
import {readService} from '../read/firewall-service.js';
import {known, notOk, unknown, type Reading} from '../read/reading.js';
import {readSshSockets, sshNames} from '../read/ssh-sockets.js';
import {readListeners} from '../read/ss.js';
import {readUnit} from '../read/systemctl-show.js';
import {bridge} from './firewall-items.js';
import type {Fact} from './step.js';

/** The newest trial of this host. */
export type Trial = {
	/** `firewall-3`. */
	readonly id: string;
	readonly needsLogin: boolean;
	/** Null: nobody decided. `open`: somebody did, and is not done yet (or was killed meanwhile). */
	readonly decided: 'kept' | 'rolled-back' | 'failed' | 'open' | null;
	/** Its guard waits: what is in force would be taken back. Never so after another boot. */
	readonly waits: boolean;
};

export type Trials = {
	/** `/var/lib/k0s-tui`, below K0S_TUI_ROOT. */
	readonly state: string;
	readonly systemd: boolean;
	/** The number that the next one bears. */
	readonly next: number;
	readonly last: Trial | null;
};

export type GuardFacts = {
	/** True: firewalld drops everything. */
	readonly panic: Reading<boolean>;
	readonly ssh: Reading<SshExposure>;
	/** How many there were. */
	readonly trialCount: Reading<number>;
	readonly trials: Reading<Trials>;
};

type Around = {
	readonly firewall: Reading<Firewall>;
	readonly links: Reading<readonly Link[]>;
	readonly routes: Reading<readonly Route[]>;
};
type F = GuardFacts & Around;

/** Where root's state is kept. */
export const stateFolder = (): string => join(process.env['K0S_TUI_ROOT'] || '/', 'var/lib/k0s-tui');
export const trialName = (number: number): string => `firewall-${number}`;
export const runFolder = (state: string, trial: string): string => `${state}/runs/${trial}`;
export const backupFolder = (state: string, trial: string): string => `${state}/backup/${trial}`;

const isRunning = ({firewall}: Partial<F>): boolean => firewall?.known === true;

/** Services of the zones that judge something, or could after a plan. */
function servicesOf(firewall: Firewall): readonly string[] {
	const named = new Set([firewall.defaultZone, 'public', 'trusted']);
	const judging = [...firewall.runtime, ...firewall.permanent].filter(
		({name, interfaces, sources}) => named.has(name) || interfaces.length > 0 || sources.length > 0,
	);
	return [...new Set(judging.flatMap(({services}) => services))].toSorted();
}

/** sshd's own, and port 22 or the port of a live login where systemd holds the socket for it. */
function sshListeners(outcome: Outcome, ports: readonly number[]): Reading<readonly SshListener[]> {
	const listeners = readListeners(outcome);
	if (!listeners.known) return listeners;
	const held = listeners.value.filter(({protocol, port, processes}) => {
		const names = (processes ?? []).map(({name}) => name);
		const forSshd = names.includes('systemd') && [22, ...ports].includes(port);
		return protocol === 'tcp' && (forSshd || names.some(name => sshNames.includes(name)));
	});
	return known(held.map(({address, port}) => ({address, port})));
}

/** The facts of a guarded firewall trial, for any list of steps that knows firewalld, links and routes. */
export const guardFacts = <A>(): {readonly [K in keyof GuardFacts]: Fact<GuardFacts[K], F, A>} => ({
	panic: {
		after: ['firewall'],
		commands: (_answers, facts) => (isRunning(facts) ? [firewallCmd.panic()] : []),
		read([outcome]) {
			if (outcome === undefined) return known(false);
			const word = outcome.stdout.trim();
			if (word === 'yes' || word === 'no') return known(word === 'yes');
			return notOk(outcome) ?? unknown('unreadable', word.slice(0, 200));
		},
	},
	ssh: {
		after: ['firewall', 'links', 'routes'],
		commands: (_answers, {firewall}) =>
			firewall?.known
				? [guard.connections(), system.listeners(), guard.policies(), ...servicesOf(firewall.value).map(guard.service)]
				: [],
		read([connections, listening, policies, ...infos], _answers, {firewall, links, routes}) {
			if (!firewall?.known || !connections || !listening || !policies) return unknown('not-running', 'firewalld');
			const sessions = readSshSockets(connections);
			if (!sessions.known) return sessions;
			const listeners = sshListeners(
				listening,
				sessions.value.map(({port}) => port),
			);
			if (!listeners.known) return listeners;
			const strange = readPolicies(policies);
			if (!strange.known) return strange;
			if (!links?.known) return links ?? unknown('aborted');
			if (!routes?.known) return routes ?? unknown('aborted');
			const services: FirewallServices = new Map(
				servicesOf(firewall.value).map((name, index) => {
					const info = infos[index] && readService(infos[index]);
					return [name, info?.known ? info.value : undefined];
				}),
			);
			return known({
				sessions: sessions.value,
				listeners: listeners.value,
				links: links.value,
				routes: routes.value,
				services,
				strangePolicy: denyingPolicy(strange.value),
				inward: [bridge],
			});
		},
	},
	trialCount: {
		after: ['firewall'],
		commands: (_answers, facts) => (isRunning(facts) ? [files.listFolder(`${stateFolder()}/runs`)] : []),
		read([outcome]) {
			const names = entries(outcome);
			if (!names.known) return names;
			const numbers = names.value.map(name => Number(/^firewall-(\d+)$/.exec(name)?.[1] ?? 0));
			return known(Math.max(0, ...numbers));
		},
	},
	trials: {
		after: ['trialCount'],
		commands(_answers, {trialCount}) {
			if (!trialCount?.known) return [];
			const systemFolder = files.existing(['/run/systemd/system']);
			if (trialCount.value === 0) return [systemFolder];
			const trial = trialName(trialCount.value);
			const run = runFolder(stateFolder(), trial);
			return [
				systemFolder,
				files.listFolder(run),
				guard.decision(run),
				files.readFile(`${run}/boot`),
				files.readFile('/proc/sys/kernel/random/boot_id'),
				systemd.showUnit(`${guard.guardUnit(trial)}.timer`),
			];
		},
		read([systemFolder, run, decision, boot, bootNow, timer], _answers, {trialCount}) {
			if (!trialCount?.known) return trialCount ?? unknown('aborted');
			const base = {state: stateFolder(), systemd: systemFolder?.kind === 'ok', next: trialCount.value + 1};
			if (!run || !decision || !boot || !bootNow || !timer) return known({...base, last: null});
			const names = entries(run);
			if (!names.known) return names;
			const decided = decisionOf(decision);
			const sameBoot = boot.kind === 'ok' && bootNow.kind === 'ok' && boot.stdout.trim() === bootNow.stdout.trim();
			const unit = readUnit(timer);
			const armed = unit.known && unit.value.activeState === 'active';
			// Without systemd the guard is a process of its own, which begins its log at once.
			const waits = decided === null && sameBoot && (armed || (!base.systemd && names.value.includes('guard.log')));
			return known({
				...base,
				last: {id: trialName(trialCount.value), needsLogin: names.value.includes('needs-login'), decided, waits},
			});
		},
	},
});

/** What is in a folder; nothing when there is no such folder. */
function entries(outcome: Outcome | undefined): Reading<readonly string[]> {
	if (outcome === undefined || isAbsent(outcome)) return known([]);
	const bad = notOk(outcome);
	return bad ?? known(outcome.stdout.split('\n').filter(name => name !== ''));
}

const isAbsent = ({kind, stderr}: Outcome): boolean => kind === 'failed' && /No such file or directory/.test(stderr);

/** Of `ls` on the folder that the deciding one made. */
export function decisionOf(outcome: Outcome): Trial['decided'] {
	if (outcome.kind !== 'ok') return null;
	const names = outcome.stdout.split('\n');
	return (['kept', 'rolled-back', 'failed'] as const).find(each => names.includes(each)) ?? 'open';
}
