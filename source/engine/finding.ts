import {idText, saidOf, verbatim, type Coded, type Said} from '../text/ids.js';
import type {Stage, Judgement} from './step.js';

export type StepRunState = 'running' | 'done' | 'skipped' | 'blocked' | 'failed' | 'aborted' | 'undone';

/** What `out`, `verify`, `aborted` and `undo-end` records carry in `after`: ids and values, sentences for nobody yet. */
export type Finding = {
	readonly state: StepRunState;
	readonly found: Said;
	readonly hint: Said | null;
	readonly stages: readonly StageFinding[];
	/** For programs. */
	readonly values: Readonly<Record<string, string>>;
};

export type StageFinding = Pick<Stage, 'id' | 'done'> & {readonly title: Said; readonly found: Said};

const states: Readonly<Record<Judgement['state'], StepRunState>> = {
	so: 'done',
	skipped: 'skipped',
	blocked: 'blocked',
	open: 'running',
};

export const stageFinding = ({id, title, done, found}: Stage): StageFinding => ({
	id,
	title: saidOf(title),
	done,
	found: saidOf(found),
});

/** A judgement as the journal keeps it. */
export const findingOf = (judged: Judgement): Finding => ({
	state: states[judged.state],
	found: saidOf(judged.found),
	hint: judged.hint === undefined ? null : saidOf(judged.hint),
	stages: (judged.stages ?? []).map(stageFinding),
	values: judged.values ?? {},
});

/** A finding without a judgement: what the engine itself has to say. */
export const conclusion = (state: StepRunState, found: Coded, hint?: Coded): Finding => ({
	state,
	found: saidOf(found),
	hint: hint === undefined ? null : saidOf(hint),
	stages: [],
	values: {},
});

/**
 * After its commands a step is as wanted, or it failed: "open" is no longer an answer. `problem`: of a command that may
 * fail; it explains what is not as wanted.
 */
export function finished(judged: Judgement, problem?: Coded): Finding {
	const finding = findingOf(judged);
	if (finding.state !== 'running' && finding.state !== 'blocked') return finding;
	const found =
		problem === undefined
			? saidOf(idText.install.engine.notAsWanted(judged.found))
			: verbatim(finding.found, '. ', saidOf(problem));
	return {...finding, state: 'failed', found};
}
