import {useLayer} from './use-layer.js';
import {bold, dim, line, span, type Line} from './line.js';
import {level} from '../keys/layers.js';
import type {Binding} from '../keys/binding.js';

/** A one-line input at the foot of a list: `/` opens it, it filters while one types, enter keeps it, esc clears it. */
export type FilterState = {readonly text: string; readonly open: boolean};

export const emptyFilter: FilterState = {text: '', open: false};

export type FilterEvent =
	| {readonly type: 'filter-open'}
	| {readonly type: 'filter-type'; readonly text: string}
	| {readonly type: 'filter-erase'}
	| {readonly type: 'filter-keep'}
	| {readonly type: 'filter-clear'};

export function reduceFilter(filter: FilterState, event: FilterEvent): FilterState {
	switch (event.type) {
		case 'filter-open': {
			return {...filter, open: true};
		}

		case 'filter-type': {
			return {...filter, text: filter.text + event.text};
		}

		case 'filter-erase': {
			return {...filter, text: [...filter.text].slice(0, -1).join('')};
		}

		case 'filter-keep': {
			return {...filter, open: false};
		}

		case 'filter-clear': {
			return emptyFilter;
		}
	}
}

/** A lower-case matcher; all words must occur. The empty filter matches everything. */
export function matcher(filter: FilterState): (text: string) => boolean {
	const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
	return text => {
		const low = text.toLowerCase();
		return words.every(word => low.includes(word));
	};
}

export const filterBindings: readonly Binding[] = [
	{action: 'filter.keep', keys: ['enter', 'down'], footer: 1},
	{action: 'filter.clear', keys: ['escape'], footer: 2},
	{action: 'filter.erase', keys: ['backspace', 'delete', 'ctrl+h']},
];

/** Takes the keys while the filter is open. */
export function useFilter(filter: FilterState, dispatch: (event: FilterEvent) => void): void {
	useLayer(
		{
			level: level.input,
			bindings: filterBindings,
			modal: true,
			onText: text => dispatch({type: 'filter-type', text}),
			onAction(action) {
				if (action === 'filter.keep') dispatch({type: 'filter-keep'});
				else if (action === 'filter.clear') dispatch({type: 'filter-clear'});
				else dispatch({type: 'filter-erase'});
			},
		},
		filter.open,
	);
}

/** The line that shows it, or undefined when there is no filter. */
export function filterLine(filter: FilterState, found: number, total: number): Line | undefined {
	if (!filter.open && filter.text === '') return undefined;
	return line(bold('/'), filter.text, ...(filter.open ? [span(' ', {inverse: true})] : []), dim(`  ${found}/${total}`));
}
