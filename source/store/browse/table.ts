import * as kubectl from '../../command/kubectl-table.js';
import type {ServerColumn, ServerRow, ServerTable, TableQuery} from '../../facts/browse.js';
import {mapReading, type Unknown} from '../../facts/reading.js';
import type {Runner} from '../../host/runner.js';
import {createListeners} from '../../listeners.js';
import {rowKey} from '../../model/server-rows.js';
import {readServerTable, tableColumns, tableRows} from '../../read/kubectl/server-table.js';
import {createFollower, type Form, type Informer, type Item} from '../informer.js';
import type {Pacer} from '../pacer.js';
import type {Snapshot, Source} from '../source.js';

/** A list that is shown; `live`: what changes is heard, else it is as old as `at`. `opening`: which of both is not known yet. */
export type TableSource = Source<ServerTable> & {readonly live: boolean; readonly opening: boolean};

const itemOf = (row: ServerRow): Item<ServerRow> => ({key: rowKey(row), value: row});

/**
 * The objects of one kind in the server's own columns: listed and then watched while somebody looks, asked again at the
 * interval where only the program answers (a kubeconfig of another form, a recorded host), and asked nothing else. The last
 * list stays while the API does not answer; then `unknown` says why.
 */
export function createTableSource(
	{runner, pacer, dataDir}: {readonly runner: Runner; readonly pacer: Pacer; readonly dataDir: () => string},
	query: TableQuery,
): TableSource {
	const listeners = createListeners({
		first() {
			if (!informer) start();
		},
		last() {
			// A screen may hand its subscription on within the same turn.
			queueMicrotask(() => {
				if (listeners.size() === 0) stop();
			});
		},
	});
	let informer: Informer<ServerRow> | undefined;
	let columns: readonly ServerColumn[] = [];
	let snapshot: Snapshot<ServerTable> = {value: undefined, unknown: undefined, at: undefined, reading: false};

	const form: Form<ServerRow> = {
		list: () => kubectl.tableList(query, dataDir()),
		watch: version => kubectl.tableWatch(query, version, dataDir()),
		readList(outcome) {
			const answer = readServerTable(outcome);
			// kubectl says of an empty list only that it is empty.
			if (answer.known && answer.value.columns.length > 0) ({columns} = answer.value);
			return mapReading(answer, ({rows, version}) => ({items: rows.map(itemOf), version}));
		},
		readObject(table) {
			const own = tableColumns(table);
			if (own.length > 0) columns = own;
			return tableRows(table).map(itemOf);
		},
	};

	const show = (value: ServerTable | undefined, unknown: Unknown | undefined, reading: boolean): void => {
		const fresh = unknown === undefined && !reading;
		const told = fresh ? Date.now() : snapshot.at;
		const own = informer;
		snapshot = {
			...{value, unknown, reading},
			// While its watch is open a list is as new as now, however long nothing changed.
			get at() {
				return fresh && own !== undefined && own === informer && own.live ? Date.now() : told;
			},
		};
	};

	/** Sorted when it is told, ten times a second at most, however many events come. */
	const tell = (): void => {
		const heard = informer?.get();
		if (!heard) return;
		if (heard.known) show({columns, rows: sorted(heard.value)}, undefined, false);
		else show(snapshot.value, heard.unknown, false);
		listeners.tell();
	};

	let changes = 0;
	const start = (): void => {
		changes = 0;
		show(snapshot.value, undefined, true);
		informer = createFollower(form, {
			runner,
			again: Math.max(pacer.interval, 2000),
			// The first list is shown at once, what comes then with everything else.
			onChange: () => {
				if (!pacer.paused || changes === 0) pacer.announce(tell, changes++ === 0);
			},
		});
	};

	const stop = (): void => {
		informer?.stop();
		informer = undefined;
	};

	pacer.subscribe(() => {
		if (!pacer.paused && informer) pacer.announce(tell, true);
	});
	return {
		get: () => snapshot,
		get live() {
			return informer?.live ?? false;
		},
		get opening() {
			return informer?.opening ?? true;
		},
		subscribe: listeners.add,
		async refresh() {
			const idle = listeners.size() === 0;
			stop();
			start();
			await informer?.heard;
			pacer.announce(tell, true);
			if (idle) stop();
			return snapshot;
		},
	};
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By namespace and name, as the API lists them. */
const sorted = (rows: readonly ServerRow[]): readonly ServerRow[] =>
	rows.toSorted((a, b) => compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name));
