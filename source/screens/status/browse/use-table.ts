import {useEffect, useState} from 'react';
import type {TableQuery} from '../../../facts/browse.js';
import type {ServerTable} from '../../../facts/browse.js';
import type {Browse} from '../../../store/browse/browse.js';
import type {TableSource} from '../../../store/browse/table.js';
import type {Snapshot} from '../../../store/source.js';

export type Shown = {readonly snapshot: Snapshot<ServerTable>; readonly source: TableSource | undefined};

const nothing: Shown = {
	snapshot: {value: undefined, unknown: undefined, at: undefined, reading: true},
	source: undefined,
};

/** The list of a query while it is shown; undefined: none is asked for. Another query begins with nothing. */
export function useTable(browse: Browse, query: TableQuery | undefined): Shown {
	const key = query === undefined ? '' : JSON.stringify(query);
	const [shown, setShown] = useState<Shown & {readonly key: string}>({...nothing, key: ''});
	useEffect(() => {
		if (!query) return undefined;
		let leave: (() => void) | undefined;
		let gone = false;
		void browse.table(query).then(source => {
			if (gone) return;
			const look = (): void => setShown({key, snapshot: source.get(), source});
			leave = source.subscribe(look);
			look();
		});
		return () => {
			gone = true;
			leave?.();
		};
		// The query by its words: a new object of the same is the same.
	}, [browse, key]); // eslint-disable-line react-hooks/exhaustive-deps
	return shown.key === key ? shown : nothing;
}
