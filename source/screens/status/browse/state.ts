import {emptyFilter, reduceFilter, type FilterEvent, type FilterState} from '../../../components/filter.js';
import {emptyList, moveList, settle, type ListState} from '../../../components/list.js';
import type {ObjectName} from '../../../command/kubectl.js';
import type {ApiKind} from '../../../facts/browse.js';
import type {ListAction} from '../../../keys/binding.js';
import type {Change} from '../act/changes.js';
import type {Show} from '../object/state.js';

/** What a list shows. */
export type Place =
	/** A name that is to be looked up among what the API offers. */
	| {readonly type: 'named'; readonly name: string}
	| {
			readonly type: 'kind';
			readonly kind: ApiKind;
			/** Null: all. */
			readonly namespace: string | null;
			readonly selector: string;
			readonly fields: string;
			/** Only what belongs to this object. `name`: how people know it. */
			readonly owner: {readonly uid: string; readonly name: string} | null;
	  }
	/** The containers of a pod. */
	| {readonly type: 'containers'; readonly namespace: string; readonly name: string}
	/** All that is known of one object. */
	| {readonly type: 'object'; readonly kind: ApiKind; readonly key: string}
	/** What to do with it: `change` is asked at once, else one chooses. `uid`: another one of its name is not meant. */
	| {
			readonly type: 'act';
			readonly kind: ApiKind;
			readonly object: ObjectName;
			readonly uid: string | null;
			readonly change?: Change;
	  }
	/** Its log, its description and so on; `container`: whose log. */
	| {readonly type: 'shown'; readonly show: Show; readonly object: ObjectName; readonly container?: string};

/** A step of the way down; the last one is shown. */
export type Level = {
	readonly place: Place;
	readonly list: ListState;
	readonly filter: FilterState;
	/** Columns scrolled out to the left, the name not counted. */
	readonly left: number;
};

/** Empty: the Status screen shows its own lists. */
export type BrowseState = {readonly trail: readonly Level[]};

/** Its name among the states that outlive a tab. */
export const browseState = 'status.browse';

export const initialBrowse: BrowseState = {trail: []};

export const levelAt = (place: Place): Level => ({place, list: emptyList, filter: emptyFilter, left: 0});

export const kindPlace = (kind: ApiKind, more: Partial<Extract<Place, {type: 'kind'}>> = {}): Place => ({
	...{type: 'kind', kind, namespace: null, selector: '', fields: '', owner: null},
	...more,
});

type Shown = {readonly keys: readonly string[]; readonly height: number};

export type BrowseEvent =
	| FilterEvent
	| ({readonly type: 'move'; readonly action: ListAction} & Shown)
	| ({readonly type: 'open'; readonly place: Place} & Shown)
	/** From Status's own lists. */
	| {readonly type: 'begin'; readonly place: Place}
	/** In the place of the last one: the name was found, another namespace, another selector. */
	| {readonly type: 'replace'; readonly place: Place}
	| {readonly type: 'columns'; readonly by: 1 | -1; readonly most: number}
	| {readonly type: 'back'};

export function reduceBrowse(state: BrowseState, event: BrowseEvent): BrowseState {
	const here = state.trail.at(-1);
	if (event.type === 'begin') return {trail: [levelAt(event.place)]};
	if (!here) return state;
	const withHere = (level: Level): BrowseState => ({trail: [...state.trail.slice(0, -1), level]});
	switch (event.type) {
		case 'move': {
			const list = moveList(here.list, event.action, event.keys, event.height);
			return list === here.list ? state : withHere({...here, list});
		}

		case 'open': {
			const left = {...here, list: settle(here.list, event.keys, event.height)};
			return {trail: [...state.trail.slice(0, -1), left, levelAt(event.place)]};
		}

		case 'replace': {
			return withHere({...levelAt(event.place), list: here.list});
		}

		case 'columns': {
			const left = Math.min(Math.max(0, here.left + event.by), Math.max(0, event.most));
			return left === here.left ? state : withHere({...here, left});
		}

		case 'back': {
			if (here.filter.text !== '') return withHere({...here, filter: emptyFilter});
			return {trail: state.trail.slice(0, -1)};
		}

		default: {
			return withHere({...here, filter: reduceFilter(here.filter, event)});
		}
	}
}

/** `!word` turns the filter round, `-l app=web` asks the API for a label: as in k9s. */
export type Asked = {readonly text: string; readonly inverse: boolean; readonly selector: string};

export function askedBy(filter: string): Asked {
	const selector = /^-l\s*(\S.*)$/.exec(filter.trim())?.[1]?.trim();
	if (selector !== undefined) return {text: '', inverse: false, selector};
	if (filter.trim().startsWith('-l')) return {text: '', inverse: false, selector: ''};
	const inverse = filter.startsWith('!');
	return {text: inverse ? filter.slice(1) : filter, inverse: inverse && filter.length > 1, selector: ''};
}
