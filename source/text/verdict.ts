import type {Text} from './text.js';

/** Counts of what there is to look at (`But` of the verdict). */
type Counts = {readonly pods: number; readonly workloads: number; readonly warnings: number};

/**
 * The verdict as it is said everywhere: `healthy`, `healthy, but 2 pods in trouble, 1 warning`. `short`: without what
 * follows "but", for narrow places.
 */
export const verdictText = (
	words: Text['status'],
	{verdict, but}: {readonly verdict: keyof Text['status']['verdicts']; readonly but: Counts | null},
	short = false,
): string =>
	but === null
		? words.verdicts[verdict]
		: words.but(words.verdicts[verdict], short ? '' : words.toLookAt(but.pods, but.workloads, but.warnings));

/** The heading above pods in trouble, where the verdict has not said it. */
export const troublesHead = (words: Text['status'], {pods, workloads}: Omit<Counts, 'warnings'>): string =>
	`${words.toLookAt(pods, workloads, 0)}:`;
