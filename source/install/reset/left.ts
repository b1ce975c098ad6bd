import type {Command} from '../../command/command.js';
import type {Shim} from '../../facts/cluster.js';
import type {Reading} from '../../facts/reading.js';

/** Something of k0s that is still there, and the one command that takes it away. */
export type Leftover = {
	readonly kind:
		| 'process'
		| 'rule'
		| 'chain'
		| 'table'
		| 'set'
		| 'link'
		| 'namespace'
		| 'ip-rule'
		| 'route'
		| 'mount'
		| 'unit'
		| 'user'
		| 'folder'
		| 'file'
		| 'cgroup'
		| 'firewall';
	/** What it is called; text from outside. */
	readonly name: string;
	readonly command: Command;
};

/**
 * Why something stays: it is not proved to be k0s's.
 * - `person`: a person wrote it. - `foreign`: it holds what k0s never makes (`detail`: its names).
 * - `shared`: others on this host use that place too (`detail`: who). - `pods`: pods still run in it.
 * - `mount`: a mount point, `subvolume`: of btrfs, `link`: where the data folder's link led; emptied at most.
 * - `setting`: k0s set it, and others may count on it; a reboot undoes it. - `older`: it was there before
 * this k0s. - `owner`: nothing says whose it is.
 */
export type KeptWhy =
	| 'person'
	| 'foreign'
	| 'shared'
	| 'pods'
	| 'mount'
	| 'mounted'
	| 'subvolume'
	| 'link'
	| 'linked'
	| 'setting'
	| 'older'
	| 'owner';

/** Something at a place of k0s that stays, and why. */
export type Kept = {
	readonly kind: Leftover['kind'] | 'setting';
	/** Text from outside. */
	readonly name: string;
	readonly why: KeptWhy;
	/** Text from outside. */
	readonly detail: string;
};

/** What is there: what goes, and what stays. */
export type Left = {readonly leftovers: readonly Leftover[]; readonly kept: readonly Kept[]};

export const joined = (parts: readonly Left[]): Left => ({
	leftovers: parts.flatMap(({leftovers}) => leftovers),
	kept: parts.flatMap(({kept}) => kept),
});

export const nothing: Left = {leftovers: [], kept: []};

/** A few names, for a sentence. */
export const some = (names: readonly string[]): string =>
	names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')}, … (${names.length})`;

/** Pods run, or nobody could look: what they use is not taken away beneath them. */
export const mayRun = (shims: Reading<readonly Shim[]>): boolean => !shims.known || shims.value.length > 0;
