import {askByToken} from '../command/join.js';
import type {Unit} from '../facts/cluster.js';
import {type Reading} from '../facts/reading.js';
import type {Fact} from '../fact-table/fact.js';
import {first} from '../fact-table/one-fact.js';
import {readJoin, type Joined} from '../read/k0s/join.js';
import type {InstallAnswers} from './answers.js';
import {isWorkerRole} from './role.js';

/** What the token and the controller behind it say; null: no token is given, or k0s is here and needs none any more. */
export type JoinFacts = {readonly join: Reading<Joined> | null};

type Needed = JoinFacts & {readonly controllerUnit: Reading<Unit>};

const isHere = ({controllerUnit: unit}: Partial<Needed>): boolean =>
	unit?.known === true && unit.value.loadState !== 'not-found';

export const joinFacts = {
	join: {
		after: ['controllerUnit'],
		commands: (answers, facts) =>
			answers.tokenFile === undefined || isHere(facts)
				? []
				: [askByToken(answers.tokenFile, isWorkerRole(answers) ? 'worker' : 'controller')],
		read: outcomes => (outcomes.length === 0 ? null : first(outcomes, readJoin)),
	} satisfies Fact<JoinFacts['join'], Needed, InstallAnswers>,
};
