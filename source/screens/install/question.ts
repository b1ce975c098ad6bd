import {takenBack} from '../../install/take-back-view.js';
import type {Approved, StepView, WalkView} from '../../engine/walk-view.js';
import type {Text} from '../../text/text.js';
import type {Asks} from './state.js';

/** What a yes would run: the steps with exactly the commands that are shown. */
export type Question = {
	readonly kind: 'run' | 'undo';
	readonly title: string;
	/** In the order in which they run. */
	readonly steps: readonly StepView[];
};

const isOpen = ({state}: StepView): boolean => state !== 'done' && state !== 'skipped';

export const openSteps = ({steps}: WalkView): readonly StepView[] => steps.filter(isOpen);

/** What a step of this list asks for now; undefined: there is nothing to do. */
export function questionOf(
	asks: Asks,
	view: WalkView,
	selected: StepView | undefined,
	text: Text,
): Question | undefined {
	const words = text.install.screen;
	switch (asks) {
		case 'one': {
			return selected && {kind: 'run', title: words.askOne(selected.title), steps: [selected]};
		}

		case 'all': {
			const steps = openSteps(view);
			return steps.length === 0 ? undefined : {kind: 'run', title: words.askAll(steps.length), steps};
		}

		case 'undo-last': {
			const [step] = takenBack(view.steps, text);
			return step && {kind: 'undo', title: words.askUndo(step.title, 1), steps: [step]};
		}

		case 'undo-here': {
			const from = view.steps.findIndex(({id}) => id === selected?.id);
			const steps = from < 0 ? [] : takenBack(view.steps.slice(from), text);
			return steps.length === 0
				? undefined
				: {kind: 'undo', title: words.askUndo(selected?.title ?? '', steps.length), steps};
		}

		case 'undo-all': {
			const steps = takenBack(view.steps, text);
			return steps.length === 0 ? undefined : {kind: 'undo', title: words.askUndoAll(steps.length), steps};
		}
	}
}

/** What was shown, for the one who runs it. */
export const approvedBy = (steps: readonly StepView[]): Approved =>
	new Map(steps.map(({id, plan}) => [id, plan.map(({argv}) => argv)]));
