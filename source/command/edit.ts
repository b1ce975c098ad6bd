import {change, type Command} from './command.js';

/**
 * Changes of files without a shell: what is written stands in the argv itself (so that the plan, the journal and what a
 * person agreed to hold it), or is constant text that is shown beside the command. GNU coreutils and sed.
 */

const short = {deadline: 30_000} as const;

/** A folder for root alone. */
export const makeFolder = (path: string): Command =>
	change(['install', '-d', '-m', '700', '--', path], 'make-folder', short);
/** k0s's own folder for its configuration; it may be there. */
export const makeConfigFolder = (): Command =>
	change(['mkdir', '-p', '-m', '755', '--', '/etc/k0s'], 'make-config-folder', short);
/** A copy with owner and times; an older copy of that name is kept beside it (`.~1~`). */
export const backup = (path: string, to: string): Command =>
	change(['cp', '-a', '--backup=numbered', '--', path, to], 'backup-file', short);
/** Never into a folder of that name: `-T`. What has the name already is kept beside it (`.~1~`). */
export const moveAside = (from: string, to: string): Command =>
	change(['mv', '-T', '--backup=numbered', '--', from, to], 'move-aside', short);
/** Content of one file in another, as the kernel tells it (`/proc/sys/kernel/random/boot_id`). */
export const copyContent = (from: string, to: string): Command => change(['cp', '--', from, to], 'copy-file', short);
/** Adds a last line, also where the last one has no newline. Not to an empty file. */
export const appendLine = (path: string, line: string): Command =>
	change(['sed', '-i', '-e', `$a\\${line.replaceAll('\\', '\\\\')}`, '--', path], 'edit-file', short);
/** Takes each line away that is exactly this one. */
export const deleteLine = (path: string, line: string): Command =>
	change(['sed', '-i', '-e', String.raw`\|^${pattern(line)}$|d`, '--', path], 'edit-file', short);
/** Each line that begins with `start` becomes `line`. */
export const replaceLine = (path: string, start: string, line: string): Command =>
	change(['sed', '-i', '-e', `s|^${pattern(start)}.*|${replacement(line)}|`, '--', path], 'edit-file', short);
/** A file of constant text, which a plan shows in full. Prints what it wrote. */
export const writeFile = (path: string, content: string): Command =>
	change(['tee', '--', path], 'write-file', {...short, input: content});
/** A folder of the run-time state that nobody uses any more, or a mount point: never with force. */
export const unmount = (path: string): Command => change(['umount', '--', path], 'unmount', short);

/** A basic regular expression that is this text and nothing else, between bars. */
const pattern = (text: string): string => text.replaceAll(/[\\^$.*[\]|]/g, String.raw`\$&`);
const replacement = (text: string): string => text.replaceAll(/[\\&|]/g, String.raw`\$&`);
