import {command, type Command} from './command.js';

/** Archives of `k0s backup`: gzip'ed tar files, read with GNU or BusyBox tar. Reading to the end checks gzip's sum. */

/** `-rw------- root/root 1675 2026-11-30 12:00 pki/ca.key`, one line a file. */
export const list = (path: string): Command =>
	command(['tar', '-tzvf', path], 'archive-list', {root: true, deadline: 300_000, maxOutput: 8 * 1024 * 1024});
/** The configuration in it: no secret of the cluster is in that file. Exit 2 when there is none. */
export const config = (path: string): Command =>
	command(['tar', '-xzOf', path, 'k0s.yaml'], 'archive-config', {root: true, deadline: 300_000});
/** Bytes of these and in total, `BYTES<TAB>PATH`; those that are not there are named on standard error (exit 1). */
export const size = (paths: readonly string[]): Command =>
	command(['du', '-s', '-B1', '-c', '--', ...paths], 'folder-size', {root: true, deadline: 60_000});
/** `MODE SIZE` of one file, mode in octal. */
export const stat = (path: string): Command =>
	command(['stat', '-L', '-c', '%a %s', '--', path], 'file-mode', {root: true});
/** `MODE KIND` of a folder, kind as `stat` names it (`directory`). */
export const folderMode = (path: string): Command =>
	command(['stat', '-L', '-c', '%a %F', '--', path], 'file-mode', {root: true});
