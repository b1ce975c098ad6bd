import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import type {Outcome} from '../command/outcome.js';
import {firstLine, type Reading} from '../read/reading.js';
import {isAbsent} from '../read/file.js';
import type {InstallAnswers} from './answers.js';
import type {Fact} from './step.js';

/** What is known of a configuration file that a person named. */
export type ChosenConfig =
	/** `unchecked`: it is there; only a k0s could say more, and there is none yet. */
	| {readonly state: 'none' | 'good' | 'unchecked' | 'absent'}
	/** `k0s config validate` refuses it, or it cannot be read: in the tool's own words. */
	| {readonly state: 'refused'; readonly said: string};

export type ChosenFacts = {readonly config: ChosenConfig};

type Needed = ChosenFacts & {readonly binary: Reading<string>};

export const chosenFacts = {
	config: {
		after: ['binary'],
		commands: ({config}, {binary}) =>
			config === undefined ? [] : [files.existing([config]), ...(binary?.known ? [k0s.validateConfig(config)] : [])],
		read([there, validated]) {
			if (there === undefined) return {state: 'none'};
			if (isAbsent(there)) return {state: 'absent'};
			if (there.kind !== 'ok') return {state: 'refused', said: firstLine(there.stderr) || there.kind};
			if (validated === undefined) return {state: 'unchecked'};
			return validated.kind === 'ok' ? {state: 'good'} : {state: 'refused', said: saidBy(validated)};
		},
	} satisfies Fact<ChosenConfig, Needed, InstallAnswers>,
};

const saidBy = ({stderr, stdout, kind}: Outcome): string =>
	(firstLine(stderr) || firstLine(stdout) || kind).replace(/^Error: /, '');
