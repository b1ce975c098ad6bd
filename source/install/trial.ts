import type {Command} from '../command/command.js';
import * as guard from '../command/guard.js';
import * as firewallCmd from '../command/firewall-cmd.js';
import type {Outcome} from '../command/outcome.js';
import type {FirewallChange} from '../model/firewall-plan.js';
import type {Zone} from '../model/firewall.js';
import {fromOutside, type Coded, type IdText} from '../text/ids.js';
import {inverse} from './guard.js';
import type {JournalEvent} from '../engine/journal.js';
import {backupFolder, decisionOf, runFolder, trialName, type Trials} from './trial-facts.js';
import type {StepView} from '../engine/session-view.js';
import type {Action} from '../engine/step.js';

/** A plan of changes at run time, under a guard that undoes them unless it is released. */
export type TrialPlan = {
	readonly changes: readonly FirewallChange[];
	/** The commands that make them, in the safe order. */
	readonly commands: readonly Command[];
	/** The running zones before. */
	readonly before: readonly Zone[];
	readonly trials: Trials;
	/** Only a new login may keep it; else `verified` does. */
	readonly needsLogin: boolean;
	/** Seconds until the guard undoes it. */
	readonly wait: number;
	/** What is wrong with the zones in force after the changes (of `--list-all-zones`), or undefined. */
	readonly verified: (outcome: Outcome) => Coded | undefined;
	readonly text: IdText;
};

/** How long a wait for a decision goes on after the guard's time: it needs some to undo all. */
const patience = 15_000;

/** Saves what is there, arms the guard, changes, and waits for the decision or makes it. */
export function trialActions(plan: TrialPlan): readonly Action[] {
	const {trials, changes, before, needsLogin, wait} = plan;
	const id = trialName(trials.next);
	const run = runFolder(trials.state, id);
	const backup = backupFolder(trials.state, id);
	const undo = inverse(changes, before);
	const arm = trials.systemd ? guard.armTimer(id, run, wait, undo) : guard.armSession(run, wait, undo);
	const prepare = [
		guard.folders(trials.state, `${trials.state}/backup`, `${trials.state}/runs`),
		guard.newFolders(backup, run),
		guard.saveSettings(backup),
		guard.saveZones(backup),
		guard.saveBoot(run),
		...(needsLogin ? [guard.needLogin(run)] : []),
		guard.writeGuard(run),
	];
	return [
		...prepare.map((command): Action => ({command})),
		{command: arm, marks: ({kind}) => (kind === 'ok' ? 'guard-armed' : undefined)},
		...finishing(plan, id, needsLogin),
	];
}

/**
 * Where the guard's time is over while the trial still changes (a slow host, a short wait, a run that was cut off and goes
 * on), what is changed after it stays. So when the guard has undone all, it is undone once more: what is not there any more
 * is no fault.
 */
const afterGuard = ({changes, before}: TrialPlan): readonly Action[] =>
	inverse(changes, before).map(words => ({command: firewallCmd.apply(words), optional: true}));

/** A trial that was cut off while its guard still waits: what is left to change, then the decision. */
export function goOn(plan: TrialPlan): readonly Action[] {
	const {last} = plan.trials;
	return last === null ? [] : finishing(plan, last.id, last.needsLogin);
}

function finishing(plan: TrialPlan, id: string, needsLogin: boolean): Action[] {
	const {commands, trials, wait, verified, text} = plan;
	const again = afterGuard(plan);
	const told: Action = {
		command: guard.decision(runFolder(trials.state, id)),
		marks: outcome => meanings[decisionOf(outcome) ?? 'open'],
	};
	const words = text.guard;
	const run = runFolder(trials.state, id);
	const undecidedYet = {
		hint: words.undoneAt(wait),
		...(trials.systemd ? {undoOnFailure: {actions: [...undoNow(id, run), ...again], done: words.undoneNow}} : {}),
	};
	const change = commands.map((command): Action => ({command, ...undecidedYet}));
	if (needsLogin) {
		const login: Action = {
			command: guard.decision(run),
			until: {
				every: 500,
				limit: wait * 1000 + patience,
				ends: outcome => ['rolled-back', 'failed'].includes(decisionOf(outcome) ?? ''),
			},
			asks: words.howToConfirm,
			marks: outcome => meanings[decisionOf(outcome) ?? 'open'],
			expect: outcome => undecided(outcome, text),
			hint: words.howToConfirm,
			// Its guard may be late, too: it is told to undo now.
			undoOnFailure: {
				actions: [...(trials.systemd ? [{command: guard.undoNow(id), optional: true}] : []), ...again],
				done: words.nextTime,
			},
		};
		return [...change, {command: guard.saveConnections(run), ...undecidedYet}, login];
	}

	return [
		...change,
		{command: firewallCmd.allZones(), expect: verified, ...undecidedYet},
		{
			command: guard.decide(run),
			hint: words.tooLate,
			undoOnFailure: {actions: [...again, {...told, optional: true}], done: words.tooLate},
		},
		{command: guard.keep(run), marks: ({kind}) => (kind === 'ok' ? 'confirmed' : undefined)},
		...(trials.systemd ? [{command: guard.disarmTimer(id)}] : []),
	];
}

/** The command by which the next trial, or the one that waits, is undone before its time. */
export const undoneBy = ({last, next}: Trials): Command => guard.undoNow(last?.waits ? last.id : trialName(next));

/** A trial that failed is not waited for: its guard, which knows what to undo, does it now. */
const undoNow = (trial: string, run: string): readonly Action[] => [
	{command: guard.undoNow(trial)},
	{
		command: guard.decision(run),
		marks: outcome => meanings[decisionOf(outcome) ?? 'open'],
		expect: outcome => (decisionOf(outcome) === 'rolled-back' ? undefined : fromOutside(decisionOf(outcome) ?? 'open')),
	},
	{command: guard.disarmTimer(trial), optional: true},
];

const meanings: Readonly<Record<string, JournalEvent | undefined>> = {
	kept: 'confirmed',
	'rolled-back': 'rolled-back',
};

function undecided(outcome: Outcome, text: IdText): Coded | undefined {
	const words = text.guard;
	switch (decisionOf(outcome)) {
		case 'kept': {
			return undefined;
		}

		case 'rolled-back': {
			return words.undone;
		}

		case 'failed': {
			return words.rollbackFailed;
		}

		default: {
			return words.undecided;
		}
	}
}

/** A trial that waits for a new login, for whoever draws it. */
export type TrialView = {
	/** What to type in the other login. */
	readonly command: string;
	/** Milliseconds until it is undone; null: it was begun by an earlier run. */
	readonly remaining: number | null;
};

/** Undefined: no trial of this step waits now. */
export function trialView(step: Pick<StepView, 'commands' | 'state' | 'ms'>): TrialView | undefined {
	const at = step.commands.findIndex(({command}) => command.why === 'guard-decision');
	if (step.state !== 'running' || step.commands[at]?.state !== 'running') return undefined;
	const armed = step.commands.findIndex(({command}) => command.why === 'guard-arm');
	if (armed === -1 || step.ms === null) return {command: 'k0s-tui confirm', remaining: null};
	// Commands follow each other at once: the guard has waited since those up to it ended.
	const before = step.commands.slice(0, armed + 1).reduce((sum, {ms}) => sum + (ms ?? 0), 0);
	const seconds = waitOf(step.commands[armed]?.command.argv ?? []);
	const remaining = seconds === undefined ? null : Math.max(0, seconds * 1000 - (step.ms - before));
	return {command: 'k0s-tui confirm', remaining};
}

/** Seconds for which the guard of this command waits. */
function waitOf(argv: readonly string[]): number | undefined {
	const timer = argv.find(word => word.startsWith('--on-active='))?.slice('--on-active='.length);
	const session = argv[argv.findIndex(word => word.endsWith('/guard.sh')) + 1];
	const seconds = Number(timer ?? session);
	return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
