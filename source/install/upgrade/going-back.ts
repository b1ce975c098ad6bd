import type {JournalRecord} from '../../engine/journal.js';

/** Steps of an upgrade that change what runs: what a failure undoes, in the order in which they were done. */
export const changing = ['stop', 'swap', 'start-new'] as const;

const stateOf = ({after}: JournalRecord): unknown => (after as {state?: unknown} | null)?.state;
const valuesOf = ({after}: JournalRecord): Readonly<Record<string, unknown>> =>
	(after as {values?: Readonly<Record<string, unknown>>} | null)?.values ?? {};

const isOf = ({run}: JournalRecord): boolean => run.startsWith('upgrade-');

/** An upgrade came to its end here, one way or the other: what was done before is nothing to go back to. */
const ends = (record: JournalRecord): boolean =>
	isOf(record) &&
	record.ev === 'verify' &&
	(record.step === 'healthy-new' || record.step === 'back') &&
	stateOf(record) === 'done';

/** What the upgrade that did not reach its end yet has recorded, over all of its runs; a reset ends one too. */
export function sinceLastEnd(records: readonly JournalRecord[]): readonly JournalRecord[] {
	const last = records.findLastIndex(record => ends(record) || record.run.startsWith('reset-'));
	return records.slice(last + 1).filter(isOf);
}

/**
 * What belongs to the newest upgrade that changed anything, over all of its runs, also where it came to its end: an undo takes back
 * this one alone, never those before it.
 */
export function ofNewest(records: readonly JournalRecord[]): readonly JournalRecord[] {
	const open = sinceLastEnd(records);
	if (open.some(({step, ev}) => ev === 'begin' && changing.some(id => id === step))) return open;
	const last = records.findLastIndex(record => ends(record) || record.run.startsWith('reset-'));
	const before = records
		.slice(0, Math.max(0, last))
		.findLastIndex(record => ends(record) || record.run.startsWith('reset-'));
	return records.slice(before + 1).filter(record => isOf(record) || record.run.startsWith('reset-'));
}

export type Resumed = {readonly from: string; readonly archive: string | null};

/** The upgrade to this version that was cut off: from which version, and the backup that it had made. Undefined: there is none. */
export function resumedOf(records: readonly JournalRecord[], to: string): Resumed | undefined {
	const mine = sinceLastEnd(records);
	const began = mine.some(({step, ev}) => ev === 'begin' && changing.some(id => id === step));
	const undone = mine.findLast(({ev}) => ev === 'undo-end');
	const versions = mine.findLast(({step, ev}) => step === 'versions' && ev === 'verify');
	const values = versions === undefined ? {} : valuesOf(versions);
	if (!began || undone !== undefined || values['to'] !== to || typeof values['from'] !== 'string') return undefined;
	const seal = mine.findLast(record => record.step === 'seal' && record.ev === 'verify' && stateOf(record) === 'done');
	const file = seal === undefined ? undefined : valuesOf(seal)['file'];
	return {from: values['from'], archive: typeof file === 'string' ? file : null};
}

/** The upgrade that an undo would take back: from which version to which. Undefined: the journal holds none. */
export function newestUpgrade(
	records: readonly JournalRecord[],
): {readonly from: string; readonly to: string} | undefined {
	const values = ofNewest(records)
		.filter(({step, ev}) => step === 'versions' && ev === 'verify')
		.map(valuesOf)
		.findLast(({from, to}) => typeof from === 'string' && typeof to === 'string' && from !== to);
	return values && {from: String(values['from']), to: String(values['to'])};
}
