import * as remove from '../../command/leftovers.js';
import type {Mount} from '../../facts/host.js';
import {isSystemFolder} from '../../model/system-folder.js';
import {dataFolders, type DataFolder, type ResetAnswers, type ResetFacts} from './facts.js';
import {foreignIn, provedFolders, withoutFound} from './ownership.js';
import {joined, mayRun, nothing, some, type Kept, type Left} from './left.js';

/** k0s's data folders: removed, or emptied where the folder itself belongs to the one who mounted or made it. */
export function dataLeft(facts: ResetFacts, answers: ResetAnswers): Left {
	const {data, mounts, shims} = facts;
	if (!data.known || !mounts.known) return nothing;
	const pods = mayRun(shims);
	const proved = provedFolders(facts, answers);
	const of = (folder: DataFolder): Left =>
		pods ? waiting(folder) : proved.includes(folder.path) ? folderLeft(folder, mounts.value) : strange(folder);
	return joined([
		...data.value.filter(({path}) => dataFolders(answers).includes(path)).map(of),
		linked(data.value, answers),
	]);
}

/** Pods write there: what is below them is not taken away. */
const waiting = ({path, entries}: DataFolder): Left =>
	entries === null ? nothing : {leftovers: [], kept: [{kind: 'folder', name: path, why: 'pods', detail: ''}]};

/** A folder that a person named, with things in it that k0s never makes. */
const strange = ({path, entries}: DataFolder): Left =>
	entries === null
		? nothing
		: {leftovers: [], kept: [{kind: 'folder', name: path, why: 'foreign', detail: some(foreignIn(entries))}]};

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
	if (withoutFound(entries).length === 0) return {leftovers: [], kept};
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

/** A reset takes a link away and leaves what it led to. */
function linked(data: readonly DataFolder[], {target}: ResetAnswers): Left {
	const folder = data.find(({path}) => path === target);
	if (!folder || folder.entries === null) return nothing;
	const {path, entries} = folder;
	const foreign = foreignIn(entries);
	const kept: readonly Kept[] = [{kind: 'folder', name: path, why: 'link', detail: ''}];
	if (isSystemFolder(path)) return {leftovers: [], kept};
	if (foreign.length > 0) {
		return {leftovers: [], kept: [{kind: 'folder', name: path, why: 'foreign', detail: some(foreign)}]};
	}

	return withoutFound(entries).length === 0
		? {leftovers: [], kept}
		: {leftovers: [{kind: 'folder', name: path, command: remove.emptyFolder(path)}], kept};
}
