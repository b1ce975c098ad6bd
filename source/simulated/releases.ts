import type {State} from './state.js';

/** Which k0s lies at its place, and which one runs. */

export const binaryPath = '/usr/local/bin/k0s';
export const version = 'v1.34.1+k0s.0';

/** The release that lies at its place. Workloads and images stay those of 1.34.1, whatever the release. */
export function installedVersion(state: State): string {
	return /^k0s-(v.+)-[a-z\d]+$/.exec(state.files[binaryPath]?.blob?.what ?? '')?.[1] ?? version;
}

/** The release that runs: a program that is replaced meanwhile changes nothing of it. */
export const runningVersion = (state: State): string => state.k0s.version ?? installedVersion(state);

/** Not the one of the guide: what the fault `newVersion` is for. */
export const isNewVersion = (tag: string): boolean => tag !== version;

/** kubelet's version of it: `v1.34.1+k0s`. */
export const kubeletVersion = (state: State): string => runningVersion(state).replace(/\.\d+$/, '');
