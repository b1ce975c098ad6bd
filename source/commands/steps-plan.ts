import {shown, typed, type Command} from '../command/command.js';
import type {StepState, StepView} from '../engine/session-view.js';
import {visible} from '../terminal/sanitise.js';
import {padded} from '../terminal/text-columns.js';
import type {Text} from '../text/text.js';
import type {Answer} from './headless.js';

/** What a list of steps would run, for a person who is asked next, or who must say --yes. */

const stateOf = (state: StepState): 'done' | 'todo' | 'blocked' =>
	state === 'done' || state === 'skipped' ? 'done' : state === 'blocked' ? 'blocked' : 'todo';

const indent = ' '.repeat(9);

/** What a person should know of it, what it costs first; each once. */
const warningsOf = ({outline, notes}: Pick<StepView, 'outline' | 'notes'>): readonly string[] => [
	...new Set([...outline.warns, ...notes]),
];

/** What a file gets is shown with the command that writes it; a script of ours is not, its argv says what it does. */
function typedLines(command: Command): readonly string[] {
	const isFile = command.argv[0] === 'tee' && command.input !== undefined;
	const [first = '', ...rest] = isFile ? typed(command).split('\n') : [shown(command.argv)];
	return [`${indent}$ ${first}`, ...rest.map(line => `${indent}${line}`)];
}

/** One step: its state, its commands as they would be typed, what a person should know of it. */
const linesOf = ({id, state, found, hint, plan, notes, outline}: StepView, text: Text): readonly string[] => [
	`${padded(text.install.plan.states[stateOf(state)], 9)}${id.padEnd(17)}${found}`.trimEnd(),
	...plan.flatMap(command => typedLines(command)),
	...warningsOf({outline, notes}).map(note => `${indent}${note}`),
	...(hint === null || state === 'done' ? [] : [`${indent}${hint}`]),
];

/** `before`: lines above the steps. */
export const stepsPlan = (steps: readonly StepView[], before: readonly string[], text: Text): Answer => ({
	exit: 0,
	json: {
		steps: steps.map(({id, title, state, found, plan, notes, outline}) => ({
			...{id, title, state: stateOf(state), found, notes: warningsOf({outline, notes})},
			commands: plan.map(({argv, root, changes, input}) => ({
				argv,
				root,
				changes,
				input: input ?? null,
			})),
		})),
	},
	lines: [...before, ...steps.flatMap(step => linesOf(step, text))].map(line => visible(line)),
});
