import {idText, type IdText} from '../../text/ids.js';
import type {GoesBack} from '../../engine/run-here.js';
import {upkeepIds} from '../../text/upkeep.js';
import type {Step} from '../../engine/step.js';
import {backupSteps} from '../backup/steps.js';
import type {BackupAnswers, BackupFacts} from '../backup/facts.js';
import {isWorkerRole} from '../role.js';
import {privilege} from '../steps/before.js';
import {downloadStep} from '../steps/download.js';
import {sound, tryNew, versions, type UpgradeStep} from './before.js';
import type {UpgradeAnswers, UpgradeFacts} from './facts.js';
import {changing, sinceLastEnd} from './going-back.js';
import {images} from './images.js';
import {back, healthyNew, startNew, stop, swap} from './change.js';

/**
 * A run that goes on after it was cut off has its backup already, and maybe no k0s that could make another one. A worker has nothing of
 * the cluster that could be saved.
 */
const unlessMade = (step: Step<BackupFacts, BackupAnswers>): UpgradeStep => ({
	...step,
	judge(facts, answers) {
		if (isWorkerRole(answers)) return {state: 'so', found: upkeepIds.upgrade.noBackup};
		return answers.archive === null
			? step.judge(facts, answers)
			: {state: 'so', found: upkeepIds.upgrade.made(answers.archive), values: {file: answers.archive}};
	},
});

const fetchNew = (text: IdText): UpgradeStep => {
	const {title, why} = upkeepIds.upgrade.fetch;
	const step = downloadStep(text);
	// What it says of the guide's own way is nothing for an upgrade.
	const notes: UpgradeStep['notes'] = (facts, answers) => (step.notes?.(facts, answers) ?? []).slice(-1);
	return {...step, id: 'fetch', title, why, guide: [], notes};
};

/** From one release to the next. The ids are part of what scripts see. */
export const upgradeSteps = (text: IdText): readonly UpgradeStep[] => [
	privilege(text),
	versions(text),
	sound(text),
	fetchNew(text),
	tryNew(text),
	...backupSteps(text)
		.filter(({id}) => id !== 'privilege')
		.map(unlessMade),
	images(text),
	stop(text),
	swap(text),
	startNew(text),
	healthyNew(text),
];

/** After a failure, when what was done is undone. */
export const backStep = (text: IdText): UpgradeStep => back(text);

/** A failure after the stop brings the old version back. */
export const upgradeGoesBack: GoesBack<UpgradeFacts, UpgradeAnswers> = {
	steps: changing,
	since: sinceLastEnd,
	then: backStep(idText),
	says: upkeepIds.upgrade.back.goes,
};
