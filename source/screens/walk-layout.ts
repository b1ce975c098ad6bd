import {beside, exactly, rule, windowOf} from '../components/blocks.js';
import {dim, line, type Line} from '../components/line.js';
import {settle} from '../components/list.js';
import type {OutputLine} from '../install/output.js';
import type {StepView, WalkView} from '../install/walk-view.js';
import type {Text} from '../text/text.js';
import {detailLines, outputPane, outputRow, stepRow} from './walk-rows.js';
import type {Sizes, WalkState} from './walk-state.js';

/** What a screen of steps shows. */
export type WalkShown = {
	readonly view: WalkView;
	readonly output: readonly OutputLine[];
	/** Where the whole thing stands, in one line. */
	readonly status: Line;
};

type Chosen = WalkState<string>;
type Size = {readonly width: number; readonly height: number};

/** The status line and a rule stand above the steps. */
const top = 2;
const listWidth = 30;
const detailWidth = (width: number): number => width - listWidth - 3;

/** How the body is divided: more output where there is room, none before anything ran. */
function panes({view, output}: WalkShown, height: number): {readonly upper: number; readonly lower: number} {
	const room = height - top;
	const least = Math.min(view.steps.length, room);
	const wanted = output.length === 0 ? 0 : height >= 30 ? 14 : 8;
	const lower = Math.max(0, Math.min(wanted, room - least));
	return {upper: room - lower, lower};
}

export const selectedStep = (view: WalkView, {list}: Chosen): StepView | undefined => {
	const ids = view.steps.map(({id}) => id);
	const {selected} = settle(list, ids, ids.length);
	return view.steps.find(({id}) => id === selected);
};

export function sizesOf(shown: WalkShown, state: Chosen, {width, height}: Size, text: Text): Sizes {
	const {upper} = panes(shown, height);
	const step = selectedStep(shown.view, state);
	return {
		ids: shown.view.steps.map(({id}) => id),
		listHeight: upper,
		detailLength: step ? detailLines(step, detailWidth(width), text).length : 0,
		detailHeight: upper - 1,
		outputLength: shown.output.length,
		outputHeight: height - 1,
	};
}

/** The body: where it stands, the steps with the selected one's detail, the output below. */
export function walkLines(shown: WalkShown, state: Chosen, {width, height}: Size, text: Text): Line[] {
	if (state.output) return fullOutput(shown.output, state, {width, height}, text);
	const {upper, lower} = panes(shown, height);
	return exactly(
		[
			shown.status,
			rule('', width),
			...beside(
				listLines(shown.view, state, upper, text),
				detailPane(shown.view, state, {width, height: upper}, text),
				listWidth,
				upper,
			),
			...(lower === 0 ? [] : exactly(outputPane(shown.output, width, lower, text), lower)),
		],
		height,
	);
}

function listLines(view: WalkView, state: Chosen, height: number, text: Text): Line[] {
	const ids = view.steps.map(({id}) => id);
	const {offset, selected} = settle(state.list, ids, height);
	return view.steps
		.slice(offset, offset + height)
		.map(step => stepRow(step, step.id === selected, state.pane === 'steps', listWidth, text));
}

/** Cut to the pane; its last line then says how much there is below. */
function detailPane(view: WalkView, state: Chosen, {width, height}: Size, text: Text): Line[] {
	const step = selectedStep(view, state);
	const detail = step ? detailLines(step, detailWidth(width), text) : [];
	if (detail.length <= height) return exactly(detail, height);
	const rows = height - 1;
	const from = Math.min(state.detailOffset, detail.length - rows);
	const below = detail.length - from - rows;
	const words = text.install.screen;
	return [
		...windowOf(detail, from, rows),
		line(dim(below === 0 ? words.end : words.more(below, state.pane === 'steps'))),
	];
}

function fullOutput(output: readonly OutputLine[], state: Chosen, {width, height}: Size, text: Text): Line[] {
	const rows = height - 1;
	const offset = state.outputOffset ?? Math.max(0, output.length - rows);
	const place = output.length === 0 ? '' : `${Math.min(offset + rows, output.length)}/${output.length}`;
	return exactly(
		[
			rule(text.install.detail.output, width, place),
			...(output.length === 0
				? [line(dim(text.install.detail.noOutput))]
				: output.slice(offset, offset + rows).map(each => outputRow(each))),
		],
		height,
	);
}
