import {edited, type Field, type FieldEdit} from '../../components/field.js';
import {emptyList, moveList, type ListState} from '../../components/list.js';
import type {UpkeepKind} from '../../install/upkeep/wanted.js';
import {initialSteps, reduceSteps, type StepsEvent, type StepsState} from '../steps/state.js';

/** Its name among the states that outlive a tab. */
export const upkeepState = 'install.upkeep';

/** All that is left, or back to what was before. */
export type Asks = 'all' | 'undo';

/**
 * In the place of the install's steps. `menu`: what can be done; `choose`: to which version, from which file, into which folder;
 * `steps`: what that is, step by step.
 */
export type UpkeepState = StepsState<Asks> & {
	readonly at: 'closed' | 'menu' | 'choose' | 'steps';
	readonly kind: UpkeepKind | undefined;
	/** Opened from the menu: esc leads back to it. */
	readonly byMenu: boolean;
	readonly options: ListState;
	/** What is typed in the place of the options; undefined: nothing is being typed. */
	readonly typed: Field | undefined;
};

export type UpkeepEvent =
	| StepsEvent<Asks>
	| {readonly type: 'menu' | 'close' | 'leave' | 'entry' | 'no-entry'}
	| {readonly type: 'choose' | 'steps'; readonly kind: UpkeepKind}
	| {readonly type: 'option'; readonly action: string; readonly ids: readonly string[]; readonly height: number}
	| {readonly type: 'type'; readonly edit: FieldEdit};

export const initialUpkeep: UpkeepState = {
	...initialSteps,
	...{at: 'closed', kind: undefined, byMenu: false, options: emptyList, typed: undefined},
};

export function reduceUpkeep(state: UpkeepState, event: UpkeepEvent): UpkeepState {
	switch (event.type) {
		case 'menu': {
			return {...initialUpkeep, at: 'menu'};
		}

		case 'choose':
		case 'steps': {
			return {...initialUpkeep, at: event.type, kind: event.kind, byMenu: state.byMenu || state.at === 'menu'};
		}

		case 'close': {
			return {...state, at: 'closed', asks: undefined, typed: undefined};
		}

		case 'leave': {
			return state.byMenu ? {...initialUpkeep, at: 'menu'} : {...initialUpkeep};
		}

		case 'option': {
			return {...state, options: moveList(state.options, event.action, event.ids, event.height)};
		}

		case 'entry': {
			return {...state, typed: {text: ''}};
		}

		case 'no-entry': {
			return {...state, typed: undefined};
		}

		case 'type': {
			return {...state, typed: edited(state.typed ?? {text: ''}, event.edit)};
		}

		default: {
			return {...state, ...reduceSteps<Asks>(state, event)};
		}
	}
}
