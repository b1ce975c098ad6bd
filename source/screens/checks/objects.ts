import {emptyFilter} from '../../components/filter.js';
import {emptyList} from '../../components/list.js';
import {emptyPane} from '../../components/text-pane.js';
import {namesOf, type ScreenObjects} from '../objects.js';
import {initialChecks, type ChecksState} from './state.js';

/** Checks by their id (as `check --only` takes it) and their title. */
export const checksObjects: ScreenObjects = {
	from: ({sources}) => [sources.checks.get().value],
	*list({sources}) {
		const rows = sources.checks.get().value ?? [];
		yield;
		return {
			objects: rows.map(({id, title}) => ({kind: 'check', names: namesOf(id, title), key: id})),
			unread: rows.length === 0 ? ['check'] : [],
		};
	},
	select({key}, states) {
		const state = (states.get('checks') as ChecksState | undefined) ?? initialChecks;
		states.set('checks', {
			...state,
			list: {...emptyList, selected: key},
			filter: emptyFilter,
			problems: false,
			open: false,
			details: emptyPane,
			menu: undefined,
			asks: false,
		} satisfies ChecksState);
	},
};
