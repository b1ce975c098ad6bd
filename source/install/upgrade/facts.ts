import * as archive from '../../command/archive.js';
import {command} from '../../command/command.js';
import * as download from '../../command/download.js';
import {isWorkerUnit} from '../../command/k0s-paths.js';
import {workerApiVersion} from '../../command/kubectl.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import type {Fact, FactTable} from '../../fact-table/fact.js';
import {first, notAsked} from '../../fact-table/one-fact.js';
import {configPath, dataPath} from '../../model/unit-file.js';
import {readApiVersion} from '../../read/kubectl/api-version.js';
import {readConfigErrors} from '../../read/k0s/config.js';
import {readSysinfo, type Probe} from '../../read/k0s/sysinfo.js';
import type {InstallAnswers} from '../answers.js';
import {isWorkerRole} from '../role.js';
import {installFacts, type InstallFacts} from '../facts.js';
import {wanted} from '../release-facts.js';
import {backupFacts, type BackupAnswers, type BackupFacts} from '../backup/facts.js';

/**
 * `from`: what ran here before. `archive`: the backup that the run before made; null: none, so this one makes one. `kine`: where the
 * data is. `resumed`: it goes on with a run that was cut off.
 */
export type UpgradeAnswers = InstallAnswers &
	BackupAnswers & {
		readonly from: string | null;
		readonly archive: string | null;
		readonly kine: boolean;
		readonly resumed?: boolean;
	};

type OwnFacts = {
	/** Mode of the downloaded file in octal; null: not there. */
	readonly partMode: Reading<string | null>;
	/** What the downloaded k0s itself says of this host; asked once it may run. */
	readonly newSysinfo: Reading<readonly Probe[]>;
	/** What it says of the configuration: errors, none where it is good or where there is none. */
	readonly newConfigErrors: Reading<readonly string[]>;
	/** On a worker what its API server says of itself; null: this is no worker. */
	readonly apiVersion: Reading<string | null>;
};

export type UpgradeFacts = InstallFacts & BackupFacts & OwnFacts;

export const partOf = (facts: Partial<UpgradeFacts>): string | undefined => {
	const target = wanted(facts);
	return target && download.partPath(target.version, target.processor);
};

const mayRun = ({partMode}: Partial<UpgradeFacts>): boolean =>
	partMode?.known === true && partMode.value !== null && /^[1357]/.test(partMode.value);

const isVerified = ({part}: Partial<UpgradeFacts>): boolean => part?.state === 'verified';

export const dataDirOf = ({unitFile}: Partial<UpgradeFacts>): string | undefined =>
	unitFile?.known ? dataPath(unitFile.value) : undefined;

const own: {readonly [K in keyof OwnFacts]: Fact<OwnFacts[K], UpgradeFacts, UpgradeAnswers>} = {
	partMode: {
		after: ['part', 'kernel', 'release'],
		commands(_answers, facts) {
			const part = partOf(facts);
			return part === undefined || !isVerified(facts) ? [] : [archive.stat(part)];
		},
		read([outcome]) {
			if (outcome === undefined) return known(null);
			const mode = outcome.kind === 'ok' ? /^(\d+) /.exec(outcome.stdout)?.[1] : undefined;
			return mode === undefined ? unknown('unreadable', outcome.stderr.slice(0, 100)) : known(mode);
		},
	},
	newSysinfo: {
		after: ['partMode', 'part', 'unitFile'],
		commands(answers, facts) {
			const part = partOf(facts);
			if (part === undefined || !isVerified(facts) || !mayRun(facts)) return [];
			const dataDir = dataDirOf(facts);
			const role = isWorkerRole(answers) ? ['--controller=false'] : [];
			const where = dataDir === undefined ? role : [...role, '--data-dir', dataDir];
			return [command([part, 'sysinfo', '--output', 'json', ...where], 'new-sysinfo', {root: true, deadline: 30_000})];
		},
		read: outcomes => first(outcomes, readSysinfo),
	},
	newConfigErrors: {
		after: ['partMode', 'part', 'unitFile', 'startupConfig'],
		commands(answers, facts) {
			// A worker reads no configuration.
			if (isWorkerRole(answers)) return [];
			const part = partOf(facts);
			const isThere = facts.startupConfig?.known !== true || facts.startupConfig.value;
			if (part === undefined || !isVerified(facts) || !mayRun(facts) || !isThere) return [];
			const path = configPath(facts.unitFile?.known ? facts.unitFile.value : null);
			return [command([part, 'config', 'validate', '--config', path], 'new-config', {root: true, deadline: 30_000})];
		},
		read: outcomes => (outcomes.length === 0 ? known([]) : first(outcomes, readConfigErrors, notAsked)),
	},
	apiVersion: {
		after: ['controllerUnit', 'unitFile'],
		commands: (_answers, facts) =>
			facts.controllerUnit?.known === true && isWorkerUnit(facts.controllerUnit.value.id)
				? [workerApiVersion(dataDirOf(facts))]
				: [],
		read: outcomes => (outcomes.length === 0 ? known(null) : first(outcomes, readApiVersion)),
	},
};

export const upgradeFacts: FactTable<UpgradeFacts, UpgradeAnswers> = {...installFacts, ...backupFacts, ...own};
