import type {Outcome} from '../../command/outcome.js';
import type {ServerColumn, ServerRow} from '../../facts/browse.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {asList, asNumber, asObject, asText, at, type JsonObject} from '../json-value.js';
import {firstLine} from '../reading.js';
import {readTable, splitTables} from '../text-table.js';
import {faultIn, readKubectl} from './answer.js';

/** The answer to `kubectl get KIND -o wide`: the server's table, or what kubectl prints of it. */
export type TableAnswer = {
	readonly columns: readonly ServerColumn[];
	readonly rows: readonly ServerRow[];
	/** Where a watch goes on from; null: the program printed it, so that it can only be asked again. */
	readonly version: string | null;
};

/** Unknown where it is no table: an empty list has its columns, or kubectl's own words for it. */
export function readServerTable(outcome: Outcome): Reading<TableAnswer> {
	if (outcome.kind !== 'ok') {
		const why = readKubectl(outcome);
		return why.known ? unknown('unreadable', firstLine(outcome.stdout)) : why;
	}

	if (outcome.stdoutCut > 0) return unknown('cut', 'kubectl');
	const text = outcome.stdout.trimStart();
	if (!text.startsWith('{')) return printed(outcome);
	let table: JsonObject;
	try {
		table = asObject(JSON.parse(text));
	} catch {
		return unknown('unreadable', firstLine(text).slice(0, 200));
	}

	const fault = faultIn(table);
	if (fault) return fault;
	if (table['kind'] !== 'Table') return unknown('unreadable', `${asText(table['kind']) ?? '?'}, not Table`);
	const version = asText(at(table, 'metadata', 'resourceVersion'));
	return known({columns: tableColumns(table), rows: tableRows(table), version});
}

/** Of a Table; those of a watch's later events are empty. */
export const tableColumns = (table: JsonObject): readonly ServerColumn[] =>
	asList(table['columnDefinitions']).map(column => {
		const {name, type, priority} = asObject(column);
		return {
			title: (asText(name) ?? '?').toUpperCase(),
			wide: (asNumber(priority) ?? 0) > 0,
			number: type === 'integer' || type === 'number',
		};
	});

/** Where the API was asked for no objects a row is told by its name's cell, else by its place. */
export function tableRows(table: JsonObject): readonly ServerRow[] {
	const nameAt = asList(table['columnDefinitions']).findIndex(column => asText(asObject(column)['format']) === 'name');
	return asList(table['rows']).map((item, index) => {
		const row = asObject(item);
		const name = asText(at(row, 'object', 'metadata', 'name')) ?? asText(asList(row['cells'])[nameAt]);
		return rowOf(row, name ?? String(index));
	});
}

function rowOf(row: JsonObject, name: string): ServerRow {
	const metadata = asObject(at(row, 'object', 'metadata'));
	return {
		name,
		namespace: asText(metadata['namespace']),
		uid: asText(metadata['uid']),
		createdAt: asText(metadata['creationTimestamp']),
		labels: Object.fromEntries(
			Object.entries(asObject(metadata['labels'])).flatMap(([key, value]) =>
				typeof value === 'string' ? [[key, value] as const] : [],
			),
		),
		owners: asList(metadata['ownerReferences']).flatMap(owner => asText(asObject(owner)['uid']) ?? []),
		cells: asList(row['cells']).map(cellText),
	};
}

/** As kubectl prints a cell (1.34): numbers as they are, lists joined, nothing as `<none>`. */
function cellText(cell: unknown): string {
	if (cell === null || cell === undefined) return '<none>';
	if (typeof cell === 'string') return cell;
	if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
	return JSON.stringify(cell);
}

function printed({stdout, stderr}: Outcome): Reading<TableAnswer> {
	const [lines] = splitTables(stdout);
	if (!lines) {
		if (/No resources found/.test(stderr)) return known({columns: [], rows: [], version: null});
		return unknown('unreadable', firstLine(stderr));
	}

	const {titles, rows, notes} = readTable(lines, 2);
	const own = titles.filter(title => title !== 'NAMESPACE');
	if (titles.length < 2) return unknown('unreadable', firstLine(stdout).slice(0, 200));
	return known(
		{
			columns: own.map(title => ({title, wide: false, number: false})),
			rows: rows.map((cell, index) => ({
				// Events are printed without a name.
				name: cell('NAME') || String(index),
				namespace: titles.includes('NAMESPACE') ? cell('NAMESPACE') : null,
				...{uid: null, createdAt: null, labels: {}, owners: []},
				cells: own.map(title => cell(title)),
			})),
			version: null,
		},
		notes,
	);
}
