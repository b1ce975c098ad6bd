import {useCallback, useEffect, useRef, useState, useSyncExternalStore} from 'react';
import type {TableQuery} from '../../../facts/browse.js';
import type {ServerTable} from '../../../facts/browse.js';
import type {Browse} from '../../../store/browse/browse.js';
import type {TableSource} from '../../../store/browse/table.js';
import type {Snapshot} from '../../../store/source.js';

export type Shown = {
	readonly snapshot: Snapshot<ServerTable>;
	readonly source: TableSource | undefined;
	/**
	 * To be called with every render: whether a person would see the same of another snapshot. Then it draws nothing: of 2,000
	 * rows that change all the time few are in the window. The next render has the newest rows, whatever it is made for.
	 */
	readonly drawn: (same: (next: Snapshot<ServerTable>, live: boolean) => boolean) => void;
};

const nothing: Snapshot<ServerTable> = {value: undefined, unknown: undefined, at: undefined, reading: true};

/** The list of a query while it is shown; undefined: none is asked for. Another query begins with nothing. */
export function useTable(browse: Browse, query: TableQuery | undefined): Shown {
	const key = query === undefined ? '' : JSON.stringify(query);
	const [found, setFound] = useState<{readonly key: string; readonly source: TableSource}>();
	const same = useRef<(next: Snapshot<ServerTable>, live: boolean) => boolean>(() => false);
	useEffect(() => {
		if (!query) return undefined;
		let gone = false;
		void browse.table(query).then(source => {
			if (!gone) setFound({key, source});
		});
		return () => {
			gone = true;
		};
		// The query by its words: a new object of the same is the same.
	}, [browse, key]); // eslint-disable-line react-hooks/exhaustive-deps
	const source = found?.key === key ? found.source : undefined;
	const subscribe = useCallback(
		(listener: () => void): (() => void) =>
			source?.subscribe(() => {
				if (!same.current(source.get(), source.live)) listener();
			}) ?? (() => undefined),
		[source],
	);
	const get = (): Snapshot<ServerTable> => source?.get() ?? nothing;
	const snapshot = useSyncExternalStore(subscribe, get, get);
	const drawn = useCallback((next: typeof same.current): void => {
		same.current = next;
	}, []);
	return {snapshot, source, drawn};
}
