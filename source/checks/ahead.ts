import type {CheckId, Report, Result} from './check.js';

/** The checks that tell what breaks next although nothing is broken yet. */
export const aheadIds: readonly CheckId[] = ['certificates', 'disk-share', 'disk-inodes'];

/** One thing that ends soon, or has ended, in the words of its check. */
export type Ahead = {readonly id: CheckId; readonly result: Result; readonly title: string; readonly found: string};

/** Of these reports the ones that a person should know of. What is not known is no news: its check says so. */
export const aheadOf = (reports: ReadonlyArray<Pick<Report, 'id' | 'result' | 'title' | 'found'>>): readonly Ahead[] =>
	reports
		.filter(({id, result}) => aheadIds.includes(id) && (result === 'warn' || result === 'fail'))
		.map(({id, result, title, found}) => ({id, result, title, found}));
