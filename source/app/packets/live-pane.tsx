import {useState} from 'react';
import {exactly} from '../../components/blocks.js';
import {blank, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import type {Rows} from '../../components/rows.js';
import {
	isPaneAction,
	isSearching,
	paneLines,
	reducePane,
	shifted,
	type PaneEvent,
	type PaneState,
	type Shown,
} from '../../components/text-pane.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import type {Binding} from '../../keys/binding.js';
import {level} from '../../keys/layers.js';
import type {Text} from '../../text/text.js';
import type {PacketsText} from '../../text/packets.js';

/** How somebody looks at rows that go on coming. */
export type Look<Live> = {
	/** What is shown: what came last, or what there was when it was paused. */
	readonly watched: Live;
	readonly isPaused: boolean;
	/** Only the rows that tell of a problem. */
	readonly problemsOnly: boolean;
	readonly pane: PaneState;
	readonly onPane: (event: PaneEvent) => void;
	readonly pause: () => void;
	readonly toggleProblems: () => void;
	/** No longer paused; `fromStart`: where it was scrolled to is forgotten too. */
	readonly goOn: (fromStart: boolean) => void;
};

export function useLook<Live>(live: Live, initial: PaneState): Look<Live> {
	const [pane, setPane] = useState(initial);
	const [problemsOnly, setProblemsOnly] = useState(false);
	const [frozen, setFrozen] = useState<Live>();
	return {
		watched: frozen ?? live,
		isPaused: frozen !== undefined,
		problemsOnly,
		pane,
		onPane: event => setPane(now => reducePane(now, event)),
		pause: () => setFrozen(now => (now === undefined ? live : undefined)),
		toggleProblems() {
			setPane(initial);
			setProblemsOnly(now => !now);
		},
		goOn(fromStart) {
			setFrozen(undefined);
			if (fromStart) setPane(initial);
		},
	};
}

/** How far what is watched has come, in the words of the pane's corner. */
export const stateWords = (
	{isPaused}: Pick<Look<unknown>, 'isPaused'>,
	{isOver, isLive}: {readonly isOver: boolean; readonly isLive: boolean},
	{screen}: PacketsText,
): string => (isPaused ? screen.paused : isOver ? screen.over : isLive ? screen.live : screen.starting);

/**
 * A pane of such rows below the head of their columns: scrolled, searched, paused, reduced to problems. `of`: whose actions
 * the bindings name; all but those are left to `onAction`.
 */
export function LivePane<Of extends 'packets' | 'connections', Action extends string>(props: {
	readonly look: Look<unknown>;
	readonly of: Of;
	readonly bindings: ReadonlyArray<Binding & {readonly action: Action}>;
	readonly text: Text;
	readonly title: string;
	/** What stands in the corner, one behind the other. */
	readonly right: readonly string[];
	readonly head: Line;
	readonly content: Rows;
	readonly foot: readonly Line[];
	readonly width: number;
	readonly height: number;
	readonly onAction: (action: Action) => void;
	readonly onClose: () => void;
}) {
	const {look, of, bindings, text, title, head, content, foot, width, height, onAction, onClose} = props;
	const {pane, onPane} = look;
	const shown: Shown = {content, width, height: Math.max(3, height - 1 - foot.length)};
	usePane(pane, shown, onPane, level.overlay + 1);
	useLayer({
		level: level.overlay,
		bindings,
		modal: true,
		onAction(action) {
			if (action === `${of}.back`) return isSearching(pane) ? onPane({type: 'pane-clear'}) : onClose();
			if (action === `${of}.pause`) return look.pause();
			if (action === `${of}.problems`) return look.toggleProblems();
			return isPaneAction(action) ? onPane({type: 'pane', action, ...shown}) : onAction(action);
		},
	});
	const right = props.right.join(', ');
	const [top = blank, ...below] = paneLines(pane, shown, {title, right, none: text.common.noMatch});
	const moved = shifted(head, pane.wraps ? 0 : pane.left);
	return <Lines lines={exactly([top, moved, ...below, ...foot], height)} width={width} height={height} />;
}
