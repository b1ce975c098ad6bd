import type {Text} from '../text/text.js';
import type {StepView} from '../engine/session-view.js';

const isReset = ({undoRecorded}: StepView): boolean =>
	undoRecorded.some(({argv}) => argv[0] === 'k0s' && argv[1] === 'reset');

/**
 * Steps as they are shown before they are undone: newest first, each with the commands that do it. Where that deletes
 * the cluster, it says so.
 */
export const undoSteps = (steps: readonly StepView[], text: Text): readonly StepView[] =>
	steps
		.toReversed()
		.filter(({undoRecorded}) => undoRecorded.length > 0)
		.map(each => ({
			...each,
			state: 'todo',
			hint: null,
			choice: undefined,
			outline: {
				does: text.install.screen.undoes(each.undoRecorded.length),
				warns: isReset(each) ? [text.install.reset.dataLoss] : [],
			},
			notes: [],
			differences: [],
			plan: each.undoRecorded,
			commands: each.undoRecorded.map(command => ({command, state: 'todo', exit: null, ms: null})),
		}));
