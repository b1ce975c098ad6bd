import type {Reading} from '../facts/reading.js';
import {clusterFacts, type RunningFacts} from '../fact-table/cluster-facts.js';
import type {FactTable} from '../fact-table/fact.js';
import {firewallFact} from '../fact-table/firewall-facts.js';
import {k0sFacts, type K0sFacts} from '../fact-table/k0s-facts.js';
import {machineFacts, type MachineFacts} from '../fact-table/machine-facts.js';
import type {Firewall} from '../model/firewall.js';
import type {InstallAnswers} from './answers.js';
import {chosenFacts, type ChosenFacts} from './chosen-facts.js';
import {guardFacts, type GuardFacts} from './guard-facts.js';
import {joinFacts, type JoinFacts} from './join-facts.js';
import {namedFacts, type NamedFiles} from './named-files.js';
import {releaseFacts, type ReleaseFacts} from './release-facts.js';
import {trialFacts, type TrialFacts} from './trial-facts.js';
import {troubleFacts, type TroubleFacts} from './trouble-facts.js';

export {hasWanted} from './release-facts.js';

/** All that the steps of the guided install look at. */
export type InstallFacts = {readonly firewall: Reading<Firewall>} & MachineFacts &
	K0sFacts &
	RunningFacts &
	TroubleFacts &
	GuardFacts &
	TrialFacts &
	NamedFiles &
	JoinFacts &
	ReleaseFacts &
	ChosenFacts;

export const installFacts: FactTable<InstallFacts, InstallAnswers> = {
	...machineFacts,
	...k0sFacts,
	...clusterFacts,
	...troubleFacts,
	firewall: firewallFact,
	...guardFacts,
	...trialFacts,
	...namedFacts,
	...joinFacts,
	...releaseFacts(),
	...chosenFacts,
};
