/** A leaf of the catalogue (a sentence, a function that makes one, a list of them) and the keys that lead to it. */
export type Leaf = {readonly path: string; readonly value: unknown};

export function leavesOf(branch: unknown, path = ''): readonly Leaf[] {
	if (typeof branch !== 'object' || branch === null || Array.isArray(branch)) return [{path, value: branch}];
	return Object.entries(branch).flatMap(([key, value]) => leavesOf(value, path === '' ? key : `${path}/${key}`));
}

/** Arguments that a generic sample cannot stand for. */
const ownSamples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
	'checks/summary': [
		[{pass: 41, warn: 42, fail: 43, skip: 44, unknown: 45}],
		[{pass: 41, warn: 1, fail: 0, skip: 0, unknown: 0}],
	],
	'network/reason': [
		[{reason: 'needs-root', detail: 'ip-4711'}],
		[{reason: 'failed', detail: 'ip-4711'}],
		[{reason: 'no-handle', detail: ''}],
	],
	'network/note': [
		[{state: 'stale', unread: null, processes: []}],
		[{state: 'known', unread: {reason: 'failed', detail: 'ip-4711'}, processes: []}],
		[{state: 'empty', unread: null, processes: []}],
		[{state: 'known', unread: null, processes: null}],
		[{state: 'unnamed', unread: null, processes: []}],
	],
	'network/shortNote': [
		[{state: 'stale', unread: null, processes: []}],
		[{state: 'known', unread: {reason: 'no-handle', detail: ''}, processes: []}],
		[{state: 'known', unread: {reason: 'needs-root', detail: ''}, processes: []}],
		[{state: 'empty', unread: null, processes: []}],
	],
	'nftables/note': [
		[{line: 'nft-4711', reason: 'torn'}],
		[{line: 'nft-4711', reason: 'part-of-it'}],
		[{line: 'nft-4711', reason: 'never-heard-of'}],
	],
	'engine/worker/who': [
		[{list: 'install', pid: 4711, user: 'hanako', tty: 'pts/9', since: '2026-01-02 03:04:05'}],
		[{list: 'install', pid: 4711, user: 'hanako', tty: null, since: '2026-01-02 03:04:05'}],
	],
};

/** A pod in trouble, for every sentence that tells one. */
const trouble = {
	...{container: 'c4711', init: true, image: 'image.4712', exitCode: 137, signal: null, restarts: 4713},
	...{detail: 'detail.4714', lastLine: null},
};
const troubles = [[trouble], [{...trouble, lastLine: 'line.4715', init: false, restarts: 0, exitCode: 3}]];

/** The same as `why` names it. */
const causes = troubles.map(([each]) => [{...each, subject: 'subject.4716', more: 'more.4717'}]);

/**
 * Sets of arguments for a function of the catalogue. A list of one number's digits stands for a text, a number and a list
 * at once; each argument then also has its turn as one, none, nothing, and the empty text.
 */
export function samplesFor(path: string, arity: number): readonly (readonly unknown[])[] {
	const own = ownSamples[path];
	if (own) return own;
	if (path.startsWith('status/causes/')) return troubles;
	if (path.startsWith('cause/causes/')) return causes;
	const all = Array.from({length: arity}, (_, index): unknown => [String(4100 + 37 * index)]);
	const others: readonly unknown[] = [1, 0, null, undefined, '', [], false, true, 'dnat', 7.5, 90_000, 400_000];
	return [all, ...all.flatMap((_, index) => others.map(other => all.with(index, other)))];
}

/** What a function of the catalogue says; undefined where it does not take such arguments. */
export function saidBy(value: unknown, samples: readonly unknown[]): unknown {
	try {
		return (value as (...given: readonly unknown[]) => unknown)(...samples);
	} catch {
		return undefined;
	}
}
