import {
	controllerWord,
	isRaspberryPi,
	isRemoved,
	isWsl,
	pendingWord,
	unifiedWord,
} from '../model/kernel-command-line.js';
import type {BootOptions} from '../facts/host.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Remedy} from './check.js';
import type {Facts} from './facts.js';
import {advice} from './remedies.js';

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

/** The option that builds each controller into a kernel. */
const optionOf: Readonly<Record<string, string>> = {
	cpu: 'CGROUP_SCHED',
	cpuacct: 'CGROUP_CPUACCT',
	cpuset: 'CPUSETS',
	memory: 'MEMCG',
	devices: 'CGROUP_DEVICE',
	freezer: 'CGROUP_FREEZER',
	pids: 'CGROUP_PIDS',
};

/** Controllers that some kernels keep off until a word asks for them. */
const offAtFirst: readonly string[] = ['memory', 'cpuset'];

type Given = Pick<Facts, 'kernel' | 'commandLine' | 'bootOptions'>;

/** The boot loader's entries are files of their own (Boot Loader Specification): grubby changes them. */
const hasEntries = ({entries}: BootOptions): boolean => entries.some(({file}) => file.includes('/loader/entries/'));

const releaseOf = ({kernel}: Pick<Facts, 'kernel'>): string => (kernel.known ? kernel.value.release : '');

/** By what the kernel was started with: a word that is there already is not proposed. */
function versionRemedy(
	{kernel, commandLine, bootOptions}: Given,
	words: Text['checks']['items']['cgroup-version'],
): Remedy {
	const wsl = isWsl(releaseOf({kernel}));
	if (!commandLine.known) return advice(wsl ? words.noteWsl : words.noteUnread);
	if (wsl) return advice(commandLine.value.includes('cgroup_no_v1=all') ? words.noteWslHas : words.noteWsl);
	const unified = unifiedWord(commandLine.value);
	const boot = bootOptions.known ? bootOptions.value : undefined;
	const pending = unified?.on ? undefined : boot && pendingWord(boot, unifiedWord);
	if (boot && pending) {
		const {word, file, used} = pending;
		return advice(used ? words.notePending(word, file) : words.noteWritten(word, file, hasEntries(boot)));
	}

	if (!unified) return advice(words.note);
	if (unified.on) return advice(words.noteHas(unified.word));
	return advice(boot && isRemoved(boot, unified.word) ? words.noteGone(unified.word) : words.noteOff(unified.word));
}

/** One sentence for each cause; each missing controller has one. */
function controllerRemedy(
	missing: readonly string[],
	{kernel, commandLine, kernelConfig, bootOptions}: Given & Pick<Facts, 'kernelConfig'>,
	words: Text['checks']['items']['cgroup-controllers'],
): Remedy {
	const pi = isRaspberryPi(releaseOf({kernel}));
	const boot = bootOptions.known ? bootOptions.value : undefined;
	const next: string[] = [];
	const causes = {lacking: [], off: [], has: [], add: [], unread: [], held: []} as Record<string, string[]>;
	for (const name of missing) {
		const option = optionOf[name] ?? '';
		const said = commandLine.known ? controllerWord(commandLine.value, name) : undefined;
		const enable = `cgroup_enable=${name}`;
		const pending = said?.on ? undefined : boot && pendingWord(boot, each => controllerWord(each, name));
		if (kernelConfig.known && !kernelConfig.value.has(option)) causes['lacking']?.push(`CONFIG_${option}`);
		else if (boot && pending)
			next.push(
				pending.used
					? words.notePending(pending.word, pending.file)
					: words.noteWritten(pending.word, pending.file, hasEntries(boot)),
			);
		else if (said?.on) causes['has']?.push(said.word);
		else if (said && !pi && boot && isRemoved(boot, said.word)) next.push(words.noteGone(said.word));
		// A Raspberry Pi's firmware adds the word that turns it off: a later one turns it on again.
		else if (said && !pi) causes['off']?.push(said.word);
		else if (!said && !offAtFirst.includes(name)) causes['held']?.push(name);
		else causes[commandLine.known ? 'add' : 'unread']?.push(enable);
	}

	const sentences = (
		[
			['lacking', words.noteKernel],
			['off', words.noteOff],
			['has', words.noteHas],
			['add', pi ? words.notePi : boot && !boot.whole ? words.noteUnless : words.note],
			['unread', words.noteUnread],
			['held', words.noteHeld],
		] as const
	).flatMap(([cause, sentence]) => {
		const those = [...new Set(causes[cause])];
		return those.length === 0 ? [] : [sentence(those)];
	});
	return advice([...new Set(next), ...sentences].join(' '));
}

export const cgroups = [
	defineCheck({
		id: 'cgroup-version',
		group: 'cgroups',
		needs: ['cgroupFileSystem'],
		may: ['k0sVersion', 'kernel', 'commandLine', 'bootOptions'],
		judge({cgroupFileSystem}, {readings: {k0sVersion, ...readings}, options, words}) {
			const version = versionOf(cgroupFileSystem);
			const remedy = versionRemedy(readings, words);
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
		may: ['controllers1', 'controllers2', 'kernel', 'commandLine', 'kernelConfig', 'bootOptions'],
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
						// Version 2 lists what is there in one line, version 1 each in a line of its own.
						shows: [...missing, 'cgroup_', ...(version === 2 ? controllers.value.slice(0, 1) : [])],
						remedy: controllerRemedy(missing, readings, words),
					};
		},
	}),
];
