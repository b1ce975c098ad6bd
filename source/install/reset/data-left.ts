import * as remove from '../../command/leftovers.js';
import type {Mount} from '../../facts/host.js';
import {isSystemFolder} from '../../model/system-folder.js';
import {dataFolders, type DataFolder, type ResetAnswers, type ResetFacts} from './facts.js';
import {joined, mayRun, nothing, some, type Kept, type Left} from './left.js';

/** k0s's data folders: removed, or emptied where the folder itself belongs to the one who mounted or made it. */
export function dataLeft({data, mounts, shims}: ResetFacts, answers: ResetAnswers): Left {
	if (!data.known || !mounts.known) return nothing;
	const pods = mayRun(shims);
	const of = (folder: DataFolder): Left => (pods ? waiting(folder) : folderLeft(folder, mounts.value));
	return joined([
		...data.value.filter(({path}) => dataFolders(answers).includes(path)).map(of),
		linked(data.value, answers),
	]);
}

/** Pods write there: what is below them is not taken away. */
const waiting = ({path, entries}: DataFolder): Left =>
	entries === null ? nothing : {leftovers: [], kept: [{kind: 'folder', name: path, why: 'pods', detail: ''}]};

function folderLeft({path, entries, inode, kind}: DataFolder, mounts: readonly Mount[]): Left {
	if (entries === null) return nothing;
	if (kind.includes('link')) {
		// Its content is judged where it leads; the link goes only when a person's content does not hang on it.
		return {leftovers: [{kind: 'file', name: path, command: remove.removeFile(path)}], kept: []};
	}

	const why = mounts.some(({target}) => target === path)
		? 'mount'
		: inode === subvolume && fileSystemOf(path, mounts) === 'btrfs'
			? 'subvolume'
			: undefined;
	if (why === undefined)
		return {leftovers: [{kind: 'folder', name: path, command: remove.removeFolder(path)}], kept: []};
	const kept: readonly Kept[] = [{kind: 'folder', name: path, why, detail: ''}];
	if (own(entries).length === 0) return {leftovers: [], kept};
	return {leftovers: [{kind: 'folder', name: path, command: remove.emptyFolder(path)}], kept};
}

/** The number of the inode at which a subvolume of btrfs begins. */
const subvolume = 256;

/** The deepest mount point above a path, the last mounted when several are. */
const fileSystemOf = (path: string, mounts: readonly Mount[]): string | undefined =>
	mounts
		.filter(({target}) => target === '/' || path === target || path.startsWith(`${target}/`))
		.reduce<Mount | undefined>(
			(best, mount) => (best === undefined || mount.target.length >= best.target.length ? mount : best),
			undefined,
		)?.type;

/** `lost+found` is the file system's. */
const own = (entries: readonly string[]): readonly string[] => entries.filter(name => name !== 'lost+found');

/** What k0s makes in its data folder (1.34 to 1.36). */
const madeByK0s =
	/^(autopilot|bin|containerd|db|etcd|images|keepalived|kine|kubelet|manifests|pki|run|tmp|[\w.-]+\.(conf|yaml|lock|db))$/;

/** A reset takes a link away and leaves what it led to. */
function linked(data: readonly DataFolder[], {target}: ResetAnswers): Left {
	const folder = data.find(({path}) => path === target);
	if (!folder || folder.entries === null) return nothing;
	const {path, entries} = folder;
	const foreign = own(entries).filter(name => !madeByK0s.test(name));
	const kept: readonly Kept[] = [{kind: 'folder', name: path, why: 'link', detail: ''}];
	if (isSystemFolder(path)) return {leftovers: [], kept};
	if (foreign.length > 0) {
		return {leftovers: [], kept: [{kind: 'folder', name: path, why: 'foreign', detail: some(foreign)}]};
	}

	return own(entries).length === 0
		? {leftovers: [], kept}
		: {leftovers: [{kind: 'folder', name: path, command: remove.emptyFolder(path)}], kept};
}
