import type {InstallAnswers} from './answers.js';
import type {Executor} from '../engine/executor.js';
import {installFacts, type InstallFacts} from './facts.js';
import {forgetting} from './kept-token.js';
import {type ResetAnswers, type ResetFacts} from './reset/facts.js';
import {resetFacts} from './reset/fact-table.js';
import {resetSteps} from './reset/steps.js';
import {createHereExecutor} from '../engine/run-here.js';
import {installSteps} from './steps.js';
import {idText} from '../text/ids.js';
import {backupFacts, type BackupAnswers, type BackupFacts} from './backup/facts.js';
import {backupSteps} from './backup/steps.js';
import {restoreFacts, type RestoreAnswers, type RestoreFacts} from './restore/facts.js';
import {restoreSteps} from './restore/steps.js';
import {upgradeFacts, type UpgradeAnswers, type UpgradeFacts} from './upgrade/facts.js';
import {ofNewest} from './upgrade/going-back.js';
import {upgradeGoesBack, upgradeSteps} from './upgrade/steps.js';
import type {Lists} from '../engine/worker/work.js';

/** All that a worker can be told to do. Its orders come from a file that only root can write, with answers of its list. */
export const lists: Lists = {
	install: parts =>
		forgetting(
			createHereExecutor<InstallFacts, InstallAnswers>({
				...parts,
				steps: installSteps(idText),
				table: installFacts,
			}),
			parts.runner,
		) as Executor<unknown>,
	reset: parts =>
		createHereExecutor<ResetFacts, ResetAnswers>({
			...parts,
			steps: resetSteps(idText),
			table: resetFacts,
		}) as Executor<unknown>,
	backup: parts =>
		createHereExecutor<BackupFacts, BackupAnswers>({
			...parts,
			steps: backupSteps(idText),
			table: backupFacts,
		}) as Executor<unknown>,
	restore: parts =>
		createHereExecutor<RestoreFacts, RestoreAnswers>({
			...parts,
			steps: restoreSteps(idText),
			table: restoreFacts,
		}) as Executor<unknown>,
	upgrade: parts =>
		createHereExecutor<UpgradeFacts, UpgradeAnswers>({
			...parts,
			steps: upgradeSteps(idText),
			table: upgradeFacts,
			goesBack: upgradeGoesBack,
			undoes: ofNewest,
		}) as Executor<unknown>,
};
