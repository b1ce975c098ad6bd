import {cutAt} from '../../engine/cut.js';
import type {JournalRecord} from '../../engine/journal.js';
import {foldAll} from '../../engine/run-state.js';
import {upkeepLists, type UpkeepWanted} from './wanted.js';

/** A run of one of these lists that was stopped or cut off, and what it was asked for; undefined: none, or it cannot be told. */
export type CutUpkeep = {readonly kind: UpkeepWanted['kind']; readonly wanted: UpkeepWanted | undefined};

const valuesOf = ({after}: JournalRecord): Readonly<Record<string, unknown>> =>
	(after as {values?: Readonly<Record<string, unknown>>} | null)?.values ?? {};

/** Whether the newest of these runs came to no end, by the journal alone. A reset since then has taken away what it left. */
export function cutUpkeep(records: readonly JournalRecord[]): CutUpkeep | undefined {
	const last = records.findLast(({run}) => upkeepLists.some(list => run.startsWith(`${list}-`)));
	const kind = upkeepLists.find(list => last?.run.startsWith(`${list}-`));
	if (last === undefined || kind === undefined) return undefined;
	const from = records.findIndex(({run}) => run === last.run);
	if (records.slice(from).some(({run}) => run.startsWith('reset-'))) return undefined;
	const own = records.filter(({run}) => run === last.run);
	const state = foldAll(own);
	return cutAt([], state, false) === undefined ? undefined : {kind, wanted: wantedOf(kind, own)};
}

function wantedOf(kind: UpkeepWanted['kind'], own: readonly JournalRecord[]): UpkeepWanted | undefined {
	switch (kind) {
		case 'upgrade': {
			const versions = own.findLast(({step, ev}) => step === 'versions' && ev === 'verify');
			const to = versions && valuesOf(versions)['to'];
			return typeof to === 'string' ? {kind, to} : undefined;
		}

		case 'restore': {
			const restore = own.findLast(
				({step, ev, argv}) => step === 'restore' && ev === 'begin' && argv?.[1] === 'restore',
			);
			const file = restore?.argv?.at(-1);
			return file === undefined ? undefined : {kind, file};
		}

		case 'backup': {
			return {kind};
		}
	}
}
