import {fieldBindings, type Binding} from '../keys/binding.js';
import {edited, fieldSpans, type Field, type FieldEdit} from './field.js';
import {bold, dim, line, type Line} from './line.js';
import {useField} from './use-field.js';

/** A one-line input at the foot of a list: `/` opens it, it filters while one types, enter keeps it, esc clears it. */
export type FilterState = Field & {readonly open: boolean};

export const emptyFilter: FilterState = {text: '', open: false};

export type FilterEvent =
	| {readonly type: 'filter-open'}
	| {readonly type: 'filter-edit'; readonly edit: FieldEdit}
	| {readonly type: 'filter-keep'}
	| {readonly type: 'filter-clear'};

export function reduceFilter(filter: FilterState, event: FilterEvent): FilterState {
	switch (event.type) {
		case 'filter-open': {
			return {...filter, open: true};
		}

		case 'filter-edit': {
			return edited(filter, event.edit);
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

export const filterBindings = [
	{action: 'filter.keep', keys: ['enter', 'down'], footer: 1},
	{action: 'filter.clear', keys: ['escape'], footer: 2},
	...fieldBindings,
] as const satisfies readonly Binding[];

/** Takes the keys while the filter is open. */
export function useFilter(filter: FilterState, dispatch: (event: FilterEvent) => void): void {
	useField(
		{
			bindings: filterBindings,
			onEdit: edit => dispatch({type: 'filter-edit', edit}),
			onAction: action => dispatch({type: action === 'filter.keep' ? 'filter-keep' : 'filter-clear'}),
		},
		filter.open,
	);
}

/** The line that shows it, or undefined when there is no filter. */
export function filterLine(filter: FilterState, found: number, total: number): Line | undefined {
	if (!filter.open && filter.text === '') return undefined;
	return [bold('/'), ...(filter.open ? fieldSpans(filter, 48) : line(filter.text)), dim(`  ${found}/${total}`)];
}
