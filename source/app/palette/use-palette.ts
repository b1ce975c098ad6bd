import {useEffect, useMemo, useState} from 'react';
import {dim, line, type Line} from '../../components/line.js';
import type {Services} from '../../screens/services.js';
import {entrySearch, type Entry, type Finding} from '../finder.js';
import type {Place} from './collect.js';
import type {PaletteSearch} from './rows.js';
import {unreadRow} from './unread-row.js';

export type Palette = {
	readonly search: (query: string) => Finding;
	/** Names are still being collected. */
	readonly pending: boolean;
	readonly foot: readonly Line[];
	/** What the row with that id leads to; `read`: to more names, which are being read now; undefined: it is an action. */
	readonly take: (id: string) => Place | 'read' | undefined;
};

type Late = PaletteSearch & {readonly foot: readonly Line[]; readonly read: () => Promise<void>};

/**
 * What `:` finds: actions at once, names as soon as they are collected from what the sources hold when it is opened (so
 * that nothing moves under the fingers). What finds names is loaded only then.
 */
export function usePalette(services: Services, entries: readonly Entry[], active: boolean): Palette {
	const [late, setLate] = useState<Late>();
	const [reads, setReads] = useState(0);
	const [reading, setReading] = useState(false);
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
	}, [active, entries, reads]); // eslint-disable-line react-hooks/exhaustive-deps
	const early = useMemo(() => entrySearch(entries), [entries]);
	return {
		search: late?.search ?? early,
		pending: active && (late === undefined || reading),
		foot: reading ? [line(dim(services.text.common.reading))] : (late?.foot ?? []),
		take(id) {
			const found = late?.at(id);
			if (found !== unreadRow) return found?.kind === 'action' ? undefined : found;
			setReading(true);
			void late?.read().finally(() => {
				setReading(false);
				setReads(times => times + 1);
			});
			return 'read';
		},
	};
}

async function lateSearch(
	services: Services,
	entries: readonly Entry[],
	signal: AbortSignal,
): Promise<Late | undefined> {
	const [{placesOf, readUnread}, {paletteSearch, unreadLine}] = await Promise.all([
		import('./collect.js'),
		import('./rows.js'),
	]);
	const places = await placesOf(services, signal);
	if (!places) return undefined;
	const unread = unreadLine(places, services.text);
	return {
		...paletteSearch(entries, places, services.text),
		foot: unread ? [unread] : [],
		read: () => readUnread(services, places.unread),
	};
}
