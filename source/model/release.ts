/** k0s's releases: how they are named, and for which processors there are any. */

export type Processor = 'amd64' | 'arm64' | 'arm';

/** k0s's names of processors, by `uname -m`; undefined: there is no k0s for it. */
export const arch = (machine: string): Processor | undefined => {
	const names: Readonly<Record<string, Processor>> = {
		x86_64: 'amd64',
		amd64: 'amd64',
		aarch64: 'arm64',
		arm64: 'arm64',
		armv7l: 'arm',
		armv8l: 'arm',
	};
	return Object.hasOwn(names, machine) ? names[machine] : undefined;
};

/** `v1.34.1+k0s.0`, `v1.35.0-rc.1+k0s.0`: Kubernetes's version, and k0s's own count. Nothing else reaches a URL or a path. */
export const isReleaseTag = (tag: string): boolean =>
	/^v\d{1,4}\.\d{1,4}\.\d{1,4}(-(rc|alpha|beta)\.\d{1,4})?\+k0s\.\d{1,4}$/.test(tag);

/** What a person can choose from. `answer` is what the install is asked for; `version` null: not known by now. */
export type VersionChoice = {
	readonly kind: 'stable' | 'here' | 'pinned';
	readonly answer: string;
	readonly version: string | null;
};

/** The stable release first, then the one that is on this host, then the one that was typed; each release once. */
export function versionChoices(given: {
	readonly stable: string | null;
	readonly here: string | null;
	readonly pinned: string | null;
}): readonly VersionChoice[] {
	const {stable, here, pinned} = given;
	const tags = [...new Set([here, pinned])].filter(tag => tag !== null && tag !== stable && isReleaseTag(tag));
	return [
		{kind: 'stable', answer: 'stable', version: stable},
		...tags.map((tag): VersionChoice => ({kind: tag === here ? 'here' : 'pinned', answer: tag ?? '', version: tag})),
	];
}
