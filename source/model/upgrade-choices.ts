import {compare, newest, versionOf, type Version} from './k0s-releases.js';

/**
 * A release that this host could go to next. `patch`: the newest of the minor that runs; `minor`: the newest of the next one.
 * `known`: from the table of releases here; `told`: the release source names it as its stable one.
 */
export type UpgradeChoice = {
	readonly tag: string;
	readonly kind: 'patch' | 'minor';
	readonly from: 'known' | 'told';
};

export type UpgradeChoices = {
	readonly choices: readonly UpgradeChoice[];
	/** The stable release, where it is more than one minor away: it is reached one minor at a time. */
	readonly far: string | undefined;
};

/** `here`: what runs; `stable`: what the release source says, null: not known. Minor steps are one at a time. */
export function upgradeChoices(here: string, stable: string | null): UpgradeChoices {
	const now = versionOf(here);
	if (now === undefined) return {choices: [], far: undefined};
	const told = stable === null ? undefined : versionOf(stable);
	const isOf = (minor: number): boolean => told?.major === now.major && told.minor === minor && told.pre === '';
	const newestOf = (minor: number, kind: UpgradeChoice['kind']): readonly UpgradeChoice[] => {
		const tag = newest[minor];
		const listed = tag === undefined ? undefined : versionOf(tag);
		const ours = isOf(minor) && stable !== null && (listed === undefined || isNewer(told, listed));
		const best = ours
			? {tag: stable, from: 'told' as const}
			: tag === undefined
				? undefined
				: {tag, from: 'known' as const};
		const version = best && versionOf(best.tag);
		return best === undefined || !isNewer(version, now) ? [] : [{...best, kind}];
	};

	return {
		choices: [...newestOf(now.minor, 'patch'), ...newestOf(now.minor + 1, 'minor')],
		far: told?.major === now.major && told.minor > now.minor + 1 ? (stable ?? undefined) : undefined,
	};
}

const isNewer = (a: Version | undefined, b: Version): boolean => a !== undefined && compare(a, b) > 0;
