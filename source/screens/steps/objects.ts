import {emptyList} from '../../components/list.js';
import type {StepView} from '../../engine/session-view.js';
import {namesOf, type NamedObject} from '../objects.js';
import type {StepsState} from './state.js';

/** Steps by their id and their title. */
export const stepObjects = (kind: 'step' | 'rung', steps: readonly StepView[]): readonly NamedObject[] =>
	steps.map(({id, title}) => ({kind, names: namesOf(title, id), key: id}));

/** On that step, until a person moves on. */
export const onStep = <Asks extends string>(state: StepsState<Asks>, id: string): StepsState<Asks> => ({
	...state,
	list: {...emptyList, selected: id},
	follows: false,
	pane: 'steps',
	output: false,
	asks: undefined,
});
