import type {Outcome} from '../../command/outcome.js';
import {asList, asObject, asText, at, type JsonObject} from '../json-value.js';
import {firstLine, lacksRight, notOk} from '../reading.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {readTable, splitTables, type TextTable} from '../text-table.js';

/** What `k0s kubectl get` answered: objects (`-o json`), or tables (as a person runs it; recorded hosts hold these). */
export type KubectlAnswer =
	| {
			readonly kind: 'objects';
			readonly items: readonly JsonObject[];
			/** The list's own: where a watch goes on from. Null: kubectl joined several lists, or it is one object. */
			readonly version: string | null;
	  }
	| {
			readonly kind: 'tables';
			readonly tables: readonly TextTable[];
			/** When it was asked, milliseconds since the epoch: a table's AGE is counted from then. */
			readonly askedAt: number;
	  };

/**
 * Unknown: `not-installed` without k0s, `not-running` before the first start and while the API server refuses,
 * `needs-root` where the admin's kubeconfig cannot be read. kubectl puts klog lines before its own last word.
 */
export function readKubectl(outcome: Outcome): Reading<KubectlAnswer> {
	if (outcome.kind === 'not-found') return unknown('not-installed', 'k0s');
	if (outcome.kind === 'failed') {
		const words = lastWords(outcome.stderr);
		if (/is the server running\?|connection to the server \S+ was refused|\/kubelet\.conf: no such file/.test(words)) {
			return unknown('not-running', words);
		}

		if (/permission denied/.test(words)) return lacksRight(outcome, words);
		return unknown('failed', words || `exit ${outcome.exit ?? '?'}`);
	}

	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'kubectl');
	const text = outcome.stdout.trimStart();
	if (text.startsWith('{')) return objects(text);
	const tables = splitTables(text).map(lines => readTable(lines, 2));
	if (tables.length === 0) {
		// kubectl without objects prints nothing and says so on standard error.
		if (!/No resources found/.test(outcome.stderr)) return unknown('unreadable', firstLine(outcome.stderr));
	} else if (!tables[0]?.titles.some(title => title === 'NAME')) {
		return unknown('unreadable', firstLine(text).slice(0, 200));
	}

	return known(
		{kind: 'tables', tables, askedAt: outcome.startedAt},
		tables.flatMap(({notes}) => notes),
	);
}

function objects(text: string): Reading<KubectlAnswer> {
	let parsed: JsonObject;
	try {
		parsed = asObject(JSON.parse(text));
	} catch {
		return unknown('unreadable', firstLine(text).slice(0, 200));
	}

	const kind = asText(parsed['kind']);
	if (kind === null) return unknown('unreadable', firstLine(text).slice(0, 200));
	const fault = faultIn(parsed);
	if (fault) return fault;
	if (!kind.endsWith('List')) return known({kind: 'objects', items: [parsed], version: null});
	// A typed list (PodList) leaves the kind out of its items.
	const own = kind.slice(0, -'List'.length);
	return known({
		kind: 'objects',
		items: asList(parsed['items']).map(item => ({...(own === '' ? {} : {kind: own}), ...asObject(item)})),
		version: asText(at(parsed, 'metadata', 'resourceVersion')) || null,
	});
}

/** An answer that comes as a success and is none: a failure in its words, a list without its items, a part of one. */
export function faultIn(answer: JsonObject): Extract<Reading<never>, {known: false}> | undefined {
	const {kind, status, reason, message} = answer;
	if (kind === 'Status' && status === 'Failure') {
		return unknown('failed', `Error from server (${asText(reason) ?? '?'}): ${asText(message) ?? ''}`);
	}

	const list = asText(kind) ?? '';
	// Go writes an empty list as null.
	const isList = (value: unknown): boolean => value === null || Array.isArray(value);
	if ((list.endsWith('List') && !isList(answer['items'])) || (list === 'Table' && !isList(answer['rows']))) {
		return unknown('unreadable', `${list}: no ${list === 'Table' ? 'rows' : 'items'}`);
	}

	return asText(at(answer, 'metadata', 'continue')) ? unknown('cut', 'only a part of the list') : undefined;
}

/** The last line that is not a log line of kubectl's libraries. */
function lastWords(stderr: string): string {
	const lines = stderr
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');
	return lines.findLast(line => !/^[IWEF]\d{4} \d\d:/.test(line)) ?? lines.at(-1) ?? '';
}

/** Reads each object of the wanted kinds; one that cannot be read becomes a note and does not hide the others. */
export function eachObject<T>(
	items: readonly JsonObject[],
	read: (item: JsonObject) => T | undefined,
	wanted: readonly string[],
): {readonly values: readonly T[]; readonly notes: readonly Note[]} {
	const values: T[] = [];
	const notes: Note[] = [];
	for (const item of items) {
		const kind = asText(item['kind']) ?? '';
		if (!wanted.includes(kind)) continue;
		const value = read(item);
		if (value === undefined) notes.push({line: kind, reason: 'an object without a name'});
		else values.push(value);
	}

	return {values, notes};
}
