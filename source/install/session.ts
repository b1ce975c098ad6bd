import type {Runner} from '../host/runner.js';
import type {Text} from '../text/text.js';
import {defaultAnswers, type InstallAnswers} from './answers.js';
import type {Clock} from './clock.js';
import {installFacts} from './facts.js';
import type {Journal} from './journal.js';
import {installSteps} from './steps.js';
import type {Walk} from './walk-view.js';
import {createWalk} from './walk.js';

/** The guided install of one host: made once, outside the screens. */
export type InstallSession = Walk<InstallAnswers>;

export type SessionParts = {
	readonly runner: Runner;
	readonly journal: Journal;
	readonly clock: Clock;
	readonly text: Text;
};

export function createInstallSession(parts: SessionParts & {readonly answers?: InstallAnswers}): InstallSession {
	const {runner, journal, clock, text, answers = defaultAnswers} = parts;
	return createWalk({
		name: 'install',
		steps: installSteps(text),
		table: installFacts,
		last: 'healthy',
		refuses: runner.readOnly ? 'read-only' : runner.kind === 'simulated' ? undefined : 'real-host',
		...{runner, journal, clock, text, answers},
	});
}
