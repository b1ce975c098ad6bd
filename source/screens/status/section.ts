import type {Column} from '../../components/columns.js';
import {lookLines, sortedBy, sortersOf, type ListLook, type Sorter} from '../../components/sort.js';
import type {Line} from '../../components/line.js';
import type {ClusterFacts} from '../../model/cluster.js';
import type {Part} from '../../facts/cluster.js';
import type {Usage} from '../../facts/usage.js';
import type {Snapshot} from '../../store/source.js';
import type {Text} from '../../text/text.js';
import type {SectionId} from './state.js';

/**
 * What a list's columns and details are made from besides the row. `now`: milliseconds since the epoch; `usage`: what is
 * used, while its list is open.
 */
export type Context = {
	readonly text: Text;
	readonly now: number;
	readonly usage?: Snapshot<Usage>;
	readonly nodes?: number;
};

/** One of the lists as it stands now, its rows' types hidden. */
export type SectionView = {
	readonly part: Part<unknown>;
	/** Keys of the rows that match the filter, in order. */
	readonly keys: readonly string[];
	readonly total: number;
	/** Titles and the rows of a window, cut and aligned for `width`. */
	readonly lines: (from: number, to: number, width: number) => {readonly header: Line; readonly rows: readonly Line[]};
	/** Everything that is known of a row; undefined when it is gone. */
	readonly details: (key: string) => readonly Line[] | undefined;
	/** Its name, then what the list's own columns do not tell of it, the most telling first; as `details`. */
	readonly brief: (key: string) => readonly Line[] | undefined;
};

export type Section = {
	readonly id: SectionId;
	/** How many there are, and how many of them are in trouble; undefined: not known. */
	readonly count: (
		facts: ClusterFacts,
		context: Context,
	) => {readonly all: number; readonly bad: number} | undefined | 'uncounted';
	readonly sorters: (context: Context) => readonly Sorter[];
	readonly view: (
		facts: ClusterFacts,
		context: Context,
		matches: (text: string) => boolean,
		look: ListLook,
	) => SectionView;
};

/** Where all columns are shown. */
const sortWidth = 200;

/** A list of facts: which part, how its rows are told apart, found, shown. */
export function sectionOf<T>(definition: {
	readonly id: SectionId;
	readonly part: (facts: ClusterFacts, context: Context) => Part<readonly T[]>;
	/** Its tab has no number: it is read only while it is open. */
	readonly uncounted?: true;
	readonly key: (row: T) => string;
	readonly bad?: (row: T) => boolean;
	/** What the filter looks through. */
	readonly words: (row: T) => string;
	readonly columns: (context: Context, width: number) => ReadonlyArray<Column<T>>;
	readonly details: (row: T, context: Context, facts: ClusterFacts) => readonly Line[];
	/** Undefined: the details, as they are. */
	readonly brief?: (row: T, context: Context, facts: ClusterFacts) => readonly Line[];
}): Section {
	const {id, part, key, uncounted, bad = () => false, words, columns, details, brief = details} = definition;
	/** Of the rows that were sorted last: only what changed is sorted again, not each second's ages. */
	const sorted = new WeakMap<readonly T[], {readonly by: string; readonly rows: readonly T[]}>();
	const inOrder = (rows: readonly T[], context: Context, {sort}: ListLook): readonly T[] => {
		if (sort === null) return rows;
		const by = `${sort.column} ${sort.down}`;
		const known = sorted.get(rows);
		if (known?.by === by) return known.rows;
		const made = sortedBy(rows, columns(context, sortWidth), sort);
		sorted.set(rows, {by, rows: made});
		return made;
	};

	const rowsOf = (own: Part<readonly T[]>): readonly T[] | undefined => (own.known ? own.value : own.last?.value);
	return {
		id,
		count(facts, context) {
			if (uncounted) return 'uncounted';
			const rows = rowsOf(part(facts, context));
			return rows && {all: rows.length, bad: rows.filter(row => bad(row)).length};
		},
		sorters: context => sortersOf(columns(context, sortWidth)),
		view(facts, context, matches, look) {
			const own = part(facts, context);
			const all = rowsOf(own) ?? [];
			const rows = inOrder(all, context, look).filter(row => matches(words(row)));
			const keys = rows.map(row => key(row));
			const told =
				(tell: typeof details) =>
				(wanted: string): readonly Line[] | undefined => {
					const row = all.find(each => key(each) === wanted);
					return row === undefined ? undefined : tell(row, context, facts);
				};

			return {
				part: own,
				keys,
				total: all.length,
				lines(from, to, width) {
					const shown = rows.slice(from, to);
					return lookLines(columns(context, width), look, shown, width);
				},
				details: told(details),
				brief: told(brief),
			};
		},
	};
}
