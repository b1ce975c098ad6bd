import {beside, exactly, rule, windowOf} from '../../components/blocks.js';
import {rowsOf} from '../../components/rows.js';
import {isSearching, paneLines, topOf, type Shown} from '../../components/text-pane.js';
import {blank, dim, line, type Line} from '../../components/line.js';
import {listRow} from '../../components/list-pane.js';
import {settle} from '../../components/list.js';
import {sign} from '../../components/marks.js';
import type {OutputLine} from '../../engine/output.js';
import type {StepView, SessionView} from '../../engine/session-view.js';
import type {Text} from '../../text/text.js';
import {panelLines, type Panel} from './panel.js';
import {detailLines, outputPane, outputRow, stepRow} from './rows.js';
import type {Sizes, StepsState} from './state.js';

/** What a screen of steps shows. */
export type StepsShown = {
	readonly view: SessionView;
	readonly output: readonly OutputLine[];
	/** Where the whole thing stands, in one line. */
	readonly status: Line;
	/** Below it, in the place of a quiet rule: what was chosen. */
	readonly chosen?: Line;
	readonly panel?: Panel | undefined;
};

type Chosen = StepsState<string>;
type Size = {readonly width: number; readonly height: number};

/** The status line and a rule stand above the steps. */
const top = 2;
const listWidth = 30;
/** Lines of a body that shows all of so many steps. */
export const leastHeight = (steps: number): number => top + steps;

const detailWidth = (width: number): number => width - listWidth - 3;

/** Below this an output pane tells nothing. */
const leastOutput = 4;
/** Steps that stay in sight beside a panel, however small the window is. */
const leastSteps = 3;

type Panes = {readonly upper: number; readonly panel: number; readonly lower: number};

/**
 * How the body is divided: the steps, what needs a person now, and the output where there is room; none before anything
 * ran.
 */
function panes({view, output, panel: asks}: StepsShown, height: number): Panes {
	const room = height - top;
	const most = Math.min(room - leastSteps, Math.max(8, room - view.steps.length));
	const panel = asks === undefined ? 0 : Math.max(0, Math.min(asks.lines.length + 1, most));
	const left = room - panel;
	const wanted = output.length === 0 ? 0 : height >= 30 ? 14 : 8 - panel;
	const lower = Math.max(0, Math.min(wanted, left - Math.min(view.steps.length, left)));
	return lower < leastOutput ? {upper: left, panel, lower: 0} : {upper: left - lower, panel, lower};
}

export const selectedStep = (view: SessionView, {list}: Chosen): StepView | undefined => {
	const ids = view.steps.map(({id}) => id);
	const {selected} = settle(list, ids, ids.length);
	return view.steps.find(({id}) => id === selected);
};

export function sizesOf(shown: StepsShown, state: Chosen, {width, height}: Size, text: Text): Sizes {
	const {upper} = panes(shown, height);
	const step = selectedStep(shown.view, state);
	return {
		ids: shown.view.steps.map(({id}) => id),
		listHeight: upper,
		detail: detailShown(step ? detailOf(shown, step, width, text) : [], state, {width, height: upper}),
		output: outputShown(shown.output, {width, height}, text),
	};
}

/** The body: where it stands, the steps with the selected one's detail, the output below. */
export function walkLines(shown: StepsShown, state: Chosen, {width, height}: Size, text: Text): Line[] {
	if (state.output) return fullOutput(shown.output, state, {width, height}, text);
	const {upper, panel, lower} = panes(shown, height);
	return exactly(
		[
			shown.status,
			shown.chosen ?? rule('', width),
			...beside(
				listLines(shown.view, state, upper, text),
				detailPane(shown, state, {width, height: upper}, text),
				listWidth,
				upper,
			),
			...(shown.panel === undefined || panel === 0 ? [] : panelLines(shown.panel, width, panel)),
			...(lower === 0 ? [] : exactly(outputPane(shown.output, width, lower, text), lower)),
		],
		height,
	);
}

function listLines(view: SessionView, state: Chosen, height: number, text: Text): Line[] {
	const ids = view.steps.map(({id}) => id);
	const {offset, selected} = settle(state.list, ids, height);
	return view.steps
		.slice(offset, offset + height)
		.map((step, at) =>
			listRow(stepRow(step, listWidth, text), offset + at, step.id === selected, state.pane !== 'steps'),
		);
}

/** While it runs the pane goes along with the command or the stage that is under way, whose sign begins its line. */
function atWork(detail: readonly Line[], rows: number): number {
	const at = detail.findIndex(([first]) => first?.text === sign('running').text);
	return at < rows - 3 ? 0 : at - 1;
}

/** What the panel says of a step already is left out. */
const detailOf = ({panel}: StepsShown, step: StepView, width: number, text: Text): Line[] =>
	detailLines(step, detailWidth(width), text, panel?.step === step.id);

/** The detail as a pane: what is below is told in a line of its own, where there is something and nobody searches. */
function detailShown(detail: readonly Line[], state: Chosen, {width, height}: Size): Shown {
	const isCut = detail.length > height && !isSearching(state.detail);
	return {content: rowsOf(detail), width: detailWidth(width), height: isCut ? height - 1 : height, bare: true};
}

/** Cut to the pane; its last line then says how much there is below. */
function detailPane(shown: StepsShown, state: Chosen, {width, height}: Size, text: Text): Line[] {
	const step = selectedStep(shown.view, state);
	const detail = step ? detailOf(shown, step, width, text) : [];
	const words = text.install.screen;
	const below = (last: number): Line =>
		line(dim(last >= detail.length ? words.end : words.more(detail.length - last, state.pane === 'steps')));
	if (state.pane === 'steps' && step?.state === 'running' && detail.length > height) {
		const rows = height - 1;
		const from = Math.min(atWork(detail, rows), detail.length - rows);
		// Which step it is stays in sight.
		const [head = blank] = detail;
		return [
			...(from > 0 ? [head, ...windowOf(detail, from + 1, rows - 1)] : windowOf(detail, 0, rows)),
			below(from + rows),
		];
	}

	const pane = detailShown(detail, state, {width, height});
	const window = paneLines(state.detail, pane, {title: '', none: text.common.noMatch});
	if (pane.height === height) return window;
	return [...window, below(topOf(state.detail, detail.length, pane.height) + pane.height)];
}

const outputShown = (output: readonly OutputLine[], {width, height}: Size, text: Text): Shown => ({
	content:
		output.length === 0
			? rowsOf([line(dim(text.install.detail.noOutput))])
			: {length: output.length, at: row => (output[row] ? outputRow(output[row]) : blank)},
	width,
	height,
});

const fullOutput = (output: readonly OutputLine[], state: Chosen, size: Size, text: Text): Line[] =>
	paneLines(state.printed, outputShown(output, size, text), {
		title: text.install.detail.output,
		none: text.common.noMatch,
	});
