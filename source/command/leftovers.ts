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
/** Lines of passwd(5) of those that exist; exit 2 when one does not. */
export const users = (...names: readonly string[]): Command =>
	command(['getent', 'passwd', ...names], 'leftover-users');
