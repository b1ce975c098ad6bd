import {change, command, type Command} from './command.js';

/** Taking away what `k0s reset` leaves (k0s 1.34 to 1.36), each by its own name: never a whole table, never a pattern. */

const short = {deadline: 30_000} as const;
const away = (...argv: readonly [string, ...string[]]): Command => change(argv, 'leftover', short);

/** `specification`: the rule as iptables-save prints it behind `-A CHAIN`, split into words. */
export const deleteRule = (tool: string, table: string, chain: string, specification: readonly string[]): Command =>
	away(tool, '-w', '5', '-t', table, '-D', chain, ...specification);
/** With its rules; the kernel refuses while a rule elsewhere still leads to it. */
export const deleteChain = (family: string, table: string, chain: string): Command =>
	away('nft', 'delete', 'chain', family, table, chain);
export const deleteTable = (family: string, table: string): Command => away('nft', 'delete', 'table', family, table);
export const destroySet = (name: string): Command => away('ipset', 'destroy', name);
/** One file system: a volume that is still mounted below is not emptied. */
export const removeFolder = (path: string): Command =>
	change(['rm', '-r', '-f', '--one-file-system', '--', path], 'leftover', {deadline: 300_000});
export const removeFile = (path: string): Command => away('rm', '-f', '--', path);
export const deleteUser = (name: string): Command => away('userdel', name);
/** Folders that must be empty, the innermost first: rmdir refuses any other. */
export const removeEmpty = (...paths: readonly string[]): Command => away('rmdir', '--', ...paths);
/** What is in a folder, not the folder: it is a mount point or a subvolume. `lost+found` belongs to its file system. */
export const emptyFolder = (path: string): Command =>
	change(['find', path, '-xdev', '-mindepth', '1', ...notLostAndFound(path), '-delete'], 'leftover', {
		deadline: 300_000,
	});
const notLostAndFound = (path: string): readonly string[] => ['-not', '-path', `${pattern(path)}/lost+found*`];
/** A path that find's `-path` takes as it is. */
const pattern = (path: string): string => path.replaceAll(/[*?[\]\\]/g, String.raw`\$&`);
/** Control groups go from the innermost out; the kernel keeps those that still hold a process. */
export const removeGroups = (path: string): Command => away('find', path, '-depth', '-type', 'd', '-delete');
export const deleteIpRule = (family: 4 | 6, {priority, from, table}: IpRule): Command =>
	away('ip', `-${family}`, 'rule', 'delete', 'priority', String(priority), 'from', from, 'table', table);
export const deleteRoute = (family: 4 | 6, to: string, dev: string, table: string): Command =>
	away('ip', `-${family}`, 'route', 'delete', to, 'dev', dev, 'table', table);

type IpRule = {readonly priority: number; readonly from: string; readonly table: string};

/** Type (`f`, `d`, `l`, `s`) and path of all that is there, four folders deep, each ended by NUL. */
export const contents = (...folders: readonly string[]): Command =>
	command(['find', '-P', ...folders, '-maxdepth', '4', '-printf', String.raw`%y%p\0`], 'leftover-look', {
		root: true,
		maxOutput: 8 * 1024 * 1024,
	});
/** When each was made, seconds since the epoch; 0 where the file system does not tell. Exit 1 when some are not there. */
export const births = (paths: readonly string[]): Command =>
	command(['stat', '-c', '%W %n', '--', ...paths], 'leftover-born', {root: true});
/** A named network namespace: its name goes, and the namespace with it when no process is in it. */
export const deleteNamespace = (name: string): Command => away('ip', 'netns', 'delete', name);
/** The kubelet's control groups: one tree (v2), or one below each controller (v1). */
export const groups = (): Command =>
	command(
		['find', '/sys/fs/cgroup', '-maxdepth', '2', '-type', 'd', '-name', 'kubepods*', '-printf', String.raw`%y%p\0`],
		'leftover-look',
	);
/** What a path is: its inode's number, its kind and, of a link, where it leads. Not followed. */
export const kindOf = (path: string): Command =>
	command(['stat', '-c', '%i %F', '--', path], 'leftover-look', {root: true});
/** Where a link leads in the end; prints nothing where that is not there. */
export const target = (path: string): Command => command(['readlink', '-e', '--', path], 'leftover-look', {root: true});
/** Lines of passwd(5) of those that exist; exit 2 when one does not. */
export const users = (...names: readonly string[]): Command =>
	command(['getent', 'passwd', ...names], 'leftover-users');
