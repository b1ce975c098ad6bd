import {kernelModules, stateOfModule, type KernelModule} from '../model/kernel-modules.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Finding, type Remedy} from './check.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';
import {packageManager} from './packages.js';
import {waitsForReboot} from './reboot.js';
import {advice, packages, remembersBoot} from './remedies.js';

/** Options that k0s's own pre-flight rejects a kernel for (k0s 1.34 to 1.36). */
const requiredOptions: readonly string[] = [
	'CGROUPS',
	'CGROUP_SCHED',
	'FAIR_GROUP_SCHED',
	'NAMESPACES',
	'UTS_NS',
	'IPC_NS',
	'PID_NS',
	'NET_NS',
	'NET',
	'INET',
	'NETFILTER',
	'NF_CONNTRACK',
	'NETFILTER_XTABLES',
	'NETFILTER_XT_TARGET_REDIRECT',
	'NETFILTER_XT_MATCH_COMMENT',
	'EXT4_FS',
	'PROC_FS',
];

type ModuleReadings = Pick<Facts, 'os' | 'kernels'>;

/**
 * The package must be of the running kernel. Where a newer kernel is installed already, repositories have the newer
 * package only: then it is installed for that one, and a reboot brings both together.
 */
function modulesRemedy(
	release: string,
	{os, kernels}: ModuleReadings,
	options: CheckOptions,
	words: Text['checks']['items']['kernel-modules'],
): Remedy {
	if (packageManager(os) === 'apt') {
		const ubuntu = os.known && [os.value.id, ...os.value.like].includes('ubuntu');
		const extra = ubuntu ? packages(os, {dnf: [], apt: [`linux-modules-extra-${release}`]}) : undefined;
		return extra
			? {...extra, note: words.note(release), fix: {undo: extra.undo, safe: true}}
			: advice(words.noteDebian);
	}

	const newest = newestKernel(release, kernels.known ? (kernels.value ?? []) : []);
	const wanted = packages(os, {dnf: [`kernel-modules-extra-${newest}`], apt: []});
	if (!wanted) return advice(words.note(release));
	if (newest === release) return {...wanted, note: words.note(release), fix: {undo: wanted.undo, safe: true}};
	const commands = [...wanted.commands, ...remembersBoot('kernel-modules', options)];
	return {commands, note: words.noteNewer(release, newest), fix: {undo: wanted.undo, safe: false, reboot: true}};
}

/** By the numbers in their names; the running one where none is newer. */
function newestKernel(running: string, installed: readonly string[]): string {
	const numbers = (name: string): number[] => (name.match(/\d+/g) ?? []).map(Number);
	const newer = (a: string, b: string): boolean => {
		const [left, right] = [numbers(a), numbers(b)];
		const at = left.findIndex((value, index) => value !== (right[index] ?? -1));
		return at !== -1 && (left[at] ?? 0) > (right[at] ?? -1);
	};

	return installed.reduce((best, name) => (newer(name, best) ? name : best), running);
}

export const kernel = [
	defineCheck({
		id: 'kernel-modules',
		group: 'kernel',
		needs: ['kernel', 'loadedModules'],
		may: ['moduleFolder', 'moduleFiles', 'moduleLists', 'kernelConfig', 'os', 'kernels', 'reboots', 'bootId'],
		judge({kernel: {release}, loadedModules}, {readings, options, words}): Finding {
			const evidence = {
				files: readings.moduleFiles.known ? readings.moduleFiles.value : undefined,
				listed: readings.moduleLists.known ? readings.moduleLists.value : undefined,
				loaded: new Set(loadedModules ?? []),
				config: readings.kernelConfig.known ? readings.kernelConfig.value : undefined,
			};
			const states = kernelModules.map(module => ({module, state: stateOfModule(module, evidence)}));
			const inState = (...wanted: string[]) =>
				states.filter(({state}) => wanted.includes(state)).map(each => each.module);
			const missing = inState('missing');
			const shows = (modules: readonly KernelModule[]) =>
				modules.flatMap(({name, option}) => [` ${name} `, `CONFIG_${option} `]);
			if (missing.length > 0) {
				const waits = waitsForReboot('kernel-modules', readings);
				return {
					...(waits ? {mended: true} : {}),
					result: missing.some(({need}) => need === 'required') ? 'fail' : 'warn',
					found: words.missing(missing.map(({name}) => name)),
					shows: shows(missing),
					remedy: waits ? advice(words.waits) : modulesRemedy(release, readings, options, words),
				};
			}

			const unclear = inState('unknown');
			if (unclear.length > 0) {
				return {
					result: 'unknown',
					found: words.unknown(
						unclear.map(({name}) => name),
						release,
					),
					remedy: {commands: [], note: words.unknownNote},
				};
			}

			return {
				result: 'pass',
				found: words.found(inState('file').length, inState('built-in', 'loaded').length),
				shows: kernelModules
					.map(({option}) => `CONFIG_${option}=y`)
					.concat('/br_netfilter.', '/xt_comment.', '/ip_set.'),
			};
		},
	}),
	defineCheck({
		id: 'kernel-config',
		group: 'kernel',
		needs: [],
		may: ['kernelConfigFile', 'kernelConfig'],
		judge(_, {readings: {kernelConfigFile, kernelConfig}, words, text}) {
			if (!kernelConfigFile.known && kernelConfigFile.unknown.reason === 'not-installed') {
				return {result: 'unknown', found: words.none};
			}

			if (!kernelConfig.known) return cannotTell(kernelConfig.unknown, text);
			const missing = requiredOptions.filter(option => !kernelConfig.value.has(option));
			return missing.length === 0
				? {
						result: 'pass',
						found: words.found(requiredOptions.length),
						shows: ['CONFIG_CGROUPS=', 'CONFIG_NETFILTER=', 'CONFIG_NF_CONNTRACK='],
					}
				: {
						result: 'fail',
						found: words.missing(missing.map(option => `CONFIG_${option}`)),
						shows: missing.map(option => `CONFIG_${option} `),
						remedy: {commands: [], note: words.note},
					};
		},
	}),
];
