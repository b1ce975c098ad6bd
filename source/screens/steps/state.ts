import {emptyList, moveList, scrollBy, type ListState} from '../../components/list.js';

/** What a person chose on a screen of steps. `Asks`: what a yes would run. */
export type WalkState<Asks extends string> = {
	readonly list: ListState;
	/** The selection goes along with the run, until a person moves it. */
	readonly follows: boolean;
	readonly pane: 'steps' | 'detail';
	readonly detailOffset: number;
	/** The output over the whole body. */
	readonly output: boolean;
	/** First line shown of the output; undefined: the end, whatever comes. */
	readonly outputOffset: number | undefined;
	/** What waits for a yes. */
	readonly asks: Asks | undefined;
};

export const initialWalk: WalkState<never> = {
	list: emptyList,
	follows: true,
	pane: 'steps',
	detailOffset: 0,
	output: false,
	outputOffset: undefined,
	asks: undefined,
};

/** Sizes that only the screen knows when it hands an action over. */
export type Sizes = {
	readonly ids: readonly string[];
	readonly listHeight: number;
	readonly detailLength: number;
	readonly detailHeight: number;
	readonly outputLength: number;
	readonly outputHeight: number;
};

export type WalkEvent<Asks extends string> =
	| {readonly type: 'move'; readonly action: string; readonly sizes: Sizes}
	| {readonly type: 'pane' | 'output' | 'back' | 'answered'}
	| {readonly type: 'ask'; readonly what: Asks}
	/** The run stands here now: the selection goes along. */
	| {readonly type: 'stands'; readonly id: string};

export function reduceWalk<Asks extends string>(state: WalkState<Asks>, event: WalkEvent<Asks>): WalkState<Asks> {
	switch (event.type) {
		case 'move': {
			return moved(state, event.action, event.sizes);
		}

		case 'pane': {
			return {...state, pane: state.pane === 'steps' ? 'detail' : 'steps'};
		}

		case 'output': {
			return {...state, output: !state.output, outputOffset: undefined};
		}

		case 'ask': {
			return {...state, asks: event.what};
		}

		case 'answered': {
			return {...state, asks: undefined, follows: true, pane: 'steps', detailOffset: 0};
		}

		case 'stands': {
			if (!state.follows || state.list.selected === event.id) return state;
			return {...state, list: {...state.list, selected: event.id}, detailOffset: 0};
		}

		case 'back': {
			if (state.output) return {...state, output: false};
			return state.pane === 'detail' ? {...state, pane: 'steps'} : state;
		}
	}
}

function moved<Asks extends string>(state: WalkState<Asks>, action: string, sizes: Sizes): WalkState<Asks> {
	if (state.output) {
		const last = Math.max(0, sizes.outputLength - sizes.outputHeight);
		const offset = scrollBy(state.outputOffset ?? last, action, sizes.outputLength, sizes.outputHeight);
		return {...state, outputOffset: offset >= last ? undefined : offset};
	}

	if (state.pane === 'detail') {
		return {...state, detailOffset: scrollBy(state.detailOffset, action, sizes.detailLength, sizes.detailHeight)};
	}

	const list = moveList(state.list, action, sizes.ids, sizes.listHeight);
	return list.selected === state.list.selected ? {...state, list} : {...state, list, follows: false, detailOffset: 0};
}
