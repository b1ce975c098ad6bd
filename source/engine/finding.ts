import type {Text} from '../text/text.js';
import type {Finding, StepRunState} from './run-state.js';
import type {Judgement} from './step.js';

const states: Readonly<Record<Judgement['state'], StepRunState>> = {
	so: 'done',
	skipped: 'skipped',
	blocked: 'blocked',
	open: 'running',
};

/** A judgement as the journal keeps it. */
export const findingOf = (judged: Judgement): Finding => ({
	state: states[judged.state],
	found: judged.found,
	hint: judged.hint ?? null,
	stages: judged.stages ?? [],
	values: judged.values ?? {},
});

/**
 * After its commands a step is as wanted, or it failed: "open" is no longer an answer. `problem`: of a command that may
 * fail; it explains what is not as wanted.
 */
export function finished(judged: Judgement, text: Text, problem?: string): Finding {
	const finding = findingOf(judged);
	if (finding.state !== 'running' && finding.state !== 'blocked') return finding;
	const found = problem === undefined ? text.install.engine.notAsWanted(finding.found) : `${finding.found}. ${problem}`;
	return {...finding, state: 'failed', found};
}
