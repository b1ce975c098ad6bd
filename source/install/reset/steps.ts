import * as k0s from '../../command/k0s.js';
import * as systemd from '../../command/systemd.js';
import {isSystemFolder} from '../../model/system-folder.js';
import type {Text} from '../../text/text.js';
import {unitName, unitPath} from '../facts.js';
import {because} from '../stages.js';
import type {Judgement, Step} from '../step.js';
import {defaultDataDir, type ResetAnswers, type ResetFacts} from './facts.js';
import {leftoversOf} from './leftovers.js';
import {unreadOf} from './unread.js';

type ResetStep = Step<ResetFacts, ResetAnswers>;

const none = (): readonly [] => [];
const head = (id: string, {title, why}: {readonly title: string; readonly why: string}) => ({
	id,
	title,
	why,
	guide: [],
	undo: none,
});

const root = (text: Text): ResetStep => ({
	...head('privilege', text.install.steps.privilege),
	needs: ['user'],
	judge({user}): Judgement {
		const words = text.install.steps.privilege;
		if (!user.known) return {state: 'blocked', found: because(user, text)};
		return user.value === 0
			? {state: 'so', found: words.root}
			: {state: 'blocked', found: words.notRoot, hint: words.becomeRoot};
	},
	plan: none,
});

/** k0s refuses to reset while it runs. In a crash loop only systemd can stop it. */
const stop = (text: Text): ResetStep => {
	const words = text.install.reset.stop;
	return {
		...head('stop', words),
		needs: ['unit', 'binary'],
		judge({unit}): Judgement {
			if (!unit.known) return {state: 'blocked', found: because(unit, text)};
			const {loadState, activeState, subState} = unit.value;
			if (loadState === 'not-found') return {state: 'so', found: words.absent};
			return ['inactive', 'failed'].includes(activeState)
				? {state: 'so', found: words.stopped}
				: {state: 'open', found: words.runs(activeState, subState)};
		},
		plan: ({unit, binary}) => [
			{
				command:
					binary.known && unit.known && unit.value.activeState === 'active' ? k0s.stop() : systemd.stopUnit(unitName),
			},
		],
	};
};

/** Its failure ends nothing: what it leaves is looked for next, by name. */
const reset = (text: Text): ResetStep => {
	const words = text.install.reset.reset;
	return {
		...head('reset', words),
		needs: ['binary', 'paths'],
		judge({binary, paths}, {dataDir}): Judgement {
			if (!paths.known) return {state: 'blocked', found: because(paths, text)};
			if (dataDir !== undefined && isSystemFolder(dataDir)) {
				return {state: 'blocked', found: text.install.steps.preflight.systemFolder(dataDir)};
			}

			const left = [unitPath, dataDir ?? defaultDataDir, '/run/k0s'].filter(path => paths.value.includes(path));
			if (left.length === 0) return {state: 'so', found: words.nothing};
			return binary.known
				? {state: 'open', found: words.there(left.join(', '))}
				: {state: 'skipped', found: words.noBinary};
		},
		plan: (_facts, {dataDir}) => [{command: k0s.reset(dataDir), optional: true}],
		leavesRest: true,
	};
};

/** All places where something of k0s may be left. */
const looks: ReadonlyArray<keyof ResetFacts> = [
	...(['paths', 'data', 'contents', 'beside', 'managed', 'shims', 'mounts', 'accounts', 'links'] as const),
	...(['rules', 'tables', 'sets', 'modules', 'legacyTables', 'ipRules', 'routes'] as const),
	...(['groups', 'settings', 'firewall'] as const),
];

const leftovers = (text: Text): ResetStep => {
	const words = text.install.reset.leftovers;
	return {
		...head('leftovers', words),
		needs: looks,
		judge(facts, answers): Judgement {
			if (!facts.paths.known) return {state: 'blocked', found: because(facts.paths, text)};
			const left = leftoversOf(facts, answers);
			if (left.length > 0) return {state: 'open', found: words.some(left.length), hint: words.reboot};
			const unread = unreadOf(facts, text);
			return {state: 'so', found: unread.length === 0 ? words.none : text.install.reset.noneSeen(unread.join(', '))};
		},
		plan(facts, answers) {
			return leftoversOf(facts, answers).map(({command}) => ({command, optional: true}));
		},
	};
};

/** Stop, reset, and what a reset leaves. The ids are part of what scripts see. */
export const resetSteps = (text: Text): readonly ResetStep[] => [root(text), stop(text), reset(text), leftovers(text)];
