import {emptyList, moveList, type ListState} from '../../components/list.js';
import {
	emptyPane,
	growingPane,
	isSearching,
	reducePane,
	type PaneAction,
	type PaneState,
	type SearchEvent,
	type Shown,
} from '../../components/text-pane.js';
import {isListAction} from '../../keys/binding.js';

/** What a person chose on a screen of steps. `Asks`: what a yes would run. */
export type StepsState<Asks extends string> = {
	readonly list: ListState;
	/** The selection goes along with the run, until a person moves it. */
	readonly follows: boolean;
	readonly pane: 'steps' | 'detail';
	readonly detail: PaneState;
	/** The output over the whole body. */
	readonly output: boolean;
	/** Its end is shown, whatever comes, until somebody scrolls up. */
	readonly printed: PaneState;
	/** What waits for a yes. */
	readonly asks: Asks | undefined;
};

export const initialSteps: StepsState<never> = {
	list: emptyList,
	follows: true,
	pane: 'steps',
	detail: emptyPane,
	output: false,
	printed: growingPane,
	asks: undefined,
};

/** Sizes that only the screen knows when it hands an action over. */
export type Sizes = {
	readonly ids: readonly string[];
	readonly listHeight: number;
	readonly detail: Shown;
	readonly output: Shown;
};

export type StepsEvent<Asks extends string> =
	| SearchEvent
	| {readonly type: 'move'; readonly action: PaneAction; readonly sizes: Sizes}
	| {readonly type: 'focus' | 'output' | 'back' | 'answered'}
	| {readonly type: 'ask'; readonly what: Asks}
	/** The run stands here now: the selection goes along. */
	| {readonly type: 'stands'; readonly id: string};

export function reduceSteps<Asks extends string>(state: StepsState<Asks>, event: StepsEvent<Asks>): StepsState<Asks> {
	switch (event.type) {
		case 'move': {
			return moved(state, event.action, event.sizes);
		}

		case 'pane-edit':
		case 'pane-keep':
		case 'pane-clear': {
			return withPane(state, reducePane(paneOf(state), event));
		}

		case 'focus': {
			return {...state, pane: state.pane === 'steps' ? 'detail' : 'steps'};
		}

		case 'output': {
			return {...state, output: !state.output, printed: growingPane};
		}

		case 'ask': {
			return {...state, asks: event.what};
		}

		case 'answered': {
			return {...state, asks: undefined, follows: true, pane: 'steps', detail: emptyPane};
		}

		case 'stands': {
			if (!state.follows || state.list.selected === event.id) return state;
			return {...state, list: {...state.list, selected: event.id}, detail: emptyPane};
		}

		case 'back': {
			if (reads(state) && isSearching(paneOf(state))) return reduceSteps(state, {type: 'pane-clear'});
			if (state.output) return {...state, output: false};
			return state.pane === 'detail' ? {...state, pane: 'steps'} : state;
		}
	}
}

/** Whether a text has the keys: the output, or a step's detail. */
export const reads = ({output, pane}: StepsState<string>): boolean => output || pane === 'detail';

export const paneOf = ({output, printed, detail}: StepsState<string>): PaneState => (output ? printed : detail);

const withPane = <Asks extends string>(state: StepsState<Asks>, pane: PaneState): StepsState<Asks> =>
	state.output ? {...state, printed: pane} : {...state, detail: pane};

function moved<Asks extends string>(state: StepsState<Asks>, action: PaneAction, sizes: Sizes): StepsState<Asks> {
	if (reads(state)) {
		const shown = state.output ? sizes.output : sizes.detail;
		return withPane(state, reducePane(paneOf(state), {type: 'pane', action, ...shown}));
	}

	if (!isListAction(action)) return state;
	const list = moveList(state.list, action, sizes.ids, sizes.listHeight);
	return list.selected === state.list.selected ? {...state, list} : {...state, list, follows: false, detail: emptyPane};
}
