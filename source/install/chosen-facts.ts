import * as files from '../command/files.js';
import {defaultPodCidr} from '../command/k0s-paths.js';
import * as k0s from '../command/k0s.js';
import {firstLine} from '../read/reading.js';
import {known, mapReading, type Reading} from '../facts/reading.js';
import {isAbsent, readText} from '../read/file.js';
import {podNetworks, readConfigErrors} from '../read/k0s/config.js';
import type {Unit} from '../facts/cluster.js';
import type {InstallAnswers} from './answers.js';
import type {Fact} from '../fact-table/fact.js';
import {unasked} from '../fact-table/one-fact.js';
import {isWorkerRole} from './role.js';
import {notFile, type NamedFiles} from './named-files.js';
import {configPath} from '../model/unit-file.js';

/** What is known of the configuration file that a person named, or that k0s takes by itself. `path` of one that is there. */
export type ChosenConfig =
	/** `unchecked`: it is there; only a k0s could say more, and there is none yet, or it did not answer. */
	| {readonly state: 'none' | 'absent'}
	| {readonly state: 'good' | 'unchecked'; readonly path: string}
	/** `k0s config validate` refuses it, or it cannot be read: all that the tool says, in its own words. */
	| {readonly state: 'refused'; readonly path: string; readonly said: string};

export type ChosenFacts = {
	readonly config: ChosenConfig;
	/** The networks of pods that the configuration sets, else k0s's own. A worker has none: k0s's own is taken. */
	readonly podNetworks: Reading<readonly string[]>;
};

type Needed = ChosenFacts &
	NamedFiles & {readonly k0sVersion: Reading<string>; readonly unitFile: Reading<string | null>};

/** One that k0s refuses; undefined: none. A k0s that runs has read its own: only one that a person names now is looked at. */
export const refusedConfig = (
	{config, controllerUnit: unit}: Pick<ChosenFacts, 'config'> & {readonly controllerUnit: Reading<Unit>},
	answers: InstallAnswers,
): Extract<ChosenConfig, {state: 'refused'}> | undefined =>
	config.state === 'refused' && (answers.config !== undefined || !(unit.known && unit.value.activeState === 'active'))
		? config
		: undefined;

const pathOf = ({config}: InstallAnswers, {unitFile}: Partial<Needed>): string =>
	config ?? configPath(unitFile?.known ? unitFile.value : null);

/** Of the profile that asks for it; a worker gets its configuration from its controllers. */
const configToRead = (answers: InstallAnswers, {config}: Partial<ChosenFacts>): string | undefined =>
	answers.profile === 'multi-node' && !isWorkerRole(answers) && config !== undefined && 'path' in config
		? config.path
		: undefined;

export const chosenFacts = {
	config: {
		after: ['k0sVersion', 'unitFile', 'notFiles'],
		commands: (answers, facts) => [
			files.existing([pathOf(answers, facts)]),
			...(facts.k0sVersion?.known && notFile(facts, pathOf(answers, facts)) === undefined
				? [k0s.validateConfig(pathOf(answers, facts))]
				: []),
		],
		read([there, validated], answers, facts) {
			const path = pathOf(answers, facts);
			if (there === undefined || isAbsent(there)) return {state: answers.config === undefined ? 'none' : 'absent'};
			if (there.kind !== 'ok') {
				// Nobody named it: that it cannot be seen is no reason to stop.
				if (answers.config === undefined) return {state: 'none'};
				return {state: 'refused', path, said: firstLine(there.stderr) || there.kind};
			}

			const kind = notFile(facts, path);
			if (kind !== undefined) return {state: 'refused', path, said: kind};
			const errors = validated && readConfigErrors(validated);
			if (!errors?.known) return {state: 'unchecked', path};
			return errors.value.length === 0
				? {state: 'good', path}
				: {state: 'refused', path, said: errors.value.join('; ')};
		},
	} satisfies Fact<ChosenConfig, Needed, InstallAnswers>,
	podNetworks: {
		after: ['config'],
		// Only one profile asks for it.
		commands: (answers, facts) => {
			const path = configToRead(answers, facts);
			return path === undefined ? [] : [files.readFile(path)];
		},
		read([outcome], answers, facts) {
			if (answers.profile !== 'multi-node' || configToRead(answers, facts) === undefined)
				return known([defaultPodCidr]);
			return mapReading(readText(outcome ?? unasked), yaml => podNetworks(yaml ?? ''));
		},
	} satisfies Fact<ChosenFacts['podNetworks'], Needed, InstallAnswers>,
};
