import {shown} from '../../command/command.js';
import {blank, bold, dim, line, type Line} from '../../components/line.js';
import {journalWords} from '../../engine/journal-fault.js';
import {trialView, type TrialView} from '../../install/trial.js';
import type {StepView, SessionView} from '../../engine/session-view.js';
import {idText, says} from '../../text/ids.js';
import type {Text} from '../../text/text.js';
import {sentence, type Panel} from '../steps/panel.js';
import {duration} from '../steps/rows.js';
import {fixLine} from './fix-line.js';
import {shortly} from './rows.js';

type Given = {
	readonly view: SessionView;
	/** What keeps a trial, to be typed in another login. */
	readonly confirm: readonly string[];
	/** What an undo left, in words; undefined: not looked yet. */
	readonly left?: readonly string[] | undefined;
};

/** Stalls that a good start passes through as well: told, but no cause for alarm. */
const usual = new Set(['status-hangs', 'api-down', 'cni', 'no-node', 'no-pods']);

/** What a person should know or do now; undefined: the steps and the output say enough. Pure. */
export function installPanel({view, confirm, left}: Given, width: number, text: Text): Panel | undefined {
	const words = text.install.panel;
	const {steps} = view;
	const running = steps.find(({id}) => id === view.running);
	if (running) {
		const trial = trialView(running);
		if (trial) return trialPanel(running, trial, confirm, width, text);
		return running.hint === null ? undefined : stallPanel(running, running.hint, width, text);
	}

	const failed = steps.find(({state}) => state === 'failed');
	if (view.fault !== undefined) {
		const lines = sentence(view.fault, width);
		return {step: undefined, mark: 'fail', title: words.fault, lines: withKeys(lines, words.faultKeys)};
	}

	if (failed) return told(failed, 'fail', words.failed(failed.title), words.failedKeys, width);
	if (steps.some(({state}) => state === 'unread')) return undefined;
	const waits = steps.find(({state, said}) => says(said.hint, idText.guard.howToConfirm) && state !== 'done');
	if (waits) return trialPanel(waits, undefined, confirm, width, text);
	return cutPanel(steps, width, text) ?? journalPanel(view, width, text) ?? endPanel(steps, left, width, text);
}

function trialPanel(
	{id}: StepView,
	trial: TrialView | undefined,
	confirm: readonly string[],
	width: number,
	text: Text,
): Panel {
	const words = text.install.panel.trial;
	const {remaining = null} = trial ?? {};
	return {
		step: id,
		mark: 'warn',
		title: trial ? words.title : words.waits,
		...(remaining === null ? {} : {right: words.left(shortly(remaining))}),
		lines: [
			...sentence(words.how, width),
			...sentence(shown(confirm), width - 4, part => line('    ', bold(part))),
			line('    ', dim(words.copies)),
			...sentence(words.proves, width),
			...sentence(trial ? words.otherwise : words.goesOn, width),
		],
	};
}

function stallPanel(step: StepView, hint: string, width: number, text: Text): Panel {
	const words = text.install.panel;
	const isUsual = usual.has(step.ran?.values['stall'] ?? '');
	return {
		step: step.id,
		mark: isUsual ? 'running' : 'warn',
		title: isUsual ? words.slow : words.stalled,
		// What is waited for stands among the stages.
		lines: withKeys(sentence(hint, width), words.stopKeys),
	};
}

/** A run that was stopped, or whose worker was killed, now or before this program was started. */
function cutPanel(steps: readonly StepView[], width: number, text: Text): Panel | undefined {
	const words = text.install.panel;
	const cut = steps.find(({state}) => state === 'aborted');
	if (!cut) return undefined;
	const isStopped = cut.ran?.state === 'aborted';
	return {
		step: undefined,
		mark: 'warn',
		title: isStopped ? words.stopped(cut.title) : words.cut(cut.title),
		lines: withKeys(sentence(words.cutWhy, width), words.failedKeys),
	};
}

/** Steps can be done all the same; an undo is refused. */
function journalPanel({journal: {fault}}: SessionView, width: number, text: Text): Panel | undefined {
	if (fault === undefined) return undefined;
	const {message, hint} = journalWords(fault, text);
	const lines = [...sentence(message, width), ...sentence(hint, width)];
	return {step: undefined, mark: 'warn', title: text.journal.title, lines};
}

function endPanel(
	steps: readonly StepView[],
	left: readonly string[] | undefined,
	width: number,
	text: Text,
): Panel | undefined {
	const words = text.install.panel;
	const undone = steps.filter(({ran}) => ran?.state === 'undone');
	if (undone.length > 0) {
		const lines = [
			...sentence(undone.map(({title}) => title).join(' · '), width),
			...(undone.some(({id}) => id === 'install')
				? (left ?? [words.undoneLeft]).flatMap(each => sentence(each, width))
				: []),
		];
		return {
			step: undefined,
			mark: 'pass',
			title: words.undone(undone.length),
			lines: withKeys(lines, words.undoneKeys),
		};
	}

	const first = steps.find(({state}) => state !== 'done' && state !== 'skipped');
	if (first === undefined) {
		const ms = steps.reduce((sum, step) => sum + (step.ran ? (step.ms ?? 0) : 0), 0);
		const lines = [
			...sentence(words.next, width),
			line(dim(`${words.kubectl} `), bold('sudo k0s kubectl get nodes')),
			line(dim(words.again)),
		];
		return {step: undefined, mark: 'pass', title: words.healthy(ms < 1000 ? '' : duration(ms)), lines};
	}

	// It stops a run to the end before it begins, so it is told before the steps that could be done come to it.
	const blocked = steps.find(({state}) => state === 'blocked');
	if (blocked === undefined) return undefined;
	if (blocked.id === 'privilege') return rootPanel(blocked, width, text);
	const keys = fixLine(blocked) === undefined ? undefined : words.fixKeys;
	return told(blocked, 'blocked', words.blocked(blocked.title), keys, width);
}

const rootPanel = ({id, hint, found}: StepView, width: number, {install: {panel: words}}: Text): Panel => ({
	step: id,
	mark: 'blocked',
	title: words.needsRoot,
	lines: [
		...sentence(hint ?? found, width, part => line(bold(part))),
		...sentence(words.readsOnly, width, part => line(dim(part))),
	],
});

/** A step's own words across the whole width. */
const told = (step: StepView, mark: Panel['mark'], title: string, keys: string | undefined, width: number): Panel => ({
	step: step.id,
	mark,
	title,
	lines: withKeys(
		[
			...sentence(step.found, width),
			...(step.hint === null ? [] : sentence(step.hint, width, part => line(bold(part)))),
		],
		keys,
	),
});

const withKeys = (lines: readonly Line[], keys: string | undefined): Line[] => [
	...lines,
	...(keys === undefined ? [] : [blank, line(dim(keys))]),
];
