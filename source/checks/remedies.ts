import type {Command} from '../command/command.js';
import * as edit from '../command/edit.js';
import {remove} from '../command/files.js';
import {aptInstall, aptRemove, dnfInstall, dnfRemove} from '../command/packages.js';
import {setSysctl} from '../command/system.js';
import type {OsRelease} from '../facts/host.js';
import type {Reading} from '../facts/reading.js';
import type {Remedy} from './check.js';
import type {CheckOptions} from './options.js';
import {packageManager, type PackageManager} from './packages.js';

/** What several remedies have in common. */

/** For a person: there is no command, or one that somebody must look at first. */
export const advice = (note: string, commands: readonly Command[] = []): Remedy => ({commands, note});

/** Commands to be run on a yes, with what undoes them. */
export const fix = (note: string, commands: readonly Command[], undo: readonly Command[], safe: boolean): Remedy => ({
	commands,
	note,
	fix: {undo, safe},
});

/** Where remedies put aside what they replace: the host's own state folder. */
const asideFolder = ({stateFolder}: CheckOptions): string => `${stateFolder}/backup`;

/** Puts files of one folder aside, each under its own name; and back. */
export function aside(
	folder: string,
	names: readonly string[],
	options: CheckOptions,
): {readonly commands: readonly Command[]; readonly undo: readonly Command[]} {
	const to = asideFolder(options);
	return {
		commands: [edit.makeFolder(to), ...names.map(name => edit.moveAside(`${folder}/${name}`, `${to}/${name}`))],
		undo: names.map(name => edit.moveAside(`${to}/${name}`, `${folder}/${name}`)),
	};
}

/** One more line in a file; the file as it was is kept. Undo takes exactly this line away, whatever else came since. */
export function lineIn(
	path: string,
	line: string,
	options: CheckOptions,
): {readonly commands: readonly Command[]; readonly undo: readonly Command[]} {
	const to = asideFolder(options);
	return {
		commands: [
			edit.makeFolder(to),
			edit.backup(path, `${to}/${path.split('/').at(-1) ?? ''}`),
			edit.appendLine(path, line),
		],
		undo: [edit.deleteLine(path, line)],
	};
}

/** `99-z…` is read after everything that a distribution brings. */
export const settingFile = (topic: string): string => `/etc/sysctl.d/99-z-k0s-tui-${topic}.conf`;

/** A kernel setting, now and after each boot. */
export function setting(
	name: string,
	value: string,
	before: string,
	topic: string,
): {readonly commands: readonly Command[]; readonly undo: readonly Command[]} {
	const path = settingFile(topic);
	return {
		commands: [setSysctl(name, value), edit.writeFile(path, `${name} = ${value}\n`)],
		undo: [remove(path), setSysctl(name, before)],
	};
}

/** Installs packages by their names there; undefined where the manager or the names are not known. */
export function packages(
	os: Reading<OsRelease> | undefined,
	names: Readonly<Record<PackageManager, readonly string[]>>,
): {readonly commands: readonly Command[]; readonly undo: readonly Command[]} | undefined {
	const manager = packageManager(os);
	if (manager === undefined || names[manager].length === 0) return undefined;
	const list = names[manager];
	return manager === 'dnf'
		? {commands: [dnfInstall(...list)], undo: [dnfRemove(...list)]}
		: {commands: [aptInstall(...list)], undo: [aptRemove(...list)]};
}

/** Writes down in which start of the system this ran: until the next one it is waited for. */
export const remembersBoot = (id: string, {stateFolder}: CheckOptions): readonly Command[] => [
	edit.makeFolder(stateFolder),
	edit.makeFolder(`${stateFolder}/reboot`),
	edit.copyContent('/proc/sys/kernel/random/boot_id', `${stateFolder}/reboot/${id}`),
];
