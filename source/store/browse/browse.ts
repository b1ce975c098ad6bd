import {apiResources} from '../../command/kubectl-table.js';
import type {ApiKind, TableQuery} from '../../facts/browse.js';
import type {Reading} from '../../facts/reading.js';
import type {Runner} from '../../host/runner.js';
import type {Pacer} from '../pacer.js';
import type {TableSource} from './table.js';

/** Lists of any kind of the API, made when somebody opens one. */
export interface Browse {
	/** What discovery offered when it was last asked; undefined: nobody asked. */
	kinds(): Reading<readonly ApiKind[]> | undefined;
	/** Asks discovery; twice at the same time is once. */
	discover(): Promise<Reading<readonly ApiKind[]>>;
	/** The list of a query; the same one while it is the last that was asked for. */
	table(query: TableQuery): Promise<TableSource>;
}

/** Loads what reads only when a list is opened. `dataDir`: where k0s says that it keeps its kubeconfig. */
export function createBrowse(from: {
	readonly runner: Runner;
	readonly pacer: Pacer;
	readonly dataDir: () => string;
}): Browse {
	let kinds: Reading<readonly ApiKind[]> | undefined;
	let asking: Promise<Reading<readonly ApiKind[]>> | undefined;
	let last: {readonly key: string; readonly table: TableSource} | undefined;

	const ask = async (): Promise<Reading<readonly ApiKind[]>> => {
		const {readApiResources} = await import('../../read/kubectl/api-resources.js');
		const answer = readApiResources(await from.runner.run(apiResources()));
		// What was known stays better than nothing.
		if (answer.known || !kinds?.known) kinds = answer;
		asking = undefined;
		return answer;
	};

	return {
		kinds: () => kinds,
		discover() {
			asking ??= ask();
			return asking;
		},
		async table(query) {
			const key = JSON.stringify(query);
			if (last?.key === key) return last.table;
			const {createTableSource} = await import('./table.js');
			last = {key, table: createTableSource(from, query)};
			return last.table;
		},
	};
}
