import {shown} from '../../command/command.js';
import * as firewallCmd from '../../command/firewall-cmd.js';
import * as guard from '../../command/guard.js';
import type {Outcome} from '../../command/outcome.js';
import {differences} from '../../model/firewall.js';
import {planDifferences} from '../../model/firewall-plan.js';
import {lockOut} from '../../model/lock-out/lock-out.js';
import {readZones} from '../../read/firewall/zones.js';
import type {Coded, IdText} from '../../text/ids.js';
import type {InstallAnswers} from '../answers.js';
import type {InstallFacts} from '../facts.js';
import {add, addAll, missing, undoAll, type Item, type Profile} from '../../model/firewall-items.js';
import {notPods, standIns} from '../guard.js';
import {head} from '../guide.js';
import {because} from '../stages.js';
import type {Action, Judgement, Step} from '../../engine/step.js';
import {isWorkerRole, partsOf} from '../role.js';
import {portsOf} from '../../model/node-rules.js';
import {goOn, undoneBy, trialActions, type TrialPlan} from '../trial.js';
import {
	isJudgement,
	lookedAt,
	needed,
	planned,
	refusal,
	reloads,
	whoIs,
	type Looked,
	type Needed,
} from './firewall-look.js';

type InstallStep = Step<InstallFacts, InstallAnswers>;

/** What is to change at run time; what stands in for a default zone counts only while something else is missing. */
function lacking({profile, firewall, links}: Looked): readonly Item[] {
	const items = missing(profile.items, firewall.runtime);
	const wanted = profile.defaultZone !== undefined && profile.defaultZone !== firewall.defaultZone;
	return [...items, ...(wanted ? missing(standIns(profile, firewall, links), firewall.runtime) : [])];
}

/** At run time only, under a guard: a reboot, a reload or the guard undoes it. */
export const firewallTrial = (text: IdText): InstallStep => {
	const {trial, ...words} = text.install.steps.firewall;
	const planOf = (looked: Looked, facts: Needed, answers: InstallAnswers): TrialPlan => {
		const {firewall, trials, outlook} = looked;
		const items = lacking(looked);
		return {
			changes: items,
			commands: addAll(items, false, firewall.runtime),
			before: firewall.runtime,
			trials,
			needsLogin: outlook.lockOut.changed.length > 0,
			wait: answers.confirmWait,
			verified: outcome => notAsPlanned(outcome, items, facts, looked, text),
			text,
		};
	};

	return {
		...head('firewall-trial', trial),
		needs: needed,
		judge(facts, answers) {
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen)) return seen;
			const {last} = seen.trials;
			if (last?.waits) {
				const found = last.needsLogin ? text.guard.waits(last.id) : text.guard.wasCutOff(last.id);
				return {state: 'open', found, ...(last.needsLogin ? {hint: text.guard.howToConfirm} : {})};
			}

			const items = lacking(seen);
			if (items.length === 0) return {state: 'so', found: words.runtimeSo(answers.profile)};
			const refused = refusal(seen.outlook.lockOut, text);
			if (refused) return refused;
			return {state: 'open', found: words.runtimeLacks(items.length, seen.profile.items.length)};
		},
		plan: (facts, answers) =>
			planned(lookedAt(facts, answers, text), looked => {
				const plan = planOf(looked, facts, answers);
				return looked.trials.last?.waits ? goOn(plan) : trialActions(plan);
			}),
		undo: (facts, answers) =>
			planned(lookedAt(facts, answers, text), looked => undoAll(lacking(looked), looked.firewall.runtime, false)),
		outline(facts, answers) {
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen)) return {does: seen.found, warns: []};
			const [changed] = seen.outlook.lockOut.changed;
			return {
				does: trial.does(lacking(seen).length),
				warns: [...(words.risks[answers.profile] ?? []), ...(changed ? [words.confirms(answers.confirmWait)] : [])],
			};
		},
		notes(facts, answers) {
			const own = [...(words.notes[answers.profile] ?? []), ...notesOfNodes(facts, answers, text)];
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen) || lacking(seen).length === 0) return own;
			const [changed] = seen.outlook.lockOut.changed;
			return [
				(seen.trials.systemd ? text.guard.guarded : text.guard.guardedAlone)(answers.confirmWait),
				...(seen.trials.systemd ? [text.guard.atOnce(shown(undoneBy(seen.trials).argv))] : []),
				changed ? text.guard.needsLogin(whoIs(changed.endpoint, text)) : text.guard.ownVerification,
				...own,
			];
		},
		differences: (facts, answers) =>
			planned(lookedAt(facts, answers, text), ({outlook: {now, then}}) => planDifferences(now, then)),
	};
};

/** Of the profile `multi-node`: which nodes and which networks of pods it speaks of. */
const notesOfNodes = ({podNetworks}: Needed, answers: InstallAnswers, text: IdText): readonly Coded[] => {
	if (answers.profile !== 'multi-node' || answers.nodes === undefined) return [];
	const words = text.install.steps.firewall;
	const pods = podNetworks.known && partsOf(answers).works ? [words.trustsPods(podNetworks.value.join(', '))] : [];
	const assumed = isWorkerRole(answers) && podNetworks.known ? [words.assumesPods(podNetworks.value.join(', '))] : [];
	return [words.opensTo(portsOf(partsOf(answers)).join(' '), answers.nodes.join(', ')), ...pods, ...assumed];
};

/** Own verification: what is in force is what was planned, and nothing changed for those who log in over SSH. */
function notAsPlanned(
	outcome: Outcome,
	items: readonly Item[],
	{ssh}: Pick<Needed, 'ssh'>,
	{outlook, profile}: Looked,
	text: IdText,
): Coded | undefined {
	const zones = readZones(outcome);
	if (!zones.known) return because(zones, text);
	const open = missing(items, zones.value);
	if (open.length > 0) {
		return text.guard.notAsPlanned(open.map(({kind, zone, value}) => `${zone}: ${kind} ${value}`.trim()).join(', '));
	}

	if (!ssh.known) return because(ssh, text);
	const {changed} = lockOut(ssh.value, outlook.now, {zones: zones.value, defaultZone: outlook.now.defaultZone});
	const [other] = changed.filter(notPods(profile));
	return other === undefined ? undefined : text.guard.notAsPlanned(whoIs(other.endpoint, text));
}

/** For good. In the order that never opens the host: what the guide does first, the default zone, comes last. */
export const firewallCommit = (text: IdText): InstallStep => {
	const {commit, ...words} = text.install.steps.firewall;
	const open = ({firewall, profile}: Looked) => ({
		items: missing(profile.items, firewall.permanent),
		zone: profile.defaultZone === firewall.defaultZone ? undefined : profile.defaultZone,
	});
	/**
	 * An interface that is only in the default zone's list because NetworkManager named none for it would go along to the
	 * new default zone, and be open until the reload. Bound by name it stays.
	 */
	const bound = ({items}: Profile): readonly Action[] =>
		items.filter(({kind}) => kind === 'interface').map(item => ({command: add(item, false)}));
	return {
		...head('firewall-commit', commit),
		needs: needed,
		judge(facts, answers) {
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen)) return seen;
			const {items, zone} = open(seen);
			if (items.length === 0 && zone === undefined) return asWritten(seen, answers, text);
			// Tried at run time it is safe now; what a reload or a restart brings may not be.
			return (
				refusal(seen.outlook.lockOut, text) ?? {
					state: 'open',
					found: words.permanentLacks(items.length + (zone === undefined ? 0 : 1)),
				}
			);
		},
		plan: (facts, answers) =>
			planned(lookedAt(facts, answers, text), (seen): readonly Action[] => {
				const {items, zone} = open(seen);
				if (items.length === 0 && zone === undefined) return [];
				return [
					...(zone === undefined ? [] : bound(seen.profile)),
					...addAll(items, true, seen.firewall.permanent).map(command => ({command})),
					{command: guard.checkConfig()},
					...(zone === undefined ? [] : [{command: firewallCmd.setDefaultZone(zone)}]),
					...(reloads(facts, answers) ? [{command: firewallCmd.reload()}] : []),
				];
			}),
		undo: (facts, answers) =>
			planned(lookedAt(facts, answers, text), seen => {
				const {items, zone} = open(seen);
				return [
					...(zone === undefined ? [] : [firewallCmd.setDefaultZone(seen.firewall.defaultZone)]),
					...undoAll(items, seen.firewall.permanent, true),
				];
			}),
		ready(facts, answers) {
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen)) return undefined;
			const {last} = seen.trials;
			if (last?.waits) return text.guard.stillOpen(last.id);
			const items = missing(seen.profile.items, seen.firewall.runtime);
			return items.length === 0 ? undefined : words.notTried(items.length);
		},
		outline(facts, answers) {
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen)) return {does: seen.found, warns: []};
			const {items, zone} = open(seen);
			return {does: commit.does(items.length + (zone === undefined ? 0 : 1)), warns: []};
		},
		notes: (_facts, answers) => [...(answers.profile === 'article' ? [commit.order, commit.reload] : [])],
	};
};

/** Settings of the plan's zones that run but are not written, or the other way round, are told: a reload changes them. */
function asWritten({firewall, profile}: Looked, answers: InstallAnswers, text: IdText): Judgement {
	const found = text.install.steps.firewall.permanentSo(answers.profile);
	const zones = new Set(profile.items.map(({zone}) => zone));
	const own = <T extends {readonly name: string}>(all: readonly T[]): readonly T[] =>
		all.filter(({name}) => zones.has(name));
	const differ = differences(own(firewall.runtime), own(firewall.permanent));
	return {state: 'so', found, ...(differ.length === 0 ? {} : {hint: text.guard.otherThan(differ.join(', '))})};
}
