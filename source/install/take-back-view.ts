import type {Text} from '../text/text.js';
import type {StepView} from '../engine/walk-view.js';

const isReset = ({takeBack}: StepView): boolean => takeBack.some(({argv}) => argv[0] === 'k0s' && argv[1] === 'reset');

/**
 * Steps as they are shown before they are taken back: newest first, each with the commands that do it. Where that deletes
 * the cluster, it says so.
 */
export const takenBack = (steps: readonly StepView[], text: Text): readonly StepView[] =>
	steps
		.toReversed()
		.filter(({takeBack}) => takeBack.length > 0)
		.map(each => ({
			...each,
			state: 'todo',
			hint: null,
			choice: undefined,
			outline: {
				does: text.install.screen.takesBack(each.takeBack.length),
				warns: isReset(each) ? [text.install.reset.dataLoss] : [],
			},
			notes: [],
			differences: [],
			plan: each.takeBack,
			commands: each.takeBack.map(command => ({command, state: 'todo', exit: null, ms: null})),
		}));
