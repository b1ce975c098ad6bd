import {isReleaseTag} from './release.js';

/**
 * What is known of k0s's releases, as of 2026-08-21. Sources: the tags and documentation of github.com/k0sproject/k0s
 * (docs/version-skew-policy.md, docs/external-runtime-deps.md, docs/runtime.md, embedded-bins/Makefile.variables). When k0s's own
 * support of a minor ends is not known here: its documentation says only roughly 14 months, as Kubernetes has it.
 */
export const knownAsOf = '2026-08-21';

export type ChangeId = 'etcd-3.6' | 'cgroup-v1' | 'containerd-2' | 'worker-config' | 'etcd-3.7';

/** What is other in a minor, where a person has to look or could be surprised. */
export type Change = {readonly minor: number; readonly id: ChangeId; readonly source: string};

export const changes: readonly Change[] = [
	{minor: 34, id: 'etcd-3.6', source: 'embedded-bins/Makefile.variables (etcd 3.5.33 in v1.33.13, 3.6.5 in v1.34.1)'},
	{minor: 35, id: 'cgroup-v1', source: 'docs/external-runtime-deps.md, Control Groups'},
	{minor: 36, id: 'containerd-2', source: 'docs/runtime.md (containerd 2.3.1 in v1.36.1)'},
	{minor: 36, id: 'worker-config', source: 'commit 7488b0076a, Deprecate disabling worker-config component'},
	{minor: 37, id: 'etcd-3.7', source: 'embedded-bins/Makefile.variables (etcd 3.7.0-rc.0 in v1.37.0-alpha.1)'},
];

/** The newest release of each minor that is known here. */
export const newest: Readonly<Record<number, string>> = {
	33: 'v1.33.13+k0s.1',
	34: 'v1.34.10+k0s.0',
	35: 'v1.35.7+k0s.0',
	36: 'v1.36.3+k0s.2',
};

/**
 * When Kubernetes's own support of a minor ends: "End Of Life Date" of kubernetes.io/releases/1.NN, read 2026-09-15. From then on
 * no security fix comes, from k0s neither. A minor that is not here: unknown.
 */
const supportEnds: Readonly<Record<number, string>> = {
	33: '2026-06-28',
	34: '2026-10-27',
	35: '2027-02-28',
	36: '2027-06-28',
	37: '2027-10-28',
};

/** Of `minor` (`v1.34`): `end` as YYYY-MM-DD. Of a tag that is no release, or a minor that is not known: undefined. */
export type Support = {readonly minor: string; readonly end: string};

export function supportOf(tag: string): Support | undefined {
	const version = versionOf(tag);
	const end = version?.major === 1 ? supportEnds[version.minor] : undefined;
	return version === undefined || end === undefined ? undefined : {minor: `v${version.major}.${version.minor}`, end};
}

/** Milliseconds since the epoch: the day after the last one. */
export const supportOver = ({end}: Support, now: number): boolean => now >= Date.parse(end) + 24 * 60 * 60 * 1000;

/** Days before its end from which on it is told: an upgrade wants to be planned. */
const planned = 60;

/** Whether that end is over, near, or far. */
export function supportState(support: Support, now: number): 'over' | 'soon' | 'far' {
	if (supportOver(support, now)) return 'over';
	return Date.parse(support.end) - now < planned * 24 * 60 * 60 * 1000 ? 'soon' : 'far';
}

export type Version = {
	readonly major: number;
	readonly minor: number;
	readonly patch: number;
	/** `-rc.1`, `-alpha.1`; empty: a release. */
	readonly pre: string;
	/** k0s's own count. */
	readonly build: number;
};

/** `v1.34.1+k0s.0`; undefined: not a tag of a release. */
export function versionOf(tag: string): Version | undefined {
	if (!isReleaseTag(tag)) return undefined;
	const [, major = '', minor = '', patch = '', pre = '', build = ''] =
		/^v(\d+)\.(\d+)\.(\d+)(-[a-z]+\.\d+)?\+k0s\.(\d+)$/.exec(tag) ?? [];
	return {major: Number(major), minor: Number(minor), patch: Number(patch), pre, build: Number(build)};
}

const order = (pre: string): readonly [number, number] => {
	const [, word = '', count = '0'] = /^-([a-z]+)\.(\d+)$/.exec(pre) ?? [];
	return [['alpha', 'beta', 'rc'].indexOf(word) === -1 ? 3 : ['alpha', 'beta', 'rc'].indexOf(word), Number(count)];
};

/** Below 0: `a` is the older one. */
export function compare(a: Version, b: Version): number {
	const key = ({major, minor, patch, pre, build}: Version): readonly number[] => [
		...[major, minor, patch],
		...order(pre),
		build,
	];
	const [left, right] = [key(a), key(b)];
	return left.map((part, index) => part - (right[index] ?? 0)).find(part => part !== 0) ?? 0;
}

/** The minors to go through, one at a time, each with its newest release that is known here (null: none). */
export function stepsBetween(from: Version, to: Version): ReadonlyArray<{minor: string; tag: string | null}> {
	const minors = Array.from({length: Math.max(0, to.minor - from.minor)}, (_, index) => from.minor + index + 1);
	return minors.map(minor => ({minor: `v${from.major}.${minor}`, tag: newest[minor] ?? null}));
}

export const changesBetween = (from: Version, to: Version): readonly Change[] =>
	changes.filter(({minor}) => minor > from.minor && minor <= to.minor);
