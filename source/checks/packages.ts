import type {Command} from '../command/command.js';
import {aptInstall, dnfInstall} from '../command/packages.js';
import type {OsRelease} from '../model/host.js';
import type {Reading} from '../read/reading.js';

export type PackageManager = 'dnf' | 'apt';

const families: Readonly<Record<PackageManager, readonly string[]>> = {
	dnf: ['rhel', 'centos', 'fedora', 'rocky', 'almalinux', 'ol', 'amzn'],
	apt: ['debian', 'ubuntu'],
};

/** By what /etc/os-release says; undefined where neither is at home, or that is not known. */
export function packageManager(os: Reading<OsRelease> | undefined): PackageManager | undefined {
	if (!os?.known) return undefined;
	const names = [os.value.id, ...os.value.like];
	return (['dnf', 'apt'] as const).find(manager => families[manager].some(family => names.includes(family)));
}

/** The command that installs a package by its name there; none where the manager or the name is not known. */
export function installing(
	os: Reading<OsRelease> | undefined,
	names: Readonly<Record<PackageManager, readonly string[]>>,
): readonly Command[] {
	const manager = packageManager(os);
	if (manager === undefined || names[manager].length === 0) return [];
	return [manager === 'dnf' ? dnfInstall(...names.dnf) : aptInstall(...names.apt)];
}
