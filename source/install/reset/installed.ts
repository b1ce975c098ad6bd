import type {JournalRecord} from '../../engine/journal.js';
import type {Reading} from '../../facts/reading.js';

/** How and when the k0s that is (or was) here was installed, as its unit and our journal tell. */

/** An option of the command line of a unit, with the blanks that systemd writes as `\x20`. */
export const optionIn = (line: string | undefined, name: string): string | undefined =>
	new RegExp(String.raw`(?:^|\s)--${name}[= ](\S+)`).exec(line ?? '')?.[1]?.replaceAll(String.raw`\x20`, ' ');

/** The kubelet's folder, where the unit names one outside the data folder. */
export function kubeletRootOf(line: string | undefined, folder: string): string | null {
	const root = optionIn(line, 'kubelet-root-dir')?.replace(/\/+$/, '');
	return root === undefined || !root.startsWith('/') || `${root}/`.startsWith(`${folder}/`) ? null : root;
}

/** When our runs first installed the k0s that is (or was) here, since the last reset that left nothing. */
export function installedAt(records: readonly JournalRecord[]): number | null {
	let at: number | null = null;
	for (const {run, step, ev, argv, after, t_wall} of records) {
		const state = (after as {readonly state?: unknown} | null)?.state;
		if (run.startsWith('reset-') && step === 'leftovers' && ev === 'verify' && state === 'done') at = null;
		if (ev === 'begin' && argv?.[0] === 'k0s' && argv[1] === 'install') at ??= t_wall;
	}

	return at;
}

/** When k0s's first unit was written. */
export const oldest = (births: Reading<ReadonlyMap<string, number | null>>): number | null => {
	const all = births.known ? [...births.value.values()].filter(born => born !== null) : [];
	return all.length === 0 ? null : Math.min(...all);
};
