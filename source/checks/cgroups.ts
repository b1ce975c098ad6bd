import {cannotTell, defineCheck} from './check.js';

/** What k0s's pre-flight requires by name. In version 2 cpuacct is part of cpu; devices and freezer are no controllers. */
const required = {
	1: ['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'pids'],
	2: ['cpu', 'cpuset', 'memory', 'pids'],
} as const;

/** The first minor release that refuses version 1. */
const refusesVersion1 = 35;

const minorOf = (release: string | null): number | undefined => {
	const minor = /^v?1\.(\d+)\./.exec(release ?? '')?.[1];
	return minor === undefined ? undefined : Number(minor);
};

/** By the kind of file system at /sys/fs/cgroup: the hybrid layout is version 1 to k0s. */
const versionOf = (type: string): 1 | 2 | undefined =>
	type === 'cgroup2fs' ? 2 : type === 'tmpfs' || type === 'cgroupfs' ? 1 : undefined;

export const cgroups = [
	defineCheck({
		id: 'cgroup-version',
		group: 'cgroups',
		needs: ['cgroupFileSystem'],
		may: ['k0sVersion'],
		judge({cgroupFileSystem}, {readings: {k0sVersion}, options, words}) {
			const version = versionOf(cgroupFileSystem);
			const remedy = {commands: [], note: words.note};
			if (version === undefined) return {result: 'fail', found: words.none(cgroupFileSystem), remedy};
			const found = words.version(version);
			const shows = [cgroupFileSystem];
			if (version === 2) return {result: 'pass', found, shows};
			const release = options.k0sVersion ?? (k0sVersion.known ? k0sVersion.value : null);
			const minor = minorOf(release);
			return minor !== undefined && release !== null && minor >= refusesVersion1
				? {result: 'fail', found: words.refused(release), shows: [...shows, release], remedy}
				: {result: 'warn', found, shows, remedy};
		},
	}),
	defineCheck({
		id: 'cgroup-controllers',
		group: 'cgroups',
		needs: ['cgroupFileSystem'],
		may: ['controllers1', 'controllers2'],
		judge({cgroupFileSystem}, {readings, words, text}) {
			const version = versionOf(cgroupFileSystem);
			if (version === undefined)
				return {result: 'skip', found: text.checks.items['cgroup-version'].none(cgroupFileSystem)};
			const controllers = version === 2 ? readings.controllers2 : readings.controllers1;
			if (!controllers.known) return cannotTell(controllers.unknown, text);
			const missing = required[version].filter(name => !controllers.value.includes(name));
			const wanted = required[version].join(', ');
			return missing.length === 0
				? {result: 'pass', found: words.found(controllers.value), wanted, shows: ['memory']}
				: {
						result: 'fail',
						found: words.missing(missing),
						wanted,
						shows: missing,
						remedy: {commands: [], note: words.note},
					};
		},
	}),
];
