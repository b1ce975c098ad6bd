import * as firewallCmd from '../../command/firewall-cmd.js';
import type {Firewall} from '../../model/firewall.js';
import type {Reading} from '../../read/reading.js';
import type {Text} from '../../text/text.js';
import type {InstallAnswers} from '../answers.js';
import type {InstallFacts} from '../facts.js';
import {head} from '../guide.js';
import {add, firewallProfile, missing, takeBack, type Profile} from '../firewall-items.js';
import {because} from '../stages.js';
import type {Action, Judgement, Step} from '../step.js';

type InstallStep = Step<InstallFacts, InstallAnswers>;
type Known = {readonly firewall: Firewall; readonly profile: Profile};
type Needed = Pick<InstallFacts, 'firewall' | 'routes' | 'links'>;

/** The interface of the default route (the smallest metric), unless one was named. */
export function outward({routes}: Pick<InstallFacts, 'routes'>, answers: InstallAnswers): string | undefined {
	if (answers.interface !== undefined) return answers.interface;
	if (!routes.known) return undefined;
	const defaults = routes.value.filter(({to, dev, table}) => to === 'default' && dev !== null && table === 'main');
	return defaults.toSorted((a, b) => (a.metric ?? 0) - (b.metric ?? 0))[0]?.dev ?? undefined;
}

/** What both firewall steps must know before they can be planned; else why they cannot, or need not be. */
function lookedAt(facts: Needed, answers: InstallAnswers, text: Text): Known | Judgement {
	const words = text.install.steps.firewall;
	const {firewall, links} = facts;
	if (!firewall.known) return withoutFirewall(firewall, text);
	if (answers.profile === 'multi-node') return {state: 'blocked', found: words.notBuilt};
	const name = outward(facts, answers);
	if (answers.profile === 'article') {
		if (name === undefined) return {state: 'blocked', found: words.noInterface, hint: words.nameInterface};
		const link = links.known ? links.value.find(each => each.name === name) : undefined;
		if (links.known && !link) return {state: 'blocked', found: words.unknownInterface(name), hint: words.nameInterface};
	}

	return {firewall: firewall.value, profile: firewallProfile(answers.profile, name ?? '')};
}

function withoutFirewall(firewall: Reading<Firewall>, text: Text): Judgement {
	const words = text.install.steps.firewall;
	if (firewall.known) return {state: 'so', found: ''};
	switch (firewall.unknown.reason) {
		case 'tool-missing':
		case 'not-installed': {
			return {state: 'skipped', found: words.absent};
		}

		case 'not-running': {
			return {state: 'skipped', found: words.stopped};
		}

		default: {
			return {state: 'blocked', found: because(firewall, text)};
		}
	}
}

const isJudgement = (seen: Known | Judgement): seen is Judgement => 'state' in seen;

/** The plan's part of a looked-at firewall; nothing to plan where the judgement says why. */
const planned = <T>(seen: Known | Judgement, plan: (known: Known) => readonly T[]): readonly T[] =>
	isJudgement(seen) ? [] : plan(seen);

/** At run time only: a reboot or a reload takes it back. The default zone is left alone, since it never is for a trial only. */
export const firewallTrial = (text: Text): InstallStep => {
	const {trial, ...words} = text.install.steps.firewall;
	return {
		...head('firewall-trial', trial),
		needs: ['firewall', 'routes', 'links'],
		judge(facts, answers) {
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen)) return seen;
			const lacking = missing(seen.profile.items, seen.firewall.runtime);
			return lacking.length === 0
				? {state: 'so', found: words.runtimeSo(answers.profile)}
				: {state: 'open', found: words.runtimeLacks(lacking.length, seen.profile.items.length)};
		},
		plan: (facts, answers) =>
			planned(lookedAt(facts, answers, text), ({firewall, profile}) =>
				missing(profile.items, firewall.runtime).map((item): Action => ({command: add(item, false)})),
			),
		undo: (facts, answers) =>
			planned(lookedAt(facts, answers, text), ({firewall, profile}) =>
				missing(profile.items, firewall.runtime)
					.toReversed()
					.map(item => takeBack(item, firewall.runtime, false)),
			),
		notes: (_facts, answers) => [...(words.notes[answers.profile] ?? []), trial.note],
	};
};

/** For good. In the order that never opens the host: what the guide does first, the default zone, comes last. */
export const firewallCommit = (text: Text): InstallStep => {
	const {commit, ...words} = text.install.steps.firewall;
	const open = ({firewall, profile}: Known) => ({
		items: missing(profile.items, firewall.permanent),
		zone: profile.defaultZone === firewall.defaultZone ? undefined : profile.defaultZone,
	});
	/**
	 * An interface that is only in the default zone's list because NetworkManager named none for it would go along to the
	 * new default zone, and be open until the reload. Bound by name it stays.
	 */
	const bound = ({items}: Profile): readonly Action[] =>
		items.filter(({kind}) => kind === 'interface').map(item => ({command: add(item, false)}));
	/** Makes what runs equal to what was written. Never on a running node: it deletes all rules of the cluster. */
	const reload = (facts: InstallFacts, answers: InstallAnswers): readonly Action[] =>
		answers.profile === 'article' && facts.unit.known && facts.unit.value.activeState === 'inactive'
			? [{command: firewallCmd.reload()}]
			: [];
	return {
		...head('firewall-commit', commit),
		needs: ['firewall', 'routes', 'links', 'unit'],
		judge(facts, answers) {
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen)) return seen;
			const {items, zone} = open(seen);
			return items.length === 0 && zone === undefined
				? {state: 'so', found: words.permanentSo(answers.profile)}
				: {state: 'open', found: words.permanentLacks(items.length + (zone === undefined ? 0 : 1))};
		},
		plan: (facts, answers) =>
			planned(lookedAt(facts, answers, text), (seen): readonly Action[] => {
				const {items, zone} = open(seen);
				if (items.length === 0 && zone === undefined) return [];
				return [
					...(zone === undefined ? [] : bound(seen.profile)),
					...items.map(item => ({command: add(item, true)})),
					...(zone === undefined ? [] : [{command: firewallCmd.setDefaultZone(zone)}]),
					...reload(facts, answers),
				];
			}),
		undo: (facts, answers) =>
			planned(lookedAt(facts, answers, text), seen => {
				const {items, zone} = open(seen);
				return [
					...(zone === undefined ? [] : [firewallCmd.setDefaultZone(seen.firewall.defaultZone)]),
					...items.toReversed().map(item => takeBack(item, seen.firewall.permanent, true)),
				];
			}),
		ready(facts, answers) {
			const seen = lookedAt(facts, answers, text);
			if (isJudgement(seen)) return undefined;
			const lacking = missing(seen.profile.items, seen.firewall.runtime);
			return lacking.length === 0 ? undefined : words.notTried(lacking.length);
		},
		notes: (_facts, answers) => [...(answers.profile === 'article' ? [commit.order, commit.reload] : [])],
	};
};
