import type {Command} from '../command/command.js';
import {asked} from '../fact-table/gather.js';
import {redact} from '../redact/redact.js';
import {readably, saidOf, sentence} from '../text/ids.js';
import type {Text} from '../text/text.js';
import {findingOf, type Finding} from './finding.js';
import type {StepRun} from './run-state.js';
import type {Judgement, Step} from './step.js';
import type {FactTable} from '../fact-table/fact.js';
import type {CommandView, OutlineView, RanView, StageView, StepState, StepView} from './session-view.js';

/** What a probe found, and the facts that it judged by. */
export type Look<F> = {readonly judged: Judgement; readonly facts: F};

/** All that is known of one step at one moment. */
export type Known<F> = {
	readonly look: Look<F> | undefined;
	readonly ran: StepRun | undefined;
	/** It ran in this process. */
	readonly isOwn: boolean;
	readonly running: boolean;
	/** Its run is newer than its probe, and says more. */
	readonly newer: boolean;
	/** It takes away what a run makes, and nothing ran yet. */
	readonly early: boolean;
	/** The plan of its last run. */
	readonly begun: readonly Command[] | undefined;
	/** What undoes all that runs did in it. */
	readonly undoRecorded: readonly Command[];
	/** Of the same clock as the run's times. */
	readonly now: number;
};

/** A step as it is shown, in the language of a catalogue: pure. */
export function stepView<F extends object, A>(
	step: Step<F, A>,
	table: FactTable<F, A>,
	answers: A,
	known: Known<F>,
	text: Text,
): StepView {
	const {look, ran, running, now} = known;
	const judged = stateOf(look?.judged, ran, {newer: known.newer, tells: known.isOwn || step.wait === undefined});
	const seen: Seen = running && ran ? {...ran, state: 'running'} : judged;
	const state = running ? 'running' : known.early && seen.state === 'done' ? 'todo' : seen.state;
	const facts = look?.facts ?? ({} as F);
	const plan = look?.judged.state === 'open' ? step.plan(look.facts, answers).map(({command}) => command) : [];
	return {
		id: step.id,
		title: readably(step.title, text),
		why: readably(step.why, text),
		guide: step.guide,
		state,
		...inWords(seen, text),
		said: {found: seen.found, hint: seen.hint},
		stages: stageViews(
			seen.stages.length > 0 ? seen.stages : look === undefined ? [] : findingOf(look.judged).stages,
			text,
		),
		reached: ran?.reached ?? {},
		commands: commandViews(plan, state, known),
		plan,
		outline: outlineView(
			(look && step.outline?.(look.facts, answers)) ?? {does: look?.judged.found ?? '', warns: []},
			text,
		),
		choice: state === 'done' && look?.judged.choice !== undefined ? readably(look.judged.choice, text) : undefined,
		notes: look === undefined ? [] : (step.notes?.(facts, answers) ?? []).map(note => redact(readably(note, text))),
		differences: look === undefined ? [] : (step.differences?.(facts, answers) ?? []),
		verify: asked(table, step.needs, answers, facts),
		undoPlanned: look === undefined ? [] : step.undo(facts, answers),
		undoRecorded: known.undoRecorded,
		exit: ran?.exit ?? null,
		ms: ran === undefined ? null : running ? Math.max(ran.ms, Math.round(now - ran.since)) : ran.ms,
		ran: known.isOwn && ran ? ranView(ran, text) : undefined,
	};
}

const outlineView = ({does, warns}: OutlineView, text: Text): OutlineView => ({
	does: redact(readably(does, text)),
	warns: warns.map(each => redact(readably(each, text))),
});

const inWords = ({found, hint}: Pick<Finding, 'found' | 'hint'>, text: Text) => ({
	found: redact(sentence(found, text)),
	hint: hint === null ? null : redact(sentence(hint, text)),
});

const stageViews = (stages: Finding['stages'], text: Text): readonly StageView[] =>
	stages.map(({id, title, done, found}) => ({
		id,
		title: sentence(title, text),
		done,
		found: redact(sentence(found, text)),
	}));

const ranView = ({failedWith, ...ran}: StepRun, text: Text): RanView => ({
	...ran,
	...inWords(ran, text),
	stages: stageViews(ran.stages, text),
	...(failedWith === undefined ? {} : {failedWith: inWords(failedWith, text)}),
});

/** What would run now; from the moment that it runs on, what was planned then and how far that came. */
function commandViews<F>(plan: readonly Command[], state: StepState, known: Known<F>): readonly CommandView[] {
	const {ran, running, begun} = known;
	const tells = running || (ran !== undefined && state !== 'todo');
	return (tells ? (begun ?? plan) : plan).map((command): CommandView => {
		const done = tells ? ran?.commands.findLast(({argv}) => argv.join('\0') === command.argv.join('\0')) : undefined;
		return done
			? {command, state: done.state, exit: done.exit, ms: done.ms}
			: {command, state: 'todo', exit: null, ms: null};
	});
}

type Seen = Pick<StepRun, 'found' | 'hint' | 'stages'> & {readonly state: StepState};

const unread: Seen = {state: 'unread', found: saidOf(''), hint: null, stages: []};

/**
 * The probe decides, the run explains: a step that failed says so until a probe finds it done. `tells`: why it failed, too.
 * What an earlier process waited for in vain says less than what is there now.
 */
function stateOf(
	judged: Judgement | undefined,
	ran: StepRun | undefined,
	run: {readonly newer: boolean; readonly tells: boolean},
): Seen {
	if (ran && run.newer) return ran.state === 'running' ? {...ran, state: 'aborted'} : ran;
	if (judged === undefined) return unread;
	const {found, hint, stages} = findingOf(judged);
	switch (judged.state) {
		case 'so': {
			return {state: 'done', found, hint, stages};
		}

		case 'open': {
			if (ran?.state === 'failed' || ran?.state === 'aborted') {
				return run.tells ? ran : {state: ran.state, found, hint, stages};
			}

			// Its run never said how it ended: whoever did it was killed.
			return {state: ran?.state === 'running' ? 'aborted' : 'todo', found, hint, stages};
		}

		default: {
			return {state: judged.state, found, hint, stages};
		}
	}
}
