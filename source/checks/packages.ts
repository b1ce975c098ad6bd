import type {OsRelease} from '../facts/host.js';
import type {Reading} from '../facts/reading.js';

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
