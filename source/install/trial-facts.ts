import process from 'node:process';
import * as files from '../command/files.js';
import * as guard from '../command/guard.js';
import type {Outcome} from '../command/outcome.js';
import * as systemd from '../command/systemd.js';
import {ownFolders} from '../host/private-folder.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {notOk} from '../read/reading.js';
import {readUnit} from '../read/systemctl-show.js';
import type {Fact} from '../fact-table/fact.js';

/** The newest trial of this host. */
export type Trial = {
	/** `firewall-3`. */
	readonly id: string;
	readonly needsLogin: boolean;
	/** Null: nobody decided. `open`: somebody did, and is not done yet (or was killed meanwhile). */
	readonly decided: 'kept' | 'rolled-back' | 'failed' | 'open' | null;
	/** Its guard waits: what is in force would be undone. Never so after another boot. */
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

export type TrialFacts = {
	/** How many there were. */
	readonly trialCount: Reading<number>;
	readonly trials: Reading<Trials>;
};

/** Where root's state is kept. */
export const stateFolder = (): string => ownFolders(process.env).state;
export const trialName = (number: number): string => `firewall-${number}`;
export const runFolder = (state: string, trial: string): string => `${state}/runs/${trial}`;
export const backupFolder = (state: string, trial: string): string => `${state}/backup/${trial}`;

/** The firewall trials of this host, as their folders tell. */
export const trialFacts: {readonly [K in keyof TrialFacts]: Fact<TrialFacts[K], TrialFacts, unknown>} = {
	trialCount: {
		commands: () => [files.listFolder(`${stateFolder()}/runs`)],
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
				guard.decision(run),
				files.readFile(`${run}/boot`),
				files.readFile('/proc/sys/kernel/random/boot_id'),
				systemd.showUnit(`${guard.guardUnit(trial)}.timer`),
			];
		},
		read([systemFolder, decision, boot, bootNow, timer], _answers, {trialCount}) {
			if (!trialCount?.known) return trialCount ?? unknown('aborted');
			const base = {state: stateFolder(), systemd: systemFolder?.kind === 'ok', next: trialCount.value + 1};
			if (!decision || !boot || !bootNow || !timer) return known({...base, last: null});
			const names = entries(decision);
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
};

/** What is in a folder; nothing when there is no such folder. */
function entries(outcome: Outcome | undefined): Reading<readonly string[]> {
	if (outcome === undefined || isAbsent(outcome)) return known([]);
	const bad = notOk(outcome);
	return bad ?? known(outcome.stdout.split('\n').filter(name => name !== ''));
}

const isAbsent = ({kind, stderr}: Outcome): boolean => kind === 'failed' && /No such file or directory/.test(stderr);

/** Of the listing of a trial's folder; null: nobody decided yet. */
export function decisionOf(outcome: Outcome): Trial['decided'] {
	const names = outcome.stdout.split('\n');
	if (outcome.kind !== 'ok' || !names.includes('decided')) return null;
	return (['kept', 'rolled-back', 'failed'] as const).find(each => names.includes(each)) ?? 'open';
}
