import {undoSteps} from '../../install/undo-view.js';
import type {StepView, SessionView} from '../../engine/session-view.js';
import type {Text} from '../../text/text.js';
import type {Asks} from './state.js';

/** What a yes would run: the steps with exactly the commands that are shown. */
export type Question = {
	readonly kind: 'run' | 'undo';
	readonly title: string;
	/** In the order in which they run. */
	readonly steps: readonly StepView[];
	/** What a yes leaves as it is, for good: sentences. */
	readonly choices: readonly string[];
	/** How it is undone: sentences. */
	readonly undo: readonly string[];
};

const isOpen = ({state}: StepView): boolean => state !== 'done' && state !== 'skipped';

export const openSteps = ({steps}: SessionView): readonly StepView[] => steps.filter(isOpen);

/** What a step of this list asks for now; undefined: there is nothing to do. */
export function questionOf(
	asks: Asks,
	view: SessionView,
	selected: StepView | undefined,
	text: Text,
): Question | undefined {
	const words = text.install.screen;
	switch (asks) {
		case 'one': {
			return (
				selected && {
					...{kind: 'run', title: words.askOne(selected.title), steps: [selected]},
					choices: selected.id === 'install' ? unmade(view, text) : [],
					undo: selected.undoPlanned.length === 0 ? [] : [words.undoneOne],
				}
			);
		}

		case 'all': {
			const steps = openSteps(view);
			return steps.length === 0
				? undefined
				: {
						...{kind: 'run', title: words.askAll(steps.length), steps},
						choices: steps.some(({id}) => id === 'install') ? unmade(view, text) : [],
						undo: [words.undoneBy],
					};
		}

		case 'undo-last': {
			const [step] = undoSteps(view.steps, text);
			return step && {kind: 'undo', title: words.askUndo(step.title, 1), steps: [step], choices: [], undo: []};
		}

		case 'undo-here': {
			const from = view.steps.findIndex(({id}) => id === selected?.id);
			const steps = from < 0 ? [] : undoSteps(view.steps.slice(from), text);
			return steps.length === 0
				? undefined
				: {
						...{kind: 'undo', title: words.askUndo(selected?.title ?? '', steps.length), steps},
						...{choices: [], undo: []},
					};
		}

		case 'undo-all': {
			const steps = undoSteps(view.steps, text);
			return steps.length === 0
				? undefined
				: {kind: 'undo', title: words.askUndoAll(steps.length), steps, choices: [], undo: []};
		}
	}
}

/** Decisions that nobody made by now and that an install makes final, with the key that makes them. */
const unmade = ({steps}: SessionView, text: Text): readonly string[] => {
	const open = steps.flatMap(({choice}) => (choice === undefined ? [] : [choice]));
	return open.length === 0 ? [] : [[...open, text.install.screen.otherName].join(' ')];
};
