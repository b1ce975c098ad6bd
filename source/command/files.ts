import {change, command, follow, type Command} from './command.js';

/** Files and folders, through coreutils, so that every host (local, simulated, recorded) answers in the same way. */

export const readFile = (path: string, why = 'read-file'): Command => command(['cat', '--', path], why);
/** A small file that is read again and again (/etc/os-release, /proc/net/dev): no program is started for it. */
export const readDirectly = (path: string, why = 'read-file'): Command =>
	command(['cat', '--', path], why, {direct: {kind: 'file', path}});
/**
 * `PATH DEVICE INODE SIZE CHANGED` (seconds since the epoch) of those that are there, links followed: another line, another
 * file. Exit 1 when some are not there.
 */
export const stamps = (paths: readonly string[]): Command =>
	command(['stat', '-L', '-c', '%n %d %i %s %Z', '--', ...paths], 'file-stamp', {direct: {kind: 'stamps', paths}});
/** What comes, goes and changes in these folders, one path a line; a folder that is not there yet is waited for. */
export const changes = (folders: readonly string[]): Command =>
	follow(
		['inotifywait', '-m', '-q', '-e', 'create,delete,move,modify', '--format', '%w%f', '--', ...folders],
		'folder-changes',
		{root: true, direct: {kind: 'changes', folders}},
	);
/** Several files in one go would lose which is which: one command a file. */
export const listFolder = (path: string): Command => command(['ls', '-1A', '--', path], 'list-folder');
/** Small files of a folder, each line with its file's path before it: `PATH:LINE`. Exit 1: nothing in it, 2: no folder. */
export const contents = (folder: string): Command =>
	command(['grep', '-r', '-H', '-e', '', '--', folder], 'list-folder');
/** Lines of files that set these kernel settings at boot, each with its file before it. Exit 1: none, 2: some folders are not there. */
export const settingLines = (names: readonly string[], places: readonly string[]): Command =>
	command(
		[
			...(['grep', '-r', '-H', '-E', '-e'] as const),
			`^[[:space:]]*-?(${names.map(name => name.replaceAll('.', '[./]')).join('|')})[[:space:]]*=`,
			...['--', ...places],
		],
		'sysctl-files',
	);
/** Lines that set a proxy, or except from it, in files of variables, each with its file before it. Exit 1: none, 2: some are not there. */
export const proxyLines = (paths: readonly string[]): Command =>
	command(
		['grep', '-H', '-i', '-E', '-e', '^[[:space:]]*(https?|all|no)_proxy[[:space:]]*=', '--', ...paths],
		'unit-environment',
		{root: true},
	);
/** What the next boot gives the kernel, and what that is made of, each line with its file before it. Exit 2: some are not there. */
export const bootOptions = (): Command =>
	command(
		[
			...(['grep', '-r', '-H', '-e', '', '--'] as const),
			...['/boot/loader/entries', '/efi/loader/entries', '/boot/efi/loader/entries', '/boot/grub2/grubenv'],
			...['/boot/grub/grub.cfg', '/boot/grub2/grub.cfg', '/boot/firmware/cmdline.txt', '/boot/cmdline.txt'],
			...['/boot/extlinux/extlinux.conf', '/etc/default/grub', '/etc/default/grub.d', '/etc/kernel/cmdline'],
		],
		'boot-options',
		{root: true},
	);
/**
 * The certificates of a PEM file that may hold a private key too (kubelet-client-current.pem): the lines of a key are never
 * printed, wherever they stand and however the file is cut.
 */
export const certificatesOf = (path: string): Command =>
	command(
		[
			'sed',
			'-n',
			'-e',
			'/BEGIN .*PRIVATE KEY/,/END .*PRIVATE KEY/d',
			'-e',
			'/BEGIN CERTIFICATE/,/END CERTIFICATE/p',
			'--',
			path,
		],
		'read-certificates',
	);
/** What a path is, links followed: `regular file`, `fifo`, `directory`, `character special file`. */
export const kindFollowed = (path: string): Command =>
	command(['stat', '-L', '-c', '%F', '--', path], 'file-kind', {root: true});
/** Which of these are there: prints those, one a line; exit 2 when some are not. */
export const existing = (paths: readonly string[]): Command => command(['ls', '-1d', '--', ...paths], 'list-folder');
/** `--output` of coreutils df: target, fstype, size, avail, ipcent, iavail in 1-byte blocks. */
export const diskSpace = (path: string): Command =>
	command(['df', '-B1', '--output=source,fstype,size,avail,itotal,iavail,target', '--', path], 'disk-space');
export const remove = (path: string): Command => change(['rm', '-f', '--', path], 'remove-file', {deadline: 30_000});
