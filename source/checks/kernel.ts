import {kernelModules, stateOfModule, type KernelModule} from '../model/kernel-modules.js';
import {cannotTell, defineCheck, type Finding} from './check.js';
import {installing, packageManager} from './packages.js';

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

export const kernel = [
	defineCheck({
		id: 'kernel-modules',
		group: 'kernel',
		needs: ['kernel', 'loadedModules'],
		may: ['moduleFolder', 'moduleFiles', 'moduleLists', 'kernelConfig', 'os'],
		judge({kernel: {release}, loadedModules}, {readings, words}): Finding {
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
				const debian = packageManager(readings.os) === 'apt';
				return {
					result: missing.some(({need}) => need === 'required') ? 'fail' : 'warn',
					found: words.missing(missing.map(({name}) => name)),
					shows: shows(missing),
					remedy: {
						commands: installing(readings.os, {dnf: [`kernel-modules-extra-${release}`], apt: []}),
						note: debian ? words.noteDebian : words.note(release),
					},
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
