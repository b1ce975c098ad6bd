import {defaultDataDir} from '../../command/k0s-paths.js';
import {usersOf} from './beside.js';
import {dataFolders, type DataFolder, type ResetAnswers, type ResetFacts} from './facts.js';
import type {Kept} from './left.js';

/** What proves that something is k0s's: a path or a name alone does not. */

/** Of a tick of a file system's clock, and of a journal that is written a moment before its command runs. */
const slack = 2000;

/**
 * Why a folder of a shared place is not proved to be made by this k0s; undefined: it was made after k0s was installed.
 * /run is empty at every start of the system, and some of its file systems keep no time of birth.
 */
export function unproved(path: string, {births}: ResetFacts, {since}: ResetAnswers): Kept['why'] | undefined {
	const born = births.known ? (births.value.get(path) ?? null) : null;
	if (born === null) return path.startsWith('/run/') ? undefined : 'owner';
	if (since === null) return 'owner';
	return born + slack < since ? 'older' : undefined;
}

/** Network configurations that k0s gives these names. */
export const ownCni = /^(10-kuberouter\.conflist|10-calico\.conflist|calico-kubeconfig)$/;
const cniFolder = '/etc/cni/net.d/';

/** Who else uses the plug-ins and addresses of the CNI: other engines, and whoever wrote a network of his own. */
export function cniUsers({beside, contents}: ResetFacts): readonly string[] {
	const networks = (contents.known ? contents.value : [])
		.filter(({path}) => path.startsWith(cniFolder))
		.map(({path}) => path.slice(cniFolder.length))
		.filter(name => /\.(conf|conflist|json)$/.test(name) && !ownCni.test(name));
	return [...(beside.known ? usersOf('cni', beside.value) : []), ...networks];
}

/** `lost+found` is the file system's. */
export const withoutFound = (entries: readonly string[]): readonly string[] =>
	entries.filter(name => name !== 'lost+found');

/** What k0s makes in its data folder (1.23 to 1.36). */
const madeByK0s =
	/^(autopilot|bin|calico|ccm|containerd|cplb|db|etcd|helmhome|images|keepalived|kine|konnectivity|kubelet|manifests|nllb|pki|run|tmp|[\w.-]+\.(conf|yaml|lock|db|sock))$/;

export const foreignIn = (entries: readonly string[]): readonly string[] =>
	withoutFound(entries).filter(name => !madeByK0s.test(name));

/** k0s's own path is its own; a folder that a person chose is k0s's as far as only k0s's things are in it. */
const isK0s = ({path, entries}: DataFolder): boolean =>
	path === defaultDataDir || foreignIn(entries ?? []).length === 0;

/** The data folders that are proved to be k0s's. */
export const provedFolders = ({data}: ResetFacts, answers: ResetAnswers): readonly string[] =>
	dataFolders(answers).filter(
		path => path === defaultDataDir || (data.known && data.value.some(folder => folder.path === path && isK0s(folder))),
	);
