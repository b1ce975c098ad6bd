import {useEffect, useMemo, useState} from 'react';
import type {Line} from '../../components/line.js';
import type {Services} from '../../screens/services.js';
import {entrySearch, type Entry, type Finding} from '../finder.js';
import type {Place} from './collect.js';
import type {PaletteSearch} from './rows.js';

export type Palette = {
	readonly search: (query: string) => Finding;
	/** Names are still being collected. */
	readonly pending: boolean;
	readonly foot: readonly Line[];
	/** What the row with that id leads to; undefined: it is an action. */
	readonly placeOf: (id: string) => Place | undefined;
};

type Late = PaletteSearch & {readonly foot: readonly Line[]};

/**
 * What `:` finds: actions at once, names as soon as they are collected from what the sources hold when it is opened (so
 * that nothing moves under the fingers). What finds names is loaded only then.
 */
export function usePalette(services: Services, entries: readonly Entry[], active: boolean): Palette {
	const [late, setLate] = useState<Late>();
	useEffect(() => {
		if (!active) return undefined;
		const controller = new AbortController();
		void lateSearch(services, entries, controller.signal).then(made => {
			if (made && !controller.signal.aborted) setLate(made);
		});
		return () => {
			controller.abort();
			setLate(undefined);
		};
		// The frame makes its services anew at every render.
	}, [active, entries]); // eslint-disable-line react-hooks/exhaustive-deps
	const early = useMemo(() => entrySearch(entries), [entries]);
	return {
		search: late?.search ?? early,
		pending: active && late === undefined,
		foot: late?.foot ?? [],
		placeOf(id) {
			const found = late?.at(id);
			return found?.kind === 'action' ? undefined : found;
		},
	};
}

async function lateSearch(
	services: Services,
	entries: readonly Entry[],
	signal: AbortSignal,
): Promise<Late | undefined> {
	const [{placesOf}, {paletteSearch, unreadLine}] = await Promise.all([import('./collect.js'), import('./rows.js')]);
	const places = await placesOf(services, signal);
	if (!places) return undefined;
	const unread = unreadLine(places, services.text);
	return {...paletteSearch(entries, places, services.text), foot: unread ? [unread] : []};
}
