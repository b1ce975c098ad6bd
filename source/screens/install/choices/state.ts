import {edited, type FieldEdit} from '../../../components/field.js';
import {emptyList, moveList, type ListState} from '../../../components/list.js';
import type {InstallAnswers} from '../../../install/answers.js';
import type {FieldId} from './field.js';

/** What a person does in the choices: looks at one, goes through its options, types. */
export type ChoicesState = {
	readonly open: boolean;
	readonly pane: 'fields' | 'options';
	readonly list: ListState;
	readonly options: ListState;
	/** What is typed for the selected field; undefined: nothing is being typed. */
	readonly typed: string | undefined;
	/** Where the cursor stands in it; undefined: at its end. */
	readonly cursor?: number | undefined;
	/** Opened for one field by its key: when that is decided it closes. */
	readonly direct: boolean;
	/** What would be chosen: it counts once a person has seen old and new, and says yes. */
	readonly asks: Wish | undefined;
};

/** `name` and `note`: of the option, as it stands in the list; `note` is empty for what was typed. */
export type Wish = {readonly answers: InstallAnswers; readonly name: string; readonly note: string};

/** Its name among the states that outlive a tab. */
export const choicesState = 'install.choices';

export const initialChoices: ChoicesState = {
	open: false,
	pane: 'fields',
	list: emptyList,
	options: emptyList,
	typed: undefined,
	direct: false,
	asks: undefined,
};

export type ChoicesEvent =
	| {readonly type: 'open'}
	/** One field's options, or its line to type in. `option`: the one that is chosen by now. */
	| {readonly type: 'field'; readonly field: FieldId; readonly option: string | null; readonly types: boolean}
	| {readonly type: 'move'; readonly action: string; readonly ids: readonly string[]; readonly height: number}
	| {readonly type: 'entry' | 'decided' | 'refused' | 'back'}
	| {readonly type: 'ask'; readonly wish: Wish}
	| {readonly type: 'type'; readonly edit: FieldEdit};

export function reduceChoices(state: ChoicesState, event: ChoicesEvent): ChoicesState {
	switch (event.type) {
		case 'open': {
			return {...initialChoices, open: true, list: state.list};
		}

		case 'field': {
			return {
				open: true,
				pane: 'options',
				list: {...state.list, selected: event.field},
				options: {...emptyList, selected: event.option},
				typed: event.types ? '' : undefined,
				cursor: undefined,
				direct: !state.open,
				asks: undefined,
			};
		}

		case 'move': {
			return state.pane === 'fields'
				? {...state, list: moveList(state.list, event.action, event.ids, event.height)}
				: {...state, options: moveList(state.options, event.action, event.ids, event.height)};
		}

		case 'entry': {
			return {...state, typed: '', cursor: undefined};
		}

		case 'type': {
			const {typed = '', cursor} = state;
			const line = edited({text: typed, ...(cursor !== undefined && {cursor})}, event.edit);
			return {...state, typed: line.text, cursor: line.cursor};
		}

		case 'ask': {
			return {...state, asks: event.wish};
		}

		case 'refused': {
			return {...state, asks: undefined};
		}

		case 'decided': {
			return state.direct
				? {...initialChoices, list: state.list}
				: {...state, pane: 'fields', typed: undefined, asks: undefined};
		}

		case 'back': {
			if (state.typed !== undefined && !state.direct) return {...state, typed: undefined};
			if (state.pane === 'options' && !state.direct) return {...state, pane: 'fields'};
			return {...initialChoices, list: state.list};
		}
	}
}
