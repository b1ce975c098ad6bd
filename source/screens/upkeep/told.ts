import {bold, dim, line, span, type Line} from '../../components/line.js';
import {marked} from '../../components/marks.js';
import type {StepView, SessionView} from '../../engine/session-view.js';
import {previousVersion} from '../../install/upgrade/previous.js';
import type {UpkeepKind} from '../../install/upkeep/wanted.js';
import type {Text} from '../../text/text.js';
import type {UpkeepText} from '../../text/upkeep.js';
import {sentence, type Panel} from '../steps/panel.js';
import {duration} from '../steps/rows.js';

/** What a list of steps is about: an upgrade's versions, a backup's folder, a restore's file. */
export type About = {
	readonly kind: UpkeepKind;
	/** Of an upgrade. */
	readonly from: string;
	readonly to: string;
	readonly path: string;
	/** The host is a worker. */
	readonly worker?: boolean;
};

export type Told = {readonly view: SessionView; readonly about: About; readonly text: Text; readonly words: UpkeepText};

const isGood = ({state}: StepView): boolean => state === 'done' || state === 'skipped';

/** What is still to do; what waits after a failure is no part of it. */
export const openOf = ({steps}: SessionView): readonly StepView[] =>
	steps.filter(step => step.id !== 'back' && !isGood(step));

/** What an undo would take back, as it stands in the journal. */
export const undoable = ({steps}: SessionView): readonly StepView[] =>
	steps.filter(({undoRecorded}) => undoRecorded.length > 0);

/** The version that comes back when these are undone, as their commands name it; undefined: none does. */
export const returnsTo = (steps: readonly StepView[]): string | undefined =>
	steps
		.flatMap(({plan}) => plan.flatMap(({argv}) => argv.map(word => previousVersion(word))))
		.find(found => found !== undefined);

export const titleOf = ({kind, from, to, path}: About, words: UpkeepText['screen']): string => {
	if (kind !== 'upgrade') return words.titles[kind](path);
	return from === '' || from === to ? words.titles.same(to) : words.titles.upgrade(from, to);
};

/** The step that failed, with its own words, also where it was undone since. */
function failing({steps}: SessionView): StepView | undefined {
	const undone = steps.find(({ran}) => ran?.failedWith !== undefined);
	if (undone?.ran?.failedWith !== undefined) return {...undone, ...undone.ran.failedWith, state: 'failed'};
	return steps.find(({id, state}) => id !== 'back' && state === 'failed');
}

const backOf = ({steps}: SessionView): StepView | undefined => steps.find(({id}) => id === 'back');

/** Where it stands, in one line. */
export function statusOf({view, about, text, words: {screen: words}}: Told): Line {
	const head = [bold(titleOf(about, words)), dim('  ')];
	if (view.fault !== undefined) return [...head, marked('fail', text.install.panel.fault)];
	if (view.running !== undefined) {
		const step = view.steps.find(({id}) => id === view.running);
		const runs = text.install.screen.running(step?.title ?? '', duration(step?.ms ?? 0));
		return [...head, marked('running', view.stopping ? text.install.screen.stopping : runs)];
	}

	if (view.reading || view.steps.some(({state}) => state === 'unread')) return [...head, dim(words.reading)];
	const bad = failing(view);
	if (bad !== undefined) return [...head, marked('fail', text.install.screen.failed(bad.title))];
	return openOf(view).length === 0 ? [...head, marked('pass', words.nothing)] : [...head, span(words.open[about.kind])];
}

/** What a person should know now; undefined: it runs, and the steps say enough. */
export function panelOf(told: Told, width: number): Panel | undefined {
	const {view, about, text, words: all} = told;
	const {screen: words} = all;
	if (view.running !== undefined || view.reading || view.steps.some(({state}) => state === 'unread')) return undefined;
	const lines = (sentences: readonly string[], keys: string = words.keysSteps): readonly Line[] => [
		...sentences.flatMap(each => sentence(each, width)),
		line(),
		line(dim(keys)),
	];
	if (view.fault !== undefined) {
		return {step: undefined, mark: 'fail', title: text.install.panel.fault, lines: lines([view.fault])};
	}

	const bad = failing(view);
	const back = backOf(view);
	if (bad !== undefined) {
		const title =
			back === undefined
				? text.install.screen.failed(bad.title)
				: back.state === 'done'
					? words.wentBack(about.from, bad.title)
					: words.noWayBack(bad.title);
		const rest = back === undefined || back.state === 'done' ? [] : [back.found, back.hint ?? ''];
		return {
			...{step: back === undefined ? bad.id : undefined, mark: back?.state === 'done' ? 'warn' : 'fail', title},
			lines: lines([bad.found, bad.hint ?? '', ...rest].filter(Boolean)),
		};
	}

	const blocked = view.steps.find(({state}) => state === 'blocked');
	if (blocked) {
		return {
			...{step: blocked.id, mark: 'blocked', title: blocked.title},
			lines: lines([blocked.found, blocked.hint ?? ''].filter(Boolean)),
		};
	}

	return openOf(view).length === 0 ? endPanel(told, lines) : {...beginPanel(told, lines), step: undefined};
}

type Lines = (sentences: readonly string[], keys?: string) => readonly Line[];

function endPanel({view, about, words: all}: Told, lines: Lines): Panel {
	const {screen: words} = all;
	const found = (id: string): string => view.steps.find(step => step.id === id)?.found ?? '';
	switch (about.kind) {
		case 'backup':
			return {
				...{step: undefined, mark: 'pass', title: words.done.backup},
				lines: lines([found('backup'), found('seal'), all.backup.secret].filter(Boolean), words.keysDone),
			};

		case 'restore':
			return {
				...{step: undefined, mark: 'pass', title: words.done.restore},
				lines: lines([all.restore.volumes], words.keysDone),
			};

		case 'upgrade':
			return {
				...{step: undefined, mark: 'pass', title: words.done.upgrade(about.to)},
				lines: lines([found('backup')].filter(Boolean), undoable(view).length === 0 ? words.keysDone : words.keysUndo),
			};
	}
}

function beginPanel({view, about, words: all}: Told, lines: Lines): Omit<Panel, 'step'> {
	const {screen: words} = all;
	const cut = view.cut === undefined ? [] : [words.cutHint];
	return {mark: 'warn', title: titleOf(about, words), lines: lines([...cut, ...mindOf(about, all)])};
}

export const askTitle = ({kind, to}: About, words: UpkeepText['screen']): string =>
	kind === 'upgrade' ? words.ask.upgrade(to) : words.ask[kind];

/** What to mind before a yes: sentences. */
export const mindOf = ({kind, worker}: About, all: UpkeepText): readonly string[] =>
	kind === 'upgrade'
		? [worker ? all.upgrade.podsWorker : all.upgrade.pods]
		: kind === 'backup'
			? [all.backup.secret]
			: [all.restore.volumes, all.restore.flags];
