import type {IdText} from '../text/ids.js';
import type {InstallAnswers} from './answers.js';
import type {InstallFacts} from './facts.js';
import type {Step} from '../engine/step.js';
import {hostname, preflight, privilege} from './steps/before.js';
import {downloadStep} from './steps/download.js';
import {firewallCommit, firewallTrial} from './steps/firewall.js';
import {place} from './steps/place.js';
import {healthy, install, start} from './steps/service.js';

/** The guided install, in order. The ids are part of the contract. */
export const installSteps = (text: IdText): ReadonlyArray<Step<InstallFacts, InstallAnswers>> => [
	privilege(text),
	preflight(text),
	hostname(text),
	firewallTrial(text),
	firewallCommit(text),
	downloadStep(text),
	place(text),
	install(text),
	start(text),
	healthy(text),
];
